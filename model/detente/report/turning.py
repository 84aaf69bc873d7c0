"""What would change the answer: which sampled assumptions turn its sign, or weaken it."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite

from detente.analysis.influence import Influence, Influences, Part
from detente.report.assumptions import Assumptions
from detente.report.brief import Cell, Points, Row, Section, Table, Text, numbers, row
from detente.report.evidence import Evidence
from detente.report.words import CHANCE, amount, capital, headed, lowered, many, named, percent, signed

INFLUENCE_HEADS = (
    Cell("rank correlation", "n"),
    "against chance",
    Cell("lowest third", "n"),
    Cell("highest third", "n"),
)
PART = 10
"""A third of fewer sets does not tell whether an assumption turns the sign."""


def turning(evidence: Evidence, found: Assumptions) -> Section:
    """Return the section on what would change the answer."""
    title = "What would change the answer"
    if found.lacking:
        return Section(
            "turning",
            title,
            (Text(f"It cannot be told here which assumptions the answer hangs on: {found.lacking}.", "caveat"),),
        )
    return Section(
        "turning",
        title,
        (Points(tuple(_turns(evidence, found))), _table(evidence, found), Text(_how(evidence, found), "small")),
    )


def _turns(evidence: Evidence, found: Assumptions) -> list[str]:
    """Return in sentences which assumptions turn or weaken the sign, and what lies beyond them."""
    held = evidence.headline
    assert held is not None
    items = []
    told = [one for one in found.found.rows if one.clear or one.lowest.sets >= PART]
    flips = [one for one in told if min(one.lowest.agreement, one.highest.agreement) < 0.5]
    weak = [one for one in told if one not in flips and min(one.lowest.agreement, one.highest.agreement) < 0.9]
    if not told:
        items.append(
            f"With {many(evidence.sets, 'set')} of assumptions a third of them is too few to tell whether an assumption turns the "
            f"sign; over all sets {percent(held.agreement)} have it."
        )
    elif not flips and not weak:
        items.append("None of the assumptions below turns the sign: in the lowest and the highest third of each, "
                     "at least 90 % of sets keep it.")  # fmt: skip
    items += [_flip(one, "turns") for one in flips] + [_flip(one, "weakens") for one in weak[:4]]
    for one in found.found.clear:
        if isfinite(one.zero):
            unit = found.passports[one.key].unit
            items.append(
                (
                    f"Break-even: along {name_of(one.key)} a straight line through the sets "
                    f"crosses zero at {one.zero:.3g} {unit_of(unit)}"
                ).rstrip()
                + "."
            )
    items.append(
        f"Sampled were ranges of numbers under the theory “{evidence.material.scenario.theory}”. A rival theory (realist, liberal, "
        "constructivist), another list of states or other levers may change the answer more than any number: run them beside it."
    )
    return items


def _flip(one: Influence, verb: str) -> str:
    low = one.lowest.agreement <= one.highest.agreement
    part, word = (one.lowest, "lowest") if low else (one.highest, "highest")
    return (
        f"{capital(name_of(one.key))} {verb} it: in the {word} third of its values {percent(part.agreement)} of {part.sets} sets "
        f"keep the sign{'' if one.clear else ' (within what chance gives among so many assumptions)'}."
    )


def name_of(key: str) -> str:
    """Return a passport's key in words."""
    return named(key.replace("_", " ").replace(".", " › "))


def unit_of(unit: str) -> str:
    """Return a unit, or nothing for plain numbers."""
    return {"1": "", "share": "", "1/year": "a year", "year": "years"}.get(unit, unit)


def _table(evidence: Evidence, found: Assumptions) -> Table:
    held = evidence.headline
    assert held is not None
    rows = influence_rows(found.found, held.unit, held.error, name_of)
    caption = (
        "What the change goes with most; thirds: mean change in "
        f"{headed(lowered(evidence.title(evidence.of)), held.unit, change=True)}, where the "
        "assumption is low or high, and the share of those sets with the overall sign"
    )
    return Table(caption, ("assumption", *INFLUENCE_HEADS), rows)


def influence_rows(found: Influences, unit: str, error: float, name: Callable[[str], str]) -> tuple[Row, ...]:
    """Return a row per assumption or factor: how the change goes with it, and what it is where that is low or high."""

    def told(part: Part) -> str:
        return f"{amount(part.mean, unit, error, sign=True, bare=True)} ({percent(part.agreement)})"

    return tuple(
        row(
            name(one.key),
            Cell(signed(one.correlation, 2), "n"),
            CHANCE[one.clear],
            *numbers(map(told, (one.lowest, one.highest))),
        )
        for one in found.rows
    )


def _how(evidence: Evidence, found: Assumptions) -> str:
    return (
        f"{found.found.tested} sampled numbers (parameters, commitments, levers, shocks; "
        "not the given ties) were held against the change in "
        f"{many(evidence.sets, 'set')} of assumptions. With so many, chance alone reaches a rank correlation of "
        f"{found.found.threshold:.2f} once in twenty times: only what goes beyond that is called more than chance."
    )
