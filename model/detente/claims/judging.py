"""From estimates to verdicts, by the rules alone."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from detente.claims.content import OPPOSITE, Claim, Rules, Test
from detente.claims.estimating import Estimate, of_means, of_spread, per_set
from detente.world.arrays import Array

HOLDS = "holds in the model"
ONLY_WHERE = "holds only where"
NOT_SUPPORTED = "not supported"
CONTRADICTED = "contradicted"
NOT_TESTABLE = "not testable here because"
VERDICTS = (HOLDS, ONLY_WHERE, NOT_SUPPORTED, CONTRADICTED, NOT_TESTABLE)


class Tested(NamedTuple):
    """A test with its estimates; `lacking` says why it cannot be judged, or nothing."""

    test: Test
    estimates: tuple[Estimate, ...]
    lacking: str


class Weighed(NamedTuple):
    """All tests of a claim together: all must hold.

    `p` is the largest p-value of any part, `against` the smallest of the opposites times their number, `share` the
    smallest share of sets with the claimed sign (NaN where no part has one).
    """

    tested: tuple[Tested, ...]
    p: float
    against: float
    share: float
    lacking: str


def tested(test: Test, cells: dict[str, Array], rules: Rules, direction: str | None = None) -> Tested:
    """Return a test with its estimates from the measures of its cells, [sets, replicates]."""
    direction = direction or test.direction
    found = []
    for k, estimate in enumerate(test.estimates):
        if test.statistic == "mean":
            values = per_set(cells, estimate)
            found.append(of_means(values, direction, test.margin, rules.interval))
        else:
            numbers = (test.statistic, direction, test.margin, rules.interval, rules.seed + k)
            found.append(of_spread(cells, estimate, *numbers))
    sets = len(next(iter(cells.values())))
    known = min((estimate.sets for estimate in found), default=0)
    few = known < max(2.0, rules.least_sets * sets)
    lacking = f"the measure has a value in only {known} of {sets} sets of assumptions" if few else ""
    return Tested(test, tuple(found), lacking)


def weighed(parts: tuple[Tested, ...]) -> Weighed:
    """Return the tests of a claim as one; those that only report do not count."""
    judged = [part for part in parts if part.test.direction != "report"]
    estimates = [estimate for part in judged for estimate in part.estimates]
    if not estimates:
        return Weighed(parts, 1.0, 1.0, float("nan"), next((part.lacking for part in parts if part.lacking), ""))
    shares = [
        e.share for part in judged if part.test.direction != "none" for e in part.estimates if np.isfinite(e.share)
    ]
    against = min(1.0, len(estimates) * min(estimate.against for estimate in estimates))
    lacking = next((part.lacking for part in judged if part.lacking), "")
    p = max(estimate.p for estimate in estimates)
    return Weighed(parts, p, against, min(shares, default=float("nan")), lacking)


def turned(parts: tuple[Tested, ...], rules: Rules) -> tuple[Tested, ...] | None:
    """Return the same numbers with every direction reversed, or None where a test has no opposite direction."""
    found = []
    for part in parts:
        opposite = OPPOSITE.get(part.test.direction)
        if opposite is None or part.test.statistic != "mean":
            return None
        estimates = [of_means(e.by_set, opposite, part.test.margin, rules.interval) for e in part.estimates]
        found.append(Tested(part.test._replace(direction=opposite), tuple(estimates), part.lacking))
    return tuple(found)


def never_differs(found: Weighed) -> bool:
    """Return whether every equivalence of a claim holds because no run differs at all, and it claims nothing else."""
    judged = [part for part in found.tested if part.test.direction != "report"]
    return bool(judged) and all(
        part.test.direction == "none" and not np.any(estimate.by_set) for part in judged for estimate in part.estimates
    )


def verdict_of(found: Weighed, p: float, against: float, rules: Rules) -> str:
    """Return the verdict on p-values that are corrected or, for one claim alone, not."""
    if found.lacking:
        return NOT_TESTABLE
    if p <= rules.alpha and not found.share < rules.sign_share:
        return HOLDS
    if against <= rules.alpha:
        return CONTRADICTED
    return NOT_SUPPORTED


def alone(found: Weighed, rules: Rules) -> str:
    """Return the verdict without correction for other claims: for comparing one claim under several models."""
    return verdict_of(found, found.p, found.against, rules)


def is_judged(claim: Claim) -> bool:
    """Return whether a claim gets a verdict from numbers."""
    return bool(claim.judged) and not claim.untestable


def reason_untested(claim: Claim) -> str:
    """Return why a claim has no verdict, or nothing."""
    if claim.declared == "structure":
        named = ", ".join(map(str, claim.elements))
        return f"it is a matter of structure; present: {named}"
    if claim.untestable:
        return claim.untestable
    return "" if claim.judged else "the source claims no direction; the estimate is reported"
