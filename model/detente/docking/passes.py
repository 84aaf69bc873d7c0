"""Call a mechanism's own passes alone: parameter records by name, padded arrays."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from detente.assembly.scalars import parameter_type
from detente.scenario.catalogue_files import catalogue_file
from detente.scenario.positioned import plain
from detente.world.arrays import Array

W = 16
PAD = (0,) * W


@cache
def catalogue() -> dict[str, dict[str, Any]]:
    """Return the passports of all parameters of the model."""
    found: dict[str, dict[str, Any]] = plain(catalogue_file("parameters.yaml"))
    return found


def parameters(**given: float) -> Any:
    """Return the record the kernel reads: catalogue values, some replaced; raise ValueError outside the hard bounds."""
    names = tuple(sorted(catalogue()))
    numbers = np.array([float(catalogue()[name]["value"]) for name in names])
    for name, value in given.items():
        low, high = (float(bound) for bound in catalogue()[name]["bounds"])
        if not low <= value <= high:
            raise ValueError(f"{name} = {value} lies outside its bounds {low} to {high}")
        numbers[names.index(name)] = value
    return numbers.view(parameter_type(names))[0]


def zeros(size: int = W * W) -> Array:
    """Return an array of zeros, by default of the size of a dyad array."""
    return np.zeros(size)


def flat(matrix: object) -> Array:
    """Return an n x n matrix as a padded flat dyad array."""
    given = np.asarray(matrix, float)
    n = len(given)
    out = np.zeros((W, W))
    out[:n, :n] = given
    return out.ravel()


def square(array: Array, n: int) -> Array:
    """Return the n x n part of a padded flat dyad array."""
    return array.reshape(W, W)[:n, :n].copy()


def mask_of(n: int, *, diagonal: bool = False) -> Array:
    """Return the mask of n states: 1 for every two of them, and on the diagonal if asked."""
    return flat(np.ones((n, n)) if diagonal else 1.0 - np.eye(n))
