"""Hold what was stored against what came out now: bit for bit, and by how much and where where it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from detente.world.arrays import Array

if TYPE_CHECKING:
    import xarray


class Difference(NamedTuple):
    """A variable that is not as it was stored: `apart` of `size` numbers; `largest` difference, and where it stands.

    `largest` is NaN where shapes differ or a number stands against none.
    """

    part: str
    variable: str
    apart: int
    size: int
    largest: float
    where: dict[str, str]
    note: str = ""


def differences(part: str, stored: xarray.Dataset, fresh: xarray.Dataset) -> list[Difference]:
    """Return what differs between two Datasets, variables and labels alike, in the stored one's order."""
    found = []
    names = dict.fromkeys([*stored.variables, *fresh.variables])
    for name in map(str, names):
        if name not in fresh.variables or name not in stored.variables:
            size = (stored if name in stored.variables else fresh)[name].size
            note = "is stored and does not come out" if name in stored.variables else "comes out and is not stored"
            found.append(Difference(part, name, size, size, float("nan"), {}, note))
        else:
            found += _of_variable(part, name, stored[name], fresh[name])
    return found


def _of_variable(part: str, name: str, stored: xarray.DataArray, fresh: xarray.DataArray) -> list[Difference]:
    if stored.dims != fresh.dims or stored.shape != fresh.shape:
        note = f"has {dict(stored.sizes)} stored and {dict(fresh.sizes)} now"
        return [Difference(part, name, stored.size, stored.size, float("nan"), {}, note)]
    then, now = stored.to_numpy(), fresh.to_numpy()
    apart = ~same_bits(then, now)
    count = int(apart.sum())
    if not count:
        return []
    if then.dtype.kind not in "fiu":
        return [Difference(part, name, count, int(then.size), float("nan"), _place(fresh, int(np.argmax(apart))))]
    gap = np.where(apart, np.abs(now.astype(np.float64) - then.astype(np.float64)), -1.0)
    gap[np.isnan(gap)] = np.inf  # a number against none is further apart than any two numbers
    at = int(np.argmax(gap))
    largest = float(gap.flat[at])
    return [Difference(part, name, count, int(then.size), largest if largest < np.inf else float("nan"),
                       _place(fresh, at))]  # fmt: skip


def same_bits(one: Array, other: Array) -> Array:
    """Return where two arrays of one shape hold the same bits; any two that are no number count as the same."""
    if one.dtype.kind != "f" or one.dtype != other.dtype:
        return np.asarray(one == other)
    whole = np.dtype(f"u{one.dtype.itemsize}")
    bits = np.ascontiguousarray(one).view(whole) == np.ascontiguousarray(other).view(whole)
    return np.asarray(bits | (np.isnan(one) & np.isnan(other)))


def _place(array: xarray.DataArray, at: int) -> dict[str, str]:
    """Return the labels of an element, by dimension."""
    where = {}
    for dim, index in zip(array.dims, np.unravel_index(at, array.shape), strict=True):
        label = array[dim].to_numpy()[index] if dim in array.coords else index
        where[str(dim)] = str(label)[:10] if isinstance(label, np.datetime64) else str(label)
    return where
