"""What is said and what is done: rules that a lever follows, and levers announced in public."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from kernel import QUIET, WORLD, Array, Kept, fixed, run, same, short

from detente.mechanisms.consent import BUDGET, CONDITION, GRANTED, NOT_ASKED
from detente.scenario import Scenario
from detente.world.arrays import DYADS, STATES

Write = Callable[[str], Scenario]
ARN, BEL, COR, DAL, ERS = range(5)
CARDS = """cards:
  levers:
    gift: {title: G, form: offer, influences: {goodwill: 0}, lag: 0.001, fade: 0.001, cost: 0, evidence: none}
    pact: {title: P, form: pact, influences: {goodwill: 0}, lag: 0.001, fade: 0.001, cost: 0, evidence: none}
    show: {title: S, form: unilateral, influences: {goodwill: 0}, lag: 0.001, fade: 0.001, cost: 0, evidence: none}
    dear: {title: D, form: offer, influences: {goodwill: 0}, lag: 0.001, fade: 0.001, cost: 1000, evidence: none}
    steps: {title: T, form: offer, stages: {first: 0.25, second: 1.0}, influences: {goodwill: 0}, lag: 0.001, fade: 0.001, cost: 0, evidence: none}
    works: {title: W, form: offer, influences: {goodwill: 0.4, interoperability: 0.3}, lag: 0.5, fade: 1, cost: 0.5, evidence: none}
