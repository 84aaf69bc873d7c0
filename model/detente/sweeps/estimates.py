"""What a sweep will take, before anything starts: runs, seconds, memory and disk, measured on a few runs made now.

Which runs are tried depends on the plan alone, so that sizes are the same at every call; only times vary.
"""

from __future__ import annotations

from typing import NamedTuple

from detente.sweeps.options import check_workers
from detente.sweeps.plan import plan_of
from detente.sweeps.space import disk_needed
from detente.sweeps.sweep import Sweep
from detente.sweeps.trial import trial

PROCESS, PER_THREAD = 190 * 2**20, 12 * 2**20
"""Memory of a process with kernel and libraries, and of one more thread's scratch (measured, rounded up)."""


class Estimate(NamedTuple):
    """Sizes of a sweep, and what it takes: seconds on so many workers, bytes of memory and of disk (in the end; at most).

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
    peak: float
    files: int


def estimate(sweep: Sweep, workers: int | None = None) -> Estimate:
    """Return what a sweep will take, after making a few of its runs in this process."""
    plan = plan_of(sweep)
    many = check_workers(workers)
    block, pace = trial(plan)
    disk, peak = disk_needed(plan, block)
    kinds = 1 + plan.recording.series + bool(plan.recording.dyads or plan.recording.states)
    shards = -(-sweep.runs // plan.shard_runs)
    shard = plan.kept_bytes * min(plan.shard_runs, sweep.runs)
    memory = 2 * PROCESS + many * PER_THREAD + 3 * shard + sweep.points.nbytes + plan.built.of.nbytes
    return Estimate(
        len(sweep.packages), len(sweep.points), sweep.futures or 0, sweep.replicates, sweep.runs, sweep.batch_runs,
        len(plan.built.listed), many, pace * sweep.runs / many + 3.0, float(memory), disk, peak, shards * kinds + 5,
    )  # fmt: skip
