"""Naive rivals: persistence, shrunken persistence, climatology, AR(1) to the mean, linear trend.

Each makes one number of a series as known at the fit date; its spread comes from its own errors at earlier dates
(`detente.history.spreads`).  The parameter of a rival is common to all series and minimises those errors.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
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


Method = Callable[[Series, float, float], float]
"""(a series as known, the time to forecast, the rival's parameter 0..1) -> a value on 0..100."""


def persistence(past: Series, time: float, parameter: float) -> float:
    """Return the last value."""
    return float(past.values[-1])


def shrunken(past: Series, time: float, parameter: float) -> float:
    """Return mean + parameter (last - mean)."""
    mean = float(past.values.mean())
    return mean + parameter * (float(past.values[-1]) - mean)


def climatology(past: Series, time: float, parameter: float) -> float:
    """Return the mean of the series."""
    return float(past.values.mean())


def ar1(past: Series, time: float, parameter: float) -> float:
    """Return mean + parameter^gap (last - mean), the gap in years."""
    mean = float(past.values.mean())
    kept = float(parameter ** max(time - float(past.times[-1]), 0.0))
    return mean + kept * (float(past.values[-1]) - mean)


def trend(past: Series, time: float, parameter: float) -> float:
    """Return the least squares line through the series at the time, within 0..100."""
    if len(past.values) < LEAST:
        return float(past.values[-1])
    centre = past.times.mean()
    slope = ((past.times - centre) * (past.values - past.values.mean())).sum() / ((past.times - centre) ** 2).sum()
    return float(np.clip(past.values.mean() + slope * (time - centre), 0.0, 100.0))


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
        mean, gap = np.full(len(requests), np.nan), np.zeros(len(requests))
        for k, (key, time) in enumerate(requests):
            past = series.get(key)
            if past is not None:
                mean[k], gap[k] = self.method(past, time, self.parameter), time - past.times[-1]
        return Forecasts(mean, self.spread.quantiles(mean, gap))


def fit_rivals(series: dict[Key, Series]) -> list[Rival]:
    """Return all naive rivals, fitted to the series as known."""
    past = trials(series)
    return [_fitted(name, method, free, past) for name, (method, free) in METHODS.items()]


def _fitted(name: str, method: Method, free: bool, past: list[Trial]) -> Rival:
    """Return a rival whose parameter makes its weighted squared past errors smallest."""
    errors = {p: _errors(method, float(p), past) for p in (GRID if free else GRID[-1:])}
    parameter = min(errors, key=lambda p: float((errors[p].weights * errors[p].errors ** 2).sum()))
    return Rival(name, method, float(parameter), spread_of(errors[parameter]))


def _errors(method: Method, parameter: float, past: list[Trial]) -> Errors:
    errors = np.array([trial.value - method(trial.past, trial.time, parameter) for trial in past])
    return Errors(errors, np.array([trial.gap for trial in past]), np.array([trial.weight for trial in past]))
