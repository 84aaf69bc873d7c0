"""Levers: what they reach, what an idle one changes, and how they divide."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from detente.mechanisms.consent import BUDGET, CONDITION, GRANTED, NOT_ASKED
from detente.scenario import Scenario
from detente.scenario.conditions import parse_condition, parse_rule
from detente.scenario.scenario import Lever, Shock
from detente.world.arrays import DYADS
from laws.instruments import lever, shock
from laws.running import NAMING, OF_STATES, differing, distance, run
from laws.sketches import FORMS, Sketch, sketches
from laws.worlds import WILLING, point, with_levers, with_shocks, world

FORM = st.sampled_from(FORMS)
KEYS = st.sampled_from(["a_first", "z_last"])


def drawn(sketch: Sketch, key: str, form: str) -> Lever:
    """Return another random lever for the world of a sketch."""
    return lever(sketch, key, form)


def rich(scenario: Scenario) -> Scenario:
    """Return the scenario in which nobody runs out of budget."""
    states = {
        key: replace(state, quantities={**state.quantities, "budget": point(1e6, "cost/year")})
        for key, state in scenario.states.items()
    }
    return replace(scenario, states=states)


# --- locality ------------------------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(sketches(states=(3, 6), steps=(2, 2)), FORM)
def test_a_lever_moves_only_its_own_dyads_in_its_first_step(sketch: Sketch, form: str) -> None:
    """A lever between some states moves, in the step in which it begins, no tie but those between them and nobody else.

    Only `threat_to_outsiders`, which says so, moves also the intent that outsiders see in members.  Budgets do not
    bind here: a state that pays for one lever may have to leave another, with whomever that was.
    """
    added = drawn(sketch, "added", form)
    assume(len(added.members) > 1)
    scenario = rich(world(sketch))
    one, other = (run(replace(x, steps=1, shocks={})) for x in (scenario, with_levers(
        scenario, *scenario.levers.values(), replace(added, first_step=0, stages=((0, 1.0),)))))  # fmt: skip
    outsiders = [k for k, name in enumerate(sketch.names) if name not in added.members]
    members = [k for k, name in enumerate(sketch.names) if name in added.members]
    for name in DYADS:
        a, b = one.of(name)[:, 1], other.of(name)[:, 1]
        assert np.array_equal(a[:, outsiders][:, :, outsiders], b[:, outsiders][:, :, outsiders]), name
        assert np.array_equal(a[:, members][:, :, outsiders], b[:, members][:, :, outsiders]), name
        if name != "intent":
            assert np.array_equal(a[:, outsiders][:, :, members], b[:, outsiders][:, :, members]), name
    for name in OF_STATES:
        assert np.array_equal(one.of(name)[..., outsiders], other.of(name)[..., outsiders]), name


# --- zero equals absent --------------------------------------------------------------------------------------------


def idle(sketch: Sketch, key: str, form: str, kind: str) -> tuple[Lever, int]:
    """Return a lever that does nothing, and the outcome of consent that says why."""
    found = drawn(sketch, key, form)
    found = replace(found, level=point(0.5), stages=((0, 1.0),), first_step=0, last_step=sketch.steps, when=None)
    found = replace(found, rule=None, follows="", announced=None)  # to promise is to do something
    if kind == "level 0":
        return replace(found, level=point(0.0)), NOT_ASKED
    if kind == "stage 0":
        return replace(found, stages=((0, 0.0),)), NOT_ASKED
    if kind == "active in no step":
        return replace(found, first_step=sketch.steps, last_step=sketch.steps), NOT_ASKED
    if kind == "condition never met":
        never = parse_condition(f"trust({sketch.names[0]}, {sketch.names[1]}) > 2", sketch.names)
        return replace(found, when=never), CONDITION
    if kind == "rule at 0":
        never = parse_rule(f"trust({sketch.names[0]}, {sketch.names[1]}) - 2", sketch.names)
        return replace(found, rule=never), NOT_ASKED
    if kind == "too dear":
        return replace(found, cost=point(1e9, "cost/year")), BUDGET
    raise KeyError(kind)


IDLE = st.sampled_from(["level 0", "stage 0", "active in no step", "condition never met", "rule at 0", "too dear"])


@settings(max_examples=60)
@given(sketches(), FORM, IDLE, KEYS)
def test_an_idle_lever_is_no_lever(sketch: Sketch, form: str, kind: str, key: str) -> None:
    """A lever at level 0, in no step, on no condition, by its rule or beyond every budget is as good as none, to the bit."""
    scenario = world(sketch)
    added, outcome = idle(sketch, key, form, kind)
    kept = run(with_levers(scenario, *scenario.levers.values(), added))
    assert not differing(kept, run(scenario), but=NAMING)
    assert not kept.delivered(key).any()
    assert (kept.consent(key) == outcome).all()


@settings(max_examples=60)
@given(sketches(), FORM, KEYS)
def test_a_lever_without_influence_or_price_is_no_lever(sketch: Sketch, form: str, key: str) -> None:
    """A lever in force whose every influence is 0 and that costs nothing changes no bit, granted or refused."""
    scenario, added = world(sketch), drawn(sketch, key, form)
    zero = {name: point(0.0, quantity.unit) for name, quantity in added.influences.items() if name != "credibility"}
    added = replace(added, influences=zero, side_effects={}, cost=point(0.0, "cost/year"), announced=None)
    found = run(with_levers(scenario, *scenario.levers.values(), added))
    assert not differing(found, run(scenario), but=NAMING)


def harmless(sketch: Sketch, key: str, kind: str) -> Shock:
    """Return a shock that cannot happen, or that does nothing when it does."""
    found = shock(sketch, key, "random")
    if kind == "rate 0":
        return replace(found, rate=point(0.0, "1/year"))
    if kind == "size 0":
        return replace(found, size=point(0.0))
    if kind == "on no day":
        return replace(found, rate=None, steps=())
    if kind == "no effect":
        return replace(found, influences={n: (w, point(0.0, q.unit)) for n, (w, q) in found.influences.items()})
    raise KeyError(kind)


@settings(max_examples=60)
@given(sketches(), st.sampled_from(["rate 0", "size 0", "on no day", "no effect"]), KEYS)
def test_an_impossible_shock_is_no_shock(sketch: Sketch, kind: str, key: str) -> None:
    """A shock of rate or size 0, on no day or without effect is as good as none, to the last bit."""
    scenario = world(sketch)
    kept = run(with_shocks(scenario, *scenario.shocks.values(), harmless(sketch, key, kind)))
    assert not differing(kept, run(scenario), but=NAMING)


@settings(max_examples=60)
@given(sketches(levers=(1, 3)))
def test_levers_switched_off_are_levers_left_out(sketch: Sketch) -> None:
    """Every lever off gives the bits of the world without levers, and with it the same lots."""
    scenario = world(sketch)
    off = run(scenario.with_levers_off(*scenario.levers))
    assert not differing(off, run(with_levers(scenario)), but=NAMING)


# --- split ---------------------------------------------------------------------------------------------------------

OPEN = {"first_step": 0, "when": None, "condition": "", "announced": None}
"""In force from the first step on, on no condition, and not announced (to announce twice is not to announce once)."""


@settings(max_examples=60)
@given(sketches(steps=(2, 16), levers=(0, 0), wild=False), FORM, st.floats(0.0, 3.0), st.data())
def test_two_windows_back_to_back_are_one(sketch: Sketch, form: str, pace: float, data: st.DataObject) -> None:
    """One lever for all steps, or two of its card that follow each other: the same world (1e-9).

    Domain: both are granted, since a second agreement asks anew under its own name; it builds up as fast as the first
    fades (`lag` = `fade`), since only then is the sum of the two the one; no `contact_floor`, of which the highest
    counts and not the sum; budgets do not bind.
    """
    cut = data.draw(st.integers(1, sketch.steps - 1))
    base = rich(world(sketch, **WILLING))
    whole = replace(drawn(sketch, "whole", form), **OPEN, last_step=sketch.steps, stages=((0, 1.0),),
                    lag=point(pace, "year"), fade=point(pace, "year"))  # fmt: skip
    whole = replace(whole, influences=summing(whole.influences), side_effects=summing(whole.side_effects))
    whole = replace(whole, level=point(whole.level.value))
    first = replace(whole, key="first", last_step=cut)
    second = replace(whole, key="second", first_step=cut, stages=((cut, 1.0),))
    one, two = run(with_levers(base, whole)), run(with_levers(base, first, second))
    assert distance(two.delivered("first") + two.delivered("second"), one.delivered("whole")) < 1e-12
    for name in DYADS:
        assert distance(two.of(name), one.of(name)) < 1e-9, name


@settings(max_examples=60)
@given(sketches(steps=(2, 16), levers=(0, 0), wild=False), FORM)
def test_two_windows_back_to_back_are_one_where_delivery_is_at_once(sketch: Sketch, form: str) -> None:
    """With no lag and no fade the second lever takes over where the first ends: the same world, floors of contact and all (1e-9).

    Not to the bit: at a half-life of 0 the share that moves in a step is 1 - e^-40, one unit in the last place below 1.
    """
    cut = sketch.steps // 2
    base = rich(world(sketch, **WILLING))
    whole = replace(drawn(sketch, "whole", form), **OPEN, last_step=sketch.steps, stages=((0, 1.0),),
                    lag=point(0.0, "year"), fade=point(0.0, "year"))  # fmt: skip
    whole = replace(whole, level=point(whole.level.value))
    first = replace(whole, key="first", last_step=cut)
    second = replace(whole, key="second", first_step=cut, stages=((cut, 1.0),))
    one, two = run(with_levers(base, whole)), run(with_levers(base, first, second))
    for name in DYADS:
        assert distance(two.of(name), one.of(name)) < 1e-9, name


@settings(max_examples=60)
@given(sketches(levers=(0, 0)), FORM)
def test_two_at_half_strength_are_one(sketch: Sketch, form: str) -> None:
    """Two levers of a card at half the level are one at the whole of it, to the last bit: channels and promises add up.

    Domain: granted, affordable, no failures by shocks (to which those of a broken promise add up in another order),
    without `contact_floor`; what follows a channel need not be linear in it.
    """
    base = rich(world(sketch, **WILLING))
    shocks = {key: replace(x, influences=unfailing(x.influences)) for key, x in base.shocks.items()}
    base = with_shocks(base, *shocks.values())
    whole = drawn(sketch, "whole", form)
    whole = replace(
        whole, level=point(whole.level.value), influences=summing(whole.influences), side_effects={}, when=None
    )
    half = replace(whole, level=point(whole.level.value / 2))
    if whole.announced is not None:
        whole = replace(whole, announced=point(whole.announced.value))
        half = replace(half, announced=point(whole.announced.value / 2))
    one = run(with_levers(base, whole))
    two = run(with_levers(base, replace(half, key="one_half"), replace(half, key="other_half")))
    assert not differing(one, two, but=NAMING)
    if whole.level.value > 0.0 and whole.rule is None:
        assert (one.consent("whole")[:, whole.first_step] == GRANTED).all()


def summing(influences: dict[str, object]) -> dict[str, object]:
    """Return the influences that add up over levers."""
    return {name: quantity for name, quantity in influences.items() if name != "contact_floor"}


def unfailing(influences: dict[str, object]) -> dict[str, object]:
    """Return the influences of a shock by which nobody fails anybody."""
    return {name: part for name, part in influences.items() if name != "credibility_failure"}
