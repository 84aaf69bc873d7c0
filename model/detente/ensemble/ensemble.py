"""Run a scenario many times and hold the results as labelled arrays.

Runs are cut into blocks that threads work on (the kernel holds no lock); the numbers depend on seed and run id alone,
so blocks, threads and order change nothing.  Memory is bounded by what is recorded, never by scratch.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.assembly import Program, assemble
from detente.engine.block import run_block
from detente.ensemble.recording import BASIC, Recording, recording_of, room_for
from detente.errors import RunError, UsageError
from detente.mechanisms.consent import REASONS
from detente.scenario.scenario import Scenario
from detente.world.arrays import Array, Record, Swept, nothing_swept
from detente.world.outcomes import INDICATORS

if TYPE_CHECKING:
    import pandas
    import xarray

LAST_YEAR = 2200
Progress = Callable[[int], None]
"""Called with the number of runs that have just finished."""


@dataclass(frozen=True)
class Ensemble:
    """The runs of one scenario under one seed; run r draws assumption set r // replicates."""

    scenario: Scenario
    seed: int
    runs: int
    replicates: int
    recording: Recording
    program: Program = field(repr=False)
    record: Record = field(repr=False)
    outcomes_of_consent: Array = field(repr=False)

    @property
    def sets(self) -> Array:
        """Return the assumption set of each run, [runs]."""
        return np.arange(self.runs) // self.replicates

    @property
    def summary(self) -> Array:
        """Return the mean of each indicator over the horizon, [runs, 12]."""
        return self.record.summary

    @property
    def data(self) -> xarray.Dataset:
        """Return everything recorded as a Dataset with dims run, time, observer, target, ... and units in attrs."""
        from detente.ensemble.labels import dataset

        return dataset(self)

    def _repr_html_(self) -> str:
        """Return a table of the indicators for notebooks."""
        from detente.ensemble.display import html

        return html(self)

    def indicators(self) -> pandas.DataFrame:
        """Return a tidy table: one row per run and indicator, with unit and direction."""
        import pandas

        names = list(INDICATORS)
        table = pandas.DataFrame(self.summary, columns=names)
        table.insert(0, "run", np.arange(self.runs))
        table.insert(1, "set", self.sets)
        tidy = table.melt(["run", "set"], var_name="indicator", value_name="value")
        tidy["unit"] = tidy["indicator"].map({name: INDICATORS[name].unit for name in names})
        tidy["better"] = tidy["indicator"].map({name: INDICATORS[name].better for name in names})
        return tidy


def run(
    scenario: Scenario,
    runs: int | None = None,
    seed: int | None = None,
    *,
    replicates: int | None = None,
    record: str | Sequence[str] = BASIC,
    workers: int | None = None,
    sampled: bool = True,
    progress: Progress | bool | None = None,
) -> Ensemble:
    """Run a scenario and return its Ensemble.

    `runs` (default: the scenario's) counts all runs, `replicates` those per assumption set; `record` is
    `indicators`, `all`, or names of variables; `sampled=False` holds every number at its mode; `progress=True` shows a
    bar on a terminal or in a notebook, and a function is called with the number of runs that have just finished.
    Raises `UsageError` for options out of range and `RunError` when a run stops being finite.
    """
    if not isinstance(scenario, Scenario):
        raise UsageError(f"scenario: found {scenario!r}; read a file first: detente.read_scenario(PATH)")
    runs, replicates = run_sizes(scenario, runs, replicates)
    recording = recording_of(record, scenario.issues)
    program = assemble(scenario, checked_seed(scenario, seed))
    kept = _memory(program, recording, runs)
    outcomes = np.zeros((len(program.lever_names), len(REASONS)), np.int64)
    with _shown(progress, runs, scenario.title) as tick:
        for first, last, block in _blocks(program, recording, runs, replicates, workers, sampled):
            _check(block, first, program, replicates)
            for name in ("summary", "series", "worlds", "state_worlds", "outcomes", "crises", "events"):
                target, source = getattr(kept, name), getattr(block, name)
                if source.shape[0] and target.shape[0]:
                    target[first:last] = source
            outcomes += block.reasons.sum(axis=0)
            tick(last - first)
    return Ensemble(scenario, program.seed, runs, replicates, recording, program, kept, outcomes)


@contextmanager
def _shown(progress: Progress | bool | None, runs: int, title: str) -> Iterator[Progress]:
    """Yield what is told of finished runs: the function given, a bar, or nothing."""
    if callable(progress):
        yield progress
        return
    from detente.progressing import announce_compilation, progress_bar

    announce_compilation(quiet=not progress)
    with progress_bar(runs, title, quiet=not progress) as tick:
        yield tick


