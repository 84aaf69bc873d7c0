"""What a sweep will take, before anything starts: runs, seconds, memory and disk, measured on a few runs made now."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np

from detente.ensemble.ensemble import worker_count
from detente.sweeps.journal import Journal
from detente.sweeps.packing import digest, to_bytes
from detente.sweeps.plan import Plan, Task, plan_of
from detente.sweeps.shards import write_shard
from detente.sweeps.sweep import Sweep
from detente.sweeps.work import Block, work_off

FIXED = 4096
"""What a Parquet file holds besides its rows, roughly."""
TRIAL_SECONDS, TRIAL_RUNS = 0.3, 256
PROCESS, PER_THREAD = 190 * 2**20, 12 * 2**20
"""Memory of a process with kernel and libraries, and of one more thread's scratch (measured, rounded up)."""


class Estimate(NamedTuple):
    """Sizes of a sweep, and what it takes: seconds on so many workers, bytes of memory and of disk.

    With a stopping rule all of it is for the cap (`runs`), and `least` is what one batch has.
    """

    packages: int
    points: int
    futures: int
    replicates: int
    runs: int
    least: int
    structures: int
    workers: int
    seconds: float
    memory: float
    disk: float
    files: int


def estimate(sweep: Sweep, workers: int | None = None) -> Estimate:
    """Return what a sweep will take, after making a few of its runs in this process."""
    plan = plan_of(sweep)
    many = worker_count(workers)
    block, pace = _trial(plan)
    disk = _bytes_per_run(plan, block) * sweep.runs + 2**20
    kinds = 1 + plan.recording.series + bool(plan.recording.dyads or plan.recording.states)
    shards = -(-sweep.runs // plan.shard_runs)
    shard = plan.kept_bytes * min(plan.shard_runs, sweep.runs)
    memory = 2 * PROCESS + many * PER_THREAD + 3 * shard + sweep.points.nbytes + plan.built.of.nbytes
    return Estimate(
        len(sweep.packages), len(sweep.points), sweep.futures or 0, sweep.replicates, sweep.runs, sweep.batch_runs,
        len(plan.built.listed), many, pace * sweep.runs / many + 3.0, float(memory), float(disk), shards * kinds + 5,
    )  # fmt: skip


def _trial(plan: Plan) -> tuple[Block, float]:
    """Return a block of evenly spread runs and the seconds a run took on one thread; the first run only warms up."""
    work = plan.work()
    work_off(work, plan.task(0, 1))
    size = 4
    while True:
        places = np.unique(np.linspace(0, plan.runs - 1, min(size, plan.runs, plan.largest_block)).astype(np.int64))
        labels = [plan.task(int(at), int(at) + 1) for at in places]
        joined = Task(0, len(places), np.concatenate([t.ids for t in labels]), np.concatenate([t.structure for t in labels]),
                      np.concatenate([t.values for t in labels]))  # fmt: skip
        start = time.perf_counter()
        block = work_off(work, joined)
        took = time.perf_counter() - start
        if took >= TRIAL_SECONDS or len(places) >= min(TRIAL_RUNS, plan.runs, plan.largest_block):
            return block, took / len(places)
        size *= 2


def _bytes_per_run(plan: Plan, block: Block) -> float:
    """Return how many bytes of shards a run makes, from the runs just made."""
    with tempfile.TemporaryDirectory() as room:
        journal = Journal(Path(room))
        try:
            data = to_bytes(block)
            journal.add_block(block.first, block.last, data, None, digest(data), [])
            shard = write_shard(Path(room), plan, journal, 0, block.first, block.last)
        finally:
            journal.close()
        sizes = sum((Path(room) / name).stat().st_size for name in shard.files)
        return max(1.0, (sizes - FIXED * len(shard.files)) / (block.last - block.first))
