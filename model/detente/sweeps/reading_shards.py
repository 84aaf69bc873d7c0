"""Read the shards of a sweep: chosen columns of chosen runs, each file checked once against its sha256."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.errors import ResultError, UsageError
from detente.scenario.faults import nearest
from detente.store.folders import file_digest
from detente.sweeps.journal import Shard
from detente.sweeps.shards import ARRAYS, RUNS, YEARLY
from detente.world.arrays import Array
from detente.world.outcomes import INDICATORS

if TYPE_CHECKING:
    import pandas

LABELS = ("run", "package", "point", "future", "replicate")


class Shards:
    """The finished shards of a folder."""

    def __init__(self, folder: Path, listed: Sequence[Shard]) -> None:
        self._folder, self.listed = folder, listed
        self._checked: set[str] = set()

    def file(self, shard: Shard, kind: str) -> Path:
        """Return a file of a shard, checked; raise `ResultError` where it is not as it was written."""
        name = next((name for name in shard.files if name.startswith(f"{kind}/")), None)
        if name is None:
            raise ResultError(f"{self._folder}: nothing of kind {kind} was recorded")
        path = self._folder / name
        if name not in self._checked:
            if not path.is_file() or file_digest(path) != shard.files[name]:
                raise ResultError(
                    f"{path} is damaged or missing (runs {shard.first} to {shard.last - 1}); "
                    "`detente sweep` with --resume makes that shard alone again"
                )
            self._checked.add(name)
        return path

    def column(self, kind: str, name: str, runs: Array, beyond: tuple[int, ...] = ()) -> Array:
        """Return a column of chosen runs (ascending places in the order), [runs, *beyond]; NaN where there is none."""
        out = np.full((len(runs), *beyond), np.nan, np.float32 if kind == YEARLY else np.float64)
        for shard, here in self._inside(runs):
            rows = int(np.prod(beyond, dtype=int)) if beyond else 1
            values = self._read(shard, kind, name).reshape(shard.last - shard.first, *beyond)
            assert rows * (shard.last - shard.first) == values.size
            out[here] = values[runs[here] - shard.first]
        return out

    def _read(self, shard: Shard, kind: str, name: str) -> Array:
        from pyarrow import parquet

        column = parquet.read_table(self.file(shard, kind), columns=[name]).column(0)
        found: Array = column.to_numpy()
        return found

    def status(self, runs: Array) -> Array:
        """Return the status of chosen runs, in words."""
        out = np.full(len(runs), "missing", "U8")
        for shard, here in self._inside(runs):
            out[here] = self._read(shard, RUNS, "status").astype("U8")[runs[here] - shard.first]
        return out

    def array(self, name: str, runs: Array, beyond: tuple[int, ...]) -> Array:
        """Return a recorded variable of chosen runs, [runs, time, ...]."""
        import h5py

        out = np.full((len(runs), *beyond), np.nan, np.float32)
        for shard, here in self._inside(runs):
            with h5py.File(self.file(shard, ARRAYS), "r") as file:
                out[here] = file[name][runs[here] - shard.first]
        return out

    def _inside(self, runs: Array) -> Iterator[tuple[Shard, slice]]:
        for shard in self.listed:
            first, last = np.searchsorted(runs, [shard.first, shard.last])
            if first < last:
                yield shard, slice(int(first), int(last))

    def each(self, columns: Sequence[str]) -> Iterator[tuple[Shard, Any]]:
        """Yield the table of each shard's runs with chosen columns, one at a time."""
        from pyarrow import parquet

        for shard in self.listed:
            yield shard, parquet.read_table(self.file(shard, RUNS), columns=list(columns))

    def table(self, columns: list[str] | None, *, yearly: bool) -> pandas.DataFrame:
        """Return all runs as one table."""
        import pyarrow
        from pyarrow import parquet

        for name in columns or ():
            if name not in INDICATORS:
                raise UsageError(
                    f"no indicator {name!r}{nearest(name, INDICATORS) or '; known: ' + ', '.join(INDICATORS)}"
                )
        kind = YEARLY if yearly else RUNS
        wanted = None if columns is None else [*LABELS, "year" if yearly else "status", *columns]
        tables = [parquet.read_table(self.file(shard, kind), columns=wanted) for shard in self.listed]
        if not tables:
            raise ResultError(f"{self._folder}: no shard is whole yet")
        found: pandas.DataFrame = pyarrow.concat_tables(tables).to_pandas()
        return found
