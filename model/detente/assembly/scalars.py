"""Collect every uncertain number of a scenario that is not a given value: parameters, then levers' and shocks' numbers."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from detente.compiled import process_key
from detente.scenario.quantities import Quantity
from detente.world.arrays import Array


class Scalars(NamedTuple):
    """Arrays of distributions in order, with the key of each; the first ones are the parameters."""

    low: Array
    mode: Array
    high: Array
    flat: Array
    keys: Array


class Collector:
    """Gather quantities under process names; the same name may come back with other ranges and shares its draw."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, Quantity | float]] = []

    def add(self, process: str, quantity: Quantity | float) -> int:
        """Append a number and return its index."""
        self.rows.append((process, quantity))
        return len(self.rows) - 1

    def arrays(self, seed: int) -> Scalars:
        """Return all numbers as arrays, keyed under `seed`."""
        bounds = [_bounds(quantity) for _, quantity in self.rows]
        low, mode, high = (np.array([b[k] for b in bounds]) for k in range(3))
        flat = np.array([b[3] for b in bounds])
        keys = np.array([process_key(seed, process) for process, _ in self.rows], np.uint64).reshape(-1, 2)
        return Scalars(low, mode, high, flat, keys)


def _bounds(quantity: Quantity | float) -> tuple[float, float, float, bool]:
    if isinstance(quantity, (int, float)):
        return float(quantity), float(quantity), float(quantity), False
    return quantity.low, quantity.value, quantity.high, quantity.distribution == "uniform"


def parameter_type(names: tuple[str, ...]) -> Any:
    """Return the record type by which mechanisms read parameters by name."""
    return np.dtype([(name, np.float64) for name in names])
