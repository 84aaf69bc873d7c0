"""Runs cells: every distinct scenario once for all tests that ask for it, block by block on all processors.

What is kept of a run is the measures asked for, never its course, so memory is bounded by the blocks in work.  All
cells share one seed: run r of one and of another draw the same assumptions and the same chance (common random numbers).
A `chance` other than 0 keeps the assumptions and draws everything that happens anew: a sham treatment.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from detente.assembly import Program, assemble
from detente.claims.cells import Scenarios
from detente.claims.expressions import Expression
from detente.claims.measures import recording_for
from detente.claims.measuring import measured
from detente.claims.views import View, window_of
from detente.compiled import process_key
from detente.ensemble.ensemble import Progress, run_ids, worker_count
from detente.errors import RunError
from detente.scenario.scenario import Scenario
from detente.world.arrays import PROCESSES, Array

BLOCK = 60
"""Runs worked on at once by a thread, at most."""


class Job(NamedTuple):
    """A scenario under one chance, by its fingerprint."""

    print: str
    chance: int


class Wish(NamedTuple):
    """A measure over a window of years."""

    measure: str
    over: tuple[int, int] | None


class Runner:
    """Collects what is wanted of which scenario, runs it, and hands out measures, [sets, replicates]."""

    def __init__(self, scenarios: Scenarios, seed: int, replicates: int) -> None:
        self._scenarios, self._seed, self._replicates = scenarios, seed, replicates
        self._worlds: dict[Job, Scenario] = {}
        self._wishes: dict[Job, dict[Wish, Expression]] = {}
        self._sets: dict[tuple[Job, Wish], int] = {}
        self._found: dict[tuple[Job, Wish], Array] = {}

    def want(
        self, scenario: Scenario, measure: Expression, over: tuple[int, int] | None, sets: int, chance: int = 0
    ) -> Job:
        """Ask for a measure in so many sets of assumptions; return the job that will have it."""
        job = Job(self._scenarios.fingerprint(scenario), chance)
        wish = Wish(measure.text, over)
        self._worlds.setdefault(job, scenario)
        self._wishes.setdefault(job, {})[wish] = measure
        self._sets[job, wish] = max(sets, self._sets.get((job, wish), 0))
        return job

    def values(self, job: Job, measure: Expression, over: tuple[int, int] | None, sets: int) -> Array:
        """Return a measure of a job that has run, [sets, replicates]."""
        return self._found[job, Wish(measure.text, over)][:sets]

    @property
    def runs(self) -> int:
        """Return how many runs are wanted and not yet done."""
        return sum(sets for _, sets, _ in self._due()) * self._replicates

    @property
    def jobs(self) -> int:
        """Return how many distinct scenarios have been asked for."""
        return len(self._worlds)

    def _due(self) -> Iterator[tuple[Job, int, list[Wish]]]:
        """Yield jobs with something still to be done: the sets, and the wishes they are for."""
        for job, wishes in self._wishes.items():
            due = [wish for wish in wishes if len(self._found.get((job, wish), ())) < self._sets[job, wish]]
            if due:
                yield job, max(self._sets[job, wish] for wish in due), due

    def run(self, workers: int | None, progress: Progress | None = None) -> None:
        """Run everything that is wanted and not yet done."""
        threads = worker_count(workers)
        with ThreadPoolExecutor(threads) as pool:
            waiting: set[Future[int]] = set()
            try:
                for task in self._tasks():
                    waiting.add(pool.submit(task.work))
                    if len(waiting) > 2 * threads:
                        done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                        _tell(done, progress)
                _tell(waiting, progress)
            finally:
                for future in waiting:
                    future.cancel()

    def _tasks(self) -> Iterator[Task]:
        for job, sets, wishes in list(self._due()):
            program = under_chance(assemble(self._worlds[job], self._seed), job.chance)
            room = {wish: np.full((sets, self._replicates), np.nan) for wish in wishes}
            self._found.update({(job, wish): values for wish, values in room.items()})
            size = max(1, BLOCK // self._replicates)
            measures = [(self._wishes[job][wish], wish.over, room[wish]) for wish in wishes]
            for first in range(0, sets, size):
                yield Task(program, range(first, min(first + size, sets)), self._replicates, measures)


class Task(NamedTuple):
    """Some sets of assumptions of one program, and where their measures go."""

    program: Program
    sets: range
    replicates: int
    measures: list[tuple[Expression, tuple[int, int] | None, Array]]

    def work(self) -> int:
        """Run, measure, and return how many runs that were."""
        first, last, program = self.sets.start * self.replicates, self.sets.stop * self.replicates, self.program
        recording = recording_for([expression for expression, _, _ in self.measures], program.scenario)
        record = run_ids(program, np.arange(first, last), self.replicates, recording)
        bad = np.flatnonzero(~np.isfinite(record.summary).all(axis=1))
        if bad.size:
            name = program.scenario.title
            raise RunError(f"run {first + int(bad[0])} of seed {program.seed} of '{name}' stopped being finite")
        for expression, over, room in self.measures:
            window = window_of(program.scenario, program.plan.years, over)
            values = measured(expression, View(program, recording, record, window))
            room[self.sets.start : self.sets.stop] = values.reshape(-1, self.replicates)
        return last - first


def _tell(done: set[Future[int]], progress: Progress | None) -> None:
    """Pass on failures and progress of what has finished (or is waited for here)."""
    for future in done:
        finished = future.result()
        if progress is not None:
            progress(finished)


def under_chance(program: Program, chance: int) -> Program:
    """Return the program with every process (acts, consent, shocks, crises, noise) drawn anew, assumptions as they are."""
    if chance == 0:
        return program
    salt = f"{program.seed}.chance{chance}"
    region = program.region.copy()
    region[0]["process_keys"] = np.array([_key(salt, name) for name in PROCESSES], np.uint64)
    levers = np.array([_key(salt, f"consent.{name}") for name in program.lever_names], np.uint64).reshape(-1, 2)
    shocks = np.array([_key(salt, f"shock.{name}") for name in program.shock_names], np.uint64).reshape(-1, 2)
    return replace(program, region=region, plan=program.plan._replace(lever_keys=levers, shock_keys=shocks))


def _key(salt: str, process: str) -> Array:
    return process_key(salt, process)  # type: ignore[arg-type]


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
