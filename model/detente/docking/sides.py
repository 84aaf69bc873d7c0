"""The landscape of published cases: firms and their standards in 1988, Europe in 1936, the realist null."""

from __future__ import annotations

from functools import cache

import numpy as np

from detente.docking.expected import CASES
from detente.landscapes import Landscape, Problem, landscape
from detente.landscapes.landscape import landscape_of_problem

POWERS = 5
"""The most powerful of the 17 nations: the great powers of the published null."""


@cache
def standards(*together: str) -> Landscape:
    """Return the landscape of nine firms in 1988, given who is known to be together."""
    return landscape(CASES / "unix_alliances_1988.csv", together=together)


@cache
def nations() -> Landscape:
    """Return the landscape of 17 nations in 1936 under the reconstructed propensities: a regression fixture."""
    sizes, matrix = (
        CASES / f"axelrod_bennett_1936_{name}.csv" for name in ("sizes", "propensity_reconstruction_matrix")
    )
    return landscape(sizes, matrix)


@cache
def null(powers: bool) -> Landscape:
    """Return the realist null, everybody equally against everybody, of all 17 nations or of the great powers."""
    whole = nations().problem
    chosen = np.argsort(-whole.sizes, kind="stable")[:POWERS] if powers else np.arange(len(whole.actors))
    actors = tuple(whole.actors[k] for k in chosen)
    return landscape_of_problem(Problem(actors, whole.sizes[chosen], np.eye(len(chosen)) - 1.0))
