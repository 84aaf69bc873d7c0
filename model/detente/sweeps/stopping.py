"""When there are runs enough: paired differences against the reference package, unit by unit, over whole batches.

A unit is a future (its replicates averaged) or, without futures, a replicate.  Batches are those of the plan and are
taken in order, so that workers, blocks and interruptions cannot change the decision.
"""

from __future__ import annotations

import json

import numpy as np

from detente.sweeps.plan import Plan
from detente.world.arrays import Array
from detente.world.outcomes import INDICATORS


class Precision:
    """Count, mean and squared deviations of the differences so far: by package and, if asked for, by point."""

    def __init__(self, plan: Plan) -> None:
        """Start with nothing known."""
        assert plan.sweep.stop is not None
        self._plan, self._stop = plan, plan.sweep.stop
        points = len(plan.sweep.points) if self._stop.each == "point" else 1
        shape = (len(plan.sweep.packages) - 1, points)
        self._count, self._mean, self._squares = np.zeros(shape), np.zeros(shape), np.zeros(shape)

    @property
    def column(self) -> int:
        """Return which indicator is watched."""
        return list(INDICATORS).index(self._stop.indicator)

    def add(self, values: Array) -> None:
        """Add a batch: the watched indicator of its runs in order, [runs]; units with a failed run are left out."""
        sweep = self._plan.sweep
        units = sweep.futures or sweep.replicates
        table = values.reshape(len(sweep.packages), len(sweep.points), units, -1).mean(axis=3)
        reference = list(sweep.packages).index(sweep.reference)
        difference = np.delete(table, reference, axis=0) - table[reference]
        if self._stop.each == "design":
            difference = difference.mean(axis=1, keepdims=True)
        for unit in range(units):
            self._take(difference[:, :, unit])

    def _take(self, one: Array) -> None:
        """Add one difference for every package and point (Welford)."""
        known = np.isfinite(one)
        self._count += known
        apart = np.where(known, one - self._mean, 0.0)
        self._mean += apart / np.maximum(self._count, 1.0)
        self._squares += np.where(known, apart * (one - self._mean), 0.0)

    @property
    def errors(self) -> Array:
        """Return the standard errors, [packages - 1, points or 1]; infinite where two units are not yet known."""
        variance = self._squares / np.maximum(self._count - 1.0, 1.0)
        return np.where(self._count > 1, np.sqrt(variance / np.maximum(self._count, 1.0)), np.inf)

    @property
    def enough(self) -> bool:
        """Return whether every difference is known as well as was asked for."""
        return bool((self.errors <= self._stop.error).all())

    def to_text(self) -> str:
        """Return what is known as text, exactly."""
        return json.dumps([[value.hex() for value in part.ravel()] for part in self._parts])

    def from_text(self, text: str) -> None:
        """Take up what `to_text` gave."""
        for part, values in zip(self._parts, json.loads(text), strict=True):
            part[...] = np.array([float.fromhex(value) for value in values]).reshape(part.shape)

    @property
    def _parts(self) -> tuple[Array, Array, Array]:
        return self._count, self._mean, self._squares
