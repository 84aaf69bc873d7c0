"""Whether values fall into two groups: Sarle's coefficient, with what chance makes of it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from detente.world.arrays import Array

UNIFORM = 5.0 / 9.0
"""The coefficient of a uniform distribution; one heap has less (a normal one 1/3), two heaps of equal size up to 1."""
FEWEST = 20
"""Of fewer values the coefficient says nothing."""
FLAT = 1e-9
"""Values that vary by less than this (against their size) are all the same."""


class Bimodality(NamedTuple):
    """Sarle's coefficient (0 to 1) and its 5 to 95 per cent range over resampled values; NaN where it cannot be told."""

    coefficient: float
    low: float
    high: float

    @property
    def verdict(self) -> str:
        """Return in words what the coefficient says; a skewed single heap can also reach beyond 5/9."""
        if np.isnan(self.coefficient):
            return "not told"
        if self.low > UNIFORM:
            return "two groups, or one with a long tail"
        return "no sign of two groups" if self.high < UNIFORM else "two groups cannot be told from one"


def bimodality(values: Array, resamples: int = 400) -> Bimodality:
    """Return Sarle's coefficient of values, [n], with bootstrap range; the same values give the same numbers.

    coefficient = (skewness^2 + 1) / (excess kurtosis + 3 (n - 1)^2 / ((n - 2) (n - 3))), with the unbiased moments
    (Pfister et al. 2013, doi 10.3389/fpsyg.2013.00700).
    """
    values = np.asarray(values, float)
    values = values[np.isfinite(values)]
    if values.size < FEWEST or np.ptp(values) <= FLAT * max(1.0, float(np.abs(values).max())):
        return Bimodality(float("nan"), float("nan"), float("nan"))
    drawn = np.random.Generator(np.random.Philox(0)).integers(0, values.size, (resamples, values.size))
    with np.errstate(invalid="ignore", divide="ignore"):
        again = sarle(values[drawn])
    low, high = np.nanquantile(again, (0.05, 0.95))
    return Bimodality(float(sarle(values[None])[0]), float(low), float(high))


def sarle(values: Array) -> Array:
    """Return Sarle's coefficient of each row, [rows, n] with n > 3."""
    n = values.shape[1]
    apart = values - values.mean(axis=1, keepdims=True)
    second, third, fourth = ((apart**k).mean(axis=1) for k in (2, 3, 4))
    skew = np.sqrt(n * (n - 1.0)) / (n - 2.0) * third / second**1.5
    excess = (n - 1.0) / ((n - 2.0) * (n - 3.0)) * ((n + 1.0) * (fourth / second**2 - 3.0) + 6.0)
    return np.asarray((skew**2 + 1.0) / (excess + 3.0 * (n - 1.0) ** 2 / ((n - 2.0) * (n - 3.0))))
