"""The figure of blocs on more than a simulated World: many columns, long names, two actors, an outcome."""

from __future__ import annotations

import numpy as np
import pytest
from looking import faults_of_layout, words

from detente.docking.sides import nations, null, standards
from detente.figures import blocs
from detente.landscapes import Landscape, Problem
from detente.landscapes.landscape import landscape_of_problem


def invented(n: int) -> Landscape:
    rng = np.random.default_rng(n)
    pairs = rng.normal(size=(n, n))
    pairs = (pairs + pairs.T) / 2 * (1 - np.eye(n))
    names = tuple(f"A rather long name of actor $ {k}" for k in range(n))
    return landscape_of_problem(Problem(names, rng.random(n), pairs, None, "invented.csv"), starts=500)


@pytest.mark.parametrize("n", [2, 13, 30, 70])
def test_nothing_collides_and_nothing_is_cut(n: int) -> None:
    assert faults_of_layout(blocs(invented(n)).figure) == []  # type: ignore[arg-type]


def test_it_says_how_many_are_not_drawn() -> None:
    found = words(blocs(null(False)).figure)  # type: ignore[arg-type]
    assert "226 configurations are stable" in found
    assert "220 narrower ones are not drawn" in found


def test_who_is_wrong_is_marked() -> None:
    figure = blocs(nations()).figure
    assert faults_of_layout(figure) == []  # type: ignore[arg-type]
    found = words(figure)  # type: ignore[arg-type]
    assert "× Poland" in found
    assert "× Germany" not in found
    assert "96% of size right" in found
    assert "× IBM" in words(blocs(standards("Sun", "ATT")).figure)  # type: ignore[arg-type]
