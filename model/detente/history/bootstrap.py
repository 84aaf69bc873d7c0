"""Skill with an interval: whole directed dyads are drawn again, since the years of one dyad are no independent evidence."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from detente.world.arrays import Array

DRAWS = 2000
INTERVAL = 0.9


class Skill(NamedTuple):
    """1 - score / score of the rival: above zero is better than the rival; the ends of its 90 % interval."""

    value: float
    low: float
    high: float


def skill(ours: Array, theirs: Array, seed: int, of: Callable[[Array], Array] = np.asarray) -> Skill:
    """Return the skill of scores by dyad, [dyads] each in the same order; the draws depend on seed and count alone.

    `of` turns a mean into the score (a square root for the RMSE).  Equal scores give zero, with an interval of no width.
    """
    drawn = np.random.Generator(np.random.Philox(seed)).integers(0, len(ours), (DRAWS, len(ours)))
    draws = np.sort(_skill(of(ours[drawn].mean(axis=1)), of(theirs[drawn].mean(axis=1))))
    low, high = np.quantile(draws, (0.5 - INTERVAL / 2, 0.5 + INTERVAL / 2), method="inverted_cdf")
    whole = _skill(of(np.array([ours.mean()])), of(np.array([theirs.mean()])))
    return Skill(float(whole[0]), float(low), float(high))


def _skill(ours: Array, theirs: Array) -> Array:
    """Return 1 - ours / theirs: 0 where they are equal, minus infinity where only the rival is perfect."""
    equal = ours == theirs
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(equal, 0.0, 1.0 - ours / theirs))
