"""Choice under the rival theories: every reason by hand and by direction, and what each theory docks to."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from passes import Array, Inputs, expected, parameters, zeros

from detente.mechanisms import constructivist, liberal, realist
from detente.mechanisms.choice import conduct, threshold
from detente.mechanisms.perception import perceive

FIXED = {
    "choice_sharpness": 5.0, "cooperate_base": 0.2, "press_base": -2.0, "cooperate_alignment": 1.2,
    "cooperate_commitment": 1.0, "press_commitment": 2.0, "cooperate_stake": 0.8, "press_stake": 1.1,
    "cooperate_grievance": 1.3, "press_grievance": 0.6, "cooperate_fear": 0.9, "press_threat": 2.1,
    "cooperate_nationalism": 0.7, "press_claim": 2.5, "press_crisis": 1.4, "cooperate_common_threat": 1.7,
    "press_opportunity": 2.3, "cooperate_reciprocity": 1.6, "press_reciprocity": 1.5, "cooperate_contact": 0.4,
    "cooperate_image": 1.9, "press_image": 1.8,
}  # fmt: skip
TRUST, FEAR, HOME, STAKE = WEIGHTS = (1.5, 1.4, 0.75, 2.0)
Ends = tuple[float, float]
ARGUMENTS: dict[str, tuple[Any, dict[str, Ends]]] = {
    "realist": (realist.propensities, {
        "common": (0.0, 2.0), "alignment": (-1.0, 1.0), "commitment": (0.0, 1.0), "threat": (0.0, 1.0),
        "claim": (0.0, 1.0), "power_over": (0.0, 1.0), "stage": (0.0, 4.0)}),
    "liberal": (liberal.propensities, {
        "interdependence": (0.0, 1.0), "commitment": (0.0, 1.0), "seen": (-1.0, 1.0), "channel": (0.0, 1.0),
        "stage": (0.0, 4.0)}),
    "constructivist": (constructivist.propensities, {
        "trust": (0.0, 1.0), "intent": (0.0, 1.0), "active": (0.0, 1.0), "claim": (0.0, 1.0), "nationalism": (0.0, 1.0),
        "threshold": (0.0, 1.0)}),
}  # fmt: skip
"""The pass of each theory and its reasons, in order, with the least and the most they can be."""
WEIGHED = {"realist": (1,), "liberal": (3,), "constructivist": (0, 2)}
"""Which weights of a posture each theory knows: trust, fear, domestic cost, stake."""


def chances(
    theory: str, p: Any, weights: tuple[float, ...] = WEIGHTS, size: int = 8, **given_as: float | Array
) -> tuple[Array, Array]:
    """Return the chances to cooperate and to press for these reasons, the others 0."""
    function, reasons = ARGUMENTS[theory]
    assert set(given_as) <= set(reasons)
    inputs = [np.full(size, 0.0) + given_as.get(name, 0.0) for name in reasons]
    cooperate, press = zeros(size), zeros(size)
    function(*inputs, np.outer(weights, np.ones(size)), np.ones(size), p, cooperate, press)
    return cooperate, press


UTILITIES = [
    ("realist", {}, 0.0, 0.0),
    ("realist", {"common": 0.5}, 1.7 * 0.5, 0.0),
    ("realist", {"common": 1.5}, 1.7, 0.0),
    ("realist", {"alignment": -0.5}, -1.2 * 0.5, 0.0),
    ("realist", {"commitment": 0.6}, 0.6, -2.0 * 0.6),
    ("realist", {"threat": 0.5}, -FEAR * 0.9 * 0.5, FEAR * 2.1 * 0.5),
    ("realist", {"claim": 0.5}, 0.0, 0.0),
    ("realist", {"power_over": 0.5}, 0.0, 0.0),
    ("realist", {"claim": 0.5, "power_over": 0.4}, 0.0, 2.3 * 0.2),
    ("realist", {"stage": 2.0}, 0.0, 1.4 * 0.5),
    ("liberal", {}, 0.0, 0.0),
    ("liberal", {"interdependence": 0.5}, STAKE * 0.8 * 0.5, -STAKE * 1.1 * 0.5),
    ("liberal", {"commitment": 0.6}, 0.6, -2.0 * 0.6),
    ("liberal", {"seen": 1.0}, 1.6, -1.5),
    ("liberal", {"seen": -1.0}, -1.6, 1.5),
    ("liberal", {"channel": 0.5}, 0.4 * 0.5, 0.0),
    ("liberal", {"stage": 2.0}, 0.0, 1.4 * 0.5),
    ("constructivist", {}, 1.9, 0.0),
    ("constructivist", {"trust": 0.8, "threshold": 0.5}, 1.9 + TRUST * 5.0 * 0.3, 0.0),
    ("constructivist", {"intent": 0.5}, 0.0, 1.8 * 0.5),
    ("constructivist", {"intent": 1.0}, -1.9, 1.8),
    ("constructivist", {"active": 0.5}, 1.9 - HOME * 1.3 * 0.5, HOME * 0.6 * 0.5),
    ("constructivist", {"claim": 0.5}, 1.9, 0.0),
    ("constructivist", {"nationalism": 0.5}, 1.9 - HOME * 0.7 * 0.5, 0.0),
    ("constructivist", {"claim": 0.4, "nationalism": 0.5}, 1.9 - HOME * 0.7 * 0.5, HOME * 2.5 * 0.2),
]


@pytest.mark.parametrize(("theory", "reasons", "kinder", "harder"), UTILITIES)
def test_every_reason_alone_has_its_sign_and_size(
    theory: str, reasons: dict[str, float], kinder: float, harder: float
) -> None:
    """Log odds against holding move by the term alone, weighed by posture (trust 1.5, fear 1.4, home 0.75, stake 2)."""
    cooperate, press = chances(theory, parameters(**FIXED), **reasons)
    hold = 1.0 - cooperate - press
    assert np.log(cooperate / hold) == pytest.approx(0.2 + kinder, abs=1e-12)
    assert np.log(press / hold) == pytest.approx(-2.0 + harder, abs=1e-12)


# Sign of the odds of cooperating, and of pressing, against holding, as the reason grows.
DIRECTIONS = {
    "realist": {"common": (1, 0), "alignment": (1, 0), "commitment": (1, -1), "threat": (-1, 1), "claim": (0, 1),
                "power_over": (0, 1), "stage": (0, 1)},
    "liberal": {"interdependence": (1, -1), "commitment": (1, -1), "seen": (1, -1), "channel": (1, 0), "stage": (0, 1)},
    "constructivist": {"trust": (1, 0), "intent": (-1, 1), "active": (-1, 1), "claim": (0, 1), "nationalism": (-1, 1),
                       "threshold": (-1, 0)},
}  # fmt: skip
REASONS = [(theory, reason) for theory, found in DIRECTIONS.items() for reason in found]


@pytest.mark.parametrize(("theory", "reason"), REASONS)
@settings(max_examples=25)
@given(seed=st.integers(0, 2**32 - 1), share=st.floats(0.05, 1.0))
def test_each_reason_moves_the_chances_its_way(theory: str, reason: str, seed: int, share: float) -> None:
    """More of a reason never moves the odds against holding the other way, from anywhere, with any parameters in range."""
    x = Inputs(seed, 8)
    _, reasons = ARGUMENTS[theory]
    start = {name: x.rng(name).uniform(low, high, 64) for name, (low, high) in reasons.items()}
    moved = dict(start)
    moved[reason] = start[reason] + share * (reasons[reason][1] - start[reason])
    odds = []
    for case in (start, moved):
        cooperate, press = chances(theory, x.p, (1.0, 1.0, 1.0, 1.0), 64, **case)
        hold = np.maximum(1.0 - cooperate - press, 1e-300)
        odds.append((np.log(cooperate / hold), np.log(press / hold)))
    for sign, before, after in zip(DIRECTIONS[theory][reason], *odds, strict=True):
        change = after - before
        assert (change * sign >= -1e-9).all() if sign else change == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("theory", ARGUMENTS)
@settings(max_examples=25)
@given(seed=st.integers(0, 2**32 - 1))
def test_weights_that_a_theory_does_not_know_change_no_bit(theory: str, seed: int) -> None:
    """Realists weigh fear, liberals the stake, constructivists trust and domestic cost; each of these does matter."""
    x = Inputs(seed, 8)
    reasons = {name: x.rng(name).uniform(low, high, 64) for name, (low, high) in ARGUMENTS[theory][1].items()}
    plain = np.array(chances(theory, x.p, (1.0,) * 4, 64, **reasons))
    for k in range(4):
        weights = tuple(1.7 if m == k else 1.0 for m in range(4))
        other = np.array(chances(theory, x.p, weights, 64, **reasons))
        if k not in WEIGHED[theory]:
            assert np.array_equal(other, plain), k
    for k in WEIGHED[theory]:
        weights = tuple(1.7 if m == k else 1.0 for m in range(4))
        assert not np.array_equal(chances(theory, parameters(**FIXED), weights, 64, **reasons),
                                  chances(theory, parameters(**FIXED), (1.0,) * 4, 64, **reasons))  # fmt: skip


OWN = {
    "realist": ("cooperate_base", "cooperate_common_threat", "cooperate_alignment", "cooperate_commitment",
                "cooperate_fear", "press_base", "press_threat", "press_opportunity", "press_commitment", "press_crisis"),
    "liberal": ("cooperate_base", "cooperate_stake", "cooperate_commitment", "cooperate_reciprocity",
                "cooperate_contact", "press_base", "press_stake", "press_commitment", "press_reciprocity", "press_crisis"),
    "constructivist": ("choice_sharpness", "cooperate_base", "cooperate_image", "cooperate_nationalism",
                       "cooperate_grievance", "press_base", "press_image", "press_claim", "press_grievance"),
}  # fmt: skip
"""The parameters of each theory."""


@pytest.mark.parametrize("theory", ARGUMENTS)
def test_a_theory_reads_its_own_parameters_and_no_others(theory: str) -> None:
    rng = np.random.default_rng(5)
    reasons = {name: rng.uniform(low, high, 8) for name, (low, high) in ARGUMENTS[theory][1].items()}
    plain = np.array(chances(theory, parameters(**FIXED), **reasons))
    for name in FIXED:
        other = np.array(chances(theory, parameters(**(FIXED | {name: FIXED[name] + 0.1})), **reasons))
        assert np.array_equal(other, plain) == (name not in OWN[theory]), name


# --- liberal: tit for tat -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reciprocity", [4.0, 10.0, 20.0])
def test_liberals_answer_in_kind_in_the_limit_of_large_reciprocity(reciprocity: float) -> None:
    """Docking level: numerical (Axelrod 1984).  Kindness is answered by kindness, pressure by pressure, holding by holding.

    With the other terms 0 and holding better than an unprovoked act by r / 2, every answer but the one in kind has a
    chance of at most 2 e^(-r / 2): tit for tat as r grows.
    """
    p = parameters(**ALONE, cooperate_base=-reciprocity / 2, press_base=-reciprocity / 2,
                   cooperate_reciprocity=reciprocity, press_reciprocity=reciprocity)  # fmt: skip
    cooperate, press = chances("liberal", p, seen=np.array([1.0, 0.0, -1.0, 1.0, 0.0, -1.0, 1.0, 0.0]))
    answer = np.array([cooperate, 1.0 - cooperate - press, press])[[0, 1, 2, 0, 1, 2, 0, 1], np.arange(8)]
    assert np.all(1.0 - answer <= 2.0 * math.exp(-reciprocity / 2))
    half = math.exp(-reciprocity / 2)
    kind = 1 / half / (1 + 1 / half + half**3)
    assert answer[[0, 2]] == pytest.approx([kind, kind], rel=1e-10)


ALONE = dict.fromkeys(
    ("cooperate_stake", "cooperate_commitment", "cooperate_contact", "press_stake", "press_commitment", "press_crisis",
     "cooperate_image", "press_image", "cooperate_nationalism", "cooperate_grievance", "press_claim",
     "press_grievance"), 0.0,
)  # fmt: skip
PAIRS = 50_000


@pytest.mark.parametrize("error", [0.05, 0.2])
def test_liberal_pairs_play_noisy_tit_for_tat(error: float) -> None:
    """Docking level: distributional (V-IP-01): cooperation 1/2, mean payoff 2.25 for any error, as published for two acts.

    An act may be misread as its opposite; 0.6^40 and 0.9^120 of the kind start are left (below 1e-5).
    Tolerance: 4 standard errors over 50,000 pairs.
    """
    p = parameters(**ALONE, cooperate_base=0.0, press_base=0.0, cooperate_reciprocity=20.0, press_reciprocity=20.0,
                   misreading_step=2.0, hostile_bias=0.5, reconsideration=1000.0)  # fmt: skip
    size, rng = 2 * PAIRS, np.random.default_rng(20250102)
    other, mask, chance = (
        np.concatenate([np.arange(PAIRS, size), np.arange(PAIRS)]),
        np.ones(size),
        np.full(size, error),
    )
    act, seen, good, bad = np.ones(size), zeros(size), zeros(size), zeros(size)
    for _ in range(120 if error < 0.1 else 40):
        perceive(act[other], chance, rng.random(size), mask, p, seen, good, bad)
        cooperate, press = chances("liberal", p, (1.0,) * 4, size, seen=seen)
        out = zeros(size)
        conduct(act, cooperate, press, rng.random(size), rng.random(size), mask, p, 1.0, out)
        assert np.array_equal(out, seen), "each does as it was done by"
        act = out
    wanted, payoff = expected()["V-IP-01"].numbers
    one, two = act.reshape(2, PAIRS) > 0
    kind = np.array([one, two]).mean(0)
    assert kind.mean() == pytest.approx(wanted, abs=4 * kind.std() / math.sqrt(PAIRS))
    found = np.where(one, np.where(two, 3.0, 0.0), np.where(two, 5.0, 1.0))
    assert found.mean() == pytest.approx(payoff, abs=4 * found.std() / math.sqrt(PAIRS))


# --- constructivist: Kydd's threshold -------------------------------------------------------------------------------

LEAST, MOST = 0.5 / 2**32, 1.0 - 0.5 / 2**32
"""The smallest and the largest uniform the generator can give."""


def test_constructivists_choose_at_kydds_threshold() -> None:
    """Docking level: numerical (V-KY-01).  With image and home silent and choice at its sharpest, trust decides at m.

    Every uniform gives Kydd's act 0.02 either side of m; at any sharpness cooperation is the likelier act exactly above it.
    """
    least = zeros(1)
    threshold(
        zeros(1),
        zeros(1),
        parameters(payoff_reward=4, payoff_temptation=3, payoff_punishment=2, payoff_sucker=0),
        least,
    )
    m = float(least[0])
    assert m == pytest.approx(expected()["V-KY-01"].numbers[0], abs=expected()["V-KY-01"].tolerance)
    sharp = parameters(**ALONE, cooperate_base=0.0, press_base=-100.0, choice_sharpness=200.0, reconsideration=1000.0)
    trust = np.array([m - 0.3, m - 0.02, m + 0.02, m + 0.3])
    cooperate, press = chances("constructivist", sharp, (10.0, 1, 1, 1), 4, trust=trust, threshold=m)
    for u in (LEAST, 0.5, MOST):
        out = zeros(4)
        conduct(-np.ones(4), cooperate, press, np.full(4, u), np.full(4, u), np.ones(4), sharp, 1.0, out)
        assert out.tolist() == [0.0, 0.0, 1.0, 1.0]
    grid = np.linspace(0.0, 1.0, 101)
    for beta in (0.1, 2.0, 12.0, 200.0):
        p = parameters(**ALONE, cooperate_base=0.0, press_base=-100.0, choice_sharpness=beta)
        cooperate, press = chances("constructivist", p, (1.0,) * 4, 101, trust=grid, threshold=m)
        assert np.array_equal(cooperate > 1.0 - cooperate - press, grid > m)


def test_image_is_even_at_one_half() -> None:
    """Docking level: relational.  A hostile image undoes what a peaceful one adds; at one half it leaves the mixed threshold."""
    p = parameters(**FIXED)
    log_odds = []
    for intent in (0.2, 0.5, 0.8):
        cooperate, press = chances("constructivist", p, intent=intent)
        log_odds.append(math.log(cooperate[0] / (1 - cooperate[0] - press[0])))
    assert log_odds[0] - log_odds[1] == pytest.approx(log_odds[1] - log_odds[2], abs=1e-11)
    assert log_odds[1] == pytest.approx(0.2, abs=1e-11)
