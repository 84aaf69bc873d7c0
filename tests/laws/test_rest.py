"""Rest, closed forms: what a world does when nothing happens to it, and how it comes back from one thing that did."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.scenario import Scenario
from detente.scenario.scenario import Shock
from detente.world.arrays import DYADS
from laws.running import OF_STATES, Kept, distance, run
from laws.sketches import Sketch, sketches
from laws.worlds import QUIET, bare, point, with_shocks, world

HELD = ("grievance", "trigger", "interdependence", "channel", "interoperability", "know_how", "alignment", "act", "stage", "mood",
        "anchor", "trust")  # fmt: skip
"""What stays bit for bit where its formula adds nothing but zeros to it; the rest goes through exp and a sum and back."""
STILL = {"grievance_scale": 0.0, "trust_good_news": 0.0, "alignment_threat": 0.0, "alignment_priorities": 0.0,
         "balance": 0.0}  # fmt: skip


def without_growth(scenario: Scenario) -> Scenario:
    states = {
        key: replace(state, quantities={**state.quantities, "growth": point(0.0, "1/year")})
        for key, state in scenario.states.items()
    }
    return replace(scenario, states=states)


@settings(max_examples=60)
@given(sketches(levers=(0, 0), shocks=(0, 0), steps=(1, 40), wild=False))
def test_the_start_is_a_rest_point(sketch: Sketch) -> None:
    """No lever, no shock, no lot, no growth and no grievance to forget: no variable of any world ever moves (1e-9).

    Every state reviews its posture at every step, and keeps it.

    Domain: parameters in the catalogue's ranges.  Beyond, pulls may be so strong that rounding grows, and with a
    `susceptibility` of 1 there are no innate stances that hold a state where it is.
    """
    scenario = without_growth(world(sketch, **(QUIET | {"posture_review": 1000.0, "grievance_scale": 0.0})))
    kept = run(scenario, [0], sampled=False)
    for name in (*DYADS, *OF_STATES):
        found = kept.of(name)
        if name not in ("act", "reading", "read_of"):  # the first acts are drawn; all hold unless trust says otherwise
            assert distance(found, np.broadcast_to(found[:, :1], found.shape)) < 1e-9, name


@settings(max_examples=60)
@given(sketches(levers=(0, 0), shocks=(0, 0), steps=(1, 40)))
def test_a_declared_fixed_point_stays_bit_equal(sketch: Sketch) -> None:
    """What nothing pulls at keeps every bit: the return to a level where one stands adds zero and not rounding."""
    scenario = without_growth(world(sketch, **QUIET, **STILL))
    kept = run(scenario, [0], sampled=False)
    for name in HELD:
        assert np.array_equal(kept.of(name), np.broadcast_to(kept.of(name)[:, :1], kept.of(name).shape)), name


@settings(max_examples=60)
@given(sketches(levers=(0, 0), shocks=(0, 0), steps=(1, 40), wild=False), st.floats(0.1, 100.0))
def test_grievance_fades_by_its_half_life_and_nothing_else(sketch: Sketch, half_life: float) -> None:
    """Analytic: without new harm grievance(t) = grievance(0) 2^(-t / half-life), at any step (1e-12)."""
    kept = run(world(sketch, **QUIET, grievance_half_life=half_life), [0], sampled=False)
    found, dt = kept.of("grievance")[0], kept.program.scenario.dt
    years = np.arange(sketch.steps + 1) * dt
    assert distance(found, found[0] * 2.0 ** (-years / half_life)[:, None, None]) < 1e-12


def struck(sketch: Sketch, impulse: str, size: float, **fixed: float) -> Kept:
    """Return a quiet world of two in which the first is struck once, in the first step, by this impulse alone."""
    one, other = sketch.names
    shock = Shock(
        "blow", "Blow", "blow", other, (one,), {impulse: ("on->by", point(size))}, {}, None, (0,), point(1.0), "none", ()
    )  # fmt: skip
    return run(with_shocks(bare(world(sketch, **QUIET, grievance_scale=0.0, **fixed)), shock), [0], sampled=False)


TWO = sketches(states=(2, 2), levers=(0, 0), shocks=(0, 0), steps=(2, 40), wild=False)


@settings(max_examples=60)
@given(TWO, st.floats(-1.0, 1.0), st.floats(0.1, 10.0))
def test_two_states_forget_news_by_the_half_life_of_trust(sketch: Sketch, news: float, half_life: float) -> None:
    """Analytic: news of x on a day leaves mood at its anchor + x 2^(-t / half-life); bad news counts negativity times.

    Domain: the anchor does not follow; mood away from its bounds of 12; no habituation, by which the absence of what
    has happened once is news of the other sign.
    """
    plain = {"anchor_follow": 0.0, "habituation": 0.0, "size_exponent": 1.0, "negativity": 1.5}
    kept = struck(sketch, "news", news, trust_half_life=half_life, **plain)
    mood, anchor = kept.of("mood")[0, :, 0, 1], kept.of("anchor")[0, 0, 0, 1]
    weight = news * (1.5 if news < 0 else 1.0)
    years = np.arange(sketch.steps) * kept.program.scenario.dt
    expected = anchor + weight * 2.0 ** (-years / half_life)
    if np.abs(expected).max() < 12.0 and abs(anchor) < 11.0:
        assert distance(mood[1:], expected) < 1e-11
    assert distance(kept.of("mood")[0, :, 1, 0], np.full(sketch.steps + 1, kept.of("mood")[0, 0, 1, 0])) < 1e-12


@settings(max_examples=60)
@given(TWO, st.floats(0.0, 3.0), st.floats(0.1, 10.0))
def test_two_states_come_back_from_a_trade_loss(sketch: Sketch, loss: float, half_life: float) -> None:
    """Analytic: a loss of x takes 1 - e^-x of trade at once; the gap to the usual trade then halves each half-life."""
    kept = struck(sketch, "interdependence_loss", loss, interdependence_half_life=half_life)
    trade, usual = kept.of("interdependence")[0, :, 0, 1], kept.of("interdependence")[0, 0, 0, 1]
    years = np.arange(sketch.steps) * kept.program.scenario.dt
    assert distance(trade[1:], usual - usual * -np.expm1(-loss) * 2.0 ** (-years / half_life)) < 1e-11


@settings(max_examples=60)
@given(TWO, st.floats(0.0, 5.0), st.floats(0.05, 2.0))
def test_two_states_let_a_trigger_settle(sketch: Sketch, wake: float, half_life: float) -> None:
    """Analytic: a flare wakes 1 - e^-x of what still slept, and settles by the half-life of the trigger."""
    kept = struck(sketch, "trigger", wake, trigger_half_life=half_life)
    found, usual = kept.of("trigger")[0, :, 0, 1], kept.of("trigger")[0, 0, 0, 1]
    years = np.arange(sketch.steps) * kept.program.scenario.dt
    assert distance(found[1:], usual + (1 - usual) * -np.expm1(-wake) * 2.0 ** (-years / half_life)) < 1e-11
