"""Forecasts as five quantiles, and what they score.

A forecast is taken as a piecewise linear distribution through its quantiles at 5, 25, 50, 75 and 95 %.  Beyond them
each tail of 5 % is uniform and reaches 0.861 times the distance from the outer to the next quantile further out, which
gives the tail the mean of a normal distribution's; it ends where the scale ends.  The continuous ranked probability
score (CRPS) of that distribution is exact; model and rivals go through the same five quantiles.
"""

from __future__ import annotations

import numpy as np

from detente.world.arrays import Array

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
NAMES = ("q05", "q25", "q50", "q75", "q95")
REACH = 0.861
"""(2 mean of a normal's outer twentieth - q05 - q05) / (q25 - q05), so that a uniform tail has the same mean."""


def with_tails(quantiles: Array, low: float = 0.0, high: float = 100.0, reach: float = REACH) -> Array:
    """Return quantiles [n, k] with an end put on either side, [n, k + 2], within `low` to `high`."""
    first = quantiles[:, :1] - reach * (quantiles[:, 1:2] - quantiles[:, :1])
    last = quantiles[:, -1:] + reach * (quantiles[:, -1:] - quantiles[:, -2:-1])
    return np.hstack([np.maximum(first, np.minimum(low, quantiles[:, :1])), quantiles,
                      np.minimum(last, np.maximum(high, quantiles[:, -1:]))])  # fmt: skip


def crps(knots: Array, levels: Array, observed: Array) -> Array:
    """Return the integral of (F(x) - 1{x >= y})^2, [n], of piecewise linear F with F(knots[n, k]) = levels[k], 0 to 1."""
    y = observed[:, None]
    left, right = knots[:, :-1], knots[:, 1:]
    low, high = levels[None, :-1], levels[None, 1:]
    cut = np.clip(y, left, right)
    width = right - left
    share = np.divide(cut - left, width, out=np.zeros_like(width), where=width > 0)
    at = low + (high - low) * share
    below = (cut - left) * (low**2 + low * at + at**2) / 3.0
    above = (right - cut) * ((1 - at) ** 2 + (1 - at) * (1 - high) + (1 - high) ** 2) / 3.0
    outside = np.maximum(y - knots[:, -1:], 0.0) + np.maximum(knots[:, :1] - y, 0.0)
    return np.asarray((below + above).sum(axis=1) + outside[:, 0])


def crps_of(quantiles: Array, observed: Array, low: float = 0.0, high: float = 100.0) -> Array:
    """Return the CRPS of forecasts given as five quantiles, [n, 5], in the unit of the scale."""
    levels = np.array([0.0, *LEVELS, 1.0])
    return crps(with_tails(quantiles, low, high), levels, observed)
