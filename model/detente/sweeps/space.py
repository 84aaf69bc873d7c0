"""Room on the disk: how much a sweep needs in the end and at most, and a refusal where that is not there."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from detente.errors import UsageError
from detente.sweeps.journal import Journal
from detente.sweeps.packing import digest, to_bytes
from detente.sweeps.plan import Plan
from detente.sweeps.shards import shard_count, write_shard
from detente.sweeps.trial import trial
from detente.sweeps.work import Block

BASE = 2**20
"""Manifest, scenarios, points and what the journal keeps to the end, roughly."""
LOG = 2**23
"""What the journal's log grows to between two looks of SQLite, with the block in hand (measured, rounded up)."""
PAGES = 1.05
"""How much larger the journal is than the numbers in it: archives, pages, blocks of the next shard."""
SURELY = 2


def disk_needed(plan: Plan, block: Block, runs: int | None = None) -> tuple[float, float]:
    """Return the bytes of the folder in the end, and at most while it runs: then a shard's blocks are there as well."""
    runs = plan.runs if runs is None else runs
    each_file, each_run = _shard_sizes(plan, block)
    final = BASE + shard_count(plan, runs) * each_file + runs * each_run
    return final, final + _journal(plan, runs)


def check_room(plan: Plan, out: Path) -> None:
    """Raise `UsageError` where a sweep (with a stopping rule: its first batch) has not the room it needs at most.

    A few runs are made to find out, but only where numbers that nobody packs would not fit twice over.
    """
    place = next((one for one in (out, *out.absolute().parents) if one.is_dir()), Path("."))
    free, runs = shutil.disk_usage(place).free, plan.sweep.batch_runs
    if free > SURELY * (BASE + runs * plan.kept_bytes + _journal(plan, runs)):
        return
    final, peak = disk_needed(plan, trial(plan)[0], runs)
    if peak > free:
        raise UsageError(
            f"{out}: the sweep needs up to {_words(peak)} on the disk while it runs ({_words(final)} in the end), and "
            f"{_words(free)} are free; make room, or name a folder on another disk with --out"
        )


def _journal(plan: Plan, runs: int) -> float:
    held = PAGES * min(runs, plan.shard_runs) * plan.kept_bytes
    return held + min(LOG, held)


def _shard_sizes(plan: Plan, block: Block) -> tuple[float, float]:
    """Return the bytes of a shard without runs and of one more run in it, from shards of all the runs and of half."""
    many = block.last - block.first
    half = max(1, many // 2)
    whole = _written(plan, block)
    if many == half:
        return 0.0, whole
    part = _written(plan, Block(0, half, {name: array[:half] for name, array in block.arrays.items()}, []))
    each = max(1.0, (whole - part) / (many - half))
    return max(0.0, whole - many * each), each


def _written(plan: Plan, block: Block) -> float:
    with tempfile.TemporaryDirectory() as room:
        journal = Journal(Path(room))
        try:
            data = to_bytes(block)
            journal.add_block(block.first, block.last, data, None, digest(data), [])
            shard = write_shard(Path(room), plan, journal, 0, block.first, block.last)
        finally:
            journal.close()
        return float(sum((Path(room) / name).stat().st_size for name in shard.files))


def _words(count: float) -> str:
    return f"{count / 2**20:,.1f} MiB"
