"""Naive rivals: persistence, shrunken persistence, climatology, AR(1) to the mean, linear trend.

Each makes one number of a series as known at the fit date; its spread comes from its own errors at earlier dates
(`detente.history.spreads`).  The parameter of a rival is common to all series and minimises those errors.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np

from detente.history.series import Key, Series
from detente.history.spreads import Errors, Spread, spread_of
from detente.world.arrays import Array

LEAST = 3
"""The fewest values of a series from which a past forecast is tried; a trend through fewer is persistence."""
GRID = np.linspace(0.0, 1.0, 41)


class Request(NamedTuple):
    """What is to be forecast: a series' value at a time, in years."""

    key: Key
    time: float


class Forecasts(NamedTuple):
    """On 0..100, favourable side: `mean` [n] and `quantiles` [n, 5]; NaN where the rival knows nothing of the series."""

    mean: Array
    quantiles: Array


class Known(NamedTuple):
    """What is known of a series when it is forecast, [n] each: last value, mean, years since the last value, trend line."""

    last: Array
    mean: Array
    gap: Array
    line: Array


def known(pasts: Iterable[tuple[Series, float]]) -> Known:
    """Return what is known of series as they stood, each at the time to be forecast."""
    rows = [
        (past.values[-1], past.values.mean(), max(time - past.times[-1], 0.0), trend_at(past, time))
        for past, time in pasts
    ]
    return Known(*np.array(rows, float).reshape(-1, 4).T)


def trend_at(past: Series, time: float) -> float:
    """Return the least squares line through a series at a time, within 0..100; the last value where it has under three."""
    if len(past.values) < LEAST:
        return float(past.values[-1])
    centred = past.times - past.times.mean()
    slope = (centred * past.values).sum() / (centred**2).sum()
    return float(np.clip(past.values.mean() + slope * (time - past.times.mean()), 0.0, 100.0))


Method = Callable[[Known, float], Array]
"""(what is known, the rival's parameter 0..1) -> values on 0..100, [n]."""


def persistence(past: Known, parameter: float) -> Array:
    """Return the last value."""
    return past.last


def shrunken(past: Known, parameter: float) -> Array:
    """Return mean + parameter (last - mean)."""
    return np.asarray(past.mean + parameter * (past.last - past.mean))


def climatology(past: Known, parameter: float) -> Array:
    """Return the mean of the series."""
    return past.mean


def ar1(past: Known, parameter: float) -> Array:
    """Return mean + parameter^gap (last - mean), the gap in years."""
    return np.asarray(past.mean + parameter**past.gap * (past.last - past.mean))


def trend(past: Known, parameter: float) -> Array:
    """Return the trend line."""
    return past.line


METHODS: dict[str, tuple[Method, bool]] = {
    "persistence": (persistence, False), "shrunken persistence": (shrunken, True), "climatology": (climatology, False),
    "AR(1)": (ar1, True), "linear trend": (trend, False),
}  # fmt: skip
"""The rivals by name, and whether they have a parameter."""


class Trial(NamedTuple):
    """A forecast that could have been made in the past: the series as then known, and the value that came."""

    past: Series
    time: float
    value: float
    weight: float

    @property
    def gap(self) -> float:
        """Return the years since the last value then known."""
        return self.time - float(self.past.times[-1])


def trials(series: dict[Key, Series], least: int = LEAST) -> list[Trial]:
    """Return every forecast of a later value from the first `least` values or more; each directed dyad weighs 1 in all."""
    found = [
        Trial(one.until(count), float(one.times[later]), float(one.values[later]), 1.0)
        for one in series.values()
        for count in range(least, len(one.values))
        for later in range(count, len(one.values))
    ]
    often = Counter((trial.past.key.observer, trial.past.key.target) for trial in found)
    return [t._replace(weight=1.0 / often[t.past.key.observer, t.past.key.target]) for t in found]


class Rival(NamedTuple):
    """A rival fitted to the past: its method, its parameter and its spread."""

    name: str
    method: Method
    parameter: float
    spread: Spread

    def forecast(self, series: dict[Key, Series], requests: Sequence[Request]) -> Forecasts:
        """Return the forecasts of requests from the series as known."""
        there = np.array([request.key in series for request in requests], bool)
        past = known((series[key], time) for key, time in requests if key in series)
        mean, gap = np.full(len(requests), np.nan), np.zeros(len(requests))
        mean[there], gap[there] = self.method(past, self.parameter), past.gap
        return Forecasts(mean, self.spread.quantiles(mean, gap))


def fit_rivals(series: dict[Key, Series]) -> list[Rival]:
    """Return all naive rivals, fitted to the series as known."""
    past = trials(series)
    then = known((trial.past, trial.time) for trial in past)
    came, weights = np.array([trial.value for trial in past]), np.array([trial.weight for trial in past])
    return [_fitted(name, method, free, then, came, weights) for name, (method, free) in METHODS.items()]


def _fitted(name: str, method: Method, free: bool, then: Known, came: Array, weights: Array) -> Rival:
    """Return a rival whose parameter makes its weighted squared past errors smallest."""
    errors = {float(p): came - method(then, float(p)) for p in (GRID if free else GRID[-1:])}
    parameter = min(errors, key=lambda p: float((weights * errors[p] ** 2).sum()))
    return Rival(name, method, parameter, spread_of(Errors(errors[parameter], then.gap, weights)))
