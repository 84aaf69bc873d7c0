"""Predictive checks: surveys as the model would have made them, before and after it saw any, beside those there are."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from detente.history.fit import Problem, means, values_of
from detente.history.measuring import covariance, errors
from detente.history.observations import Observations
from detente.history.paths import simulate, steps_until
from detente.world.arrays import Array

LEAST = 4
"""Waves that a series must have to count."""
Series = list[Array]
STATISTICS: dict[str, tuple[str, Callable[[Series], float]]] = {
    "spread of a series": ("logit, standard deviation over its waves", lambda found: float(np.mean([s.std() for s in found]))),
    "change between waves": ("logit, mean size", lambda found: float(np.mean(np.abs(_changes(found))))),
    "largest change": ("logit, between two waves", lambda found: float(np.max(np.abs(_changes(found))))),
    "share of falls": ("of changes between waves", lambda found: float(np.mean(_changes(found) < 0))),
}  # fmt: skip


class Check(NamedTuple):
    """A statistic of all series with `LEAST` or more waves: as found, and of replicates of prior and posterior, [n] each."""

    name: str
    unit: str
    observed: float
    prior: Array
    posterior: Array

    def share_below(self, posterior: bool = True) -> float:
        """Return the share of replicates below what was found: near 0 or 1 the model would not have made it."""
        return float(np.mean((self.posterior if posterior else self.prior) < self.observed))


def predictive_checks(setup: Problem, u: Array, seed: int, many: int = 100) -> list[Check]:
    """Return checks of a posterior sample `u` [N, unknowns] against the surveys it was fitted to; `many` replicates a side."""
    rng = np.random.default_rng(seed)
    places = series_of(setup.seen)
    prior = replicates(setup, rng.random((many, u.shape[1])), rng)
    posterior = replicates(setup, u[rng.integers(0, len(u), many)], rng)
    observed = [setup.seen.value[at] for at in places]
    found = []
    for name, (unit, of) in STATISTICS.items():
        made = [np.array([of([row[at] for at in places]) for row in side]) for side in (prior, posterior)]
        found.append(Check(name, unit, of(observed), *made))
    return found


def replicates(setup: Problem, u: Array, rng: np.random.Generator) -> Array:
    """Return one made-up value (logit) of every survey seen per setting, [B, n]."""
    paths = simulate(setup.ready, u, steps_until(setup.ready, float(setup.seen.time.max())))
    made = []
    for path, value in zip(paths, values_of(setup, u), strict=True):
        matrix = covariance(setup.frame, value) + np.diag(errors(setup.frame, value))
        noise = np.linalg.cholesky(matrix) @ rng.standard_normal(len(matrix))
        made.append(means(setup, path, value, setup.seen, setup.at) + noise)
    return np.array(made)


def series_of(entries: Observations) -> list[Array]:
    """Return the positions of the waves of each series (observer, target, question) in order of time."""
    keys = list(zip(entries.observer, entries.target, entries.question, strict=True))
    found = []
    for key in sorted(set(keys)):
        at = np.array([k for k, other in enumerate(keys) if other == key])
        if len(at) >= LEAST:
            found.append(at[np.argsort(entries.time[at], kind="stable")])
    return found


def _changes(found: Series) -> Array:
    return np.concatenate([np.diff(one) for one in found])
