"""What would change the answer: which sampled assumptions it hangs on, their standing, and the futures in which it fails."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

import numpy as np

from detente.analysis.influence import Influence, Influences, influences
from detente.report.brief import Block, Cell, Points, Section, Table, Text
from detente.report.evidence import Evidence
from detente.report.words import amount, capital, figure, headed, lowered, many, named, percent
from detente.scenario.quantities import Quantity

if TYPE_CHECKING:
    from detente.analysis.draws import Drawn

FEW = 4
"""Fewer assumptions beyond chance are no ground to judge by alone."""


@dataclass(frozen=True)
class Assumptions:
    """The sampled assumptions that the answer goes with, or why they cannot be told (`lacking`)."""

    found: Influences
    passports: dict[str, Quantity]
    lacking: str = ""

    @property
    def leading(self) -> tuple[Influence, ...]:
        """Return those that confidence is judged by: what chance does not explain, or all shown where that is very few."""
        return self.found.clear if len(self.found.clear) >= FEW else self.found.rows

    @property
    def assumed(self) -> float:
        """Return the share of assumed numbers among the leading ones, NaN where there are none."""
        rows = self.leading
        return float(np.mean([self.passports[row.key].standing == "assumed" for row in rows])) if rows else float("nan")


NONE = Influences((), float("nan"), 0)


def assumptions(evidence: Evidence) -> Assumptions:
    """Return which assumptions the change goes with, over the sets of this result."""
    lacking = _lacking(evidence)
    if lacking:
        return Assumptions(NONE, {}, lacking)
    from detente.analysis.draws import drawn_numbers
    from detente.assembly import assemble

    drawn = drawn_numbers(assemble(evidence.material.scenario, evidence.seed), np.arange(evidence.sets))
    found = influences(drawn.keys, drawn.values, evidence.by_set(evidence.of))
    lacking = "" if found.rows else "nothing varied over the sets of assumptions"
    return Assumptions(found, _passports(drawn, found), lacking)


def _passports(drawn: Drawn, found: Influences) -> dict[str, Quantity]:
    table = dict(zip(drawn.keys, drawn.quantities, strict=True))
    return {row.key: table[row.key] for row in found.rows}


def _lacking(evidence: Evidence) -> str:
    """Return why influences cannot be told, or nothing."""
    from detente.analysis.paired import FEWEST_SETS
    from detente.store.replaying import sampled

    if evidence.before is None:
        return "there is nothing to compare with"
    if evidence.sets < FEWEST_SETS or evidence.result.only is not None:
        return f"{many(evidence.sets, 'set')} of assumptions cannot tell; {FEWEST_SETS} are needed, and fifty or more tell more"
    if evidence.old:
        return f"what each set drew cannot be found again: {evidence.old}"
    if not sampled(evidence.result, evidence.material.scenario, evidence.material.data):
        return "the assumptions were held at their modes in all runs"
    return ""


def turning(evidence: Evidence, found: Assumptions) -> Section:
    """Return the section on what would change the answer."""
    title = "What would change the answer"
    if found.lacking:
        return Section("turning", title, (Text(f"It cannot be told here which assumptions the answer hangs on: {found.lacking}.", "caveat"),))
    return Section("turning", title, (Points(tuple(_turns(evidence, found))), _table(evidence, found), Text(_how(evidence, found), "small")))


def _turns(evidence: Evidence, found: Assumptions) -> list[str]:
    """Return in sentences which assumptions turn or weaken the sign, and what lies beyond them."""
    row = evidence.headline
    assert row is not None
    items = []
    flips = [one for one in found.found.rows if min(one.lowest.agreement, one.highest.agreement) < 0.5]
    weak = [one for one in found.found.rows if one not in flips and min(one.lowest.agreement, one.highest.agreement) < 0.9]
    if not flips and not weak:
        items.append("No sampled assumption turns the sign: in the lowest and the highest third of every assumption below, "
                     "at least 90 % of sets keep it.")  # fmt: skip
    items += [_flip(one, "turns") for one in flips] + [_flip(one, "weakens") for one in weak[:4]]
    for one in found.found.clear:
        if isfinite(one.zero):
            unit = found.passports[one.key].unit
            items.append(f"Break-even: along {name_of(one.key)} a straight line through the sets crosses zero at {one.zero:.3g} {unit_of(unit)}".rstrip() + ".")
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
    row = evidence.headline
    assert row is not None
    cells = tuple(
        (name_of(one.key), Cell(f"{one.correlation:+.2f}".replace("-", "\u2212"), "n"), "beyond chance" if one.clear else "within chance",
         *(Cell(f"{amount(part.mean, row.unit, row.error, sign=True, bare=True)} ({percent(part.agreement)})", "n") for part in (one.lowest, one.highest)))
        for one in found.found.rows
    )  # fmt: skip
    heads = ("assumption", Cell("rank correlation", "n"), "against chance", Cell("lowest third", "n"), Cell("highest third", "n"))
    caption = (
        f"What the change goes with most; thirds: mean change in {headed(lowered(evidence.title(evidence.of)), row.unit)}, where the "
        "assumption is low or high, and the share of those sets with the overall sign"
    )
    return Table(caption, heads, cells)


def _how(evidence: Evidence, found: Assumptions) -> str:
    return (
        f"{found.found.tested} sampled numbers (parameters, commitments, levers, shocks; not the given ties) were held against the change in "
        f"{many(evidence.sets, 'set')} of assumptions. With so many, chance alone reaches a rank correlation of "
        f"{found.found.threshold:.2f} once in twenty times: only what goes beyond that is called more than chance."
    )


def mattering(evidence: Evidence, found: Assumptions) -> Section:
    """Return the section on the assumptions that matter most and where they come from."""
    shares = evidence.material.scenario.standing_shares()
    standing = ", ".join(f"{percent(share)} {name}" for name, share in shares.items())
    blocks: list[Block] = [Text(f"Of all numbers in this scenario: {standing}.")]
    if found.found.rows:
        assumed = sum(found.passports[one.key].standing == "assumed" for one in found.found.rows)
        blocks.append(Text(f"Of the {len(found.found.rows)} that the change goes with most, {assumed} are assumed."))
        blocks += [_standing_table(found), *_sources(evidence, found)]
    else:
        blocks.append(Text(f"Which of them matter most cannot be told here: {found.lacking}.", "caveat"))
    return Section("assumptions", "The assumptions that matter most", tuple(blocks))


def _standing_table(found: Assumptions) -> Table:
    rows = []
    for one in found.found.rows:
        quantity = found.passports[one.key]
        ground = "; ".join(part for part in (", ".join(quantity.source), quantity.reason) if part)
        rows.append((name_of(one.key), Cell(f"{figure(quantity.value, 6)} {unit_of(quantity.unit)}".rstrip(), "n"),
                     Cell(f"{figure(quantity.low, 6)} to {figure(quantity.high, 6)}", "n"), Cell(quantity.standing, quantity.standing), named(ground)))  # fmt: skip
    heads = ("assumption", Cell("value", "n"), Cell("range", "n"), "standing", "source or reason")
    return Table("Their passports", heads, tuple(rows))


def _sources(evidence: Evidence, found: Assumptions) -> list[Block]:
    """Return what the passports shown cite, in full."""
    keys = sorted({key for one in found.found.rows for key in found.passports[one.key].source})
    known = evidence.material.scenario.sources
    rows = tuple((key, named(" ".join(part for part in (known[key].citation, known[key].url) if part))) for key in keys if key in known)
    return [Table("Sources they cite", ("key", "source"), rows, folded=True)] if rows else []