"""  # noqa: E501
WILLING = {**QUIET, "consent_base": 100.0}


def uses(only: Write, lever: str, **values: float) -> Scenario:
    """Return the five states with this lever alone; consent is certain unless said otherwise."""
    return fixed(only(f"{CARDS}levers: {{it: {{{lever}}}}}\n"), **{**WILLING, **values})


def outcomes(kept: Kept) -> Array:
    return np.asarray(kept.record.outcomes[0, :, 1, 0])


def delivered(kept: Kept) -> Array:
    return np.asarray(kept.record.outcomes[0, :, 0, 0])


# --- rules ----------------------------------------------------------------------------------------------------------


def test_a_constant_rule_is_a_fixed_level(only: Write) -> None:
    """A quarter of 0.8 by rule is a level of 0.2, to the last bit."""
    ruled = run(uses(only, 'lever: works, by: ARN, to: [BEL], level: 0.8, follows: "0.25"'), range(4))
    level = run(uses(only, "lever: works, by: ARN, to: [BEL], level: 0.2"), range(4))
    assert same(ruled, level)
    assert delivered(level).max() > 0.19


@pytest.mark.parametrize("rule", ["1", "7", "trust(ARN, BEL) > 0", "year / 2000", "1 / (alignment(ARN, COR) + 0.5)"])
def test_a_rule_of_one_or_more_is_no_rule(only: Write, rule: str) -> None:
    """What a rule says is cut to at most 1, and what is true is 1."""
    ruled = run(uses(only, f'lever: works, by: ARN, to: [BEL], level: 0.8, follows: "{rule}"'), range(4))
    assert same(ruled, run(uses(only, "lever: works, by: ARN, to: [BEL], level: 0.8"), range(4)))


@pytest.mark.parametrize("rule", ["0", "0 - 3", "trust(ARN, BEL) < 0", "5 / 0.0 * 0", "1 - year"])
def test_a_rule_of_zero_or_less_is_no_lever(only: Write, rule: str) -> None:
    """What a rule says is cut to at least 0, and what is false is 0: nobody is asked."""
    rule = "5 / (year - year)" if "0.0" in rule else rule
    scenario = uses(only, f'lever: works, by: ARN, to: [BEL], level: 0.8, follows: "{rule}"')
    kept = run(scenario, range(4))
    assert same(kept, run(fixed(only(CARDS), **WILLING), range(4)), but=WORLD)
    assert (outcomes(kept) == NOT_ASKED).all()


@pytest.mark.parametrize(
    ("rule", "variable", "state"),
    [("doubt(DAL)", "doubt", DAL), ("burden(ARN)", "burden", ARN), ("posture(BEL) / 10", "posture", BEL),
     ("nationalism(COR)", "nationalism", COR), ("access_denial(COR)", "access_denial", COR)],
)  # fmt: skip
def test_a_lever_follows_a_variable_of_the_world_before(only: Write, rule: str, variable: str, state: int) -> None:
    """Delivered at once, the level of a step is 0.5 x what the rule says of the World that the step starts from."""
    text = (
        f"{CARDS}states: {{COR: {{access_denial: 0.3}}}}\nlevers: {{it: {{lever: gift, by: ARN, to: [BEL], level: 0.5, "
    )
    scenario = fixed(only(f'{text}follows: "{rule}"}}}}\n'), consent_base=100.0)
    kept = run(scenario, [3])
    found = kept.record.state_worlds[0, :-1, STATES.index(variable), state].astype(float)
    scale = 0.1 if variable == "posture" else 1.0
    assert delivered(kept) == pytest.approx(0.5 * scale * found, rel=1e-6)
    assert found.min() > 0.0


@pytest.mark.parametrize("variable", ["trust", "threat", "know_how"])
def test_a_lever_follows_a_variable_of_a_dyad(only: Write, variable: str) -> None:
    text = f"{CARDS}ties: {{know_how: {{ARN: {{COR: 0.4}}}}}}\nlevers: {{it: {{lever: gift, by: ARN, to: [BEL], level: 0.5, "
    kept = run(fixed(only(f'{text}follows: "{variable}(ARN, COR)"}}}}\n'), consent_base=100.0), [3])
    found = kept.record.worlds[0, :-1, DYADS.index(variable), ARN, COR].astype(float)
    assert delivered(kept) == pytest.approx(0.5 * found, rel=1e-6)
    assert found.min() > 0.0


# --- promises -------------------------------------------------------------------------------------------------------

DT, LIFT, LOSS, FAILURES, NEGATIVITY, HALF_LIFE = 0.25, 0.2, 0.5, 1.5, 2.0, 0.8
SAID = {"announcement": LIFT, "talk_disappointment": LOSS, "talk_failures": FAILURES, "negativity": NEGATIVITY,
        "trust_half_life": HALF_LIFE}  # fmt: skip
REACH = (1 - 2 ** (-DT / HALF_LIFE)) * HALF_LIFE / math.log(2)


def talk(kept: Kept) -> Array:
    """Return what promises did to mood in the last step, row about column."""
    return np.asarray(kept.room.flow[0]["talk"].reshape(16, 16)[:5, :5])


def failures(kept: Kept) -> Array:
    return np.asarray(kept.room.flow[0]["impulses"][3].reshape(16, 16)[:5, :5])


# What is done about it, chance of consent, outcome, and which share of a promise of 0.6 is not kept.
KEPT = {
    "more than promised": ("lever: gift, level: 1", 100.0, GRANTED, 0.0),
    "exactly as promised": ("lever: gift, level: 0.6", 100.0, GRANTED, 0.0),
    "less than promised": ("lever: gift, level: 0.2", 100.0, GRANTED, 0.4),
    "by a rule": ('lever: gift, level: 0.8, follows: "0.25"', 100.0, GRANTED, 0.4),
    "nothing offered": ("lever: gift, level: 0", 100.0, NOT_ASKED, 0.6),
    "nothing by rule": ('lever: gift, level: 0.8, follows: "0"', 100.0, NOT_ASKED, 0.6),
    "no money": ("lever: dear, level: 1", 100.0, BUDGET, 0.6),
    "refused": ("lever: gift, level: 1", -100.0, None, 0.0),
    "offered less and refused": ("lever: gift, level: 0.1", -100.0, None, 0.0),
    "a condition not met": ('lever: gift, level: 1, when: "trust(ARN, BEL) < 0"', 100.0, CONDITION, 0.0),
}


@pytest.mark.parametrize("case", KEPT)
def test_the_first_step_lifts_and_what_is_not_kept_costs(only: Write, case: str) -> None:
    """By hand: lift x 0.6 once, then the loss of each step; failures per year; only between who hears and who promised."""
    lever, consent, outcome, share = KEPT[case]
    scenario = uses(only, f"{lever}, by: ARN, to: [BEL, DAL], announced: 0.6", **{**SAID, "consent_base": consent})
    lost = LOSS * NEGATIVITY * share * REACH
    for steps in (1, 2, 7):
        kept = run(short(scenario, steps), [0], sampled=False)
        wanted, broken = np.zeros((5, 5)), np.zeros((5, 5))
        wanted[[BEL, DAL], ARN] = (LIFT * 0.6 if steps == 1 else 0.0) - lost
        broken[[BEL, DAL], ARN] = FAILURES * share * DT
        assert talk(kept) == pytest.approx(wanted, abs=1e-12)
        assert failures(kept) == pytest.approx(broken, abs=1e-12)
        if outcome is None:
            assert (outcomes(kept) >= 2).all() and (outcomes(kept) < BUDGET).all()
        else:
            assert (outcomes(kept) == outcome).all()


@pytest.mark.parametrize("case", KEPT)
def test_promises_move_mood_and_credibility_by_what_they_do(only: Write, case: str) -> None:
    """Against the same lever unannounced: mood by the talk, deliveries not at all, failures by negativity x the impulse."""
    lever, consent, _, share = KEPT[case]
    values = {**SAID, "consent_base": consent}
    said, silent = (
        run(short(uses(only, f"{lever}, by: ARN, to: [BEL]{promise}", **values), 1), [0], sampled=False)
        for promise in (", announced: 0.6", "")
    )
    moved = said.full("mood") - silent.full("mood")
    assert moved[BEL, ARN] == pytest.approx(LIFT * 0.6 - LOSS * NEGATIVITY * share * REACH, abs=1e-12)
    assert np.array_equal(said.full("kept"), silent.full("kept"))
    broken = said.full("broken") - silent.full("broken")
    assert broken[BEL, ARN] == pytest.approx(NEGATIVITY * FAILURES * share * DT, abs=1e-12)
    assert np.count_nonzero(moved) == 1
    assert np.count_nonzero(broken) == (1 if share else 0)
    for name in DYADS:
        if name not in ("mood", "trust", "broken", "credibility"):
            assert np.array_equal(said.full(name), silent.full(name)), name
    changed = said.full("credibility") - silent.full("credibility")
    assert (changed[BEL, ARN] < 0.0) == (share > 0.0)


def test_a_promise_kept_is_only_a_lift(only: Write) -> None:
    """Announced as delivered, and no lift for announcing: to the last bit the lever unannounced."""
    said, silent = (
        run(uses(only, f"lever: works, by: ARN, to: [BEL], level: 0.6{promise}", announcement=0.0), range(6))
        for promise in (", announced: 0.6", "")
    )
    assert same(said, silent)


@pytest.mark.parametrize("lever", ["lever: works, level: 0.8", "lever: gift, level: 0"])
def test_an_announcement_of_nothing_is_none(only: Write, lever: str) -> None:
    said, silent = (
        run(uses(only, f"{lever}, by: ARN, to: [BEL]{promise}", **SAID), range(6)) for promise in (", announced: 0", "")
    )
    assert same(said, silent)


def test_members_of_a_pact_promise_each_other(only: Write) -> None:
    """Both hear and both have promised; whoever shows off alone is heard by those it names."""
    pact = run(short(uses(only, "lever: pact, among: [ARN, COR, DAL], level: 0.5, announced: 1", **SAID), 1), [0])
    heard = np.zeros((5, 5), bool)
    for i in (ARN, COR, DAL):
        for j in (ARN, COR, DAL):
            heard[i, j] = i != j
    assert np.array_equal(talk(pact) != 0.0, heard)
    assert failures(pact)[heard] == pytest.approx(FAILURES * 0.5 * DT, abs=1e-12)
    show = run(short(uses(only, "lever: show, by: COR, to: [ARN, BEL], level: 0.5, announced: 1", **SAID), 1), [0])
    assert set(zip(*np.nonzero(talk(show)), strict=True)) == {(ARN, COR), (BEL, COR)}


def test_a_promise_has_the_window_and_the_stages_of_its_lever(only: Write) -> None:
    """From 2026 a quarter of 0.8, from 2027 the whole, until 2028: one lift, at the first stage, and nothing outside."""
    use = ("lever: steps, by: ARN, to: [BEL], level: 0, announced: 0.8, from: 2026, until: 2028, "
           "stages: {first: 2026, second: 2027}")  # fmt: skip
    scenario = uses(only, use, **SAID)
    found = [talk(run(short(scenario, t + 1), [0], sampled=False))[BEL, ARN] for t in range(16)]
    loss = LOSS * NEGATIVITY * 0.8 * REACH
    wanted = [0.0] * 4 + [LIFT * 0.2 - loss / 4] + [-loss / 4] * 3 + [-loss] * 4 + [0.0] * 4
    assert found == pytest.approx(wanted, abs=1e-12)


def test_several_promises_add_up(only: Write) -> None:
    text = f"{CARDS}levers: {{a: {{lever: gift, by: ARN, to: [BEL], level: 0, announced: 0.6}}, "
    text += "b: {lever: show, by: ARN, to: [BEL], level: 0.1, announced: 0.3}}\n"
    kept = run(short(fixed(only(text), **{**WILLING, **SAID}), 1), [0], sampled=False)
    assert talk(kept)[BEL, ARN] == pytest.approx(LIFT * 0.9 - LOSS * NEGATIVITY * 0.8 * REACH, abs=1e-12)
    assert failures(kept)[BEL, ARN] == pytest.approx(FAILURES * 0.8 * DT, abs=1e-12)


def test_nothing_is_heard_where_nothing_is_announced(only: Write) -> None:
    """Without promises the parameters of talk are idle."""
    lever = "lever: works, by: ARN, to: [BEL], level: 0.3"
    one = run(uses(only, lever), range(6))
    values = {"announcement": 5.0, "talk_disappointment": 10.0, "talk_failures": 100.0}
    assert same(one, run(uses(only, lever, **values), range(6)))
    assert not talk(one).any()
