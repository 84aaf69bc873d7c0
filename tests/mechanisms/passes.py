"""Call the mechanisms' own passes: parameter records by name, padded arrays, random inputs that can be relabelled."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import Any

import numpy as np

from detente.assembly.scalars import parameter_type
from detente.docking.expected import expected
from detente.docking.passes import PAD, W, catalogue, flat, mask_of, parameters, square, zeros

ROOT = Path(__file__).parents[2]
CATALOGUE = catalogue()
NAMES = tuple(sorted(CATALOGUE))
Array = np.ndarray[Any, np.dtype[Any]]
__all__ = ["CATALOGUE", "NAMES", "PAD", "ROOT", "Array", "Inputs", "W", "drawn_parameters", "expected", "flat", "mask_of",
           "parameters", "square", "zeros"]  # fmt: skip


def drawn_parameters(rng: np.random.Generator) -> Any:
    """Return a record with every parameter at the low end, the high end or anywhere in its range."""
    low, high = (np.array([float(CATALOGUE[name]["range"][k]) for name in NAMES]) for k in (0, 1))
    share = rng.choice([0.0, 1.0, rng.random()], len(NAMES))
    return np.clip(low + share * (high - low), low, high).view(parameter_type(NAMES))[0]


class Inputs:
    """Random arguments of a pass, each keyed by its own name, so that states can be relabelled by `order`."""

    def __init__(self, seed: int, n: int, order: tuple[int, ...] | None = None, *, symmetric: bool = False) -> None:
        self.seed, self.n, self.symmetric = seed, n, symmetric
        self.order = np.array(order if order is not None else range(n))
        self.mask = mask_of(n)
        self.p = drawn_parameters(self.rng("parameters"))
        self.dt = float(self.rng("dt").choice([1 / 12, 0.25, 1.0]))

    def rng(self, name: str) -> np.random.Generator:
        return np.random.default_rng([self.seed, zlib.crc32(name.encode())])

    def _values(self, name: str, low: float, high: float, shape: tuple[int, ...]) -> Array:
        """Return values in range; a third of them stand at an end."""
        rng = self.rng(name)
        share = np.where(rng.random(shape) < 0.33, rng.integers(0, 2, shape), rng.random(shape))
        return low + share * (high - low)

    def dyad(self, name: str, low: float = 0.0, high: float = 1.0, *, pair: bool = False) -> Array:
        """Return a dyad array, zero on the diagonal and in the padding; symmetric for a pair."""
        found = self._values(name, low, high, (self.n, self.n))
        if pair or self.symmetric:
            found = np.triu(found, 1) + np.triu(found, 1).T
        found = found * (1.0 - np.eye(self.n))
        return flat(found[np.ix_(self.order, self.order)])

    def choice(self, name: str, values: tuple[float, ...] | Array, *, pair: bool = False) -> Array:
        found = self.rng(name).choice(values, (self.n, self.n))
        if pair or self.symmetric:
            found = np.triu(found, 1) + np.triu(found, 1).T
        return flat((found * (1.0 - np.eye(self.n)))[np.ix_(self.order, self.order)])

    def state(self, name: str, low: float = 0.0, high: float = 1.0) -> Array:
        out = np.zeros(W)
        out[: self.n] = self._values(name, low, high, (self.n,))[self.order]
        return out

    def block(self, name: str, low: float = 0.0, high: float = 1.0) -> Array:
        """Return five domains or issues of every state, flat [5 x W]."""
        return np.concatenate([self.state(f"{name}.{k}", low, high) for k in range(5)])
