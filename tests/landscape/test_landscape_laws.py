"""Laws of landscapes on random problems, held against a second version in plain Python."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from by_definition import basins, energy, frustration
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.landscapes import Landscape, Minimum, landscape
from detente.landscapes.landscape import landscape_of_problem
from detente.landscapes.problem import Problem

NAMES = ["Elm", "Ash", "Oak", "Fir", "Box", "Yew", "Bay"]
numbers = st.one_of(st.integers(-3, 3).map(float), st.floats(-2.0, 2.0).map(lambda x: round(x, 3)))
sizes_of = st.one_of(st.integers(0, 4).map(float), st.floats(0.0, 9.0).map(lambda x: round(x, 2)))


@st.composite
def problems(draw: st.DrawFn) -> tuple[list[str], list[float], list[list[float]]]:
    n = draw(st.integers(2, 6))
    pairs = [[0.0] * n for _ in range(n)]
    for i in range(n):
        for j in range(i):
            pairs[i][j] = pairs[j][i] = draw(numbers)
    return NAMES[:n], draw(st.lists(sizes_of, min_size=n, max_size=n)), pairs


def drawn(names: list[str], sizes: list[float], pairs: list[list[float]], **options: int) -> Landscape:
    problem = Problem(tuple(names), np.array(sizes), np.array(pairs))
    return landscape_of_problem(problem, **options)  # type: ignore[arg-type]


def sides_of(names: list[str], minimum: Minimum) -> tuple[int, ...]:
    return tuple(0 if name in minimum.side_a else 1 for name in names)


@settings(max_examples=150)
@given(problems())
def test_it_agrees_with_the_plain_version(given_problem: tuple[list[str], list[float], list[list[float]]]) -> None:
    """The same stable configurations, basins, energies and frustrations, ties and actors of no size included."""
    names, sizes, pairs = given_problem
    found = drawn(names, sizes, pairs)
    wanted = basins(names, sizes, pairs)
    assert {sides_of(names, m): m.basin for m in found.minima} == wanted
    for minimum in found.minima:
        sides = sides_of(names, minimum)
        assert minimum.energy == pytest.approx(energy(sides, sizes, pairs), abs=1e-9)
        for k, name in enumerate(names):
            assert minimum.frustration[name] == pytest.approx(frustration(k, sides, sizes, pairs), abs=1e-9)


@settings(max_examples=60)
@given(problems(), st.randoms(use_true_random=False))
def test_the_order_of_actors_changes_no_bit(
    given_problem: tuple[list[str], list[float], list[list[float]]], random: object
) -> None:
    names, sizes, pairs = given_problem
    order = list(range(len(names)))
    random.shuffle(order)  # type: ignore[attr-defined]
    one = drawn(names, sizes, pairs)
    other = drawn([names[k] for k in order], [sizes[k] for k in order], [[pairs[i][j] for j in order] for i in order])

    def told(found: Landscape) -> list[tuple[object, ...]]:
        return [
            (
                m.energy,
                frozenset((frozenset(m.side_a), frozenset(m.side_b))),
                m.basin,
                m.strict,
                sorted(m.frustration.items()),
            )
            for m in found.minima
        ]

    assert told(one) == told(other)
    assert one.shared == other.shared


@settings(max_examples=40)
@given(problems())
def test_basins_cover_every_configuration_and_minima_come_by_energy(
    given_problem: tuple[list[str], list[float], list[list[float]]],
) -> None:
    found = drawn(*given_problem)
    assert sum(m.basin for m in found.minima) == found.configurations == 2 ** (len(given_problem[0]) - 1)
    energies = [m.energy for m in found.minima]
    assert all(a <= b + 1e-9 for a, b in pairwise(energies))
    assert found.signs()[:, 0].tolist() == [1.0] * len(found.minima)


@settings(max_examples=25)
@given(problems())
def test_sampled_starts_end_in_the_same_configurations(
    given_problem: tuple[list[str], list[float], list[list[float]]],
) -> None:
    """Whatever sampling finds is stable; with 600 starts on up to 32 configurations it finds all, in proportion."""
    names, sizes, pairs = given_problem
    exact, some = drawn(names, sizes, pairs), drawn(names, sizes, pairs, starts=600)
    assert not some.exact
    assert sum(m.basin for m in some.minima) == some.descents == 600
    shares = {sides_of(names, m): exact.share(m) for m in exact.minima}
    assert {sides_of(names, m) for m in some.minima} == set(shares)
    for minimum in some.minima:
        share = shares[sides_of(names, minimum)]
        assert some.share(minimum) == pytest.approx(share, abs=5 * (share * (1 - share) / 600) ** 0.5 + 1e-9)


def random_problem(n: int, seed: int) -> Problem:
    rng = np.random.default_rng(seed)
    pairs = rng.normal(size=(n, n))
    pairs = (pairs + pairs.T) / 2 * (1 - np.eye(n))
    return Problem(tuple(f"a{k:03d}" for k in range(n)), rng.random(n), pairs)


def test_a_million_configurations_are_followed_exactly() -> None:
    """21 actors, 2^20 configurations: beyond one block of low bits; every minimum is one, and a sample agrees."""
    problem = random_problem(21, 3)
    found, some = landscape_of_problem(problem), landscape_of_problem(problem, starts=5000)
    assert found.configurations == sum(m.basin for m in found.minima) == 2**20
    assert problem.is_stable(found.signs()).all()
    known = {m.side_a: found.share(m) for m in found.minima}
    for minimum in some.minima:
        share = known[minimum.side_a]
        assert some.share(minimum) == pytest.approx(share, abs=5 * some.error(minimum) + 0.002)


def test_more_actors_than_can_be_enumerated_are_sampled() -> None:
    problem = random_problem(60, 1)
    found = landscape_of_problem(problem, starts=10_000)
    assert not found.exact
    assert found.configurations == 2**59
    assert problem.is_stable(found.signs()).all()
    assert 0.0 < found.unseen < 0.2
    assert found == landscape_of_problem(problem, starts=10_000)
    other = landscape_of_problem(problem, starts=10_000, seed=2)
    assert [m.basin for m in other.minima] != [m.basin for m in found.minima]
    assert abs(found.share(found.minima[0]) - other.share(other.minima[0])) < 0.05


def test_twenty_five_actors_are_sampled_without_being_asked() -> None:
    assert not landscape_of_problem(random_problem(25, 1)).exact
    assert landscape_of_problem(random_problem(12, 1)).exact


def test_values_in_memory_are_as_good_as_files() -> None:
    pandas = pytest.importorskip("pandas")
    sizes = {"Ash": 2.0, "Oak": 1.0, "Elm": 3}
    pairs = {"Oak": {"Ash": 1.0, "Elm": -2.0}, "Elm": {"Oak": -2, "Ash": 0.5}, "Ash": {"Oak": 1.0, "Elm": 0.5}}
    one = landscape(sizes, pairs, outcome={"Ash": "left", "Oak": "left", "Elm": "right"})
    frame = pandas.DataFrame(pairs)
    other = landscape(pandas.Series(sizes), frame.fillna(0.0))
    assert [m.energy for m in one.minima] == [m.energy for m in other.minima]
    assert one.verdict is not None
    assert one.plain()["outcome"]["sides"] == ("left", "right")
