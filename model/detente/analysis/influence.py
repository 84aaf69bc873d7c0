"""Which sampled assumptions a difference hangs on: rank correlations over sets, held against what chance alone gives.

Among hundreds of assumptions some correlate with anything.  So the largest correlation that shuffled differences reach
is looked at: only what goes beyond it in 95 of 100 shuffles is called clear (Westfall & Young's step of the maximum).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from detente.analysis.paired import FEWEST_SETS
from detente.world.arrays import Array

SHUFFLES = 400
FAMILY_ERROR = 0.05


class Part(NamedTuple):
    """The sets in which an assumption is low, or high: how many, mean difference, and share with the overall sign."""

    sets: int
    mean: float
    agreement: float


class Influence(NamedTuple):
    """How a difference goes with one assumption.

    `correlation` is Spearman's; `lowest` and `highest` are the thirds of the sets in which the assumption is low and
    high; `zero` is where a straight line through the sets crosses zero within the values drawn (NaN: nowhere).
    """

    key: str
    correlation: float
    clear: bool
    lowest: Part
    highest: Part
    zero: float


class Influences(NamedTuple):
    """The assumptions, the most influential first; `threshold` is the correlation that chance reaches in 5 of 100."""

    rows: tuple[Influence, ...]
    threshold: float
    tested: int

    @property
    def clear(self) -> tuple[Influence, ...]:
        """Return those that chance does not explain."""
        return tuple(row for row in self.rows if row.clear)


def influences(keys: Sequence[str], values: Array, differences: Array, most: int = 8) -> Influences:
    """Return the assumptions that a difference goes with most; `values` [sets, keys], `differences` [sets].

    With fewer than ten sets, or where nothing varies, there are none.
    """
    varied = np.flatnonzero(np.ptp(values, axis=0) > 0.0) if len(values) else np.zeros(0, int)
    if len(differences) < FEWEST_SETS or not len(varied) or np.ptp(differences) == 0.0:
        return Influences((), float("nan"), len(varied))
    x, y = _standard(_ranks(values[:, varied])), _standard(_ranks(differences[:, None]))
    found = (x * y).mean(axis=0)
    threshold = _threshold(x, y[:, 0])
    order = np.argsort(-np.abs(found), kind="stable")[:most]
    rows = [
        _influence(keys[varied[k]], float(found[k]), abs(found[k]) > threshold, values[:, varied[k]], differences)
        for k in order
    ]
    return Influences(tuple(rows), threshold, len(varied))


def _threshold(x: Array, y: Array) -> float:
    """Return the largest correlation of any column that 95 of 100 shuffles stay below."""
    generator = np.random.Generator(np.random.Philox(0))
    shuffled = np.stack([generator.permutation(y) for _ in range(SHUFFLES)])
    return float(np.quantile(np.abs(shuffled @ x / len(y)).max(axis=1), 1.0 - FAMILY_ERROR))


def _influence(key: str, correlation: float, clear: bool, x: Array, differences: Array) -> Influence:
    third = max(1, len(x) // 3)
    order = np.argsort(x, kind="stable")
    sign = np.sign(differences.mean())
    lowest, highest = (_part(differences[which], sign) for which in (order[:third], order[-third:]))
    slope = float(((x - x.mean()) * (differences - differences.mean())).sum() / ((x - x.mean()) ** 2).sum())
    zero = float(x.mean() - differences.mean() / slope) if slope != 0.0 else float("nan")
    inside = bool(x.min() <= zero <= x.max())
    return Influence(key, correlation, bool(clear), lowest, highest, zero if inside else float("nan"))


def _part(differences: Array, sign: float) -> Part:
    return Part(len(differences), float(differences.mean()), float((np.sign(differences) == sign).mean()))


def _ranks(values: Array) -> Array:
    """Return the ranks of each column; equal values share the mean of theirs."""
    out = np.empty(values.shape)
    for k in range(values.shape[1]):
        _, which, counts = np.unique(values[:, k], return_inverse=True, return_counts=True)
        out[:, k] = (np.cumsum(counts) - (counts - 1) / 2.0)[which]
    return out


def _standard(values: Array) -> Array:
    spread = values.std(axis=0)
    return np.asarray((values - values.mean(axis=0)) / np.where(spread > 0.0, spread, 1.0))


class Mark(NamedTuple):
    """How a feature of runs differs between the worst and the others, in standard deviations over all runs."""

    name: str
    worst: float
    others: float
    gap: float
    clear: bool


def marks(names: Sequence[str], features: Array, worst: Array, replicates: int, most: int = 6) -> tuple[Mark, ...]:
    """Return what sets the `worst` runs [runs, true or false] apart, the largest gap first; `features` [runs, names].

    Runs come in whole sets of `replicates`.  Sets are shuffled whole, as runs of one set are alike: clear is only what
    goes beyond 95 of 100 such shuffles.
    """
    spread = features.std(axis=0)
    varied = np.flatnonzero(spread > 0.0)
    count = int(worst.sum())
    if not len(varied) or count < 2 or count > len(worst) - 2:
        return ()
    z = _standard(features[:, varied])

    def gaps(which: Array) -> Array:
        share = which.mean(axis=-1, keepdims=True)
        return np.asarray(which @ z / len(z) / share - (~which) @ z / len(z) / (1.0 - share))

    generator = np.random.Generator(np.random.Philox(0))
    sets = worst.reshape(-1, replicates)
    shuffled = np.stack([generator.permutation(sets).ravel() for _ in range(SHUFFLES)])
    threshold = float(np.quantile(np.abs(gaps(shuffled)).max(axis=1), 1.0 - FAMILY_ERROR))
    found = gaps(worst)
    return tuple(
        Mark(names[varied[k]], float(features[worst, varied[k]].mean()), float(features[~worst, varied[k]].mean()),
             float(found[k]), bool(abs(found[k]) > threshold))
        for k in np.argsort(-np.abs(found), kind="stable")[:most]
    )  # fmt: skip
