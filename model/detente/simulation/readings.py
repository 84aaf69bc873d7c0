"""Live, read-only numbers by name: what a state holds towards each other state, or per domain or issue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from detente.errors import UsageError
from detente.scenario.faults import listed, nearest, shown
from detente.simulation.run import Run


class UnknownName(UsageError, KeyError):
    """A state, domain or issue that is not there; the message holds the nearest known name."""

    def __str__(self) -> str:
        """Return the message as written (a KeyError alone would quote it)."""
        return str(self.args[0])


def unknown(kind: str, name: object, known: Iterable[str]) -> UnknownName:
    """Return the error for a name that is not known: what was found, and the nearest or all that are."""
    known = list(known)
    hint = nearest(str(name), known) or f"; known are {listed(known, 20)}"
    return UnknownName(f"no {kind} is called {shown(name)}{hint}")


class Reading(Mapping[str, float]):
    """A view on the present World: nothing is copied, and it moves on with each step.

    A state's reading of itself is NaN, so that comparisons over all states are simply false there;
    it is not among the keys.
    """

    __slots__ = ("_kind", "_own", "_places", "_run", "_scale", "_variable")

    def __init__(
        self, run: Run, variable: str, places: Mapping[str, int], kind: str, own: str | None = None, scale: float = 1.0
    ):
        self._run, self._variable, self._places = run, variable, places
        self._kind, self._own, self._scale = kind, own, scale

    def __getitem__(self, name: str) -> float:
        """Return the present value for a name; raise `UnknownName` with the nearest one."""
        place = self._places.get(name)
        if place is not None:
            return float(self._run.world(self._variable)[place]) * self._scale
        if name == self._own:
            return float("nan")
        raise unknown(self._kind, name, self._places)

    def __contains__(self, name: object) -> bool:
        """Return whether there is a value for a name; a state is not among its own."""
        return name in self._places

    def __iter__(self) -> Iterator[str]:
        """Return the names in alphabetical order."""
        return iter(self._places)

    def __len__(self) -> int:
        """Return how many names there are."""
        return len(self._places)

    def __repr__(self) -> str:
        """Return the present values, short."""
        return "{" + ", ".join(f"{name}: {value:.3g}" for name, value in self.items()) + "}"

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, float]:
        """Return the present values as a plain dict: a DataCollector that copies a reading keeps its moment."""
        return dict(self)
