"""Trust and choice alone: Kydd's threshold and costly signal, Bayes' rule, noisy iterated play."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from detente.docking.passes import parameters, zeros
from detente.mechanisms.choice import conduct, propensities, threshold
from detente.mechanisms.perception import misperception, perceive
from detente.mechanisms.trust import level, mood
from detente.world.arrays import Array

PAIRS = 50_000

ALONE = dict.fromkeys(
    ("cooperate_base", "cooperate_alignment", "cooperate_commitment", "cooperate_stake", "cooperate_nationalism",
     "cooperate_grievance", "cooperate_fear", "press_threat", "press_claim", "press_grievance", "press_stake",
     "press_commitment", "press_crisis"), 0.0,
)  # fmt: skip
"""Every term of choice but trust is off."""

BAYES = {
    "trust_half_life": 1e12, "negativity": 1.0, "habituation": 0.0, "mood_noise": 0.0, "grievance_friction": 0.0,
    "crisis_friction": 0.0, "grievance_ceiling": 0.0,
}  # fmt: skip
"""Mood never forgets and weighs good and bad news alike."""


def minimum_trust(
    reward: float, temptation: float, punishment: float, sucker: float, z: float = 0, d: float = 0
) -> float:
    """Return the pass's threshold for one state."""
    p = parameters(
        payoff_reward=reward, payoff_temptation=temptation, payoff_punishment=punishment, payoff_sucker=sucker
    )
    out = zeros(1)
    threshold(np.array([z], float), np.array([d], float), p, out)
    return float(out[0])


def chances(trust: Array, least: Array, p: Any, weight: float = 1.0) -> tuple[Array, Array]:
    """Return the chances to cooperate and to press where trust and its threshold are all that matters."""
    size = trust.size
    none, mask = zeros(size), np.ones(size)
    posture = np.ones((4, size))
    posture[0] = weight
    cooperate, press = zeros(size), zeros(size)
    propensities(trust, none, none, none, none, none, none, none, none, least, posture, mask, p, cooperate, press)
    return cooperate, press


def next_mood(u: Array, p: Any, dt: float, *, good: Array, bad: Array, news: Array | None = None) -> Array:
    """Return the mood after a step in which nothing but news moves it; the anchor is even odds."""
    size = u.size
    none, mask, out = zeros(size), np.ones(size), zeros(size)
    shock = none if news is None else news
    mood(
        u, none, none, good, none, none, bad, none, none, none, none, none, none, none, shock, np.full(size, 0.5), mask,
        p, dt, out, None, 0,
    )  # fmt: skip
    return out


def share(u: Array, p: Any) -> Array:
    """Return trust, 0..1, at a mood."""
    out = zeros(u.size)
    level(u, zeros(u.size), np.ones(u.size), p, out)
    return out


def noisy_play(error: float, generosity: float, rounds: int) -> tuple[Array, Array]:
    """Return the acts of pairs [2, pairs], as meant and as seen, that answer the act seen: kind to kindness, else by chance.

    Two acts only: holding never pays.  Mood forgets all but the last act; choice turns it into a reply.  All of
    it is set by parameters; the act that a player sees may be misread as its opposite.
    """
    forgetful = {**BAYES, "trust_half_life": 0.01, "trust_good_news": 200.0}
    p = parameters(**forgetful)
    after = [share(next_mood(zeros(1), p, 1.0, good=np.array([g]), bad=np.array([1 - g])), p)[0] for g in (0.0, 1.0)]
    press = 15.0
    low = press + math.log(generosity / (1 - generosity)) if generosity else -20.0
    beta = (40.0 - low) / (after[1] - after[0])
    base = 40.0 - beta * (after[1] - 0.5)
    p = parameters(
        **forgetful, **{**ALONE, "cooperate_base": base, "press_base": press}, choice_sharpness=beta, misreading_step=2.0,
        hostile_bias=0.5, misperception_base=error, misperception_contact=0.0, misperception_practice=0.0,
        reconsideration=1000.0,
    )  # fmt: skip
    rng, size = np.random.default_rng(20250101), 2 * PAIRS
    none, mask = zeros(size), np.ones(size)
    other = np.concatenate([np.arange(PAIRS, size), np.arange(PAIRS)])
    act, chance, seen, good, bad = np.ones(size), zeros(size), zeros(size), zeros(size), zeros(size)
    misperception(none, none, none, mask, p, chance)
    u = zeros(size)
    for _ in range(rounds):
        perceive(act[other], chance, rng.random(size), mask, p, seen, good, bad)
        u = next_mood(u, p, 1.0, good=good, bad=bad)
        cooperate, pressing = chances(share(u, p), np.full(size, 0.5), p)
        out = zeros(size)
        conduct(act, cooperate, pressing, rng.random(size), rng.random(size), mask, p, 1.0, out)
        act = out
    perceive(act[other], chance, rng.random(size), mask, p, seen, good, bad)
    return act.reshape(2, PAIRS), seen.reshape(2, PAIRS)


def kindness(acts: Array) -> tuple[float, float]:
    """Return the share of kind acts and its standard error; pairs, not players, are independent."""
    kind = (acts > 0.5).mean(0)
    return float(kind.mean()), float(kind.std() / math.sqrt(kind.size))


def sharp_choice(gap: float) -> tuple[float, float]:
    """Return the chance to cooperate a little below and above Kydd's threshold, as sharp as the parameters allow."""
    m = minimum_trust(4, 3, 2, 0)
    p = parameters(**ALONE, choice_sharpness=200.0, press_base=-100.0)
    cooperate, _ = chances(np.array([m - gap, m + gap]), np.full(2, m), p, weight=10.0)
    return float(cooperate[0]), float(cooperate[1])


def posterior(prior: float, ratios: list[float]) -> float:
    """Return trust after signals of these likelihood ratios, from a prior, by the pass of mood."""
    p = parameters(**BAYES)
    u, none = np.array([math.log(prior / (1 - prior))]), zeros(1)
    for ratio in ratios:
        u = next_mood(u, p, 0.25, good=none, bad=none, news=np.array([math.log(ratio)]))
    return float(share(u, p)[0])


def signalled(prior: float, cost_trustworthy: float, cost_untrustworthy: float) -> float:
    """Return trust after a costly signal was seen (R, T, P, S = 4, 3, 2, 0).

    Who sends it is Kydd's condition on costs (k <= R - P for the trustworthy, k <= T - P for the others); what it
    does to belief is the pass of mood.  Proof stands as a ratio of 1e5.
    """
    reward, temptation, punishment = 4.0, 3.0, 2.0
    sent = (cost_trustworthy <= reward - punishment, cost_untrustworthy <= temptation - punishment)
    if sent[0] == sent[1]:
        return posterior(prior, [1.0])
    return posterior(prior, [1e5 if sent[0] else 1e-5])


def mean_payoff(acts: Array) -> tuple[float, float]:
    """Return the mean payoff (T, R, P, S = 5, 3, 1, 0) of first players and its standard error."""
    found = np.where(acts[0] > 0, np.where(acts[1] > 0, 3.0, 0.0), np.where(acts[1] > 0, 5.0, 1.0))
    return float(found.mean()), float(found.std() / math.sqrt(found.size))
