"""A scenario in a notebook: what it asks, who and what is in it, and the passports of its numbers.

Everything a scenario says is escaped: it is shown and never run.  Colours follow the page, light or dark.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from detente.scenario.dates import date_of
from detente.scenario.quantities import Quantity

if TYPE_CHECKING:
    from detente.scenario.scenario import Lever, Scenario, Shock

ROWS = 12
"""Of a part (but the parameters) with more numbers than this the rest is counted: a notebook is no place for two thousand rows."""
SHADES = {"measured": "#009E73", "derived": "#56B4E9", "assumed": "#E69F00"}


def html(scenario: Scenario) -> str:
    """Return the scenario as HTML: headline, horizon, standing of its numbers, and a folded table for each part."""
    variant = f" [{scenario.variant}]" if scenario.variant else ""
    span = f"{scenario.start} to {scenario.end} by {scenario.step}"
    facts = f"{span}; {len(scenario.states)} states, focus {scenario.focus}; theory {scenario.theory}"
    states = [(key, state.name, state.posture.replace("_", " ")) for key, state in scenario.states.items()]
    parts = [
        folded(f"{len(states)} states", table(("code", "name", "posture"), states)),
        folded(
            f"{len(scenario.levers)} levers",
            table(LEVER, [_lever(scenario, one) for one in scenario.levers.values()]),
            True,
        ),
        folded(f"{len(scenario.shocks)} shocks", table(SHOCK, [_shock(one) for one in scenario.shocks.values()])),
        *_passports(scenario),
    ]
    head = f"<strong>{text(scenario.title + variant)}</strong><br><em>{text(scenario.question)}</em><br>{text(facts)}"
    return f'<div class="detente">{head}{standing(scenario.standing_shares())}{"".join(parts)}</div>'


def text(words: object) -> str:
    """Return words safe to stand in HTML, in their own direction of writing."""
    return f"<bdi>{escape(str(words))}</bdi>"


def table(heads: Sequence[str], rows: Iterable[Sequence[object]], left_out: int = 0) -> str:
    """Return a table; nothing in it is read as HTML."""
    top = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    body = "".join(f"<tr>{''.join(f'<td>{text(cell)}</td>' for cell in row)}</tr>" for row in rows)
    more = f"<tr><td colspan='{len(heads)}'>and {left_out} more</td></tr>" if left_out else ""
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}{more}</tbody></table>" if body else "<p>none</p>"


def folded(title: str, content: str, opened: bool = False) -> str:
    """Return content that a click on its title shows and hides."""
    return f"<details{' open' if opened else ''}><summary>{text(title)}</summary>{content}</details>"


def standing(shares: dict[str, float]) -> str:
    """Return a bar of the shares of numbers that are measured, derived and assumed, with the same in words."""
    words = ", ".join(f"{share:.0%} {name}" for name, share in shares.items())
    bars = "".join(
        f'<span style="display:inline-block;height:8px;width:{100 * share:.1f}%;background:{SHADES[name]}"></span>'
        for name, share in shares.items() if share
    )  # fmt: skip
    return f'<div>numbers: {words}<div aria-hidden="true" style="width:260px;white-space:nowrap;font-size:0">{bars}</div></div>'


LEVER = ("name", "card", "who", "level", "range", "from", "evidence")
SHOCK = ("name", "card", "who", "size", "when", "evidence")


def _lever(scenario: Scenario, lever: Lever) -> tuple[object, ...]:
    who = (
        ", ".join(lever.members)
        if lever.form == "pact"
        else f"{lever.members[0]} → {', '.join(lever.members[1:]) or 'all'}"
    )
    level = lever.level
    return (
        lever.key,
        lever.card,
        who,
        f"{level.value:g}",
        _range(level),
        date_of(max(lever.first_step, 0), scenario.start, scenario.step),
        lever.evidence,
    )


def _shock(shock: Shock) -> tuple[object, ...]:
    who = " → ".join(part for part in (shock.by or "", ", ".join(shock.on)) if part)
    when = f"{shock.rate.value:g} a year" if shock.rate is not None else f"dated, {len(shock.steps)} times"
    return (shock.key, shock.card, who, f"{shock.size.value:g}", when, shock.evidence)


def _passports(scenario: Scenario) -> list[str]:
    """Return a folded table of passports for each part of the scenario: states, ties by variable, parameters, ..."""
    heads = ("key", "value", "range", "unit", "standing", "source", "reason")
    found = []
    for part, group in groupby(scenario.passports(), lambda row: _part(row[0])):
        rows = [(key, *_cells(quantity)) for key, quantity, _ in group]
        title = f"passports: {part} ({len(rows)} numbers)"
        most = len(rows) if part == "parameters" else ROWS
        found.append(folded(title, table(heads, rows[:most], len(rows) - len(rows[:most]))))
    return [*found, "<small>One passport: <code>scenario.lookup(KEY)</code></small>"]


def _part(key: str) -> str:
    first, second = key.split(".")[:2]
    return f"{first}.{second}" if first == "ties" else first


def _cells(quantity: Quantity) -> tuple[str, ...]:
    source = ", ".join(quantity.source)
    return (f"{quantity.value:g}", _range(quantity), quantity.unit, quantity.standing, source, quantity.reason)


def _range(quantity: Quantity) -> str:
    return "fixed" if quantity.fixed else f"{quantity.low:g} to {quantity.high:g}"
