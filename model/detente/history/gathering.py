"""Read several inputs though one of them is faulty, so that a user learns of all faults at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from detente.errors import Fault, ScenarioError

T = TypeVar("T")


def tried(read: Callable[[], T], faults: list[Fault]) -> T | None:
    """Return what is read, or None with the reasons added to `faults`."""
    try:
        return read()
    except ScenarioError as error:
        faults.extend(error.faults)
        return None
