"""Arrays that are read when they are used: from a sweep's shards to any selection of packages, points, futures, ..."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from xarray.backends import BackendArray
from xarray.core import indexing

from detente.sweeps.order import Order
from detente.world.arrays import Array

Fetch = Callable[[Array], Array]
"""Takes places in the order, ascending and each once, and returns their values, runs first."""
RUN_DIMS = ("package", "point", "future", "replicate")


class Stored(BackendArray):
    """A variable of a sweep with dims package, point, future, replicate and `beyond`; `fetch` reads chosen runs."""

    def __init__(self, order: Order, shape: tuple[int, ...], beyond: tuple[int, ...], dtype: Any, fetch: Fetch) -> None:
        self._order, self._runs, self._fetch = order, shape, fetch
        self.shape = (*shape, *beyond)
        self.dtype = np.dtype(dtype)

    def __getitem__(self, key: Any) -> Any:
        """Return the part that xarray asks for."""
        return indexing.explicit_indexing_adapter(key, self.shape, indexing.IndexingSupport.OUTER, self._read)

    def _read(self, key: tuple[Any, ...]) -> Array:
        chosen = [np.atleast_1d(np.arange(size)[part]) for size, part in zip(self._runs, key, strict=False)]
        places = self._order.place(*np.ix_(*chosen))
        unique, where = np.unique(places.ravel(), return_inverse=True)
        values = self._fetch(unique)[where.reshape(-1)].reshape(*places.shape, *self.shape[4:])
        for axis, part in enumerate(key[4:], start=4):
            values = values[(slice(None),) * axis + (np.atleast_1d(np.arange(self.shape[axis])[part]),)]
        return values[tuple(0 if isinstance(part, (int, np.integer)) else slice(None) for part in key)]


def lazily(stored: Stored) -> Any:
    """Return an array for xarray that reads nothing before it is asked."""
    return indexing.LazilyIndexedArray(stored)
