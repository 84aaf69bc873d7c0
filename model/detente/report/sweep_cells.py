"""What a sweep found, cell by cell: paired differences of every package at every point in every future."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from detente.report.words import named, percent
from detente.sweeps.opening import SweepResult
from detente.world.outcomes import INDICATORS, Indicator

if TYPE_CHECKING:
    from detente.world.arrays import Array


@dataclass(frozen=True)
class Cells:
    """One package beside the reference: `values` [points, futures] are paired differences, NaN where a run is missing."""

    package: str
    values: Array

    @property
    def known(self) -> Array:
        """Return the differences that are known, flat."""
        return self.values[np.isfinite(self.values)]

    @property
    def mean(self) -> float:
        """Return the mean difference over all cells (NaN: none known)."""
        return float(self.known.mean()) if self.known.size else float("nan")

    @property
    def error(self) -> float:
        """Return its Monte Carlo error over futures; over points where there is one future."""
        units = _means(self.values, axis=0 if self.values.shape[1] > 1 else 1)
        return float(units.std(ddof=1) / np.sqrt(len(units))) if len(units) > 1 else float("nan")

    @property
    def agreement(self) -> float:
        """Return the share of cells with the sign of the mean (NaN: no cell, or no difference)."""
        return float((np.sign(self.known) == np.sign(self.mean)).mean()) if self.mean else float("nan")

    @property
    def agreed(self) -> str:
        """Return that share in words, and the share of cells in which nothing changes at all (a lever at level 0, say)."""
        still = float((self.known == 0.0).mean()) if self.known.size else 0.0
        alike = f"same sign in {percent(self.agreement)} of combinations"
        return f"{alike}, no change at all in {percent(still)}" if still else alike

    @property
    def points(self) -> Array:
        """Return the mean difference at each point, [points]."""
        return _means(self.values, axis=1, keep=True)

    @property
    def point_errors(self) -> Array:
        """Return the Monte Carlo error at each point, [points]; NaN for a single future."""
        count = np.isfinite(self.values).sum(axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            spread = np.sqrt(np.nansum((self.values - self.points[:, None]) ** 2, axis=1) / (count - 1))
            return np.asarray(np.where(count > 1, spread / np.sqrt(count), np.nan))

    @property
    def turned(self) -> Array:
        """Return the points where the sign is clearly the other one, by two Monte Carlo errors."""
        against = np.sign(self.points) == -np.sign(self.mean)
        return np.flatnonzero(against & (np.abs(self.points) > 2.0 * self.point_errors))

    @property
    def clear(self) -> bool:
        """Return whether the mean differs from zero by two errors and 90 % of the cells agree on its sign."""
        return bool(abs(self.mean) > 2.0 * self.error and self.agreement >= 0.9)


class Contrasted(NamedTuple):
    """The mean paired difference of an indicator over the whole design, and its Monte Carlo error."""

    package: str
    indicator: str
    difference: float
    error: float

    @property
    def worse(self) -> bool:
        """Whether it is for the worse by more than two Monte Carlo errors."""
        return self.difference * INDICATORS[self.indicator].better < -2.0 * self.error


@dataclass(frozen=True)
class Found:
    """A sweep as a report sees it; `cells` are the packages beside the reference, the largest gain first."""

    result: SweepResult
    of: str
    focus: str
    cells: tuple[Cells, ...]
    differences: tuple[Contrasted, ...]
    failed: int

    @property
    def what(self) -> Indicator:
        """Return the indicator that the answer is about."""
        return INDICATORS[self.of]

    def title(self, indicator: str) -> str:
        """Return an indicator's title with the focal state's name in it."""
        return INDICATORS[indicator].title.replace("the focal state", self.focus)


def found_in(result: SweepResult, of: str) -> Found:
    """Return what a sweep found of an indicator."""
    scenario = result.scenario()
    means = _by_cell(result, of)
    k = result.packages.index(result.reference)
    others = [Cells(name, means[p] - means[k]) for p, name in enumerate(result.packages) if p != k]
    gain = INDICATORS[of].better
    ordered = sorted(others, key=lambda one: -gain * one.mean if np.isfinite(one.mean) else np.inf)
    failed = int(result.manifest.get("failed") or 0)
    return Found(result, of, named(scenario.states[scenario.focus].name), tuple(ordered), _contrasted(result), failed)


def _contrasted(result: SweepResult) -> tuple[Contrasted, ...]:
    """Return the differences of all packages and indicators."""
    table = result.differences()
    columns = (table[name].tolist() for name in Contrasted._fields)
    return tuple(Contrasted(str(a), str(b), float(c), float(d)) for a, b, c, d in zip(*columns, strict=True))


def _by_cell(result: SweepResult, of: str) -> Array:
    """Return the mean over replicates by [package, point, future]."""
    packages, points, futures, _ = result.shape
    table = result.table([of], factors=False)
    p = table["package"].map({name: k for k, name in enumerate(result.packages)}).to_numpy(int)
    at = (p * points + table["point"].to_numpy(int)) * futures + table["future"].to_numpy(int)
    values = table[of].to_numpy(float)
    known = np.isfinite(values)
    size = packages * points * futures
    total, count = (np.bincount(at[known], weights, size) for weights in (values[known], None))
    with np.errstate(invalid="ignore"):
        return np.asarray(total / count).reshape(packages, points, futures)


def _means(values: Array, axis: int, *, keep: bool = False) -> Array:
    """Return means of what is known along an axis; what is not known at all is left out, or with `keep` NaN."""
    count = np.isfinite(values).sum(axis=axis)
    with np.errstate(invalid="ignore"):
        means = np.nansum(values, axis=axis) / np.where(count > 0, count, np.nan)
    return np.asarray(means if keep else means[count > 0])
