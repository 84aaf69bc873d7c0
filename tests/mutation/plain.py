"""A pytest plugin: the compiled passes as plain Python, since compiling a mutant takes far longer than its tests.

Loaded before the package (`-p plain`).  Records are read by attribute and division follows the rule of arrays, as in
compiled code; that compiled and plain passes agree to the last bit is held by tests/mechanisms and tests/engine.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numba
import numpy as np


def opened(argument: Any) -> Any:
    """Return records, arrays of records and named tuples of them as things with attributes; all else as it is."""
    if isinstance(argument, np.ndarray) and argument.dtype.names:
        return [opened(argument[k]) for k in range(len(argument))]
    if isinstance(argument, np.void) and argument.dtype.names:
        return SimpleNamespace(**{name: argument[name] for name in argument.dtype.names})
    if hasattr(argument, "_replace"):
        return argument._replace(**{name: opened(part) for name, part in argument._asdict().items()})
    return argument


def plain(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that is called as its compiled form would be."""

    @functools.wraps(function)
    def call(*arguments: Any) -> Any:
        return function(*[opened(argument) if type(argument) not in READY else argument for argument in arguments])

    call.py_func = function  # type: ignore[attr-defined]
    return call


READY = (float, int, np.float64, SimpleNamespace, list)
"""Types that need no opening."""


def njit(*functions: Callable[..., Any], **options: Any) -> Any:
    """Stand in for numba.njit: compile nothing."""
    make = inlined if options.get("inline") == "always" else plain
    return make(*functions) if functions else make


def inlined(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function called for every dyad: only a test hands it a record, and then as the last argument."""

    @functools.wraps(function)
    def call(*arguments: Any) -> Any:
        if type(arguments[-1]) is np.void:
            arguments = (*arguments[:-1], opened(arguments[-1]))
        return function(*arguments)

    call.py_func = function  # type: ignore[attr-defined]
    return call


numba.njit = njit
np.seterr(all="ignore")
