"""`detente.sweep`: run a sweep into a folder, or go on with one; what is finished is never lost."""

from __future__ import annotations

import os
import pickle
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from detente.ensemble.ensemble import worker_count
from detente.errors import ResultError, UsageError
from detente.scenario.scenario import Scenario
from detente.sweeps.agents import described, loaded_main, named
from detente.sweeps.course import Course, Crew, Tally
from detente.sweeps.failures import write_failures
from detente.sweeps.folder import (
    begin,
    change_manifest,
    check_files,
    check_target,
    damage,
    locked,
    read_manifest,
    sweep_leftovers,
)
from detente.sweeps.journal import Journal
from detente.sweeps.plan import Plan, Work, plan_of
from detente.sweeps.pool import Pool
from detente.sweeps.question import question_of
from detente.sweeps.shards import RUNS
from detente.sweeps.stopping import Precision
from detente.sweeps.sweep import Sweep
from detente.sweeps.worker import IN_WORKER
from detente.world.arrays import Array

if TYPE_CHECKING:
    from detente.sweeps.opening import SweepResult

THREADS_EACH = 4
AGENT_SECONDS = 0.1
"""Blocks of slow runs are short: whatever one of them does to its process, few others have to be made again."""


class Options(NamedTuple):
    """How a sweep is run; nothing here changes a result.

    `workers` threads in all; `time_limit` seconds and `memory_limit` MiB for what a block may take; `client` a Dask
    client, or the address of a scheduler, in place of workers here.
    """

    resume: bool = False
    workers: int | None = None
    client: Any = None
    agents: Any = None
    time_limit: float | None = None
    memory_limit: float | None = None
    block_seconds: float = 1.0
    progress: Callable[[Tally], None] | None = None
    notice: Callable[[str], None] | None = None


def sweep(scenario: Scenario | Sweep | str | os.PathLike[str], out: Path | str, *, points: Any = None,
          resume: bool = False, workers: int | None = None, client: Any = None, agents: Any = None,
          time_limit: float | None = None, memory_limit: float | None = None,
          progress: Callable[[Tally], None] | None = None, **parts: Any) -> SweepResult:  # fmt: skip
    """Run a sweep into the folder `out` and return it opened.

    `scenario` is a `Sweep`, a scenario or its file; then `parts` are those of a sweep file: `factors`, `packages`,
    `design`, `futures`, `replicates`, `record`, `stop`, ...; `points` may be a table with a column for each factor.
    `agents` are classes of states that choose for themselves, as for `detente.Region`.  Raises `ScenarioError` with all
    faults of the sweep, `UsageError` where the folder holds something else.
    """
    if not isinstance(scenario, Sweep):
        scenario = Sweep.of(scenario, points=points, **parts)
    elif parts or points is not None:
        raise UsageError(
            f"{', '.join([*parts, *(['points'] if points is not None else [])])}: belongs into the Sweep itself"
        )
    return run_sweep(scenario, Path(out), resume=resume, workers=workers, client=client, agents=agents,
                     time_limit=time_limit, memory_limit=memory_limit, progress=progress)  # fmt: skip


def run_sweep(sweep: Sweep, out: Path, **options: Any) -> SweepResult:
    """Run a sweep into a folder and return it opened; options are those of `Options`."""
    from detente.sweeps.opening import open_sweep

    if os.environ.get(IN_WORKER):
        raise UsageError("a worker came upon the sweep itself: put the call under `if __name__ == '__main__':`")
    asked = Options(**options)
    _check(asked)
    plan = plan_of(sweep)
    question = question_of(plan, described(asked.agents))
    if not check_target(out, question, plan, resume=asked.resume):
        begin(out, plan, question, named(asked.agents))
    with locked(out):
        check_files(out, read_manifest(out))
        with _told(out):
            _run(out, plan, asked)
    return open_sweep(out)


def _check(asked: Options) -> None:
    described(asked.agents)
    loaded_main(asked.agents)
    for name in ("time_limit", "memory_limit", "block_seconds"):
        value = getattr(asked, name)
        if value is not None and not value > 0:
            raise UsageError(f"{name}: found {value}; a number above 0 is needed")


