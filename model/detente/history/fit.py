"""A fit: surveys seen, the simulator, and the likelihood of what was seen under any setting of the unknowns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import NamedTuple, TypeVar

import numpy as np
from scipy.linalg import cho_solve, cholesky, solve_triangular

from detente.ensemble.ensemble import worker_count
from detente.history.measuring import Frame, covariance, errors, frame, scales
from detente.history.observations import Observations, dyads_of, position
from detente.history.paths import Simulator, at_times, simulate, simulator, steps_until
from detente.history.unknowns import Unknown, fixed, quantile, unknowns
from detente.scenario.scenario import Scenario
from detente.world.arrays import Array

Result = TypeVar("Result")


class Problem(NamedTuple):
    """All that a likelihood needs; `seen` are the surveys up to the fit date."""

    unknowns: tuple[Unknown, ...]
    ready: Simulator
    seen: Observations
    frame: Frame
    at: Array
    renewals: tuple[tuple[date, str, int], ...]


def problem(
    scenario: Scenario, seen: Observations, renewals: Sequence[tuple[date, str, int]], more: Observations | None = None
) -> Problem:
    """Return the problem of fitting a driven scenario to what was seen; `more` are entries that will be asked for."""
    asked = seen if more is None else seen.joined(more)
    found = unknowns(scenario)
    ready = simulator(scenario, found, dyads_of(asked))
    return Problem(found, ready, seen, frame(seen, renewals), position(ready.dyads, seen), tuple(renewals))


def values_of(setup: Problem, u: Array) -> list[dict[str, float]]:
    """Return the values of all unknowns by name, for each row of positions `u` [B, unknowns]."""
    columns = [quantile(one.prior, x) if one.prior.distribution == "triangular" else x
               for one, x in zip(setup.unknowns, u.T, strict=True)]  # fmt: skip
    names = [one.name for one in setup.unknowns]
    return [dict(zip(names, row, strict=True)) for row in np.array(columns).T.tolist()]


def log_likelihoods(setup: Problem, u: Array, workers: int | None = None) -> Array:
    """Return the log-likelihood of what was seen at positions `u` [B, unknowns]."""
    steps = steps_until(setup.ready, float(setup.seen.time.max()))

    def work(part: Array) -> Array:
        paths = simulate(setup.ready, part, steps)
        pairs = zip(paths, values_of(setup, part), strict=True)
        return np.array([_log_likelihood(setup, path, one) for path, one in pairs])

    return np.concatenate(_in_parts(work, u, workers))


def _in_parts(work: Callable[[Array], Result], u: Array, workers: int | None) -> list[Result]:
    """Return what `work` makes of parts of `u`, in order; parts and workers change no number."""
    from threadpoolctl import threadpool_limits

    threads = worker_count(workers)
    parts = [part for part in np.array_split(u, max(1, min(len(u), 4 * threads))) if len(part)]
    # The matrices are small and many: threads of the linear algebra's own would only get in each other's way.
    with threadpool_limits(1, "blas"), ThreadPoolExecutor(threads) as pool:
        return list(pool.map(work, parts))


def _log_likelihood(setup: Problem, path: Array, value: dict[str, float]) -> float:
    """Return the log density of what was seen."""
    matrix = covariance(setup.frame, value, half=True)
    matrix[np.diag_indices_from(matrix)] += errors(setup.frame, value)
    lower = cholesky(matrix, lower=True, overwrite_a=True, check_finite=False)
    left = setup.seen.value - means(setup, path, value, setup.seen, setup.at)
    rest = solve_triangular(lower, left, lower=True, check_finite=False)
    return float(-0.5 * rest @ rest - np.log(np.diag(lower)).sum() - 0.5 * len(rest) * np.log(2.0 * np.pi))


def means(setup: Problem, path: Array, value: dict[str, float], entries: Observations, at: Array) -> Array:
    """Return what the model alone expects of entries, [n]: a level, and the question's share of the model's movement.

    The lasting level of a dyad is for its own surveys to say; the model's start stands in where it was never asked.
    """
    level = at_times(setup.ready, path, np.full_like(entries.time, setup.ready.start), at)
    moved = at_times(setup.ready, path, entries.time, at) - level
    expected: Array = np.where(np.isin(at, setup.at), fixed("level"), level) + scales(entries.question, value) * moved
    return expected


def predict(setup: Problem, u: Array, asked: Observations, workers: int | None = None) -> tuple[Array, Array]:
    """Return mean and standard deviation (logit) of entries asked for, [B, m] each, at positions `u` [B, unknowns].

    The spread holds the mood that events do not explain, offsets never seen, and the errors of the survey asked for.
    """
    both = frame(setup.seen.joined(asked), setup.renewals)
    at, steps = position(setup.ready.dyads, asked), steps_until(setup.ready, float(asked.time.max()))

    def work(part: Array) -> tuple[Array, Array]:
        paths = simulate(setup.ready, part, steps)
        values = values_of(setup, part)
        found = [_predicted(setup, path, one, both, asked, at) for path, one in zip(paths, values, strict=True)]
        return np.array([mean for mean, _ in found]), np.array([spread for _, spread in found])

    parts = _in_parts(work, u, workers)
    return np.concatenate([mean for mean, _ in parts]), np.concatenate([spread for _, spread in parts])


def _predicted(
    setup: Problem, path: Array, value: dict[str, float], both: Frame, asked: Observations, at: Array
) -> tuple[Array, Array]:
    """Return mean and spread of entries asked for under one setting of the unknowns."""
    n = len(setup.seen.time)
    matrix, own = covariance(both, value), errors(both, value)
    lower = cholesky(matrix[:n, :n] + np.diag(own[:n]), lower=True, check_finite=False)
    cross = matrix[n:, :n]
    left = setup.seen.value - means(setup, path, value, setup.seen, setup.at)
    mean = means(setup, path, value, asked, at) + cross @ cho_solve((lower, True), left, check_finite=False)
    known = solve_triangular(lower, cross.T, lower=True, check_finite=False)
    return mean, np.sqrt(np.maximum(np.diag(matrix)[n:] - (known**2).sum(axis=0), 1e-9) + own[n:])
