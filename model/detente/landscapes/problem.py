"""What a landscape is drawn from: actors with sizes, the propensity of each pair, and what really came about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from detente.landscapes.kernel import felt
from detente.world.arrays import Array

EXACT_UP_TO = 24
"""More actors than this have too many configurations to visit each."""
MOST = 200
"""The most actors there may be."""
TOLERANCE = 1e-12
"""A frustration has fallen if it did by more than this share of all that can frustrate the actor."""


@dataclass(frozen=True)
class Problem:
    """Actors in the order given; sizes [n], >= 0; propensities [n, n], symmetric with a zero diagonal.

    `outcome` names the side that each actor took; `source` says in words where the numbers come from.
    """

    actors: tuple[str, ...]
    sizes: Array
    propensities: Array
    outcome: Mapping[str, str] | None = None
    source: str = ""
    notes: tuple[str, ...] = field(default=())

    @property
    def weights(self) -> Array:
        """Return s_j p_kj, [n, n]: what k is frustrated by where j stands on the other side."""
        return np.asarray(self.propensities * self.sizes[None, :])

    @property
    def tolerance(self) -> Array:
        """Return by how much an actor's frustration must fall for it to move, [n]."""
        return np.asarray(TOLERANCE * np.abs(self.weights).sum(axis=1))

    @property
    def slack(self) -> float:
        """Return how near two falls of energy count as equal."""
        return float((self.sizes * self.tolerance).max())

    def felt(self, signs: Array) -> tuple[Array, Array]:
        """Return the frustration F_i of configurations given as signs [m, n] (1 or -1), and F_i were i alone to move."""
        out = np.empty((2, *signs.shape))
        felt(np.ascontiguousarray(signs), self.weights, out)
        return out[0], out[1]

    def energy(self, frustration: Array) -> Array:
        """Return E of configurations whose frustrations are given, [m]; added in order of actors."""
        found = np.zeros(len(frustration))
        for i in range(len(self.actors)):
            found += self.sizes[i] * frustration[:, i]
        return found

    def is_stable(self, signs: Array) -> Array:
        """Return whether nobody would be less frustrated on the other side, [m]."""
        here, there = self.felt(signs)
        return np.asarray((there - here >= -self.tolerance).all(axis=1))

    def is_strict(self, signs: Array) -> Array:
        """Return whether everybody would be more frustrated on the other side (and nobody equally), [m]."""
        here, there = self.felt(signs)
        return np.asarray((there - here > self.tolerance).all(axis=1))

    def in_order_of_names(self) -> tuple[Problem, Array]:
        """Return the same with actors sorted by name, and where each stood: no result depends on the order of a file."""
        order = np.array(sorted(range(len(self.actors)), key=self.actors.__getitem__))
        names = tuple(self.actors[k] for k in order)
        sorted_one = replace(
            self, actors=names, sizes=self.sizes[order], propensities=self.propensities[np.ix_(order, order)]
        )
        return sorted_one, order

    def without_preferences(self) -> Problem:
        """Return the realist null: the same sizes, and everybody equally against everybody else."""
        return replace(self, propensities=np.eye(len(self.actors)) - 1.0, outcome=self.outcome)
