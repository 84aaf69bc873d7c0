"""A fit: surveys seen, the simulator, and the likelihood of what was seen under any setting of the unknowns."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import NamedTuple

import numpy as np
from scipy.linalg import cho_solve, cholesky, solve_triangular

from detente.ensemble.ensemble import worker_count
from detente.history.measuring import Frame, covariance, errors, frame, scales
from detente.history.observations import Observations, dyads_of, position
from detente.history.paths import Simulator, at_times, simulate, simulator
from detente.history.unknowns import Unknown, quantile, unknowns
from detente.scenario.scenario import Scenario
from detente.world.arrays import Array


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
    asked = seen if more is None else seen + more
    found = unknowns(scenario)
    ready = simulator(scenario, found, dyads_of(asked))
    return Problem(found, ready, seen, frame(seen, renewals), position(ready.dyads, seen), tuple(renewals))


def values_of(setup: Problem, u: Array) -> dict[str, float]:
    """Return the values of all unknowns by name at positions `u` [unknowns]."""
    return {one.name: float(quantile(one.prior, np.array([x]))[0]) if one.prior.distribution == "triangular" else float(x)
            for one, x in zip(setup.unknowns, u, strict=True)}  # fmt: skip


def log_likelihoods(setup: Problem, u: Array, workers: int | None = None) -> Array:
    """Return the log-likelihood of what was seen at positions `u` [B, unknowns]."""
    threads = worker_count(workers)
    parts = np.array_split(u, max(1, min(len(u), 4 * threads)))

    def work(part: Array) -> Array:
        paths = simulate(setup.ready, part) if len(part) else []
        return np.array([_log_likelihood(setup, path, values_of(setup, one)) for path, one in zip(paths, part, strict=True)])

    if threads == 1 or len(u) < 2:
        return np.concatenate([work(part) for part in parts])
    with ThreadPoolExecutor(threads) as pool:
        return np.concatenate(list(pool.map(work, parts)))


def _log_likelihood(setup: Problem, path: Array, value: dict[str, float]) -> float:
    lower, rest = _whitened(setup, path, value)
    return float(-0.5 * rest @ rest - np.log(np.diag(lower)).sum() - 0.5 * len(rest) * np.log(2.0 * np.pi))


def _whitened(setup: Problem, path: Array, value: dict[str, float]) -> tuple[Array, Array]:
    common = setup.frame
    matrix = covariance(common, value)
    matrix[np.diag_indices_from(matrix)] += errors(common, value)
    lower = cholesky(matrix, lower=True, overwrite_a=True, check_finite=False)
    left = setup.seen.value - means(setup, path, value, setup.seen, setup.at)
    return lower, solve_triangular(lower, left, lower=True, check_finite=False)


def means(setup: Problem, path: Array, value: dict[str, float], entries: Observations, at: Array) -> Array:
    """Return what the model alone expects of entries, [n]: its start, and the question's share of its movement."""
    level = at_times(setup.ready, path, np.full_like(entries.time, setup.ready.start), at)
    moved = at_times(setup.ready, path, entries.time, at) - level
    return level + scales(entries.question, value) * moved


def predict(setup: Problem, u: Array, asked: Observations) -> tuple[Array, Array]:
    """Return mean and standard deviation (signed logit) of entries asked for, [B, m] each, at positions `u`.

    The spread holds the mood that events do not explain, offsets never seen, and the errors of the survey asked for.
    """
    both = frame(setup.seen + asked, setup.renewals)
    n, at = len(setup.seen.time), position(setup.ready.dyads, asked)
    mean, spread = np.empty((len(u), len(asked.time))), np.empty((len(u), len(asked.time)))
    for k, (path, one) in enumerate(zip(simulate(setup.ready, u), u, strict=True)):
        value = values_of(setup, one)
        matrix, own = covariance(both, value), errors(both, value)
        seen = matrix[:n, :n] + np.diag(own[:n])
        lower = cholesky(seen, lower=True, check_finite=False)
        cross = matrix[n:, :n]
        left = setup.seen.value - means(setup, path, value, setup.seen, setup.at)
        mean[k] = means(setup, path, value, asked, at) + cross @ cho_solve((lower, True), left)
        known = solve_triangular(lower, cross.T, lower=True, check_finite=False)
        spread[k] = np.sqrt(np.maximum(np.diag(matrix)[n:] - (known**2).sum(axis=0), 1e-9) + own[n:])
    return mean, spread
