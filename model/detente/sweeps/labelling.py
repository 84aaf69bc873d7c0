"""Names for a sweep's numbers: the lazy Dataset, and the table of paired differences."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.sweeps.lazy import RUN_DIMS, Stored, lazily
from detente.sweeps.reading_shards import Shards
from detente.sweeps.shards import ARRAYS, CRISES, RUNS, YEARLY
from detente.world.arrays import Array
from detente.world.outcomes import INDICATORS
from detente.world.text import DISCLAIMER

if TYPE_CHECKING:
    import pandas
    import xarray

    from detente.sweeps.opening import SweepResult

BY_YEAR = "_by_year"


def dataset(result: SweepResult, shards: Shards) -> xarray.Dataset:
    """Return the lazy Dataset of a sweep."""
    import xarray

    kinds = {name.split("/")[0] for shard in shards.listed for name in shard.files}
    found = xarray.Dataset(attrs=_attributes(result))

    def add(name: str, dims: tuple[str, ...], beyond: tuple[int, ...], dtype: Any, fetch: Any, attrs: Any) -> None:
        stored = Stored(result.order, result.shape, beyond, dtype, fetch)
        found[name] = xarray.Variable((*RUN_DIMS, *dims), lazily(stored), attrs)

    years = result.manifest["years"]
    for name, indicator in INDICATORS.items():
        about = {"units": indicator.unit, "long_name": indicator.title, "better": indicator.better}
        add(name, (), (), np.float64, partial(shards.column, RUNS, name), about)
        if YEARLY in kinds:
            fetch = partial(shards.column, YEARLY, name, beyond=(len(years),))
            add(f"{name}{BY_YEAR}", ("year",), (len(years),), np.float32, fetch, about)
    for name in CRISES:
        add(name, (), (), np.float64, partial(shards.column, RUNS, name), {"units": "count over the horizon"})
    add("status", (), (), "U8", shards.status, {"long_name": "ok, failed, crashed, timeout or missing"})
    if ARRAYS in kinds:
        _add_arrays(shards, add)
        found = found.assign_coords(_array_coordinates(shards))
    if YEARLY in kinds:
        found = found.assign_coords(year=years)
    return found.assign_coords(_coordinates(result))


def _add_arrays(shards: Shards, add: Any) -> None:
    import xarray

    with xarray.open_dataset(shards.file(shards.listed[0], ARRAYS), engine="h5netcdf") as one:
        for name, variable in one.data_vars.items():
            beyond = variable.shape[1:]
            fetch = partial(shards.array, str(name), beyond=beyond)
            add(str(name), tuple(map(str, variable.dims[1:])), beyond, np.float32, fetch, dict(variable.attrs))


def _array_coordinates(shards: Shards) -> dict[str, Any]:
    import xarray

    with xarray.open_dataset(shards.file(shards.listed[0], ARRAYS), engine="h5netcdf") as one:
        return {str(name): (name, values.to_numpy()) for name, values in one.coords.items() if name != "run"}


def _coordinates(result: SweepResult) -> dict[str, Any]:
    _, points, futures, replicates = result.shape
    found: dict[str, Any] = {"package": result.packages, "point": np.arange(points), "future": np.arange(futures),
                             "replicate": np.arange(replicates)}  # fmt: skip
    for name, factor in result.factors.items():
        values = np.asarray(result.points[name].tolist())
        found[name] = ("point", values, {"units": factor["unit"], "long_name": "factor"})
    return found


def _attributes(result: SweepResult) -> dict[str, Any]:
    manifest = result.manifest
    return {"title": manifest["title"], "comment": DISCLAIMER, "seed": str(manifest["seed"]), "status": manifest["status"],
            "reference": result.reference, "detente_version": manifest["detente"]}  # fmt: skip


def differences(result: SweepResult, shards: Shards) -> pandas.DataFrame:
    """Return the paired differences of all packages from the reference, by indicator; one shard is in memory at a time."""
    import pandas

    means = _unit_means(result, shards)
    k = result.packages.index(result.reference)
    rows = []
    for p, package in enumerate(result.packages):
        if p == k:
            continue
        for q, (name, indicator) in enumerate(INDICATORS.items()):
            apart = means[p, :, q] - means[k, :, q]
            apart = apart[np.isfinite(apart)]
            error = float(apart.std(ddof=1) / np.sqrt(len(apart))) if len(apart) > 1 else float("nan")
            value = float(apart.mean()) if len(apart) else float("nan")
            rows.append({"package": package, "indicator": name, "difference": value, "error": error, "units": indicator.unit,
                         "better": indicator.better, "pairs": len(apart)})  # fmt: skip
    columns = ["package", "indicator", "difference", "error", "units", "better", "pairs"]
    return pandas.DataFrame(rows, columns=columns)


def _unit_means(result: SweepResult, shards: Shards) -> Array:
    """Return the mean over points (and replicates) for each package and future, or replicate, [K, U, 12]."""
    many, _, futures, replicates = result.shape
    units = futures if result.sampled else replicates
    total, count = np.zeros((many * units, len(INDICATORS))), np.zeros((many * units, len(INDICATORS)))
    for shard, table in shards.each(list(INDICATORS)):
        labels = result.order.labels(shard.first, shard.last)
        cell = labels.package * units + (labels.future if result.sampled else labels.replicate)
        for q, column in enumerate(table.columns):
            values = column.to_numpy()
            known = np.isfinite(values)
            total[:, q] += np.bincount(cell[known], values[known], len(total))
            count[:, q] += np.bincount(cell[known], minlength=len(total))
    with np.errstate(invalid="ignore"):
        found: Array = (total / count).reshape(many, units, len(INDICATORS))
    return found
