"""Landscape theory once more, in plain Python and by the definition: every configuration, every pair, no arrays."""

from __future__ import annotations

from itertools import product

Sides = tuple[int, ...]
SAME = 1e-9


def frustration(k: int, sides: Sides, sizes: list[float], pairs: list[list[float]]) -> float:
    return sum(sizes[j] * pairs[k][j] for j in range(len(sizes)) if j != k and sides[j] != sides[k])


def energy(sides: Sides, sizes: list[float], pairs: list[list[float]]) -> float:
    n = range(len(sizes))
    return sum(sizes[i] * sizes[j] * pairs[i][j] for i in n for j in n if i != j and sides[i] != sides[j])


def moved(k: int, sides: Sides) -> Sides:
    """Return the sides after a move, written so that the first actor stands on side 0."""
    new = [1 - side if i == k else side for i, side in enumerate(sides)]
    return tuple(side ^ new[0] for side in new)


def steepest(sides: Sides, names: list[str], sizes: list[float], pairs: list[list[float]]) -> Sides | None:
    """Return where the steepest allowed move leads; the first by name of those equally steep; None where there is none."""
    drops = {}
    for k in sorted(range(len(sizes)), key=names.__getitem__):
        there = moved(k, sides)
        if frustration(k, sides, sizes, pairs) - frustration(k, there, sizes, pairs) > SAME:
            drops[k] = energy(sides, sizes, pairs) - energy(there, sizes, pairs)
    if not drops:
        return None
    most = max(drops.values())
    return moved(next(k for k, drop in drops.items() if drop >= most - SAME), sides)


def basins(names: list[str], sizes: list[float], pairs: list[list[float]]) -> dict[Sides, int]:
    """Return the stable configurations with the number of configurations whose descent ends there."""
    found: dict[Sides, int] = {}
    for rest in product((0, 1), repeat=len(sizes) - 1):
        sides: Sides = (0, *rest)
        while (there := steepest(sides, names, sizes, pairs)) is not None:
            sides = there
        found[sides] = found.get(sides, 0) + 1
    return found
