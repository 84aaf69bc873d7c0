"""Estimates over cells from runs in sets of assumptions: mean, interval, share of sets with the sign, p-values.

Runs of a set share their assumptions, so that sets are the independent units.  The value of a cell in a set is the
mean over its runs; the estimate is worked out set by set (for sums and differences the same as run by run).  All
p-values are one-sided against the margin; an equivalence is judged by two one-sided tests.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from detente.claims.arithmetic import evaluate
from detente.claims.expressions import Expression, name_of
from detente.world.arrays import Array

DRAWS = 1999
"""Resamples of sets for statistics that have no simple distribution."""
BIMODAL = 5.0 / 9.0
"""Sarle's coefficient of a uniform distribution: what lies above is taken as two-peaked."""


class Estimate(NamedTuple):
    """An estimate: mean with interval, share of sets on the claimed side of zero, `p` against chance beyond the margin.

    `against` is the p-value of the opposite (for an equivalence: of a difference beyond the margin); `sets` the number
    of sets with a value; `by_set` the values themselves, NaN where there is none.
    """

    mean: float
    low: float
    high: float
    share: float
    p: float
    against: float
    sets: int
    by_set: Array


def per_set(cells: dict[str, Array], estimate: Expression) -> Array:
    """Return an estimate of each set, [sets], from measures of cells, [sets, replicates]; NaN where one is missing."""
    means = {name: _mean_known(values) for name, values in cells.items()}
    count = len(next(iter(means.values())))
    return np.array(np.broadcast_to(evaluate(estimate.tree, lambda tree: means[name_of(tree)]), count))


def _mean_known(values: Array) -> Array:
    """Return the mean over the runs of each set that have a value, NaN where none has."""
    known = np.isfinite(values)
    total = np.where(known, values, 0.0).sum(axis=1)
    count = known.sum(axis=1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def of_means(by_set: Array, direction: str, margin: float, interval: float) -> Estimate:
    """Return the estimate of values by set: t over sets."""
    from scipy.stats import t

    known = by_set[np.isfinite(by_set)]
    n = len(known)
    if n < 2:
        nan = float("nan")
        return Estimate(float(known.mean()) if n else nan, nan, nan, nan, 1.0, 1.0, n, by_set)
    mean, error = float(known.mean()), float(known.std(ddof=1) / np.sqrt(n))
    half = float(t.ppf(0.5 + 0.5 * interval, n - 1)) * error

    def above(limit: float) -> float:
        """Return the p-value of `mean <= limit`."""
        if error <= 1e-12 * max(abs(mean), 1e-12):
            return 0.0 if mean > limit + 1e-12 else 1.0
        return float(t.sf((mean - limit) / error, n - 1))

    p, against = _sided(above, lambda limit: 1.0 - above(limit) if error > 0 else float(mean >= limit - 1e-12),
                        direction, margin)  # fmt: skip
    return Estimate(mean, mean - half, mean + half, _share(known, direction, margin), p, against, n, by_set)


def _sided(
    above: Callable[[float], float], below: Callable[[float], float], direction: str, margin: float
) -> tuple[float, float]:
    """Return the p-values of what is claimed and of its opposite."""
    if direction == "more":
        return above(margin), below(-margin)
    if direction == "less":
        return below(-margin), above(margin)
    if direction == "none":
        return max(above(-margin), below(margin)), min(1.0, 2.0 * min(above(margin), below(-margin)))
    return 1.0, 1.0


def _share(known: Array, direction: str, margin: float) -> float:
    """Return the share of sets on the claimed side of zero (equivalence: within the margin; report: mean's side)."""
    if direction == "none":
        return float((np.abs(known) < margin).mean())
    sign = {"more": 1.0, "less": -1.0}.get(direction, float(np.sign(known.mean())))
    return float((np.sign(known) == sign).mean())


def of_spread(
    cells: dict[str, Array],
    estimate: Expression,
    statistic: str,
    direction: str,
    margin: float,
    interval: float,
    seed: int,
) -> Estimate:
    """Return the estimate of a statistic of the distribution over runs, by resampling sets of assumptions."""
    function = bimodality if statistic == "bimodality" else _variance
    whole = np.all([np.isfinite(values).all(axis=1) for values in cells.values()], axis=0)
    cells = {name: values[whole] for name, values in cells.items()}
    sets = int(whole.sum())
    if sets < 4:
        return of_means(np.full(len(whole), np.nan), direction, margin, interval)

    def of(chosen: Array) -> Array:
        """Return the estimate from each row of chosen sets, [rows]."""
        found = {name: function(values[chosen].reshape(len(chosen), -1)) for name, values in cells.items()}
        return np.broadcast_to(evaluate(estimate.tree, lambda tree: found[name_of(tree)]), len(chosen))

    mean = float(of(np.arange(sets)[None])[0])
    chosen = np.random.Generator(np.random.Philox(seed)).integers(0, sets, (DRAWS, sets))
    draws = np.concatenate([of(part) for part in np.array_split(chosen, 10)])
    draws = draws[np.isfinite(draws)]
    nothing = BIMODAL if statistic == "bimodality" else 0.0
    low, high = np.quantile(draws, (0.5 - interval / 2, 0.5 + interval / 2)) if len(draws) else (np.nan, np.nan)

    def beyond(limit: float) -> float:
        return float((1 + (draws <= limit).sum()) / (1 + len(draws)))

    p, against = _sided(lambda m: beyond(nothing + m), lambda m: float((1 + (draws >= nothing + m).sum()) / (1 + len(draws))),
                        direction, margin)  # fmt: skip
    return Estimate(mean, float(low), float(high), float("nan"), p, against, sets, np.full(len(whole), mean))


def bimodality(values: Array) -> Array:
    """Return Sarle's coefficient of each row: (skewness squared + 1) / kurtosis, corrected for the number of values."""
    n = values.shape[1]
    gap = values - values.mean(axis=1, keepdims=True)
    second, third, fourth = ((gap**power).mean(axis=1) for power in (2, 3, 4))
    with np.errstate(all="ignore"):
        skewness = third / second**1.5 * np.sqrt(n * (n - 1.0)) / (n - 2.0)
        kurtosis = (n - 1.0) / ((n - 2.0) * (n - 3.0)) * ((n + 1.0) * fourth / second**2 - 3.0 * (n - 1.0))
        return np.asarray((skewness**2 + 1.0) / (kurtosis + 3.0 * (n - 1.0) ** 2 / ((n - 2.0) * (n - 3.0))))


def _variance(values: Array) -> Array:
    return np.asarray(values.var(axis=1))


def adjusted(ps: Array) -> Array:
    """Return p-values with the false discovery rate controlled under any dependence (Benjamini and Yekutieli)."""
    from scipy.stats import false_discovery_control

    return np.asarray(false_discovery_control(np.clip(ps, 0.0, 1.0), method="by")) if len(ps) else np.zeros(0)
