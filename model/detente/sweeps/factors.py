"""A factor: what a sweep sets, between which limits or to which values, and how a share of 0..1 becomes a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from detente.world.arrays import Array

LEVELS = 5


@dataclass(frozen=True)
class Factor:
    """A number between `low` and `high`, or one of `values` (numbers, words, dates); `keys` are what it sets.

    `numeric` says that it only moves numbers the kernel draws, so that no point needs a program of its own.
    """

    name: str
    paths: tuple[str, ...]
    low: float
    high: float
    mode: float
    unit: str
    values: tuple[Any, ...] | None
    distribution: str
    levels: int
    numeric: bool
    meaning: str = ""

    def at(self, shares: Array) -> Array:
        """Return the values at shares of 0..1: by the distribution, or the index among `values`."""
        u = np.asarray(shares, float)
        if self.values is not None:
            return np.asarray(np.minimum(np.floor(u * len(self.values)), len(self.values) - 1))
        if self.distribution == "log_uniform":
            found = self.low * (self.high / self.low) ** u
        elif self.distribution == "triangular":
            found = self._triangular(u)
        else:
            found = self.low + u * (self.high - self.low)
        return np.asarray(np.clip(found, self.low, self.high))

    def _triangular(self, u: Array) -> Array:
        width, left = self.high - self.low, self.mode - self.low
        up = self.low + np.sqrt(u * width * left)
        down = self.high - np.sqrt((1.0 - u) * width * (self.high - self.mode))
        found: Array = np.where(u * width < left, up, down)
        return found

    def steps(self) -> Array:
        """Return the values a grid takes: all of `values` (by index), or evenly spread shares of the distribution."""
        if self.values is not None:
            return np.arange(len(self.values), dtype=float)
        return self.at(np.linspace(0.0, 1.0, self.levels))

    @property
    def base(self) -> float:
        """Return the value at which it rests while others move: the mode (or nearest to it), or the first of `values`."""
        return 0.0 if self.values is not None else float(min(max(self.mode, self.low), self.high))

    def label(self, number: float) -> Any:
        """Return the value that a column of the design means: the number itself, or the one of `values`."""
        return float(number) if self.values is None else self.values[int(number)]
