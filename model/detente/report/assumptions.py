"""Which sampled assumptions the answer goes with, over the sets of a result, or why that cannot be told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from detente.analysis.influence import Influence, Influences, influences
from detente.report.evidence import Evidence
from detente.report.words import many
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
