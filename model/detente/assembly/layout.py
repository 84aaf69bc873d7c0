"""Where things stand in flat arrays: names to rows, columns, widths, hashes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from detente.compiled import WIDTHS, name_hash
from detente.errors import Fault, ScenarioError
from detente.world.arrays import Array


class Layout(NamedTuple):
    """The states of a region in canonical (alphabetical) order, and the padded width."""

    names: tuple[str, ...]
    width: int

    @property
    def size(self) -> int:
        """Return the length of a dyad array."""
        return self.width * self.width

    def state(self, name: str) -> int:
        """Return the row of a state."""
        return self.names.index(name)

    def dyad(self, observer: str, target: str) -> int:
        """Return the flat position of a dyad: row observes column."""
        return self.state(observer) * self.width + self.state(target)


def layout_of(names: tuple[str, ...]) -> Layout:
    """Return the layout of a set of names; refuses too many states and colliding name hashes."""
    ordered = tuple(sorted(names))
    fitting = [w for w in WIDTHS if w >= len(ordered)]
    if not fitting:
        raise ScenarioError([Fault("", "states", f"{len(ordered)} states; at most {WIDTHS[-1]} are supported")])
    hashes_of(ordered, "states")
    return Layout(ordered, fitting[0])


def hashes_of(names: tuple[str, ...], group: str) -> list[int]:
    """Return the hashes by which names enter the counter; raise `ScenarioError` where two names hash alike."""
    found: dict[int, str] = {}
    for name in names:
        other = found.setdefault(name_hash(name), name)
        if other != name:
            raise ScenarioError([Fault("", group, f"the names '{other}' and '{name}' hash alike; rename one")])
    return list(found)


def dyad_hashes(layout: Layout) -> tuple[Array, Array, Array, Array]:
    """Return the counter words of every dyad: observer, target, and the two sorted (for symmetric draws)."""
    n, w = len(layout.names), layout.width
    hashes = np.zeros(w, np.uint64)
    hashes[:n] = [name_hash(name) for name in layout.names]
    first, second = np.repeat(hashes, w), np.tile(hashes, w)
    return first, second, np.minimum(first, second), np.maximum(first, second)


def mask_of(layout: Layout) -> Array:
    """Return 1 for every ordered pair of different states, 0 on the diagonal and in the padding."""
    n, w = len(layout.names), layout.width
    mask = np.zeros((w, w))
    mask[:n, :n] = 1.0 - np.eye(n)
    return mask.ravel()
