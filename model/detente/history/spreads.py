"""How far a forecast may be off: from its own past errors, by the time since the last value.

The variance of past errors is fitted as a + b x gap with a, b >= 0; the shape is that of the standardised errors,
taken as symmetric, so that half of the past errors lie within the inner quantiles and nine in ten within the outer.
Every directed dyad counts the same.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from detente.history.quantiles import LEVELS
from detente.world.arrays import Array

FLOOR = 2.0
"""The least standard deviation in points: a sample of about a thousand is hardly better."""
FEW = 30
"""With fewer past errors than this their shape is taken as normal."""
NORMAL = (0.6745, 1.6449)
FLAT = 15.0
"""The standard deviation where nothing is known, in points: half the range of shares lies within."""


class Errors(NamedTuple):
    """Past errors in points, [n], the years since the last value at the time, [n], and weights, [n]."""

    errors: Array
    gaps: Array
    weights: Array


class Spread(NamedTuple):
    """Variance `constant` + `growth` x gap, points squared; half widths of 50 % and 90 % in standard deviations."""

    constant: float
    growth: float
    inner: float
    outer: float

    def deviation(self, gap: Array) -> Array:
        """Return the standard deviation by years since the last value, points."""
        return np.asarray(np.sqrt(np.maximum(self.constant + self.growth * np.maximum(gap, 0.0), FLOOR**2)))

    def quantiles(self, point: Array, gap: Array) -> Array:
        """Return the five quantiles around points on 0..100, [n, 5]."""
        steps = np.array([-self.outer, -self.inner, 0.0, self.inner, self.outer])
        assert len(steps) == len(LEVELS)
        return np.asarray(np.clip(point[:, None] + self.deviation(gap)[:, None] * steps[None, :], 0.0, 100.0))


def spread_of(past: Errors) -> Spread:
    """Return the spread that past errors show; a wide one where there are none."""
    if not len(past.errors):
        return Spread(FLAT**2, 0.0, *NORMAL)
    from scipy.optimize import nnls

    weights = past.weights / past.weights.sum()
    table = np.column_stack([np.ones(len(past.gaps)), past.gaps])
    fitted = np.ones(len(past.gaps))
    for _ in range(3):  # squared errors scatter with their own size: weigh by the last fit
        root = np.sqrt(weights) / fitted
        (constant, growth), _rest = nnls(table * root[:, None], past.errors**2 * root)
        fitted = np.maximum(constant + growth * past.gaps, FLOOR**2)
    if len(past.errors) < FEW:
        return Spread(float(constant), float(growth), *NORMAL)
    inner, outer = _weighted_quantiles(np.abs(past.errors) / np.sqrt(fitted), weights, (0.5, 0.9))
    return Spread(float(constant), float(growth), inner, max(outer, inner))


def _weighted_quantiles(values: Array, weights: Array, levels: tuple[float, ...]) -> list[float]:
    """Return quantiles of weighted values."""
    order = np.argsort(values, kind="stable")
    total = np.cumsum(weights[order]) - 0.5 * weights[order]
    return [float(np.interp(level, total / weights.sum(), values[order])) for level in levels]
