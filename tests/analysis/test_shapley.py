"""Shapley values of games small enough to know by hand, and the laws that single them out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.analysis.shapley import Evaluate, Walk, all_values, shares_from
from detente.world.arrays import Array

VALUES = st.lists(st.floats(-1e3, 1e3), min_size=16, max_size=16)


def game(values: list[float]) -> Array:
    return np.array(values)[:, None]


def test_two_players_meet_half_way() -> None:
    # v(A) = 3, v(B) = 1, v(AB) = 10: each keeps its own and half of the surplus 6.
    assert shares_from(game([0, 3, 1, 10]), 2)[:, 0] == pytest.approx([6.0, 4.0], abs=1e-12)


def test_the_glove_game() -> None:
    # Player 0 has a left glove, players 1 and 2 right ones; a pair is worth 1: shares 2/3, 1/6, 1/6.
    values = [float(bool(s & 1) and bool(s & 6)) for s in range(8)]
    assert shares_from(game(values), 3)[:, 0] == pytest.approx([2 / 3, 1 / 6, 1 / 6], abs=1e-12)


def test_the_airport_game() -> None:
    # Runways of cost 6, 12, 18; a coalition pays for its longest: each stretch is shared by those who need it.
    values = [max((6.0 * (p + 1) for p in range(3) if s >> p & 1), default=0.0) for s in range(8)]
    assert shares_from(game(values), 3)[:, 0] == pytest.approx([2.0, 5.0, 11.0], abs=1e-12)


@given(VALUES)
def test_shares_add_up(values: list[float]) -> None:
    assert shares_from(game(values), 4).sum() == pytest.approx(values[-1] - values[0], abs=1e-9)


@given(VALUES, VALUES)
def test_shares_of_a_sum_are_sums_of_shares(one: list[float], other: list[float]) -> None:
    both = shares_from(game(one) + game(other), 4)
    assert both == pytest.approx(shares_from(game(one), 4) + shares_from(game(other), 4), abs=1e-9)


@given(VALUES)
def test_who_adds_nothing_gets_exactly_nothing(values: list[float]) -> None:
    without = [values[s & 0b1011] for s in range(16)]
    assert shares_from(game(without), 4)[2, 0] == 0.0


@given(VALUES)
def test_who_can_be_exchanged_gets_the_same(values: list[float]) -> None:
    swapped = [s & 0b0011 | (s >> 2 & 1) << 3 | (s >> 3 & 1) << 2 for s in range(16)]
    symmetric = [values[s] + values[swapped[s]] for s in range(16)]
    shares = shares_from(game(symmetric), 4)
    assert shares[2, 0] == pytest.approx(shares[3, 0], abs=1e-9)


@given(VALUES, st.integers(0, 15))
def test_all_orders_together_are_exact(values: list[float], flipped: int) -> None:
    def evaluate(present: int, runs: Array) -> tuple[Array, Array]:
        return np.full(len(runs), values[present]), np.full(len(runs), 15)

    orders = list(permutations(range(4)))
    taken = game([values[s ^ flipped] for s in range(16)])
    found = Walk(evaluate, 4, 0).shares(orders, flipped)
    assert found == pytest.approx(shares_from(taken, 4)[:, 0], abs=1e-9)


def sparing(runs: int) -> tuple[Evaluate, list[int], Array]:
    """Return a game of 5 players who, run by run, act or not depending on which of those before them acted.

    The value depends on who acted, as a region does on the levers that were granted.
    """
    random, calls = np.random.default_rng(3), list[int]()
    acts, worth = random.random((runs, 5, 32)) < 0.7, random.normal(size=(runs, 32))
    active = np.zeros((32, runs), np.int64)
    for coalition in range(32):
        for r in range(runs):
            for p in range(5):
                if coalition >> p & 1 and acts[r, p, active[coalition, r]]:
                    active[coalition, r] |= 1 << p
    truth = np.take_along_axis(worth.T, active, axis=0)

    def evaluate(present: int, ids: Array) -> tuple[Array, Array]:
        calls.append(len(ids))
        return truth[present, ids], active[present, ids]

    return evaluate, calls, truth


def test_what_is_known_is_not_evaluated_and_is_the_same() -> None:
    evaluate, calls, truth = sparing(9)
    with ThreadPoolExecutor(2) as pool:
        found, evaluated = all_values(evaluate, 5, np.arange(9), pool, 4, lambda done: None)
    assert (found == truth).all()
    assert evaluated == sum(calls) < 32 * 9
    for r in range(9):
        walk = Walk(evaluate, 5, r)
        shares = walk.shares(list(permutations(range(5))), 0)
        assert shares == pytest.approx(shares_from(truth, 5)[:, r], abs=1e-12)
        assert walk.evaluated <= 32
        assert len(walk.visited) == 32
    assert sum(calls) < 2 * 32 * 9


def test_every_evaluation_is_counted_once() -> None:
    evaluate, _, _ = sparing(9)
    ticks: list[int] = []
    with ThreadPoolExecutor(2) as pool:
        all_values(evaluate, 5, np.arange(9), pool, 4, ticks.append)
    assert sum(ticks) == 32 * 9
