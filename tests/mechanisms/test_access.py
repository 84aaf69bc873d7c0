"""Getting through to where access is denied, burden, and capability that a shock moves: by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from passes import Array, Inputs, W, flat, parameters, square, zeros

from detente.mechanisms.capability import build
from detente.mechanisms.nationalism import burden
from detente.mechanisms.threat import getting_through, opposed, strengths

ONE_DOMAIN = {
    "weight_conventional": 1.0, "weight_maritime": 0.0, "weight_missile_defence": 0.0, "weight_cyber": 0.0,
    "weight_space": 0.0, "nuclear_weight": 0.0,
}  # fmt: skip


def through(strength: list[float], denial: list[float], against: Array | None = None) -> Array:
    """Return how far each row stands against each column once access is denied; all do in full before, unless said."""
    n = len(strength)
    power, denied = zeros(W), zeros(W)
    power[:n], denied[:n] = strength, denial
    out = flat(np.ones((n, n)) if against is None else against)
    getting_through(power, denied, n, W, out)
    return square(out, n)


@pytest.mark.parametrize(("exponent", "won"), [(1, 2 / 3), (2, 4 / 5), (4, 16 / 17), (8, 256 / 257)])
def test_getting_through_is_the_contest_of_ktab(exponent: float, won: float) -> None:
    """Docking level: numerical.  Against full denial twice the capability gets through with 2/3, 4/5, 16/17, 256/257."""
    capability, strength = zeros(5 * W), zeros(W)
    capability[:2] = 2.0, 1.0
    strengths(capability, zeros(W), parameters(**ONE_DOMAIN, contest_exponent=float(exponent)), W, strength)
    found = through(strength[:2].tolist(), [1.0, 1.0])
    assert found == pytest.approx(np.array([[0.5, won], [1 - won, 0.5]]), rel=1e-12)


def test_half_denial_by_hand() -> None:
    """Strength 2 against 3 x 1/2: 4/7 get through; the column's denial counts, not the row's."""
    found = through([2.0, 3.0, 0.0], [0.25, 0.5, 0.0], np.full((3, 3), 0.5))
    wanted = 0.5 * np.array([[2 / 2.5, 4 / 7, 1], [3 / 3.5, 1 / 1.5, 1], [0, 0, 1]])
    assert found == pytest.approx(wanted, rel=1e-15)


@settings(max_examples=40)
@given(st.integers(0, 2**32 - 1), st.integers(2, W), st.floats(0.01, 1.0))
def test_denial_never_helps_and_none_changes_no_bit(seed: int, n: int, more: float) -> None:
    """Denial 0 leaves every bit; more of it lets nobody through more easily, nor ever strengthens opposition."""
    x = Inputs(seed, n)
    before = zeros()
    opposed(x.dyad("al", -1, 1, pair=True), x.mask, before)
    strength, denial = x.state("s", 0.0, 3.0), x.state("d", 0.0, 1.0 - more)
    found = []
    for denied in (zeros(W), denial, denial + more * (np.arange(W) < n)):
        out = before.copy()
        getting_through(strength, denied, n, W, out)
        found.append(out)
    assert np.array_equal(found[0], before)
    assert (found[1] <= found[0]).all()
    assert (found[2] <= found[1] + 1e-15).all()
    open_to_all = denial[:n] == 0.0
    assert np.array_equal(square(found[1], n)[:, open_to_all], square(before, n)[:, open_to_all])


# --- burden ---------------------------------------------------------------------------------------------------------


def test_burden_is_the_share_of_oneself_and_ones_allies() -> None:
    """Any pledge counts in full; partners without one do not; alone, or where nobody has anything, it is 1."""
    pledge = flat([[0, 0.1, 1.0, 0, 0], [0.1, 0, 0, 0, 0], [1.0, 0, 0, 0, 0], [0, 0, 0, 0, 0.5], [0, 0, 0, 0.5, 0]])
    total, out = zeros(W), zeros(W)
    total[:5] = 2.0, 1.0, 5.0, 0.0, 0.0
    burden(pledge, total, 5, W, out)
    assert out[:5].tolist() == pytest.approx([2 / 8, 1 / 3, 5 / 7, 1.0, 1.0], rel=1e-15)
    burden(zeros(), total, 3, W, out)
    assert out[:3].tolist() == [1.0, 1.0, 1.0]


# --- a shock to capability ------------------------------------------------------------------------------------------


def built(shock: float, steps: int, growth: float = 0.0) -> tuple[list[float], list[float], Array]:
    """Return capability and plan of one state over steps of a quarter, shocked in the first, and what that step books."""
    p = parameters(arms_fatigue=0.3, arms_reaction=0.0)
    now, plan, none, book = zeros(5 * W), zeros(5 * W), zeros(W), np.zeros((6, W * W))
    now[::W], plan[::W] = 0.4, 0.5
    path, planned = [], []
    for t in range(steps):
        out, out_plan = zeros(5 * W), zeros(5 * W)
        surge, growing = zeros(W), np.full(W, growth)
        surge[0] = shock if t == 0 else 0.0
        build(now, plan, none, none, growing, np.zeros((5, W)), surge, p, 0.25, W, out, out_plan,
              book if t == 0 else None, 0)  # fmt: skip
        now, plan = out, out_plan
        path.append(float(now[0]))
        planned.append(float(plan[0]))
    return path, planned, book[:, 0]


@pytest.mark.parametrize("shock", [0.7, -0.7])
def test_a_shock_moves_the_plan_for_good_and_capability_with_it(shock: float) -> None:
    """A log factor x times the plan, at once and for good; what is built shifts as much and then follows the plan as ever."""
    path, planned, book = built(shock, 80)
    plain, _, _ = built(0.0, 80)
    assert planned == pytest.approx([0.5 * math.exp(shock)] * 80, rel=1e-11)
    shift = 0.5 * math.expm1(shock)
    assert np.array(path) - plain == pytest.approx(shift, rel=1e-10)
    assert path[-1] == pytest.approx(planned[-1], rel=1e-2)
    assert book == pytest.approx([0.0, 0.1 * -math.expm1(-0.3 * 0.25), 0.0, 0.0, shift, 0.0], rel=1e-11, abs=1e-15)


def test_a_shock_strikes_what_has_grown() -> None:
    """In a step of growth g and shock x the plan is (1 + g) e^x of what it was; growth keeps its own row."""
    _, planned, book = built(0.7, 1, growth=0.02)
    assert planned[0] == pytest.approx(0.5 * 1.02 * math.exp(0.7), rel=1e-12)
    assert book[0] == pytest.approx(0.5 * 0.02, rel=1e-12)
    assert book[4] == pytest.approx(0.5 * 1.02 * math.expm1(0.7), rel=1e-11)
