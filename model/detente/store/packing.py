"""The netCDF file of a result: rounded, compressed, and cut so that one dyad over all runs is read at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.errors import ResultError
from detente.store.names import KEPT_BITS
from detente.world.arrays import Array

if TYPE_CHECKING:
    import xarray

    from detente.ensemble import Ensemble

RUNS_TOGETHER = 100


def packed(ensemble: Ensemble) -> xarray.Dataset:
    """Return the Dataset of an ensemble as it is stored: variables of dyads are rounded, the rest is exact."""
    data = ensemble.data
    for name in ensemble.recording.dyads:
        data[name].values = rounded(data[name].to_numpy())
        data[name].attrs["quantised"] = f"to {KEPT_BITS + 1} significant bits; replay a run for exact values"
    return data


def write(data: xarray.Dataset, path: Path, group: str | None) -> None:
    """Write a Dataset as a group (None: the root) of a netCDF file."""
    encoding = {str(name): _encoding(array) for name, array in data.data_vars.items()}
    data.to_netcdf(path, mode="a" if group else "w", group=group, engine="h5netcdf", encoding=encoding)


def _encoding(array: xarray.DataArray) -> dict[str, Any]:
    """Return how a variable is stored.

    A chunk holds the course of one dyad in many runs: that is what is most often asked for, and neighbours in time
    compress better than neighbours on the map (a tenth smaller, and five times faster to read for one dyad).
    """
    if array.dtype.kind not in "fi" or not array.size:
        return {}
    encoding: dict[str, Any] = {"zlib": True, "complevel": 1, "shuffle": True}
    if array.dims[0] == "run" and "observer" in array.dims:
        sizes = [array.sizes[str(dim)] for dim in array.dims]
        encoding["chunksizes"] = (min(sizes[0], RUNS_TOGETHER), sizes[1], *(1 for _ in sizes[2:]))
    return encoding


def rounded(values: Array) -> Array:
    """Return single-precision values rounded to 12 significant bits (about 1e-4 relative), so that they compress."""
    cut = 23 - KEPT_BITS
    bits = np.ascontiguousarray(values, np.float32).view(np.uint32)
    kept = (bits + np.uint32(1 << (cut - 1))) & np.uint32(0xFFFFFFFF << cut & 0xFFFFFFFF)
    return np.where(np.isfinite(values), kept.view(np.float32), values)


def opened(path: Path, group: str | None) -> xarray.Dataset:
    """Return a group of a netCDF file as a lazy Dataset; raise `ResultError` when the file holds no such thing."""
    import xarray

    try:
        return xarray.open_dataset(path, group=group, engine="h5netcdf")
    except Exception as error:  # whatever a file library makes of odd bytes
        part = f" (its group '{group}')" if group else ""
        raise ResultError(f"{path}{part} cannot be read as netCDF ({type(error).__name__}); run again") from None


def has_group(path: Path, group: str) -> bool:
    """Return whether a netCDF file that can be opened holds a group."""
    import h5netcdf

    with h5netcdf.File(path, "r") as file:
        return group in file.groups
