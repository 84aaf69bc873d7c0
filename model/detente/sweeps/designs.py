"""Designs: which points of the factors' ranges are run.  Samplers are those of scipy.stats.qmc and of SALib."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from itertools import product
from typing import Any, NamedTuple

import numpy as np

from detente.sweeps.factors import Factor
from detente.world.arrays import Array

MOST_POINTS = 10_000_000


class Design(NamedTuple):
    """What a sweep file says of its design; `seed` keys it."""

    kind: str
    points: int | None = None
    samples: int | None = None
    trajectories: int | None = None
    levels: int = 4
    second_order: bool = False
    scramble: bool = True
    seed: int = 0


def sized(design: Design, factors: Sequence[Factor]) -> int:
    """Return the number of points of a design, without making them."""
    many = len(factors)
    if design.kind == "grid":
        return int(np.prod([len(factor.steps()) for factor in factors], dtype=object)) if factors else 1
    if design.kind == "one_at_a_time":
        return 1 + sum(len(_others(factor)) for factor in factors)
    if design.kind == "sobol":
        return int(design.samples or 0) * (2 * many + 2 if design.second_order else many + 2)
    if design.kind == "morris":
        return int(design.trajectories or 0) * (many + 1)
    return int(design.points or 1)


def points(design: Design, factors: Sequence[Factor]) -> Array:
    """Return the values of all factors at all points, [P, F]; factors with listed values hold the index of theirs."""
    if design.kind in MAKERS:
        return MAKERS[design.kind](design, factors)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # samplers that deprecate options of others say so at every call
        shares = SAMPLERS[design.kind](design, factors)
    return np.column_stack([factor.at(shares[:, f]) for f, factor in enumerate(factors)])


def problem(factors: Sequence[Factor]) -> dict[str, Any]:
    """Return the SALib problem in shares of 0..1, in which every factor is uniform."""
    many = len(factors)
    return {"num_vars": many, "names": [factor.name for factor in factors], "bounds": [[0.0, 1.0]] * many}


def _grid(_: Design, factors: Sequence[Factor]) -> Array:
    return np.array(list(product(*(factor.steps() for factor in factors))), float).reshape(-1, len(factors))


def _others(factor: Factor) -> list[float]:
    return [value for value in factor.steps().tolist() if value != factor.base]


def _one_at_a_time(_: Design, factors: Sequence[Factor]) -> Array:
    rows = [[factor.base for factor in factors]]
    for f, factor in enumerate(factors):
        rows += [[*rows[0][:f], value, *rows[0][f + 1 :]] for value in _others(factor)]
    return np.array(rows, float)


def _latin_hypercube(design: Design, factors: Sequence[Factor]) -> Array:
    from scipy.stats import qmc

    sampler = qmc.LatinHypercube(len(factors), rng=np.random.default_rng(design.seed))
    return np.asarray(sampler.random(design.points or 1))


def _sobol_sequence(design: Design, factors: Sequence[Factor]) -> Array:
    from scipy.stats import qmc

    sampler = qmc.Sobol(len(factors), scramble=design.scramble, rng=np.random.default_rng(design.seed))
    return np.asarray(sampler.random(design.points or 1))


def _sobol(design: Design, factors: Sequence[Factor]) -> Array:
    from SALib.sample import sobol

    found = sobol.sample(problem(factors), design.samples, calc_second_order=design.second_order,
                         scramble=design.scramble, seed=design.seed)  # fmt: skip
    return np.asarray(found)


def _morris(design: Design, factors: Sequence[Factor]) -> Array:
    from SALib.sample import morris

    return np.asarray(morris.sample(problem(factors), design.trajectories, design.levels, seed=design.seed))


def _random(design: Design, factors: Sequence[Factor]) -> Array:
    return np.random.default_rng(design.seed).random((design.points or 1, len(factors)))


MAKERS: dict[str, Callable[[Design, Sequence[Factor]], Array]] = {"grid": _grid, "one_at_a_time": _one_at_a_time}
SAMPLERS: dict[str, Callable[[Design, Sequence[Factor]], Array]] = {
    "latin_hypercube": _latin_hypercube, "sobol_sequence": _sobol_sequence, "sobol": _sobol, "morris": _morris,
    "random": _random,
}  # fmt: skip
