"""The plan of a sweep: for any stretch of runs which they are, in which structure, with which numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from detente.ensemble.recording import Recording, recording_of
from detente.sweeps.order import Labels, Order
from detente.sweeps.structures import Structure, Structures, structures
from detente.sweeps.sweep import YEARLY, Sweep
from detente.world.arrays import Array
from detente.world.outcomes import INDICATORS

SHARD_RUNS = 2**15
SHARD_BYTES = 2**26
BLOCK_BYTES = 2**26


class Task(NamedTuple):
    """A stretch of runs to be worked off: first and last + 1 in the order, run ids, structures, numbers [R, F]."""

    first: int
    last: int
    ids: Array
    structure: Array
    values: Array


class Work(NamedTuple):
    """What a worker has to know of a sweep, once: structures, how ids share assumptions, what to record."""

    structures: tuple[Structure, ...]
    replicates: int
    sampled: bool
    recording: Recording
    yearly: bool
    years: Array
    agents: Any = None


@dataclass(frozen=True)
class Plan:
    """A sweep with its structures; everything about the order of runs is answered here."""

    sweep: Sweep
    built: Structures

    @property
    def runs(self) -> int:
        """Return how many runs there are at most."""
        return self.sweep.runs

    @cached_property
    def order(self) -> Order:
        """Return the order of the runs."""
        sweep = self.sweep
        return Order(len(sweep.packages), len(sweep.points), sweep.futures or 0, sweep.replicates)

    def labels(self, first: int, last: int) -> Labels:
        """Return what the runs first .. last - 1 are called."""
        return self.order.labels(first, last)

    def task(self, first: int, last: int) -> Task:
        """Return the runs first .. last - 1 as a task."""
        names = self.labels(first, last)
        structure = self.built.of[names.package, names.point]
        return Task(first, last, names.run, structure, np.ascontiguousarray(self.sweep.points[names.point]))

    @cached_property
    def recording(self) -> Recording:
        """Return what the kernel has to record."""
        variables = [name for name in self.sweep.record if name != YEARLY]
        if variables:
            found = recording_of(variables, self.sweep.base.issues)
            return found._replace(series=YEARLY in self.sweep.record)
        return Recording((), (), YEARLY in self.sweep.record)

    @cached_property
    def years(self) -> Array:
        """Return the calendar years that the horizon covers."""
        return np.arange(self.sweep.base.start.year, self.sweep.base.end.year + 1)

    def work(self, agents: Any = None) -> Work:
        """Return what workers have to know."""
        sampled, yearly = self.sweep.futures is not None, YEARLY in self.sweep.record
        replicates = self.sweep.replicates
        return Work(self.built.listed, replicates, sampled, self.recording, yearly, self.years, agents)

    @property
    def kept_bytes(self) -> int:
        """Return how many bytes of results a run has in memory."""
        n, instants = len(self.sweep.base.states), len(self.years) + 1
        arrays = instants * (len(self.recording.dyads) * n * n + len(self.recording.states) * n) * 4
        return (
            len(INDICATORS) * 8 + 16 + arrays + (len(self.years) * len(INDICATORS) * 4 if self.recording.series else 0)
        )

    @property
    def shard_runs(self) -> int:
        """Return how many runs a shard holds: fixed by what is recorded, so that shards are the same everywhere."""
        return int(min(SHARD_RUNS, max(64, SHARD_BYTES // self.kept_bytes)))

    @property
    def largest_block(self) -> int:
        """Return how many runs a block may have so that its scratch stays small."""
        need = max(self.recording.bytes_per_run(structure.program) for structure in self.built.listed)
        return int(max(1, min(self.shard_runs, BLOCK_BYTES // max(need, 1))))


def plan_of(sweep: Sweep) -> Plan:
    """Return the plan of a sweep."""
    return Plan(sweep, structures(sweep))
