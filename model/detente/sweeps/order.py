"""The order of all runs of a sweep: by batch, package, point, future, replicate.

Where a run stands decides where its numbers are kept, and nothing else does.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from detente.world.arrays import Array


class Labels(NamedTuple):
    """What the runs of a stretch are called: package (index), point, future, replicate, and the id that keys their dice."""

    package: Array
    point: Array
    future: Array
    replicate: Array
    run: Array


class Order(NamedTuple):
    """Sizes of a sweep: packages, points, and in each batch futures (0: none are sampled) and replicates of each."""

    packages: int
    points: int
    futures: int
    replicates: int

    @property
    def cell(self) -> int:
        """Return how many runs a package makes at one point, in one batch."""
        return max(self.futures, 1) * self.replicates

    @property
    def batch(self) -> int:
        """Return how many runs a batch has."""
        return self.packages * self.points * self.cell

    def labels(self, first: int, last: int) -> Labels:
        """Return what the runs first .. last - 1 are called."""
        batch, rest = np.divmod(np.arange(first, last), self.batch)
        package, rest = np.divmod(rest, self.points * self.cell)
        point, inside = np.divmod(rest, self.cell)
        run = batch * self.cell + inside
        future, replicate = np.divmod(run, self.replicates) if self.futures else (np.zeros_like(run), run)
        return Labels(package, point, future, replicate, run)

    def place(self, package: Any, point: Any, future: Any, replicate: Any) -> Any:
        """Return where runs stand in the order; whole numbers or arrays of them."""
        run = future * self.replicates + replicate if self.futures else replicate
        batch, inside = run // self.cell, run % self.cell
        return batch * self.batch + (package * self.points + point) * self.cell + inside

    def shape(self, batches: int) -> tuple[int, int, int, int]:
        """Return how many packages, points, futures and replicates there are after some batches."""
        futures, replicates = (
            (batches * self.futures, self.replicates) if self.futures else (1, batches * self.replicates)
        )
        return self.packages, self.points, futures, replicates
