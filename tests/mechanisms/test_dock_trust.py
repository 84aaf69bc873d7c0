"""Trust and choice against Kydd's threshold, Bayes' rule and noisy iterated play, on the very passes the region runs."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from passes import expected, flat, mask_of, parameters, square, zeros

from detente.docking.conduct import (
    ALONE,
    BAYES,
    chances,
    kindness,
    mean_payoff,
    minimum_trust,
    next_mood,
    noisy_play,
    share,
)
from detente.mechanisms.choice import conduct
from detente.mechanisms.perception import misperception, perceive

LEAST, MOST = 0.5 / 2**32, 1.0 - 0.5 / 2**32
"""The smallest and the largest uniform the generator can give."""


# --- Kydd 2000, 2005 -----------------------------------------------------------------------------------------------


def test_kydd_threshold() -> None:
    """Docking level: numerical (V-KY-01)."""
    row = expected()["V-KY-01"]
    assert minimum_trust(4, 3, 2, 0) == pytest.approx(float(row.value), abs=float(row.tolerance))
    assert minimum_trust(4, 3, 2, 0) == pytest.approx(2 / 3, abs=1e-15)


payoffs = st.tuples(*(st.floats(0.05, 2.5) for _ in range(3)), st.floats(0.0, 1.0))


@given(payoffs, st.floats(0.01, 1.0), st.floats(0.01, 1.0), st.floats(0.0, 0.9), st.floats(0.0, 0.9))
def test_kydd_comparative_statics(
    steps: tuple[float, float, float, float], more: float, part: float, z: float, d: float
) -> None:
    """Docking level: relational.  More risk raises m, more gain lowers it; zero-sum views raise it, patience lowers it."""
    risk, temptation, gain, sucker = steps
    punishment = sucker + risk
    reward = punishment + temptation + gain
    m = minimum_trust(reward, punishment + temptation, punishment, sucker, z, d)
    assert 0.0 < m < 1.0
    assert minimum_trust(reward, punishment + temptation, punishment, sucker - more, z, d) > m
    assert minimum_trust(reward + more, punishment + temptation, punishment, sucker, z, d) < m
    assert minimum_trust(reward, punishment + temptation, punishment, sucker, z + part * (1 - z), d) > m
    assert minimum_trust(reward, punishment + temptation, punishment, sucker, z, d + part * (1 - d)) < m


def test_kydd_choice_is_a_step_at_the_threshold() -> None:
    """Docking level: numerical.  At the sharpest choice allowed every uniform gives Kydd's act, 0.02 either side of m.

    At m itself a state is indifferent; at any sharpness cooperation is the likelier act exactly above m.
    """
    m = minimum_trust(4, 3, 2, 0)
    trust = np.array([m - 0.3, m - 0.02, m + 0.02, m + 0.3])
    sharp = parameters(**ALONE, choice_sharpness=200.0, press_base=-100.0, reconsideration=1000.0)
    cooperate, press = chances(trust, np.full(4, m), sharp, weight=10.0)
    for u in (LEAST, 0.5, MOST):
        for before in (-1.0, 0.0, 1.0):
            out = zeros(4)
            conduct(np.full(4, before), cooperate, press, np.full(4, u), np.full(4, u), np.ones(4), sharp, 1.0, out)
            assert out.tolist() == [0.0, 0.0, 1.0, 1.0]
    for beta in (0.1, 2.0, 12.0, 200.0):
        p = parameters(**ALONE, choice_sharpness=beta, press_base=-100.0)
        grid = np.linspace(0.0, 1.0, 101)
        cooperate, press = chances(grid, np.full(101, m), p)
        assert np.array_equal(cooperate > 1.0 - cooperate - press, grid > m)
        assert chances(np.array([m]), np.array([m]), p)[0][0] == pytest.approx(0.5, abs=1e-15)


def test_kydd_two_trustworthy_states_fail_if_either_doubts() -> None:
    """Docking level: relational.  Mutual cooperation needs both beliefs above the threshold."""
    m = minimum_trust(4, 3, 2, 0)
    p = parameters(**ALONE, choice_sharpness=200.0, press_base=-100.0)
    beliefs = (0.2, m - 0.05, m + 0.05, 0.95)
    for one in beliefs:
        for other in beliefs:
            cooperate, _ = chances(np.array([one, other]), np.full(2, m), p, weight=10.0)
            assert (cooperate.prod() > 0.999) == (one > m and other > m)


# --- Bayes ---------------------------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(st.floats(0.05, 0.95), st.floats(0.55, 0.95), st.lists(st.booleans(), min_size=1, max_size=25))
def test_mood_is_bayesian_updating(prior: float, q: float, kept: list[bool]) -> None:
    """Docking level: numerical.  A friendly type cooperates with chance q, a hostile one with 1 - q: trust is the posterior."""
    p = parameters(**BAYES, trust_good_news=math.log(q / (1 - q)))
    u = np.array([math.log(prior / (1 - prior))])
    friendly, hostile = prior, 1 - prior
    for seen in kept:
        u = next_mood(u, p, 1.0, good=np.array([float(seen)]), bad=np.array([float(not seen)]))
        friendly, hostile = friendly * (q if seen else 1 - q), hostile * ((1 - q) if seen else q)
        if abs(math.log(friendly / hostile)) > 11.0:
            return  # the pass keeps mood within 12
        assert share(u, p)[0] == pytest.approx(friendly / (friendly + hostile), abs=1e-11)


@given(st.lists(st.floats(0.3, 3.0), min_size=1, max_size=8))
def test_mood_adds_log_likelihood_ratios(ratios: list[float]) -> None:
    """Docking level: numerical.  Any evidence adds its log likelihood ratio; what both types would do adds nothing."""
    p = parameters(**BAYES)
    u, none = np.array([0.3]), zeros(1)
    for ratio in ratios:
        u = next_mood(u, p, 0.25, good=none, bad=none, news=np.array([math.log(ratio)]))
    assert u[0] == pytest.approx(0.3 + math.fsum(math.log(r) for r in ratios), abs=1e-11)
    assert next_mood(u, p, 0.25, good=none, bad=none)[0] == pytest.approx(u[0], abs=1e-11)


def test_kydd_reassurance_needs_a_countable_number_of_signals() -> None:
    """Docking level: relational.  Belief passes m after as many signals of ratio L as Bayes asks for."""
    m, start, ratio = minimum_trust(4, 3, 2, 0), 0.2, 1.6
    p = parameters(**BAYES, trust_good_news=math.log(ratio))
    needed = math.ceil((math.log(m / (1 - m)) - math.log(start / (1 - start))) / math.log(ratio))
    u = np.array([math.log(start / (1 - start))])
    for count in range(1, needed + 1):
        u = next_mood(u, p, 1.0, good=np.ones(1), bad=zeros(1))
        assert (share(u, p)[0] > m) == (count == needed)


# --- noisy iterated play -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("error", [0.05, 0.2])
def test_tit_for_tat_decays_to_one_half(error: float) -> None:
    """Docking level: distributional (V-IP-01): cooperation 1/2, mean payoff 2.25, for any error, as meant and as seen.

    120 rounds leave 0.9^120 = 3e-6 of the kind start.  Tolerance: 4 standard errors over 50,000 pairs (about 0.007).
    """
    row = expected()["V-IP-01"].value.split(";")
    meant, seen = noisy_play(error, 0.0, 120 if error < 0.1 else 40)
    for acts in (meant, seen):
        assert np.all(np.abs(acts) == 1.0), "only two acts"
        found, se = kindness(acts)
        assert found == pytest.approx(float(row[0]), abs=4 * se)
    payoff, se = mean_payoff(meant)
    assert payoff == pytest.approx(float(row[1]), abs=4 * se)


@pytest.mark.parametrize("error", [0.01, 0.05, 0.2])
def test_generous_tit_for_tat(error: float) -> None:
    """Docking level: distributional (V-IP-02): two generous players (q = 1/3) cooperate (1 + e) / (1 + 4e) of the time.

    The published error befalls the act itself; here it befalls what the other sees.  So the published share is that
    of acts as seen, and acts as meant cooperate (1 + 2e) / (1 + 4e).
    Tolerance: 4 standard errors over 50,000 pairs (0.002 to 0.007).
    """
    meant, seen = noisy_play(error, 1 / 3, 40)
    for acts, share_kind in ((seen, (1 + error) / (1 + 4 * error)), (meant, (1 + 2 * error) / (1 + 4 * error))):
        found, se = kindness(acts)
        assert se < 0.002
        assert found == pytest.approx(share_kind, abs=4 * se)


# --- misreading ----------------------------------------------------------------------------------------------------


def test_misreading_rates_and_bias() -> None:
    """Docking level: distributional.  A kind act is misread with 2bM, a pressing one with 2(1 - b)M, holding with M."""
    n, chance, bias = 200_000, 0.15, 0.7
    rng = np.random.default_rng(1)
    for step, opposite in ((1.0, 0.0), (2.0, 1.0)):
        p = parameters(hostile_bias=bias, misreading_step=step)
        for act, wrong, share_wrong in (
            (1.0, -opposite, 2 * bias * chance), (-1.0, opposite, 2 * (1 - bias) * chance),
            (0.0, -1.0, bias * chance), (0.0, 1.0, (1 - bias) * chance),
        ):  # fmt: skip
            seen, good, bad = zeros(n), zeros(n), zeros(n)
            perceive(np.full(n, act), np.full(n, chance), rng.random(n), np.ones(n), p, seen, good, bad)
            tolerance = 4 * math.sqrt(share_wrong / n)
            assert np.mean(seen == wrong) == pytest.approx(share_wrong, abs=tolerance)
            assert np.array_equal(good, seen > 0.5)
            assert np.array_equal(bad, seen < -0.5)


def test_contact_and_practice_cut_misreading() -> None:
    """Docking level: relational.  M = min(1/2, base exp(-contact V - practice O + lever)), never on the diagonal."""
    p = parameters(misperception_base=0.2, misperception_contact=0.8, misperception_practice=0.4)
    channel, practice, lever, out = flat([[0, 0.5], [1, 0]]), flat([[0, 0.25], [0, 0]]), flat([[0, 0], [3, 0]]), zeros()
    misperception(channel, practice, lever, mask_of(2), p, out)
    assert square(out, 2) == pytest.approx(np.array([[0, 0.2 * math.exp(-0.5)], [0.5, 0]]), rel=1e-12)