def checked_seed(scenario: Scenario, seed: int | None) -> int:
    """Return the seed, checked: a whole number from 0 on."""
    seed = scenario.seed if seed is None else seed
    if not isinstance(seed, (int, np.integer)) or isinstance(seed, bool) or seed < 0:
        raise UsageError(f"seed: found {seed!r}; a whole number from 0 on is needed")
    return int(seed)


def _memory(program: Program, recording: Recording, runs: int) -> Record:
    """Return room for all runs; raise `UsageError` where there is none, or where dates cannot be written."""
    if program.scenario.end.year > LAST_YEAR:
        raise UsageError(f"end: {program.scenario.end} is after {LAST_YEAR}, beyond which dates cannot be labelled")
    need = runs * recording.bytes_per_run(program) / 2**30
    have = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30 if hasattr(os, "sysconf") else need
    if need > have:
        raise UsageError(f"{runs} runs with this record need {need:.1f} GiB; fewer runs, or record='indicators'")
    kept = room_for(program, recording, runs)
    return kept._replace(reasons=np.zeros((0, 0, 0), np.int32))


def run_sizes(scenario: Scenario, runs: int | None, replicates: int | None) -> tuple[int, int]:
    """Return runs and replicates, checked: whole sets only."""
    runs = scenario.runs if runs is None else runs
    if not 1 <= runs < 2**31:
        raise UsageError(f"runs: found {runs}; between 1 and 2147483647 are possible")
    if replicates is None:
        replicates = scenario.replicates if runs % scenario.replicates == 0 else 1
    if replicates < 1 or runs % replicates:
        raise UsageError(f"replicates: found {replicates}; runs ({runs}) must be a multiple of it")
    return runs, replicates


def _check(block: Record, first: int, program: Program, replicates: int) -> None:
    kept = (block.summary, block.series, block.worlds, block.state_worlds)
    sums = [array.reshape(len(array), -1).sum(axis=1, dtype=float) for array in kept if len(array)]
    bad = np.flatnonzero(~np.isfinite(sums).all(axis=0))
    if bad.size:
        call = f"detente.Region(scenario, rng={program.seed}, run={first + int(bad[0])}, replicates={replicates})"
        raise RunError(f"run {first + int(bad[0])} of seed {program.seed} stopped being finite; look at it with {call}")


def block_size(runs: int, replicates: int, workers: int) -> int:
    """Return how many runs a block has: whole sets, eight blocks a worker, at most about 200 runs."""
    sets = max(1, min(-(-runs // replicates) // (8 * workers), 200 // replicates))
    return sets * replicates


def worker_count(workers: int | None) -> int:
    """Return how many threads to use: as asked, or one per processor this process may use."""
    if workers is not None:
        if workers < 1:
            raise UsageError(f"workers: found {workers}; at least 1 is needed")
        return workers
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _blocks(
    program: Program, recording: Recording, runs: int, replicates: int, workers: int | None, sampled: bool
) -> Iterator[tuple[int, int, Record]]:
    """Yield (first run, last run + 1, record) of every block as it finishes; few are ever in memory."""
    threads = worker_count(workers)
    size = block_size(runs, replicates, threads)
    rows = recording.rows(program)
    starts = iter(range(0, runs, size))

    def work(first: int) -> tuple[int, int, Record]:
        last = min(first + size, runs)
        return first, last, run_ids(program, np.arange(first, last), replicates, recording, rows, sampled)

    with ThreadPoolExecutor(threads) as pool:
        waiting: set[Future[tuple[int, int, Record]]] = set()
        try:
            for first in starts:
                waiting.add(pool.submit(work, first))
                if len(waiting) > 2 * threads:
                    done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                    yield from (future.result() for future in done)
            while waiting:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in done)
        finally:
            for future in waiting:
                future.cancel()


def run_ids(
    program: Program,
    ids: Array,
    replicates: int,
    recording: Recording,
    rows: tuple[Array, Array] | None = None,
    sampled: bool = True,
    ledger: Any = None,
    record: Record | None = None,
    swept: Swept | None = None,
) -> Record:
    """Run the given run ids in the calling thread and return their record; `ledger` [T, rows, W x W] is filled.

    `swept` gives each run numbers of its own in place of what is drawn.
    """
    rows = recording.rows(program) if rows is None else rows
    record = room_for(program, recording, len(ids)) if record is None else record
    scenario = program.scenario
    run_block(
        np.ascontiguousarray(ids, np.int64), replicates, sampled, program.region[0], program.plan, program.room(),
        scenario.dt, program.months, scenario.steps, program.focus, len(program.layout.names), program.pad,
        rows[0], rows[1], record, ledger, nothing_swept() if swept is None else swept,
    )  # fmt: skip
    return record
