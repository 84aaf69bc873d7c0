"""Monotone laws, each in the domain where the model promises them; elsewhere help may backfire by design."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.scenario import Scenario
from detente.scenario.scenario import Lever
from detente.simulation import Region, StateAgent
from laws.running import run
from laws.sketches import Sketch, sketches
from laws.worlds import bare, point, with_levers, world

AID = {"levers": (0, 0), "shocks": (0, 3), "steps": (2, 24)}


def aided(scenario: Scenario, level: float, strength: float) -> Scenario:
    """Return the scenario in which the first state, asking nobody, helps the second at this level."""
    giver, receiver = sorted(scenario.states)[:2]
    lever = Lever(
        "aid", "Aid", "aid", "unilateral", (giver, receiver), {"goodwill": point(strength, "logit/year")}, {},
        point(0.5, "year"), point(1.0, "year"), point(0.0, "cost/year"), point(level), ((0, 1.0),), 0, scenario.steps,
        None, "", "none", (),
    )  # fmt: skip
    return with_levers(scenario, lever)


def calm(scenario: Scenario) -> Scenario:
    """Return the scenario whose shocks open no crisis, change no leaders and come as often whatever is done."""
    left_out = ("crisis", "orientation")
    shocks = {
        key: replace(shock, influences={k: x for k, x in shock.influences.items() if k not in left_out}, hazard={})
        for key, shock in scenario.shocks.items()
    }
    return replace(scenario, shocks=shocks)


LEVELS = st.tuples(st.floats(0.0, 1.0), st.floats(0.0, 1.0)).map(sorted)


@settings(max_examples=60)
@given(sketches(wild=False, **AID), LEVELS, st.floats(0.0, 5.0))
def test_more_aid_never_costs_trust_while_conduct_is_given(
    sketch: Sketch, levels: list[float], strength: float
) -> None:
    """More aid, same lots: the receiver's trust in the giver is not lower at any step, and nothing else moves.

    Domain: acts once chosen persist (reconsideration 0); any number of states, all noise and shocks on.
    """
    scenario = world(sketch, reconsideration=0.0)
    less, more = (run(aided(scenario, level, strength)) for level in levels)
    assert (more.of("trust")[:, :, 1, 0] >= less.of("trust")[:, :, 1, 0] - 1e-15).all()
    assert np.array_equal(more.of("stage"), less.of("stage"))
    others = np.ones(more.of("trust").shape[2:], bool)
    others[1, 0] = False
    assert np.array_equal(more.of("trust")[..., others], less.of("trust")[..., others])


@settings(max_examples=60)
@given(sketches(states=(2, 2), wild=False, **AID), LEVELS, st.floats(0.0, 5.0))
def test_more_aid_never_costs_trust_between_two(sketch: Sketch, levels: list[float], strength: float) -> None:
    """More aid, same lots, conduct answering freely: trust of both sides in each other is not lower at any step.

    Domain: two states, acts seen as they are (a misread act may look better than the better act that was misread),
    no habituation (what one has got used to moves less), no crises (a tamer one leaves its stage by other lots), no
    arms race (the safer disarm and become weaker), no new postures (the safer weigh their reasons otherwise), no new
    leaders (trade ties their hands).  With third states a
    friend of a friend may be lost, and trust with him.
    """
    plain = {"misperception_base": 0.0, "habituation": 0.0, "crisis_onset_base": 0.0, "arms_reaction": 0.0,
             "posture_review": 0.0}  # fmt: skip
    scenario = world(sketch, **plain)
    less, more = (run(aided(calm(scenario), level, strength)) for level in levels)
    for i, j in ((0, 1), (1, 0)):
        assert (more.of("trust")[:, :, i, j] >= less.of("trust")[:, :, i, j] - 1e-12).all()
        assert (more.of("act")[:, :, i, j] >= less.of("act")[:, :, i, j]).all()


class Pressing(StateAgent):
    """A state that presses everyone from the first step on."""

    def choose(self, other: str) -> str:
        """Press."""
        return "press"


class Holding(StateAgent):
    """A state that leaves everyone alone."""

    def choose(self, other: str) -> str:
        """Hold."""
        return "hold"


@settings(max_examples=60)
@given(sketches(wild=False, levers=(0, 0), shocks=(0, 2), steps=(2, 16)))
def test_more_coercion_never_lessens_grievance(sketch: Sketch) -> None:
    """A state that presses is never less resented than the same state holding back, by anyone, at any step.

    Domain: acts seen as they are and no crises, as for aid; grievance moves by less than itself in a step.
    """
    scenario = world(sketch, misperception_base=0.0, crisis_onset_base=0.0)
    name, spec = sketch.names[0], calm(scenario)
    hard, soft = (Region(spec, rng=sketch.seed, agents={name: kind}) for kind in (Pressing, Holding))
    while hard.running:
        hard.step()
        soft.step()
        for other in sketch.names[1:]:
            assert hard[other].grievance[name] >= soft[other].grievance[name] - 1e-15


def test_aid_and_coercion_do_move_something() -> None:
    """The laws above would hold of a world in which nothing happens; in this one aid and coercion both tell."""
    scenario = bare(world(Sketch(5, 3, "quarter", 16)))
    none, some = (run(aided(scenario, level, 1.0)) for level in (0.0, 1.0))
    assert (some.of("trust") - none.of("trust"))[:, -1, 1, 0].min() > 0.01
    hard, soft = (Region(scenario, rng=1, agents={"ARN": kind}) for kind in (Pressing, Holding))
    while hard.running:
        hard.step()
        soft.step()
    assert hard["BEL"].grievance["ARN"] > soft["BEL"].grievance["ARN"]
