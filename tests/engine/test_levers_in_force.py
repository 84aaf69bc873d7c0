"""Levers in the kernel: delivery in closed form, hotline, consent, budgets, conditions, withdrawn pledges."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from kernel import QUIET, WORLD, Array, Kept, fixed, run, same, without

from detente.engine.conditions import NUMBER, OPERATORS, evaluate
from detente.mechanisms.consent import BUDGET, CONDITION, GRANTED, NOT_ASKED
from detente.scenario import Quantity, Scenario
from detente.world.arrays import DYADS

Write = Callable[[str], Scenario]


def delivered(kept: Kept, key: str, run_: int = 0) -> Array:
    return np.asarray(kept.record.outcomes[run_, :, 0, kept.program.lever_names.index(key)])


def outcomes(kept: Kept, key: str) -> Array:
    return np.asarray(kept.record.outcomes[:, :, 1, kept.program.lever_names.index(key)])


# --- delivery ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["year", "quarter", "month"])
def test_delivery_builds_up_and_fades_with_its_half_lives(only: Write, step: str) -> None:
    """Docking level: numerical.  0.8 (1 - 2^(-t / lag)) while in force, then halved each `fade`, at any step."""
    use = "levers: {works: {lever: build_up, by: COR, from: 2026, until: 2030, level: 0.8}}\n"
    kept = run(only(f"step: {step}\n{use}"), [0], sampled=False)
    per = kept.program.months
    t = (np.arange(kept.program.scenario.steps) + 1) * per / 12 - 1.0
    top = 0.8 * (1 - 2.0 ** (-4.0 / 1.0))
    wanted = np.where(t <= 0, 0.0, np.where(t <= 4 + 1e-9, 0.8 * (1 - 2.0**-t), top * 2.0 ** (-(t - 4) / 2.0)))
    assert delivered(kept, "works") == pytest.approx(wanted, abs=1e-12)


def test_stages_scale_the_level(only: Write) -> None:
    """A lever's stages multiply its level from their first day: 0.35 from 2026, 1 from 2029, followed with the lag."""
    use = (
        "levers: {cbm2: {lever: confidence_building, among: [ARN, BEL], from: 2026, level: 1, "
        "stages: {notification: 2026, constraint: 2029}}}\n"
    )
    scenario = fixed(only(use), consent_base=100.0)
    lever = scenario.levers["cbm2"]
    scenario = replace(scenario, levers={"cbm2": replace(lever, lag=Quantity.point(0.001, "year", "at once"))})
    found = delivered(run(scenario, [0], sampled=False), "cbm2")
    assert found == pytest.approx(np.repeat([0.0, 0.35, 1.0], [4, 12, 24]), abs=1e-12)


# --- hotline -------------------------------------------------------------------------------------------------------

LINE = "levers: {hot: {lever: crisis_hotline, among: [ARN, COR], from: 2025, level: 1}}\n"
STORMY = {"crisis_onset_base": 0.15, "consent_base": 100.0}


def test_an_unanswered_hotline_changes_no_bit(only: Write) -> None:
    scenario = fixed(only(LINE), **STORMY, pick_up=0.0)
    assert same(run(scenario, range(20)), run(without(scenario), range(20)), but=WORLD)


def test_an_answered_hotline_raises_resolution_and_not_onset(only: Write) -> None:
    """At equal worlds the rates of the first step: onset and escalation to the bit, resolution (1 + pick-up x 0.8 x level)."""
    scenario = replace(fixed(only(LINE), **STORMY, pick_up=1.0), steps=1)
    with_line, bare = run(scenario, [0], sampled=False), run(without(scenario), [0], sampled=False)
    flow, other = with_line.room.flow[0], bare.room.flow[0]
    assert np.array_equal(flow["onset"], other["onset"])
    assert np.array_equal(flow["escalation"], other["escalation"])
    level = delivered(with_line, "hot")[0]
    assert level == pytest.approx(1 - 2 ** (-0.25 / 0.5), abs=1e-12)
    factor = np.ones((5, 5))
    factor[0, 2] = factor[2, 0] = 1 + 0.8 * level
    found = flow["resolution"].reshape(16, 16)[:5, :5]
    assert found == pytest.approx(other["resolution"].reshape(16, 16)[:5, :5] * factor, rel=1e-12)


