"""The fair rival: a pooled panel regression on the same dated events, without agents.

For every pair of an earlier and a later value of a series:

    later - last = b0 (1 - r^gap) (mean - last) + sum over groups g of b_g (S_g(later) - S_g(last)) + error,
    S_g(t) = sum over events of group g of the pair before t of sign x intensity x 2^(-(t - date) / half-life),

with r the coefficient of the AR(1) rival; the b_g are held down by a ridge penalty, b0 is free.  Penalty, half-life and
the spread come from predictions of each pair of states by the others, all before the fit date.  The forecast knows the
events up to its own date.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from detente.history.event_table import DatedEvent, by_pair
from detente.history.rivals import Forecasts, Request, Trial, trials
from detente.history.series import Key, Series
from detente.history.spreads import Errors, Spread, spread_of
from detente.scenario.event_kinds import read_event_kinds
from detente.world.arrays import Array

HALF_LIVES = (0.5, 1.0, 2.0, 4.0)
PENALTIES = (0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 1e6)
"""In units of the weighted variance of one dyad's stocks; the largest leaves no event a say."""
NAME = "event regression"

Events = dict[tuple[str, str], list[DatedEvent]]


class EventRegression(NamedTuple):
    """The fitted rival: coefficients [1 + groups], scales of the columns, half-life in years."""

    events: Events
    half_life: float
    penalty: float
    reversion: float
    coefficients: Array
    spread: Spread
    name: str = NAME

    def forecast(self, series: dict[Key, Series], requests: Sequence[Request]) -> Forecasts:
        """Return the forecasts of requests from the series as known and the events to the date of each request."""
        mean, gap = np.full(len(requests), np.nan), np.zeros(len(requests))
        for k, (key, time) in enumerate(requests):
            past = series.get(key)
            if past is not None:
                row = _row(past, time, self.reversion, self.events, self.half_life)
                mean[k] = np.clip(past.values[-1] + row @ self.coefficients, 0.0, 100.0)
                gap[k] = time - past.times[-1]
        return Forecasts(mean, self.spread.quantiles(mean, gap))


def groups() -> list[str]:
    """Return the groups of events that have a sign, in order."""
    return sorted({kind.table for kind in read_event_kinds().kinds.values() if kind.sign})


def fit_events(series: dict[Key, Series], events: Sequence[DatedEvent], reversion: float) -> EventRegression:
    """Return the regression fitted to the series as known; events after their last value never enter the fit."""
    past, known = trials(series), by_pair(events)
    changes = np.array([trial.value - trial.past.values[-1] for trial in past])
    weights = np.array([trial.weight for trial in past])
    blocks = _blocks(past)
    best: tuple[float, float, float, Array, Array] | None = None
    for half_life in HALF_LIVES:
        table = _table(past, reversion, known, half_life)
        for penalty in PENALTIES:
            errors = _left_out(table, changes, weights, blocks, penalty)
            loss = float((weights * errors**2).sum())
            if best is None or loss < best[0] * (1.0 - 1e-9):
                best = (
                    loss,
                    half_life,
                    penalty,
                    errors,
                    _solve(*_moments(table, changes, weights), penalty, len(blocks)),
                )
    assert best is not None
    _, half_life, penalty, errors, coefficients = best
    spread = spread_of(Errors(errors, np.array([trial.gap for trial in past]), weights))
    return EventRegression(known, half_life, penalty, reversion, coefficients, spread)


def stocks(events: Sequence[DatedEvent], time: float, half_life: float) -> Array:
    """Return the stock of every group at a time, [groups]."""
    names, kinds = groups(), read_event_kinds().kinds
    found = np.zeros(len(names))
    for event in events:
        kind = kinds[event.kind]
        if kind.sign and event.time <= time:
            found[names.index(kind.table)] += kind.sign * event.intensity * 2.0 ** (-(time - event.time) / half_life)
    return found


def _row(past: Series, time: float, reversion: float, events: Events, half_life: float) -> Array:
    """Return the regressors of one change, [1 + groups]."""
    last, when = float(past.values[-1]), float(past.times[-1])
    pair = tuple(sorted((past.key.observer, past.key.target)))
    own = events.get((pair[0], pair[1]), [])
    back = (1.0 - reversion ** max(time - when, 0.0)) * (float(past.values.mean()) - last)
    return np.concatenate([[back], stocks(own, time, half_life) - stocks(own, when, half_life)])


def _table(past: list[Trial], reversion: float, events: Events, half_life: float) -> Array:
    return np.array([_row(trial.past, trial.time, reversion, events, half_life) for trial in past]).reshape(
        len(past), -1
    )


def _blocks(past: list[Trial]) -> list[Array]:
    """Return the places of the trials of each pair of states, whichever looks at the other."""
    pairs = [tuple(sorted((trial.past.key.observer, trial.past.key.target))) for trial in past]
    return [np.array([k for k, pair in enumerate(pairs) if pair == one]) for one in sorted(set(pairs))]


def _moments(table: Array, changes: Array, weights: Array) -> tuple[Array, Array]:
    return table.T @ (table * weights[:, None]), table.T @ (changes * weights)


def _solve(square: Array, cross: Array, penalty: float, blocks: int) -> Array:
    """Return ridge coefficients; the first column is free, the others share one scale."""
    scale = float(np.trace(square[1:, 1:])) / max(len(square) - 1, 1) / max(blocks, 1)
    ridge = np.full(len(square), penalty * scale + 1e-9)
    ridge[0] = 1e-9
    return np.asarray(np.linalg.solve(square + np.diag(ridge), cross))


def _left_out(table: Array, changes: Array, weights: Array, blocks: list[Array], penalty: float) -> Array:
    """Return the errors of predicting each pair of states by a fit to the others."""
    square, cross = _moments(table, changes, weights)
    errors = np.zeros(len(changes))
    for block in blocks:
        own_square, own_cross = _moments(table[block], changes[block], weights[block])
        b = _solve(square - own_square, cross - own_cross, penalty, len(blocks))
        errors[block] = changes[block] - table[block] @ b
    return errors
