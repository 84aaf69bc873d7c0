"""Batch after batch until all is run, or enough is known: decided on whole batches, kept in the journal."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from pyarrow import parquet

from detente.sweeps.course import Course
from detente.sweeps.hiring import crew_for
from detente.sweeps.journal import Journal, missing
from detente.sweeps.options import Options
from detente.sweeps.plan import Plan, Work
from detente.sweeps.shards import RUNS
from detente.sweeps.stopping import Precision
from detente.world.arrays import Array
from detente.world.outcomes import INDICATORS

AGENT_SECONDS = 0.1
"""Blocks of slow runs are short: whatever one of them does to its process, few others have to be made again."""


def run_batches(out: Path, plan: Plan, work: Work, journal: Journal, asked: Options) -> tuple[int, int]:
    """Run batch after batch until there is enough; return how many batches and runs that were."""
    seconds = asked.block_seconds if asked.agents is None else min(asked.block_seconds, AGENT_SECONDS)
    course = Course(
        out, plan, work, journal, seconds, asked.progress if callable(asked.progress) else (lambda tally: None)
    )
    precision = None if plan.sweep.stop is None else Precision(plan)
    known = {batch: (enough, state) for batch, enough, state in journal.decisions()}
    with crew_for(out, work, asked) as hired:
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
    first = batch * plan.sweep.batch_runs
    return bool(missing(journal.spans(), first, first + plan.sweep.batch_runs))


def _watched(out: Path, plan: Plan, journal: Journal, batch: int, column: int) -> Array:
    """Return an indicator of every run of a batch, from shards and blocks alike."""
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