def test_an_answered_hotline_shortens_crises_and_begins_as_many(only: Write) -> None:
    """Its pair: monthly steps, 600 runs with feedback of crises on conduct, mood and threat as given.

    Time in crisis falls by a quarter at least; onsets per month of calm stay the same within 4 standard errors plus 5 %.
    """
    scenario = fixed(only(f"step: month\n{LINE}"), **STORMY, pick_up=1.0)
    found = {}
    for name, s in (("line", scenario), ("bare", without(scenario))):
        stage = run(s, range(600), sampled=False).record.worlds[:, :, DYADS.index("stage"), 0, 2]
        calm = stage[:, :-1] == 0
        found[name] = ((stage > 0).mean(), (calm & (stage[:, 1:] > 0)).sum(), calm.sum())
    (hot, onsets, calm), (hot0, onsets0, calm0) = found["line"], found["bare"]
    assert hot < 0.75 * hot0
    error = 4 * math.sqrt(1 / onsets + 1 / onsets0)
    assert (onsets / calm) / (onsets0 / calm0) == pytest.approx(1.0, abs=error + 0.05)


# --- consent -------------------------------------------------------------------------------------------------------

THREE = "levers: {pact: {lever: trilateral_cooperation, among: [ARN, BEL, DAL], from: 2025, level: 1}}\n"
INDIFFERENT = dict.fromkeys(
    ("consent_base", "consent_trust", "consent_threat", "consent_grievance", "consent_nationalism", "consent_priorities",
     "consent_latitude", "consent_contact"), 0.0,
)  # fmt: skip


@pytest.mark.parametrize(("common", "chance"), [(0.0, 1 / 8), (1.0, 1 / 2)])
def test_all_must_agree_and_share_a_judgement(only: Write, common: float, chance: float) -> None:
    """Docking level: distributional.  Three who agree by the toss of a coin: 1/8 alone, 1/2 with one common judgement.

    Tolerance: 4 standard errors of 3,000 runs (0.024 to 0.037).
    """
    scenario = replace(fixed(only(THREE), **INDIFFERENT, consent_common=common), steps=1)
    granted = outcomes(run(scenario, range(3000), sampled=False), "pact")[:, 0] == GRANTED
    assert granted.mean() == pytest.approx(chance, abs=4 * math.sqrt(chance * (1 - chance) / 3000))


def test_consent_persists_between_reviews(only: Write) -> None:
    """Docking level: distributional.  Of the granted, (1 - e^(-rate dt)) / 2 are lost in a step when consent is a coin.

    Tolerance: 4 standard errors over all granted steps.
    """
    kept = run(fixed(only(THREE), **INDIFFERENT, consent_common=1.0, consent_review=1.5), range(800), sampled=False)
    granted = outcomes(kept, "pact") == GRANTED
    asked = granted[:, :-1].sum()
    lost = (granted[:, :-1] & ~granted[:, 1:]).sum() / asked
    chance = 0.5 * -math.expm1(-1.5 * 0.25)
    assert lost == pytest.approx(chance, abs=4 * math.sqrt(chance * (1 - chance) / asked))


def test_offers_ask_receivers_and_unilateral_levers_nobody(only: Write) -> None:
    use = (
        "levers: {gift2: {lever: aid, by: ARN, to: [BEL], level: 1}, works: {lever: build_up, by: COR, level: 1}, "
        "pact2: {lever: joint_exercises, among: [ARN, BEL], level: 1}}\n"
    )
    refusing = run(replace(fixed(only(use), consent_base=-100.0), steps=4), range(5), sampled=False)
    assert not (outcomes(refusing, "gift2") == GRANTED).any()
    assert not (outcomes(refusing, "pact2") == GRANTED).any()
    assert (outcomes(refusing, "works") == GRANTED).all()
    willing = run(replace(fixed(only(use), consent_base=100.0), steps=4), range(5), sampled=False)
    assert (outcomes(willing, "gift2") == GRANTED).all()


def test_withdrawn_consent_costs_credibility(only: Write) -> None:
    """A partner that leaves a lever which earns credibility is believed less in that step, nobody else is."""
    scenario = fixed(only(THREE), **{**INDIFFERENT, **QUIET, "consent_review": 1000.0, "consent_common": 1.0},
                     credibility_broken=2.0)  # fmt: skip
    kept = run(scenario, range(20), sampled=False)
    granted = outcomes(kept, "pact") == GRANTED
    belief = kept.record.worlds[:, :, 11]
    runs, steps = np.nonzero(granted[:, :-1] & ~granted[:, 1:])
    assert len(runs) > 50
    change = belief[runs, steps + 2] - belief[runs, steps + 1]
    inside = np.zeros((5, 5), bool)
    for a in (0, 1, 3):
        for b in (0, 1, 3):
            inside[a, b] = a != b
    assert change[:, inside].max() < -0.005
    assert np.abs(change[:, ~inside]).max() < 1e-6


# --- budgets and conditions ----------------------------------------------------------------------------------------

