"""Synthetic surveys from known unknowns, and whether a fit finds them again: simulation-based calibration.

Settings are drawn from the prior, surveys from each setting by the same model that a fit assumes (simulated paths,
unexplained mood, offsets and errors), at the keys of the surveys seen.  If fit and model agree, the rank of the truth
within its posterior is uniform: an interval of 90 % holds nine truths in ten (Talts et al. 2018).  That tests the fit,
and says what such surveys could tell at best; it does not test the model, which made the surveys itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import binomtest

from detente.history.fit import Problem, log_likelihoods, means, values_of
from detente.history.measuring import covariance, errors
from detente.history.paths import simulate, steps_until
from detente.history.sampling import MOST, Cloud, sample
from detente.world.arrays import Array

LEVELS = (0.5, 0.9)
CONFIDENCE = 0.9
"""Of the binomial interval around a coverage."""


class Recovery(NamedTuple):
    """K studies of d unknowns: `truth`, `rank` of the truth among the particles, `mean` and `spread` of the posterior [K, d].

    All are positions in the prior, 0..1; `rank` is (particles below the truth + 1/2) / (particles + 1), so that few
    particles make intervals no narrower; `histories` [K] were simulated.
    """

    names: tuple[str, ...]
    truth: Array
    rank: Array
    mean: Array
    spread: Array
    histories: Array


def with_values(setup: Problem, value: Array) -> Problem:
    """Return the problem with other survey values (logit, [n]) at the same keys, with the same errors."""
    return setup._replace(seen=setup.seen._replace(value=value))


def synthetic_values(setup: Problem, u: Array, rng: np.random.Generator) -> Array:
    """Return survey values drawn at positions `u` [B, unknowns], logit [B, n]: path, unexplained mood, offsets, errors."""
    paths = simulate(setup.ready, u, steps_until(setup.ready, float(setup.seen.time.max())))
    drawn = np.empty((len(u), len(setup.at)))
    for k, (path, value) in enumerate(zip(paths, values_of(setup, u), strict=True)):
        matrix = covariance(setup.frame, value) + np.diag(errors(setup.frame, value))
        noise = np.linalg.cholesky(matrix) @ rng.standard_normal(len(matrix))
        drawn[k] = means(setup, path, value, setup.seen, setup.at) + noise
    return drawn


def recover(
    setup: Problem, studies: int, particles: int, seed: int, workers: int | None = None, most: int = MOST,
    progress: Callable[[Recovery], None] | None = None,
) -> Recovery:  # fmt: skip
    """Return how fits to `studies` synthetic surveys place their truths; `progress` is given those done so far."""
    rng = np.random.Generator(np.random.Philox(seed))
    truth = rng.random((studies, len(setup.unknowns)))
    names, found, histories = tuple(one.name for one in setup.unknowns), [], []
    for k, values in enumerate(synthetic_values(setup, truth, rng)):
        cloud = fitted(with_values(setup, values), particles, seed + k, workers, most)
        found.append(cloud.u)
        histories.append(cloud.histories)
        if progress is not None:
            progress(placed(names, truth[: k + 1], np.array(found), np.array(histories)))
    return placed(names, truth, np.array(found), np.array(histories))


def fitted(setup: Problem, particles: int, seed: int, workers: int | None = None, most: int = MOST) -> Cloud:
    """Return a posterior sample of a problem."""
    return sample(lambda u: log_likelihoods(setup, u, workers), len(setup.unknowns), particles, seed, most=most)


def placed(names: tuple[str, ...], truth: Array, found: Array, histories: Array) -> Recovery:
    """Return where truths [K, d] lie among posterior samples [K, particles, d]."""
    rank = ((found < truth[:, None, :]).sum(axis=1) + 0.5) / (found.shape[1] + 1.0)
    return Recovery(names, truth, rank, found.mean(axis=1), found.std(axis=1), histories)


def coverage(inside: Array) -> tuple[float, float, float]:
    """Return the share of truths inside their intervals, and the ends of its exact binomial interval of 90 %."""
    ends = binomtest(int(inside.sum()), len(inside)).proportion_ci(CONFIDENCE)
    return float(inside.mean()), float(ends.low), float(ends.high)


def summary(found: Recovery) -> pd.DataFrame:
    """Return a row per unknown: coverage of its 50 and 90 % intervals, what the fit learned, and how far it was off.

    `contraction` is the mean of 1 - variance against the prior's (1/12); `correlation` that of posterior mean and truth;
    `error` the root mean square of posterior mean less truth, where the prior's mean has 0.29.
    """
    rows = []
    for k, name in enumerate(found.names):
        row: dict[str, object] = {"unknown": name}
        for level in LEVELS:
            inside = np.abs(found.rank[:, k] - 0.5) <= level / 2
            for part, x in zip(("", "_low", "_high"), coverage(inside), strict=True):
                row[f"inside_{round(100 * level)}{part}"] = x
        row["contraction"] = float(1.0 - 12.0 * np.mean(found.spread[:, k] ** 2))
        row["correlation"] = (
            float(np.corrcoef(found.mean[:, k], found.truth[:, k])[0, 1]) if len(found.truth) > 2 else np.nan
        )
        row["error"] = float(np.sqrt(np.mean((found.mean[:, k] - found.truth[:, k]) ** 2)))
        rows.append(row)
    return pd.DataFrame(rows)
