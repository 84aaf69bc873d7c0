"""Capability, contest, credibility and every decay against Richardson, KTAB's contest, beta-Bernoulli and closed forms."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from passes import Array, W, expected, mask_of, parameters, zeros

from detente.docking.arms import (
    ONE_DOMAIN,
    contest,
    published_race,
    race,
    race_1909,
    regression_1909,
    settles,
    totals_1909,
)
from detente.mechanisms import credibility, grievance, nationalism, threat, ties, trust
from detente.mechanisms.crisis import chances, month, usual_tension
from detente.mechanisms.theories import MIXED
from detente.mechanisms.threat import power, reach_of, strengths

# --- Richardson 1960 -----------------------------------------------------------------------------------------------


def test_richardson_rest_point() -> None:
    """Docking level: numerical (V-RI-03): x*, y* at any step once reaction stands for 1 - e^(-a dt) as fatigue does."""
    row = expected()["V-RI-03"]
    rest = [float(x) for x in row.value.split(";")]
    for dt in (1 / 12, 0.25, 1.0):
        felt, plans, p = published_race(dt, exact=True)
        found = race(np.array([1.0, 20.0]), felt, plans, p, dt, int(160 / dt))
        assert found == pytest.approx(rest, abs=float(row.tolerance))


def test_richardson_rest_point_by_refinement() -> None:
    """Docking level: numerical.  Without that correction the rest point is first order in the step: extrapolated, V-RI-03."""
    row = expected()["V-RI-03"]
    rest = np.array([float(x) for x in row.value.split(";")])
    found = []
    for dt in (0.2, 0.1, 0.05, 0.025):
        felt, plans, p = published_race(dt, exact=False)
        found.append(race(np.array([7.0, 8.0]), felt, plans, p, dt, int(160 / dt)))
    errors = [float(np.abs(x - rest).max()) for x in found]
    assert all(1.8 < a / b < 2.2 for a, b in pairwise(errors))
    for order in range(1, 4):
        found = [b + (b - a) / (2**order - 1) for a, b in pairwise(found)]
    assert found[0] == pytest.approx(rest, abs=1e-4)


@settings(max_examples=25)
@given(st.floats(0.05, 1.0), st.floats(0.05, 1.0), st.floats(0.05, 0.8), st.floats(0.0, 1.0))
def test_richardson_stable_iff_fatigue_outweighs_reaction(k: float, ratio: float, a: float, own: float) -> None:
    """Docking level: relational (V-RI-04): the race settles exactly when a b > k l (cases within 10 % of equality left out)."""
    b, other = a * (1 - 0.5 * own), k * ratio
    assume(abs(k * other / (a * b) - 1) > 0.1)
    found, wanted = settles(k, ratio, a, own)
    assert found == wanted


def test_richardson_1909_to_1913() -> None:
    """Docking level: relational (V-RI-01, 02).  With k - a = 0.73 the race of 1909 reaches the printed totals within 6 %."""
    slope, level = regression_1909()
    assert slope == pytest.approx(expected()["V-RI-01"].numbers[0], abs=0.005)
    assert level == pytest.approx(expected()["V-RI-02"].numbers[0], abs=1.0)
    assert race_1909() == pytest.approx(totals_1909(), rel=0.06)


# --- contest function of KTAB --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("exponent", "won"), [(1, 2 / 3), (2, 4 / 5), (4, 16 / 17), (8, 256 / 257)])
def test_contest_function(exponent: float, won: float) -> None:
    """Docking level: numerical.  Twice the strength wins 2/3, 4/5, 16/17, 256/257 at 1,000 km without allies."""
    assert contest(float(exponent)) == pytest.approx(np.array([[0, won], [1 - won, 0]]), abs=1e-12)


@given(st.floats(0.5, 2.0), st.floats(0.01, 5.0), st.floats(0.01, 5.0), st.floats(50, 20000), st.floats(0.0, 2.0))
def test_contest_is_that_of_ktab_with_distance_and_allies(
    k: float, one: float, two: float, far: float, ally: float
) -> None:
    """Docking level: numerical.  x / (rest + x) with x = s^k (distance / 1000 km)^-delta, rest = own^k and allies."""
    p = parameters(**ONE_DOMAIN, contest_exponent=k, nuclear_weight=0.0)
    capability, strength, near, out, allied = zeros(5 * W), zeros(W), zeros(), zeros(), zeros()
    capability[:2], allied[1] = (one, two), ally
    strengths(capability, zeros(W), p, W, strength)
    reach_of(np.full(W * W, far), mask_of(2), p, near)
    power(near, np.tile(strength, W), np.repeat(strength, W), allied, mask_of(2), p, out)
    x = two**k * (far / 1000) ** -p["distance_decay"]
    assert out[1] == pytest.approx(x / (one**k + p["ally_weight"] * ally + x), rel=1e-11)


# --- credibility: a beta-Bernoulli belief --------------------------------------------------------------------------


def remember(
    kept: Array, broken: Array, p: Any, dt: float, *, delivered: Array, failed: Array, rest: tuple[Array, Array]
) -> list[Array]:
    """Return deliveries, failures and belief after a step without acts."""
    none, mask = zeros(kept.size), np.ones(kept.size)
    out = [zeros(kept.size) for _ in range(3)]
    credibility.memory(
        kept, broken, *rest, none, none, none, none, delivered, failed, mask, p, dt, *out, None, 0
    )  # fmt: skip
    return out


@given(st.integers(1, 20), st.integers(1, 20), st.lists(st.booleans(), max_size=30))
def test_credibility_counts_like_a_beta_bernoulli_belief(a: int, b: int, seen: list[bool]) -> None:
    """Docking level: numerical.  Without forgetting K is the posterior mean (a + deliveries) / (a + b + all).

    The memory's bound is 1,000 years; a step of 1e-10 years makes it infinite.
    """
    p = parameters(credibility_memory=1000.0, negativity=1.0)
    dt, kept, broken = 1e-10, np.array([float(a)]), np.array([float(b)])
    rest = (kept, broken)
    belief = kept / (kept + broken)
    for good in seen:
        delivered, failed = np.array([good / dt]), np.array([float(not good)])
        kept, broken, belief = remember(kept, broken, p, dt, delivered=delivered, failed=failed, rest=rest)
    assert belief[0] == pytest.approx((a + sum(seen)) / (a + b + len(seen)), abs=1e-9)


def test_credibility_forgets_towards_its_standing_reputation() -> None:
    """Docking level: numerical.  Under d deliveries a year the memory rests at a0 + d h / ln 2; failures count nu-fold."""
    p = parameters(credibility_memory=4.0, negativity=2.5)
    kept = broken = np.array([3.0])
    rest = (kept, broken)
    for _ in range(2000):
        kept, broken, belief = remember(kept, broken, p, 0.25, delivered=np.array([1.5]), failed=zeros(1), rest=rest)
    held = 3.0 + 1.5 * 4.0 / math.log(2)
    assert kept[0] == pytest.approx(held, rel=1e-12)
    assert belief[0] == pytest.approx(held / (held + 3.0), rel=1e-12)
    _, broken, _ = remember(kept, np.array([3.0]), p, 0.25, delivered=zeros(1), failed=np.array([2.0]), rest=rest)
    assert broken[0] == pytest.approx(3.0 + 2.5 * 2.0, rel=1e-12)


# --- decays are exact at any step ----------------------------------------------------------------------------------

ONE = np.ones(8)
NONE = np.zeros(8)
HALF = np.full(8, 0.5)


def _grievance(x: Array, p: Any, dt: float) -> Array:
    out = zeros(8)
    grievance.stock(x, NONE, NONE, NONE, NONE, NONE, ONE, p, dt, out, None, 0)
    return out


def _trigger(x: Array, p: Any, dt: float) -> Array:
    out = zeros(8)
    grievance.trigger(x, NONE, NONE, ONE, p, dt, out, None, 0)
    return out


def _expectation(x: Array, p: Any, dt: float) -> Array:
    out = zeros(8)
    trust.expectation(x, NONE, p, dt, out)
    return out


def _trade(x: Array, p: Any, dt: float) -> Array:
    out = zeros(8)
    ties.interdependence(x, NONE, NONE, NONE, NONE, NONE, ONE, p, dt, out, None, 0)
    return out


def _contact(x: Array, p: Any, dt: float) -> Array:
    out = zeros(8)
    ties.channel(x, NONE, NONE, NONE, NONE, NONE, NONE, ONE, p, dt, out, None, 0)
    return out


def _practice(x: Array, p: Any, dt: float) -> Array:
    out = zeros(8)
    ties.practice(x, NONE, NONE, p["practice_half_life"], ONE, dt, out, None, 0)
    return out


def _know_how(x: Array, p: Any, dt: float) -> Array:
    out = zeros(8)
    ties.practice(x, NONE, NONE, p["know_how_half_life"], ONE, dt, out, None, 0)
    return out


def _nationalism(x: Array, p: Any, dt: float) -> Array:
    out = zeros(8)
    nationalism.nationalism(x, NONE, NONE, NONE, NONE, NONE, p, dt, out, None, 0)
    return out


def _doubt(x: Array, p: Any, dt: float) -> Array:
    out, commitment = zeros(8), np.zeros(64)
    commitment[1:64:8] = 1.0
    nationalism.doubt(x, commitment, np.ones(64), p, dt, 8, 8, out)
    return out


def _mood(x: Array, p: Any, dt: float) -> Array:
    out = zeros(8)
    trust.mood(x, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, HALF, ONE, p, dt,
               out, None, 0)  # fmt: skip
    return out


def _anchor(x: Array, p: Any, dt: float) -> Array:
    out = zeros(8)
    trust.anchor(x, NONE, NONE, ONE, p, dt, out)
    return out


def _memory(x: Array, p: Any, dt: float) -> Array:
    return remember(x, ONE, p, dt, delivered=NONE, failed=NONE, rest=(NONE, ONE))[0]


Decay = Callable[[Array, Any, float], Array]


@pytest.mark.parametrize(
    ("step", "half_life"),
    [
        (_grievance, "grievance_half_life"), (_trigger, "trigger_half_life"), (_expectation, "habituation_memory"),
        (_trade, "interdependence_half_life"), (_contact, "contact_half_life"), (_practice, "practice_half_life"),
        (_know_how, "know_how_half_life"),
        (_nationalism, "nationalism_half_life"), (_doubt, "doubt_half_life"), (_mood, "trust_half_life"),
        (_anchor, "anchor_half_life"), (_memory, "credibility_memory"),
    ],
)  # fmt: skip
def test_half_lives_are_exact_at_any_step(step: Decay, half_life: str) -> None:
    """Docking level: numerical.  After one half-life exactly half is left, in 1 step or 60."""
    years = 0.8
    p = parameters(**{half_life: years})
    for steps in (1, 2, 7, 60):
        x = np.full(8, 0.6)
        for _ in range(steps):
            x = step(x, p, years / steps)
        assert x == pytest.approx(0.3, rel=1e-12)


def test_threat_follows_with_its_lag_exactly() -> None:
    """Docking level: numerical.  The gap to power x intent closes as e^(-t / tau), at any step."""
    p = parameters(threat_lag=1.5)
    for steps in (1, 4, 24):
        h = zeros(8)
        for _ in range(steps):
            out = zeros(8)
            threat.threat(h, np.full(8, 0.8), np.full(8, 0.5), p, 2.0 / steps, out, None, 0)
            h = out
        assert h == pytest.approx(0.4 * (1 - math.exp(-2.0 / 1.5)), rel=1e-12)


def test_intent_rests_on_a_logit_scale() -> None:
    """Docking level: numerical.  Constant news moves intent to logistic(b + acts (bad - good)), with its half-life."""
    p = parameters(intent_memory=0.7, intent_acts=0.9)
    start, goal = 0.3, 1 / (1 + math.exp(-(math.log(0.3 / 0.7) + 0.9 * 0.6)))
    for steps in (1, 3, 12):
        x = np.full(8, start)
        for _ in range(steps):
            out = zeros(8)
            threat.intent(x, np.full(8, math.log(0.3 / 0.7)), NONE, NONE, np.full(8, 0.6), NONE, HALF, HALF, NONE, NONE,
                          NONE, NONE, NONE, NONE, NONE, NONE, NONE, MIXED, ONE, p, 1.4 / steps, out, None, 0)  # fmt: skip
            x = out
        assert x == pytest.approx(goal + (start - goal) * 0.25, rel=1e-12)


# --- crises: a two-state clock, and its usual share ----------------------------------------------------------------


def test_crises_of_one_stage_spend_the_usual_share_of_time() -> None:
    """Docking level: distributional.  With no second stage the pair is hot onset / (onset + resolution) of the time.

    The clock is the month, so that its own rest, begin / (begin + leave), is what the ticks reach (tolerance: 4
    standard errors of 100,000 pairs); usual tension is its limit for rare events, 3 % away at these rates.
    """
    pairs, rng = 100_000, np.random.default_rng(5)
    onset, resolution, mask = np.full(pairs, 0.3), np.full(pairs, 2.0), np.ones(pairs)
    first, begin, up, leave, tension = (zeros(pairs) for _ in range(5))
    chances(onset, zeros(pairs), resolution, zeros(pairs), 1 / 12, first, begin, up, leave)
    assert begin == pytest.approx(1 - math.exp(-0.3 / 12), rel=1e-12)
    assert leave == pytest.approx(1 - math.exp(-2.0 / 12), rel=1e-12)
    assert np.all(up == 0.0)
    stage = zeros(pairs)
    for _ in range(120):
        month(begin, up, leave, rng.random(pairs), mask, stage)
    assert set(np.unique(stage)) == {0.0, 1.0}
    rest = begin[0] / (begin[0] + leave[0])
    assert stage.mean() == pytest.approx(rest, abs=4 * math.sqrt(rest * (1 - rest) / pairs))
    usual_tension(onset, resolution, mask, tension)
    assert 4 * tension[0] == pytest.approx(0.3 / 2.3, rel=1e-12)
    assert 4 * tension[0] == pytest.approx(rest, rel=0.07)


def test_crises_move_one_stage_a_month_and_never_beyond_four() -> None:
    """Docking level: relational.  Competing risks: up with escalation / (escalation + resolution) of the moves."""
    pairs, rng = 100_000, np.random.default_rng(6)
    escalation, resolution, mask = np.full(pairs, 3.0), np.full(pairs, 1.0), np.ones(pairs)
    first, begin, up, leave = (zeros(pairs) for _ in range(4))
    chances(np.full(pairs, 1e-9), escalation, resolution, np.full(pairs, 0.25), 1 / 12, first, begin, up, leave)
    assert first == pytest.approx(0.25, rel=1e-6)
    assert up / leave == pytest.approx(0.75, rel=1e-12)
    stage = np.full(pairs, 2.0)
    month(begin, up, leave, rng.random(pairs), mask, stage)
    moved = stage != 2.0
    assert set(np.unique(stage)) == {1.0, 2.0, 3.0}
    assert moved.mean() == pytest.approx(1 - math.exp(-4 / 12), abs=4 * 0.5 / math.sqrt(pairs))
    assert (stage[moved] == 3.0).mean() == pytest.approx(0.75, abs=4 * 0.5 / math.sqrt(moved.sum()))
    for _ in range(60):
        before = stage.copy()
        month(begin, up, leave, rng.random(pairs), mask, stage)
        assert np.abs(stage - before).max() <= 1.0
    assert stage.max() == 4.0
    assert stage.min() >= 0.0
