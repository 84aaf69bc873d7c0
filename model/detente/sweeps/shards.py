"""Shards: the results in few files, cut by the order of runs alone, so that their bytes are the same however they came.

Tables are Parquet (floating point columns split by byte before compression, the rest by dictionary), arrays netCDF.
Each file is written under another name, flushed to the disk, and renamed; the folder is flushed too.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.store.folders import file_digest
from detente.sweeps.journal import Journal, Shard
from detente.sweeps.plan import Plan
from detente.sweeps.work import STATUS
from detente.world.arrays import Array
from detente.world.outcomes import INDICATORS
from detente.world.text import DISCLAIMER

if TYPE_CHECKING:
    import pyarrow

CRISES = ("onsets", "ends", "pair_steps_in_crisis", "pair_steps_at_top_stage")
RUNS, YEARLY, ARRAYS = "runs", "yearly", "arrays"
ROW_GROUP = 2**17


def bounds(plan: Plan, number: int, runs: int) -> tuple[int, int]:
    """Return the first run and the last + 1 of a shard, of `runs` in all."""
    return number * plan.shard_runs, min((number + 1) * plan.shard_runs, runs)


def shard_count(plan: Plan, runs: int) -> int:
    """Return how many shards `runs` runs make."""
    return -(-runs // plan.shard_runs)


def write_shard(folder: Path, plan: Plan, journal: Journal, number: int, first: int, last: int) -> Shard:
    """Write the files of a shard from the blocks in the journal and return its row; nothing is registered yet."""
    arrays = gathered(journal, first, last)
    files = {}
    for kind, make in _makers(plan).items():
        suffix = "nc" if kind == ARRAYS else "parquet"
        name = f"{kind}/{kind}-{number:05}.{suffix}"
        (folder / kind).mkdir(exist_ok=True)
        whole(folder / name, lambda path, m=make: m(path, plan, arrays, first, last))  # type: ignore[misc]
        files[name] = file_digest(folder / name)
    return Shard(number, first, last, files)


def gathered(journal: Journal, first: int, last: int) -> dict[str, Array]:
    """Return the arrays of a stretch of runs, joined from its blocks."""
    joined: dict[str, Array] = {}
    for block in journal.blocks(first, last):
        for name, array in block.arrays.items():
            if name not in joined:
                joined[name] = np.zeros((last - first, *array.shape[1:]), array.dtype)
            joined[name][block.first - first : block.last - first] = array
    return joined


def whole(path: Path, write: Callable[[Path], Any]) -> None:
    """Write a file that appears under its name only when it is whole and on the disk."""
    room = path.with_name(f".{path.name}.part")
    try:
        write(room)
        with room.open("rb+") as stream:
            os.fsync(stream.fileno())
        os.replace(room, path)
        flush_folder(path.parent)
    finally:
        room.unlink(missing_ok=True)


def flush_folder(folder: Path) -> None:
    """Flush a folder's list of names to the disk, where the system can."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _makers(plan: Plan) -> dict[str, Callable[..., None]]:
    makers: dict[str, Callable[..., None]] = {RUNS: _write_runs}
    if plan.recording.series:
        makers[YEARLY] = _write_yearly
    if plan.recording.dyads or plan.recording.states:
        makers[ARRAYS] = _write_arrays
    return makers


def _names(plan: Plan, first: int, last: int, times: int = 1) -> dict[str, Any]:
    """Return the columns that name each run, every row `times` times."""
    import pyarrow

    labels = plan.labels(first, last)
    packages = pyarrow.array(list(plan.sweep.packages))
    index = pyarrow.array(np.repeat(labels.package.astype(np.int16), times))
    parts = {
        name: np.repeat(getattr(labels, name).astype(np.int32), times) for name in ("point", "future", "replicate")
    }
    run = np.repeat(np.arange(first, last), times)
    return {"run": run, "package": pyarrow.DictionaryArray.from_arrays(index, packages), **parts}


def _write_runs(path: Path, plan: Plan, arrays: dict[str, Array], first: int, last: int) -> None:
    import pyarrow

    status = pyarrow.DictionaryArray.from_arrays(pyarrow.array(arrays["status"]), pyarrow.array(STATUS))
    columns = {**_names(plan, first, last), "status": status}
    columns |= {name: _no_nan(arrays["means"][:, k]) for k, name in enumerate(INDICATORS)}
    columns |= {name: arrays["crises"][:, k] for k, name in enumerate(CRISES)}
    _write_table(path, pyarrow.table(columns))


def _write_yearly(path: Path, plan: Plan, arrays: dict[str, Array], first: int, last: int) -> None:
    import pyarrow

    years, values = plan.years, arrays["yearly"]
    columns = _names(plan, first, last, len(years))
    columns["year"] = np.tile(years.astype(np.int16), last - first)
    columns |= {name: _no_nan(values[:, :, k].ravel()) for k, name in enumerate(INDICATORS)}
    _write_table(path, pyarrow.table(columns))


def _no_nan(values: Array) -> Any:
    """Return a column in which what a failed run does not know is null, as tables and SQL understand it."""
    import pyarrow

    return pyarrow.array(values, mask=np.isnan(values))


def _write_table(path: Path, table: pyarrow.Table) -> None:
    import pyarrow
    from pyarrow import parquet

    real = [field.name for field in table.schema if pyarrow.types.is_floating(field.type)]
    other = [name for name in table.column_names if name not in real]
    meta = {"comment": DISCLAIMER, **{f"unit.{k}": i.unit for k, i in INDICATORS.items()}}
    table = table.replace_schema_metadata(meta)
    parquet.write_table(table, path, compression="zstd", compression_level=3, use_dictionary=other,
                        use_byte_stream_split=real, row_group_size=ROW_GROUP, store_schema=True)  # fmt: skip


def _write_arrays(path: Path, plan: Plan, arrays: dict[str, Array], first: int, last: int) -> None:
    import xarray

    from detente.ensemble.labels import describe

    names = sorted(plan.sweep.base.states)
    dims: dict[str, tuple[str, ...]] = {}
    dims.update(dict.fromkeys(plan.recording.dyads, ("run", "time", "observer", "target")))
    dims.update(dict.fromkeys(plan.recording.states, ("run", "time", "state")))
    data = xarray.Dataset(
        {name: (dim, arrays[name], describe(name)) for name, dim in dims.items()},
        coords={"run": np.arange(first, last), "time": turns(plan)},
        attrs={"comment": DISCLAIMER},
    )
    data = data.assign_coords({d: names for d in ("observer", "target", "state") if d in data.dims})
    encoding = {str(name): {"zlib": True, "complevel": 1, "shuffle": True} for name in data.data_vars}
    data.to_netcdf(path, engine="h5netcdf", encoding=encoding)


def turns(plan: Plan) -> Array:
    """Return the dates at which variables are recorded: the turn of each year, and the end."""
    from detente.ensemble.labels import step_dates
    from detente.sweeps.work import turns_of_years

    scenario = plan.sweep.base
    found: Array = step_dates(scenario)[turns_of_years(scenario, plan.years)]
    return found
