"""Paired runs that grow: the first answer after a few, better ones as more are added, on the same random numbers.

Run r is the same whatever was run before, so sixteen runs and forty-eight more are the sixty-four that `detente run
--runs 64` makes, to the bit.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import numpy as np

from detente.assembly import Program, assemble
from detente.ensemble.ensemble import Ensemble, run_ids, run_sizes
from detente.ensemble.recording import Recording, room_for
from detente.explorer.opened import Changes, Opened, Pair
from detente.mechanisms.consent import REASONS
from detente.scenario.scenario import Scenario
from detente.world.arrays import Record

RECORDED = Recording(("trust", "alignment"), (), True)
CHUNK = 8
"""Runs of one side between two looks at whether a newer request has come (about 30 milliseconds)."""
KEPT_ARRAYS = ("summary", "series", "worlds")
KEPT = 4
"""Sides whose runs are kept: going back to one, or moving only the other side, costs nothing."""


class Superseded(Exception):
    """A newer request has come, and this one is of no use any more."""


@dataclass
class Side:
    """One scenario and its runs so far; `record` has room for more than are `done`."""

    scenario: Scenario
    program: Program
    replicates: int
    record: Record
    done: int = 0

    def room(self, runs: int) -> None:
        """Make room for so many runs."""
        if len(self.record.summary) < runs:
            wider = room_for(self.program, RECORDED, runs)
            for name in KEPT_ARRAYS:
                getattr(wider, name)[: self.done] = getattr(self.record, name)[: self.done]
            self.record = wider

    def add(self, first: int, last: int) -> None:
        """Run the runs from `first` to `last` (exclusive)."""
        part = run_ids(self.program, np.arange(first, last), self.replicates, RECORDED)
        for name in KEPT_ARRAYS:
            getattr(self.record, name)[first:last] = getattr(part, name)

    def ensemble(self, runs: int) -> Ensemble:
        """Return the first runs as an ensemble (what consent was given is not kept)."""
        kept = {name: getattr(self.record, name)[:runs] for name in KEPT_ARRAYS}
        none = np.zeros((len(self.program.lever_names), len(REASONS)), np.int64)
        record = self.record._replace(**kept)
        return Ensemble(self.scenario, self.program.seed, runs, self.replicates, RECORDED, self.program, record, none)


@dataclass
class Pairs:
    """The sides that were run last, by what they are."""

    opened: Opened
    seed: int
    replicates: int = 1
    sides: list[Side] = field(default_factory=list)

    def at(self, changes: Changes, runs: int, newer: Callable[[], bool]) -> tuple[Pair, Side, Side]:
        """Return the pair under changes and both sides with at least `runs` runs; raise `Superseded` where `newer()`."""
        pair = self.opened.pair(changes)
        replicates = run_sizes(pair.scenario, runs, None)[1]
        if replicates != self.replicates:
            self.sides.clear()
            self.replicates = replicates
        scenario, reference = self._side(pair.scenario), self._side(pair.reference)
        with ThreadPoolExecutor(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2) as pool:
            self._grow([scenario, reference] if scenario is not reference else [scenario], runs, pool, newer)
        return pair, reference, scenario

    def _side(self, scenario: Scenario) -> Side:
        """Return a side, kept or new; the one that was not asked for longest is forgotten."""
        found = next((side for side in self.sides if side.scenario == scenario), None)
        if found is None:
            light = replace(scenario, tree=None, origins={})
            program = assemble(light, self.seed)
            found = Side(light, program, self.replicates, room_for(program, RECORDED, 0))
        self.sides = [*(side for side in self.sides if side is not found), found][-KEPT:]
        return found

    def _grow(self, sides: list[Side], runs: int, pool: ThreadPoolExecutor, newer: Callable[[], bool]) -> None:
        """Run what is missing, in chunks of whole sets that both processors share."""
        size = max(1, CHUNK // self.replicates) * self.replicates
        for side in sides:
            side.room(runs)
        while any(side.done < runs for side in sides):
            if newer():
                raise Superseded
            behind = min(sides, key=lambda side: side.done)
            # Two chunks at a time: one of each side, or two of the one that is behind.
            work: list[tuple[Side, int, int]] = []
            for side in sorted(sides, key=lambda side: side.done)[:2]:
                if side.done < runs:
                    work.append((side, side.done, min(side.done + size, runs)))
            if len(work) == 1 and work[0][2] < runs:
                work.append((behind, work[0][2], min(work[0][2] + size, runs)))
            list(pool.map(lambda one: one[0].add(one[1], one[2]), work))
            for side, _, last in work:
                side.done = max(side.done, last)
