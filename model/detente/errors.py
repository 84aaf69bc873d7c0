"""All exceptions a user can meet, in one small tree.  Each knows its exit code."""

from __future__ import annotations

from typing import NamedTuple


class Fault(NamedTuple):
    """One thing wrong in an input: where, what was found, what is allowed, the nearest known name."""

    where: str
    path: str
    message: str

    def __str__(self) -> str:
        """Return `where: path: message`, leaving out what is empty."""
        return ": ".join(part for part in self if part)


class DetenteError(Exception):
    """Base of every error that is shown without a traceback."""

    exit_code = 2


class ScenarioError(DetenteError):
    """A scenario or card cannot be used; holds all its faults, in file order."""

    def __init__(self, faults: list[Fault]):
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in faults))


class ResultError(DetenteError):
    """A results folder is missing, damaged or does not fit what is asked of it."""


class UsageError(DetenteError):
    """An option or argument is unknown or out of range."""


class RunError(DetenteError):
    """A run failed: a variable left its bounds or stopped being a number."""

    exit_code = 3