PRICES = "cards: {levers: {dear: {title: D, form: pact, influences: {contact: 0.1}, lag: 1, fade: 1, cost: 4, evidence: none}}}\n"


def test_budgets_bind_in_order_of_name(only: Write) -> None:
    """ARN can pay for one of two levers at 4 of its 6 a year: the first by name."""
    use = f"{PRICES}levers: {{a: {{lever: dear, among: [ARN, BEL]}}, b: {{lever: dear, among: [ARN, DAL]}}}}\n"
    kept = run(replace(fixed(only(use), consent_base=100.0), steps=3), range(3), sampled=False)
    assert (outcomes(kept, "a") == GRANTED).all()
    assert (outcomes(kept, "b") == BUDGET).all()
    assert not delivered(kept, "b").any()


def test_a_refused_lever_costs_nothing(only: Write) -> None:
    """ARN's partner refuses the first lever: the money is there for the second, which needs no consent."""
    cards = (
        PRICES.rstrip("}\n")
        + "}, own: {title: O, form: unilateral, influences: {latitude: 0.1}, lag: 1, fade: 1, cost: 4, evidence: none}}}\n"
    )
    use = f"{cards}levers: {{a: {{lever: dear, among: [ARN, BEL]}}, b: {{lever: own, by: ARN}}}}\n"
    kept = run(replace(fixed(only(use), consent_base=-100.0), steps=6), range(3), sampled=False)
    assert not (outcomes(kept, "a") == GRANTED).any()
    assert (outcomes(kept, "b") == GRANTED).all()


def test_conditions_switch_levers(only: Write) -> None:
    use = (
        'levers: {a: {lever: build_up, by: COR, when: "tension(ARN, COR) < 0"}, b: {lever: build_up, by: ARN, when: '
        '"nationalism(ARN) > 0.1 and not trust(ARN, BEL) < 0.01"}, c: {lever: build_up, by: BEL, from: 2030}}\n'
    )
    kept = run(fixed(only(use), **QUIET), range(2), sampled=False)
    assert (outcomes(kept, "a") == CONDITION).all()
    assert (outcomes(kept, "b") == GRANTED).all()
    assert (outcomes(kept, "c") == np.repeat([NOT_ASKED, GRANTED], [20, 20])).all()


NUMBERS = st.integers(-3, 3).map(float)
SUMS = st.recursive(
    NUMBERS, lambda inner: st.tuples(st.sampled_from(["+", "-", "*"]), inner, inner), max_leaves=6
)  # fmt: skip
COMPARISONS = st.tuples(st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), SUMS, SUMS)
TREES = st.recursive(
    COMPARISONS, lambda inner: st.one_of(st.tuples(st.sampled_from(["and", "or"]), inner, inner), st.tuples(st.just("not"), inner)),
    max_leaves=8,
)  # fmt: skip


def postfix(tree: tuple[object, ...], code: list[int], value: list[float]) -> str:
    """Append a tree as a program; return it as a Python expression."""
    parts = []
    for part in tree[1:]:
        if isinstance(part, tuple):
            parts.append(postfix(part, code, value))
        else:
            assert isinstance(part, float)
            code.append(0)
            value.append(part)
            parts.append(repr(part))
    code.append(OPERATORS[str(tree[0])])
    value.append(0.0)
    return f"({tree[0]} {parts[0]})" if len(parts) == 1 else f"({parts[0]} {tree[0]} {parts[1]})"


@given(TREES)
def test_conditions_mean_what_they_say(tree: tuple[object, ...]) -> None:
    """Any condition over numbers is as true as the same expression in Python."""
    code: list[int] = []
    value: list[float] = []
    text = postfix(tree, code, value)
    found = evaluate(np.array(code), np.array(value), 0, len(code), np.zeros(4), 2025.0, np.zeros(64))
    assert found == float(eval(text))


@given(SUMS, st.floats(0.1, 9.0))
def test_rules_come_to_what_their_text_comes_to(tree: tuple[object, ...] | float, by: float) -> None:
    """Any sum over numbers, divided, is the number that Python finds; an empty program is 1; a division by zero is 0."""
    code: list[int] = []
    value: list[float] = []
    text = postfix(tree, code, value) if isinstance(tree, tuple) else repr(tree)
    if not isinstance(tree, tuple):
        code, value = [NUMBER], [tree]
    code, value = [*code, NUMBER, OPERATORS["/"]], [*value, by, 0.0]

    def found(end: int) -> float:
        return float(evaluate(np.array(code), np.array(value), 0, end, np.zeros(4), 2025.0, np.zeros(64)))

    assert found(len(code)) == eval(text) / by
    assert found(0) == 1.0
    value[-2] = 0.0
    assert found(len(code)) == 0.0
