"""What the ledger says of a state's own numbers: nationalism and capability, each cause in its own row."""

from __future__ import annotations

import math

import numpy as np
import pytest
from passes import W, parameters, zeros

from detente.mechanisms.capability import build, grown
from detente.mechanisms.nationalism import nationalism

LONG = 1000.0


def test_planned_growth_compounds() -> None:
    out = zeros(3)
    grown(np.array([0.02, -0.05, 0.0]), 0.25, out)
    assert out == pytest.approx([math.expm1(0.005), math.expm1(-0.0125), 0.0], rel=1e-11)


@pytest.mark.parametrize("booked", [True, False])
def test_nationalism_books_every_cause_in_its_own_row(booked: bool) -> None:
    """One year of half-life one: half the gap to usual closes; rates act for 1 / (2 ln 2) years; shocks act at once."""
    p = parameters(nationalism_half_life=1.0, nationalism_pressure=0.3, nationalism_crisis=0.8)
    x, out, book = np.full(W, 0.4), zeros(W), np.full((9, W * W), np.nan) if booked else None
    parts = [np.full(W, value) for value in (0.2, 0.5, 0.25, 0.05, 0.1)]  # usual, pressed, strained, lever, shock
    nationalism(x, *parts, p, 1.0, out, book, 1)
    years = 0.5 / math.log(2)
    rows = [-0.1, 0.6 * 0.3 * 0.5 * years, 0.6 * 0.8 * 0.25 * years, 0.05 * years, 0.06, 0.0]
    assert out == pytest.approx(0.4 + sum(rows), rel=1e-12)
    if book is not None:
        assert book[1:7, 3] == pytest.approx(rows, rel=1e-12, abs=1e-15)
        assert np.isnan(book[0]).all() and np.isnan(book[7:]).all() and np.isnan(book[:, W:]).all()


def test_what_nationalism_cannot_take_goes_to_its_bound() -> None:
    p, none, book, out = parameters(nationalism_half_life=LONG), zeros(W), np.zeros((6, W * W)), zeros(W)
    nationalism(np.full(W, 0.9), np.full(W, 0.9), none, none, np.full(W, 0.5), none, p, 1.0, out, book, 0)
    assert out.tolist() == [1.0] * W
    assert book[3, 0] == pytest.approx(0.5, rel=1e-3)
    assert book[5, 0] == pytest.approx(-0.4, rel=1e-3)


DOMAINS = ("conventional", "maritime", "missile_defence", "cyber", "space")
WEIGHTS = (0.4, 0.25, 0.15, 0.12, 0.08)


def test_capability_books_the_causes_of_its_weighted_total() -> None:
    """Two states; the second loses all of its maritime forces and more, which is the bound's."""
    p = parameters(
        **{f"weight_{name}": weight for name, weight in zip(DOMAINS, WEIGHTS, strict=True)},
        arms_fatigue=0.3,
        arms_reaction=0.2,
    )
    now, plan, lever = (np.zeros((5, W)) for _ in range(3))
    now[:, :2] = [[0.5, 0.2], [0.3, 0.1], [0.1, 0.0], [0.2, 0.3], [0.1, 0.2]]
    plan[:, :2] = now[:, :2] * 1.2
    growing, drive, rest, shock = zeros(W), zeros(W), zeros(W), zeros(W)
    growing[:2], drive[:2], rest[:2] = (0.02, -0.01), (0.5, 0.1), (0.2, 0.3)
    lever[:, 0], lever[1, 1] = (0.02, 0.04, 0.0, 0.01, 0.03), -2.0
    shock[:2] = 0.3, -0.4
    out, planned, book = zeros(5 * W), zeros(5 * W), np.full((8, W * W), np.nan)
    build(now.ravel(), plan.ravel(), drive, rest, growing, lever, shock, p, 0.5, W, out, planned, book, 1)
    weights = np.array(WEIGHTS)
    forgotten = 1 - math.exp(-0.3 * 0.5)
    for i in (0, 1):
        rows = [
            weights @ plan[:, i] * growing[i],
            weights @ (plan[:, i] - now[:, i]) * forgotten,
            0.2 * 0.5 * (drive[i] - rest[i]),
            weights @ lever[:, i] * 0.5,
            weights @ plan[:, i] * (1 + growing[i]) * math.expm1(shock[i]),
        ]
        assert book[1:6, i] == pytest.approx(rows, rel=1e-11, abs=1e-15)
        change = weights @ (out.reshape(5, W)[:, i] - now[:, i])
        assert book[6, i] == pytest.approx(change - sum(rows), rel=1e-11, abs=1e-12)
    assert book[6, 0] == pytest.approx(0.0, abs=1e-15)
    assert out[W + 1] == 0.0 and book[6, 1] > 0.1
    assert np.isnan(book[0]).all() and np.isnan(book[7]).all() and np.isnan(book[:, W:]).all()
    assert planned.reshape(5, W)[:, :2] == pytest.approx(plan[:, :2] * (1 + growing[:2]) * np.exp(shock[:2]), rel=1e-11)
    bare = [zeros(5 * W), zeros(5 * W)]
    build(now.ravel(), plan.ravel(), drive, rest, growing, lever, shock, p, 0.5, W, *bare, None, 0)
    assert np.array_equal(bare[0], out) and np.array_equal(bare[1], planned)