@contextmanager
def _told(out: Path) -> Iterator[None]:
    """Turn a disk that is full (or cannot be written) into words; what is finished is in the journal."""
    try:
        yield
    except (sqlite3.OperationalError, OSError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(
            f"cannot write to {out}: {reason.lower()}; what is finished is safe: make room, and go on with --resume"
        ) from None


def _run(out: Path, plan: Plan, asked: Options) -> None:
    journal = Journal(out)
    try:
        _redo_damage(out, journal, asked)
        sweep_leftovers(out, journal.parts())
        done = sum(last - first for first, last in journal.spans())
        if asked.progress is not None and done:
            asked.progress(_before(plan, journal))
        work = plan.work(asked.agents)
        batches, runs = _batches(out, plan, work, journal, asked)
        write_failures(out, plan, journal)
        journal.shrink()
        _complete(out, journal, batches, runs)
    finally:
        journal.close()


def _redo_damage(out: Path, journal: Journal, asked: Options) -> None:
    """Forget shards and blocks whose files or numbers are not as they were written: they alone are run again."""
    for shard in journal.shards():
        names = damage(out, shard.files)
        if names:
            journal.forget_shard(shard)
            _say(
                asked, f"{', '.join(names)}: damaged or missing; runs {shard.first} to {shard.last - 1} are made again"
            )
    for first, last in journal.block_spans():
        try:
            for _ in journal.blocks(first, last):
                pass
        except ResultError:
            _say(asked, f"the block of runs {first} to {last - 1} is damaged and made again")


def _say(asked: Options, words: str) -> None:
    if asked.notice is not None:
        asked.notice(words)


def _before(plan: Plan, journal: Journal) -> Tally:
    """Return what was finished before, as a tally."""
    names = list(plan.sweep.packages)
    many = np.zeros(len(names), np.int64)
    for first, last in journal.spans():
        for at in range(first, last, 2**20):
            labels = plan.labels(at, min(at + 2**20, last))
            many += np.bincount(labels.package, minlength=len(names))
    return Tally(dict(zip(names, many.tolist(), strict=True)), len(journal.failures()))


def _batches(out: Path, plan: Plan, work: Work, journal: Journal, asked: Options) -> tuple[int, int]:
    """Run batch after batch until there is enough; return how many batches and runs that were."""
    seconds = asked.block_seconds if asked.agents is None else min(asked.block_seconds, AGENT_SECONDS)
    course = Course(out, plan, work, journal, seconds, asked.progress or (lambda tally: None))
    precision = None if plan.sweep.stop is None else Precision(plan)
    known = {batch: (enough, state) for batch, enough, state in journal.decisions()}
    with _crew(out, plan, work, journal, asked) as hired:
        batch = 0
        while batch < plan.sweep.batches:
            if _unfinished(plan, journal, batch):
                course.batch(batch, hired())
            batch += 1
            if precision is None:
                continue
            enough, state = known.get(batch - 1, (False, ""))
            if state:
                precision.from_text(state)
            else:
                precision.add(_watched(out, plan, journal, batch - 1, precision.column))
                enough = precision.enough
                journal.decide(batch - 1, enough, precision.to_text())
            if enough:
                break
        runs = batch * plan.sweep.batch_runs
        course.finish(runs)
    return batch, runs


def _unfinished(plan: Plan, journal: Journal, batch: int) -> bool:
    from detente.sweeps.journal import missing

    first = batch * plan.sweep.batch_runs
    return bool(missing(journal.spans(), first, first + plan.sweep.batch_runs))


def _watched(out: Path, plan: Plan, journal: Journal, batch: int, column: int) -> Array:
    """Return an indicator of every run of a batch, from shards and blocks alike."""
    from pyarrow import parquet

    from detente.world.outcomes import INDICATORS

    size = plan.sweep.batch_runs
    start, values = batch * size, np.full(size, np.nan)
    for shard in journal.shards():
        low, high = max(shard.first, start), min(shard.last, start + size)
        if low < high:
            name = next(name for name in shard.files if name.startswith(f"{RUNS}/"))
            found = parquet.read_table(out / name, columns=[list(INDICATORS)[column]]).column(0).to_numpy()
            values[low - start : high - start] = found[low - shard.first : high - shard.first]
    for first, last in journal.block_spans():
        low, high = max(first, start), min(last, start + size)
        for block in journal.blocks(first, last) if low < high else ():
            held = block.arrays["means"][low - first : high - first, column]
            values[low - start : high - start] = held
    return values


@contextmanager
def _crew(out: Path, plan: Plan, work: Work, journal: Journal, asked: Options) -> Iterator[Callable[[], Crew]]:
    """Yield what hires workers when there is work for them; they are dismissed at the end, however it comes."""
    crew: Any = None

    def hired() -> Crew:
        nonlocal crew
        if crew is None:
            crew = _cluster(out, work, asked) if asked.client is not None else _pool(plan, work, asked)
        found: Crew = crew
        return found

    try:
        yield hired
    finally:
        if crew is not None:
            crew.close()


def _cluster(out: Path, work: Work, asked: Options) -> Any:
    try:
        from detente.sweeps.cluster import Cluster
    except ImportError:
        raise UsageError("a cluster needs Dask, which is not installed: pip install 'detente[dask]'") from None
    return Cluster(asked.client, work, out)


def _pool(plan: Plan, work: Work, asked: Options) -> Pool:
    threads = worker_count(asked.workers)
    by_agents = asked.agents is not None  # Python holds one lock a process, so that threads would wait for each other
    processes = threads if by_agents else -(-threads // THREADS_EACH)
    start = {
        "work": pickle.dumps(work),
        "path": [p for p in sys.path if p] + [os.getcwd()],
        "main": loaded_main(asked.agents),
    }
    return Pool(
        start, processes, 1 if by_agents else -(-threads // processes), asked.time_limit, _memory(asked, processes)
    )


def _memory(asked: Options, processes: int) -> int:
    """Return how many bytes a worker may hold: as asked, or its share of four fifths of what the machine has."""
    if asked.memory_limit is not None:
        return int(asked.memory_limit * 2**20)
    has = hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") if has else 2**34
    return int(0.8 * total / processes)


def _complete(out: Path, journal: Journal, batches: int, runs: int) -> None:
    """Write into the manifest that all is there, with the digest of every result file and one over all of them."""
    import hashlib

    from detente.store.folders import file_digest

    files: dict[str, str] = {}
    for shard in journal.shards():
        files.update(shard.files)
    if (out / "failures.parquet").exists():
        files["failures.parquet"] = file_digest(out / "failures.parquet")
    text = "\n".join(f"{name} {digest}" for name, digest in sorted(files.items()))
    change_manifest(out, status="complete", runs=runs, batches=batches, failed=len(journal.failures()), results=files,
                    results_digest=hashlib.sha256(text.encode()).hexdigest())  # fmt: skip
