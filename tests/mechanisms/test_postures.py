"""Postures: which one is worth most by hand, what inertia holds, who reviews, and what each weighs."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from passes import Array, Inputs, W, drawn_parameters, flat, parameters, square, zeros

from detente.compiled import philox, process_key, uniform
from detente.mechanisms.posture import (
    BALANCE,
    BANDWAGON,
    HEDGE,
    PLAIN,
    THIRD_WAY,
    at_rest,
    belief,
    most_threatening,
    posture_weights,
    preferred,
    review,
)  # fmt: skip
from detente.world.variables import POSTURES

CODED = (BALANCE, HEDGE, BANDWAGON, THIRD_WAY)
EXACT = {"posture_threat": 4.0, "posture_dependence": 2.0, "posture_credibility": 2.0, "posture_submission": 1.0,
         "posture_inertia": 1.0}  # fmt: skip
"""Powers of two: worth is exact, so that borders can be stood upon."""


def test_places_are_those_of_the_names() -> None:
    assert [POSTURES[k] for k in (PLAIN, *CODED)] == ["plain", "balance", "hedge", "bandwagon", "third_way"]


@pytest.mark.parametrize(
    ("own", "threat", "trade", "credibility", "taken"),
    [
        (HEDGE, 0.25, 0, 0, HEDGE), (HEDGE, 0.3125, 0, 0, BALANCE),           # 1 against 0 is no more than inertia
        (THIRD_WAY, 0.125, 0, 0, THIRD_WAY), (THIRD_WAY, 0.1875, 0, 0, BALANCE),  # 0.75 against -0.75
        (BALANCE, 0, 0, -0.25, BALANCE), (BALANCE, 0, 0, -0.5, HEDGE),        # -1 against hedge's 1
        (HEDGE, 0, 0, 0.5, BALANCE), (HEDGE, 0, 0, 0.25, HEDGE),              # the way back needs as much
        (BALANCE, 0, 0.5, 0, BALANCE), (BALANCE, 0, 0.75, 0, HEDGE),          # 1.5 against 0
        (BALANCE, -0.25, 0, 0, THIRD_WAY), (HEDGE, -0.25, 0, 0, HEDGE), (HEDGE, -0.3125, 0, 0, THIRD_WAY),
        (BALANCE, 0.5, 0.75, -0.25, BANDWAGON),                               # 3 against 1.5, hedge 2, third way -2
        (HEDGE, 0.5, 0.75, -0.25, HEDGE), (HEDGE, 0.625, 0.75, -0.25, BANDWAGON),  # 3.5 against 2
        (THIRD_WAY, 0.5, 0.75, -0.25, BANDWAGON),
        (BALANCE, 0.5, 0, -0.5, BALANCE), (BALANCE, 0.5, 0, -0.5625, BANDWAGON),  # 2 against 1, hedge 1
        (BANDWAGON, -0.5, -0.25, 0, THIRD_WAY),
    ],
)  # fmt: skip
def test_the_posture_of_largest_worth_by_hand(
    own: int, threat: float, trade: float, credibility: float, taken: int
) -> None:
    """Changes since the start of greatest threat, trade with it and belief in allies; inertia 1 must be exceeded."""
    assert preferred(own, threat, trade, credibility, parameters(**EXACT)) == taken


def test_of_two_equally_good_the_first_is_taken() -> None:
    """Threat gone and trade with it doubled: hedge and the third way at 2 each, balance at -2."""
    assert preferred(BALANCE, -0.5, 1.0, 0.0, parameters(**EXACT)) == HEDGE


CHANGES = st.tuples(*(st.floats(-1.0, 1.0) for _ in range(3)))


@settings(max_examples=200)
@given(st.integers(0, 2**32 - 1), st.sampled_from(CODED), CHANGES)
def test_what_is_taken_is_kept(seed: int, own: int, change: tuple[float, float, float]) -> None:
    """Hysteresis: asked again in the same world a state stays, and one that stays at an inertia stays at a larger one."""
    p = drawn_parameters(np.random.default_rng(seed))
    taken = int(preferred(own, *change, p))
    assert taken in CODED
    assert preferred(taken, *change, p) == taken
    if taken == own:
        p = p.copy()
        p["posture_inertia"] += 0.5
        assert preferred(own, *change, p) == own


@pytest.mark.parametrize("own", CODED)
@settings(max_examples=50)
@given(seed=st.integers(0, 2**32 - 1))
def test_nothing_changes_where_nothing_has_changed(seed: int, own: int) -> None:
    """Every coded posture is at rest at the start, whatever the parameters in their ranges."""
    assert preferred(own, 0.0, 0.0, 0.0, drawn_parameters(np.random.default_rng(seed))) == own


# --- what is compared -----------------------------------------------------------------------------------------------

THREAT = flat([[0, 0.2, 0.6, 0.6], [0.1, 0, 0, 0], [0.3, 0.9, 0, 0.4], [0, 0, 0, 0]])
PLEDGE = flat([[0, 0.8, 0, 0.2], [0.8, 0, 0, 0], [0, 0, 0, 0], [0.2, 0, 0, 0]])
BELIEVED = flat([[0, 0.5, 0.9, 1.0], [0.25, 0, 0, 0.1], [0.3, 0.9, 0, 0.4], [0.7, 0, 0, 0]])


def test_greatest_threat_and_belief_by_hand() -> None:
    """Of two equal threats the first by name counts; belief weighs allies by what they pledge, and is 0 without any."""
    assert [int(most_threatening(THREAT, i, 4, W)) - i * W for i in range(3)] == [2, 0, 1]
    wanted = [(0.8 * 0.5 + 0.2 * 1.0) / 1.0, 0.25, 0.0, 0.7]
    assert [belief(PLEDGE, BELIEVED, i, 4, W) for i in range(4)] == pytest.approx(wanted, rel=1e-15)
    greatest, believed = zeros(W), zeros(W)
    at_rest(THREAT, PLEDGE, BELIEVED, 4, W, greatest, believed)
    assert greatest[:4].tolist() == [0.6, 0.1, 0.9, 0.0]
    assert believed[:4] == pytest.approx(wanted, rel=1e-15)


# --- a review -------------------------------------------------------------------------------------------------------

N = 6
ALARMED = {**EXACT, "posture_threat": 100.0}
HASHES = np.arange(100, 100 + W, dtype=np.uint64)
KEY = process_key(11, "posture")


def reviewed(
    now: Array, rate: float, dt: float = 0.25, step: int = 4, run: int = 9, *, threat: float = 0.9, p: object = None
) -> Array:
    """Return the postures after a step in which each state sees its greatest threat rise from 0.1 to `threat`."""
    greatest, felt, out = np.full(W, 0.1), flat(np.full((N, N), threat) * (1 - np.eye(N))), zeros(W)
    none, p = zeros(), parameters(**ALARMED, posture_review=rate) if p is None else p
    review(step, np.uint64(run), now, none, none, felt, none, none, greatest, zeros(W), HASHES, KEY, p, dt, N, W, out)
    return out


def test_every_state_reviews_at_the_largest_rate_and_the_plain_never_leave() -> None:
    now = zeros(W)
    now[:N] = (PLAIN, BALANCE, HEDGE, BANDWAGON, THIRD_WAY, PLAIN)
    assert reviewed(now, 1000.0)[:N].tolist() == [PLAIN, BALANCE, BALANCE, BANDWAGON, BALANCE, PLAIN]


def test_at_rate_zero_no_posture_ever_changes() -> None:
    now = zeros(W)
    now[:N] = (PLAIN, BALANCE, HEDGE, BANDWAGON, THIRD_WAY, HEDGE)
    for step in range(50):
        assert np.array_equal(reviewed(now, 0.0, dt=1.0, step=step), now)


@pytest.mark.parametrize("dt", [1 / 12, 0.25, 1.0])
def test_reviews_come_at_their_rate(dt: float) -> None:
    """Docking level: distributional.  1 - e^(-rate dt) of states review in a step, each by its own word of its own key.

    Tolerance: 4 standard errors of 6,000 draws.
    """
    now, rate, steps = np.full(W, float(THIRD_WAY)), 0.5, 1000
    found = np.array([reviewed(now, rate, dt, step)[:N] == BALANCE for step in range(steps)])
    chance = -math.expm1(-rate * dt)
    assert found.mean() == pytest.approx(chance, abs=4 * math.sqrt(chance * (1 - chance) / found.size))
    for step, i in ((0, 0), (7, 3), (999, 5)):
        word, *_ = philox(HASHES[i], np.uint64(0), np.uint64(step), np.uint64(9), KEY[0], KEY[1])
        assert found[step, i] == (uniform(word) < chance)


@settings(max_examples=30)
@given(st.integers(0, 2**32 - 1), st.integers(2, W))
def test_a_review_at_rest_keeps_every_posture(seed: int, n: int) -> None:
    """Where all is as at the start every state, reviewing for certain, keeps what it has (inertia above all costs)."""
    x = Inputs(seed, n)
    threat, pledge, held, trade = x.dyad("h"), x.dyad("f", pair=True), x.dyad("k"), x.dyad("e")
    greatest, believed, out = zeros(W), zeros(W), zeros(W)
    now = np.floor(np.minimum(x.state("posture", 0, 5), 4.0))
    p = x.p.copy()
    p["posture_review"], p["posture_inertia"] = 1000.0, 2.5
    at_rest(threat, pledge, held, n, W, greatest, believed)
    review(0, np.uint64(0), now, trade, trade, threat, pledge, held, greatest, believed, HASHES, KEY, p, 1.0, n, W, out)
    assert np.array_equal(out[:n], now[:n])


# --- what a posture weighs ------------------------------------------------------------------------------------------

WEIGHTS = {
    "posture_balance_fear": 1.4, "posture_hedge_fear": 0.9, "posture_hedge_stake": 1.3, "posture_bandwagon_fear": 0.5,
    "posture_bandwagon_domestic": 0.8, "posture_third_way_trust": 1.2, "posture_third_way_stake": 1.1,
}  # fmt: skip


def test_each_posture_weighs_its_reasons_in_its_own_row() -> None:
    """Trust, fear, domestic cost and stake; a row is that of the state that observes."""
    out = np.zeros((4, W * W))
    posture_weights(np.array([PLAIN, *CODED], float), 5, W, parameters(**WEIGHTS), out)
    rows = [(1, 1, 1, 1), (1, 1.4, 1, 1), (1, 0.9, 1, 1.3), (1, 0.5, 0.8, 1), (1.2, 1, 1, 1.1)]
    for weight, wanted in zip(out, zip(*rows, strict=True), strict=True):
        assert np.array_equal(square(weight, 5), np.repeat(np.array(wanted, float)[:, None], 5, axis=1))
