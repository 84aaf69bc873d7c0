"""`detente.sweep`: run a sweep into a folder, or go on with one; what is finished is never lost."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.errors import ResultError, UsageError
from detente.scenario.scenario import Scenario
from detente.store.folders import file_digest
from detente.sweeps import folder
from detente.sweeps.agents import described, named
from detente.sweeps.batching import run_batches
from detente.sweeps.course import Tally
from detente.sweeps.failures import FILE as FAILURES
from detente.sweeps.failures import write_failures
from detente.sweeps.journal import Journal, Shard
from detente.sweeps.options import Options, check, say
from detente.sweeps.plan import Plan, plan_of
from detente.sweeps.progress import shown
from detente.sweeps.question import question_of
from detente.sweeps.shards import bounds, shard_count
from detente.sweeps.space import check_room
from detente.sweeps.sweep import Sweep
from detente.sweeps.worker import IN_WORKER

if TYPE_CHECKING:
    from detente.sweeps.opening import SweepResult


def sweep(scenario: Scenario | Sweep | str | os.PathLike[str], out: Path | str, *, points: Any = None,
          resume: bool = False, workers: int | None = None, client: Any = None, agents: Any = None,
          time_limit: float | None = None, memory_limit: float | None = None,
          progress: Callable[[Tally], None] | bool = False, **parts: Any) -> SweepResult:  # fmt: skip
    """Run a sweep into the folder `out` and return it opened.

    `scenario` is a `Sweep`, a scenario or its file; then `parts` are those of a sweep file: `factors`, `packages`,
    `design`, `futures`, `replicates`, `record`, `stop`, ...; `points` may be a table with a column for each factor.
    `agents` are classes of states that choose for themselves, as for `detente.Region`; with `progress=True` standard
    error shows rate and time left by package.  Raises `ScenarioError` with all
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
    check(asked)
    plan = plan_of(sweep)
    question = question_of(plan, described(asked.agents))
    fresh = not folder.check_target(out, question, plan, resume=asked.resume)
    if fresh:
        check_room(plan, out)
        folder.begin(out, plan, question, named(asked.agents))
    with folder.locked(out):
        folder.check_files(out, folder.read_manifest(out))
        totals = dict.fromkeys(sweep.packages, sweep.runs // len(sweep.packages))
        with _told(out, fresh), shown(asked.progress, totals) as report:
            _run(out, plan, asked._replace(progress=report))
    return open_sweep(out)


@contextmanager
def _told(out: Path, fresh: bool) -> Iterator[None]:
    """Turn a disk that is full (or cannot be written) into words; what is finished is in the journal.

    A folder begun just now in which nothing was finished goes again: it would only stand in the way.
    """
    try:
        yield
    except (sqlite3.OperationalError, OSError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        if fresh and _dropped(out):
            raise UsageError(
                f"cannot write to {out}: {reason.lower()}; nothing was finished, nothing is left"
            ) from None
        raise UsageError(
            f"cannot write to {out}: {reason.lower()}; what is finished is safe: make room, and go on with --resume"
        ) from None
    except BaseException:
        if fresh:
            _dropped(out)
        raise


def _dropped(out: Path) -> bool:
    """Remove the folder of a sweep if it has no finished block; return whether it is gone."""
    try:
        journal = Journal(out)
        try:
            done = bool(journal.spans())
        finally:
            journal.close()
    except (ResultError, sqlite3.Error):
        return False  # what cannot be read is not known to be empty
    if not done:
        shutil.rmtree(out, ignore_errors=True)
    return not out.exists()


def _run(out: Path, plan: Plan, asked: Options) -> None:
    journal = Journal(out)
    try:
        _take_over(out, plan, journal)
        _redo_damage(out, journal, asked)
        folder.sweep_leftovers(out, journal.parts())
        if callable(asked.progress) and journal.spans():
            asked.progress(_before(plan, journal))
        work = plan.work(asked.agents)
        batches, runs = run_batches(out, plan, work, journal, asked)
        write_failures(out, plan, journal)
        journal.shrink()
        _complete(out, journal, batches, runs)
    finally:
        journal.close()


def _take_over(out: Path, plan: Plan, journal: Journal) -> None:
    """Enter the shards of a finished sweep into a journal that was lost; failed runs it alone knew: then all is run again."""
    manifest = folder.read_manifest(out)
    if journal.spans() or manifest["status"] != "complete" or manifest["failed"]:
        return
    for number in range(shard_count(plan, manifest["runs"])):
        files = {name: sha for name, sha in manifest["results"].items() if f"-{number:05}." in name}
        journal.add_shard(Shard(number, *bounds(plan, number, manifest["runs"]), files))


def _redo_damage(out: Path, journal: Journal, asked: Options) -> None:
    """Forget shards and blocks whose files or numbers are not as they were written: they alone are run again."""
    for shard in journal.shards():
        names = folder.damage(out, shard.files)
        if names:
            journal.forget_shard(shard)
            folder.change_manifest(out, status="running")
            runs = f"runs {shard.first} to {shard.last - 1}"
            say(asked, f"{', '.join(names)}: damaged or missing; {runs} are made again")
    for first, last in journal.block_spans():
        try:
            for _ in journal.blocks(first, last):
                pass
        except ResultError:
            say(asked, f"the block of runs {first} to {last - 1} is damaged and made again")


def _before(plan: Plan, journal: Journal) -> Tally:
    """Return what was finished before, as a tally."""
    names = list(plan.sweep.packages)
    many = np.zeros(len(names), np.int64)
    for first, last in journal.spans():
        for at in range(first, last, 2**20):
            labels = plan.labels(at, min(at + 2**20, last))
            many += np.bincount(labels.package, minlength=len(names))
    return Tally(dict(zip(names, many.tolist(), strict=True)), len(journal.failures()))


def _complete(out: Path, journal: Journal, batches: int, runs: int) -> None:
    """Write into the manifest that all is there, with the digest of every result file and one over all of them."""
    files: dict[str, str] = {}
    for shard in journal.shards():
        files.update(shard.files)
    if (out / FAILURES).exists():
        files[FAILURES] = file_digest(out / FAILURES)
    text = "\n".join(f"{name} {digest}" for name, digest in sorted(files.items()))
    folder.change_manifest(out, status="complete", runs=runs, batches=batches, failed=len(journal.failures()), results=files,
                    results_digest=hashlib.sha256(text.encode()).hexdigest())  # fmt: skip
