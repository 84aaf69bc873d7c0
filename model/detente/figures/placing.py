"""Where to place states so that aligned ones are near: classical scaling, then nodes are pushed apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from detente.world.arrays import Array

if TYPE_CHECKING:
    from detente.scenario.scenario import Scenario


def placed(scenario: Scenario, names: list[str]) -> list[dict[str, Any]]:
    """Return states in the given order as plain data for pages, with the place where a network puts each.

    Near are those whose given alignment is high; `size` is total capability as a share of the largest.
    """
    near = np.zeros((len(names), len(names)))
    for (one, other), quantity in scenario.ties["alignment"].items():
        i, j = names.index(one), names.index(other)
        near[i, j] = near[j, i] = quantity.value
    spots = places(near, names.index(scenario.focus))
    numbers = [scenario.states[name].quantities for name in names]
    strength = [sum(one.value for key, one in held.items() if key.startswith("capability.")) for held in numbers]
    return [
        {"key": name, "name": scenario.states[name].name, "focus": name == scenario.focus, "bloc": name in scenario.bloc,
         "size": round(strength[k] / max(*strength, 1e-9), 3), "x": round(float(spots[k, 0]), 3), "y": round(float(spots[k, 1]), 3)}
        for k, name in enumerate(names)
    ]  # fmt: skip


def places(alignment: Array, focus: int, gap: float = 0.34) -> Array:
    """Return positions in the square -1..1, [states, 2], with distances that follow 1 - alignment.

    `alignment` is symmetric, [states, states], -1..1.  The focal state lies on the right; two states are at least about
    `gap` apart.  The same numbers give the same picture: nothing is drawn at random.
    """
    n = len(alignment)
    distances = 1.0 - np.clip(np.nan_to_num(alignment), -1.0, 1.0)
    np.fill_diagonal(distances, 0.0)
    centred = np.eye(n) - 1.0 / n
    values, vectors = np.linalg.eigh(-0.5 * centred @ (distances**2) @ centred)
    flat = vectors[:, [-1, -2]] * np.sqrt(np.maximum(values[[-1, -2]], 0.0)) if n > 1 else np.zeros((n, 2))
    # An eigenvector has no sign of its own: the focal state goes right, the state farthest from the axis up.
    flat[:, 0] *= 1.0 if flat[focus, 0] >= 0.0 else -1.0
    flat[:, 1] *= 1.0 if flat[np.abs(flat[:, 1]).argmax(), 1] >= 0.0 else -1.0
    # Ties of equal states would fall on one spot: a fixed spiral, too small to be seen, tells them apart.
    turns = 2.4 * np.arange(n)
    flat += 1e-3 * np.stack((np.cos(turns), np.sin(turns)), axis=1)
    return apart(_fitted(flat), gap)


def _fitted(flat: Array) -> Array:
    """Return positions stretched to the square -1..1."""
    middle = (flat.max(axis=0) + flat.min(axis=0)) / 2.0
    return np.asarray((flat - middle) / np.maximum(np.abs(flat - middle).max(axis=0), 0.05))


def apart(flat: Array, gap: float, rounds: int = 200, limit: Array | float = 1.0) -> Array:
    """Return positions within +-`limit` moved away from each other until none are nearer than the gap (or rounds run out)."""
    gap = min(gap, 2.0 / np.sqrt(max(len(flat), 1)))
    for _ in range(rounds):
        between = flat[:, None] - flat[None, :]
        far = np.sqrt((between**2).sum(axis=-1))
        np.fill_diagonal(far, np.inf)
        push = np.maximum(gap - far, 0.0)
        if not push.any():
            break
        moved = flat + 0.3 * (between / np.maximum(far, 1e-9)[..., None] * push[..., None]).sum(axis=1)
        flat = np.clip(moved, -np.asarray(limit), limit)
    return flat
