"""From where on something is worth it: the value of a factor beyond which a difference stays above a margin, and how sure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from detente.errors import UsageError
from detente.world.arrays import Array

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

RESAMPLES = 400


class Threshold(NamedTuple):
    """The value `at` of a factor from which on a difference is at least `margin`, up to the largest value looked at.

    `at` is -inf where it is so over the whole range and inf where it is not even at its end.  `low, high` hold the middle
    90 per cent of resampled futures, `reached` the share of these in which the margin is reached within the range.
    """

    at: float
    low: float
    high: float
    reached: float
    margin: float
    units: int

    def words(self, digits: int = 2) -> str:
        """Return the threshold and its range in words that can stand in a sentence."""
        within = f"{_said(self.at, digits)} (5-95 % of resampled futures: {_said(self.low, digits)} to {_said(self.high, digits)})"
        return f"{within}; reached within the range in {self.reached:.0%} of them"


def threshold(x: ArrayLike, differences: ArrayLike, margin: float = 0.0, seed: int = 1) -> Threshold:
    """Return from which value of a factor on a mean difference is at least `margin`, by straight lines between points.

    `x` [points] are values of the factor, `differences` [futures, points] paired differences, each already a mean over
    replicates.  The range comes from resampling futures.  Raises `UsageError` for shapes that do not fit.
    """
    places, found = np.asarray(x, float), np.asarray(differences, float)
    if places.ndim != 1 or found.ndim != 2 or found.shape[1] != len(places) or len(places) < 2 or not len(found):
        raise UsageError(
            f"a threshold needs at least two values of a factor and differences by future and value; found {places.shape} "
            f"and {found.shape}"
        )
    order = np.argsort(places, kind="stable")
    places, found = places[order], found[:, order]
    draws = np.random.default_rng(seed).integers(0, len(found), (RESAMPLES, len(found)))
    resampled = np.array([_crossing(places, found[chosen].mean(axis=0), margin) for chosen in draws])
    low, high = np.quantile(resampled, (0.05, 0.95), method="inverted_cdf")
    reached = float(np.isfinite(resampled).mean() + (resampled == -np.inf).mean())
    return Threshold(
        _crossing(places, found.mean(axis=0), margin), float(low), float(high), reached, margin, len(found)
    )


def _crossing(x: Array, mean: Array, margin: float) -> float:
    """Return where a curve rises to the margin for the last time, -inf where it is never below, inf where it ends below."""
    below = np.flatnonzero(~(mean >= margin))
    if not below.size:
        return -np.inf
    k = int(below[-1])
    if k == len(x) - 1:
        return np.inf
    return float(x[k] + (margin - mean[k]) * (x[k + 1] - x[k]) / (mean[k + 1] - mean[k]))


def _said(value: float, digits: int) -> str:
    return "below the range" if value == -np.inf else "beyond the range" if value == np.inf else f"{value:.{digits}f}"
