"""Bounds: every number of a World stays where it is declared to be, whatever the levers, shocks, parameters and step."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from detente.engine.ledger import BOOKED, rows_of
from detente.simulation import Region
from detente.world.arrays import DYADS
from detente.world.variables import CHANNELS, HAZARDS, IMPULSES, POSTURES, THEORIES, VARIABLES, stance
from laws.running import OF_STATES, Kept, run
from laws.sketches import FORMS, ISSUES, Sketch, sketches
from laws.worlds import KINDS, catalogue, world

INFINITE = float("inf")
BOUNDS = {v.name: (v.low, v.high) for v in (*VARIABLES.values(), *map(stance, ISSUES))} | {
    "mood": (-12.0, 12.0), "anchor": (-INFINITE, INFINITE), "good_expected": (0.0, 1.0), "bad_expected": (0.0, 1.0),
    "kept": (1e-9, INFINITE), "broken": (1e-9, INFINITE), "stage": (0.0, 4.0), "reading": (-1.0, 1.0),
    "read_of": (-1.0, 1.0),
}  # fmt: skip
WHOLE = ("act", "reading", "read_of", "stage", "posture")
BUSY = Sketch(7, 4, "quarter", 12, levers=FORMS, shocks=("random", "dated"))


def assert_sound(kept: Kept) -> None:
    """Everything kept is finite and every variable within its bounds, at every step of every run."""
    for name in ("summary", "series", "worlds", "state_worlds", "outcomes", "events", "hits"):
        assert np.isfinite(getattr(kept.record, name)).all(), name
    for name in (*DYADS, *OF_STATES):
        found, (low, high) = kept.of(name), BOUNDS[name]
        if name in ("kept", "broken"):
            found = found[..., ~np.eye(found.shape[-1], dtype=bool)]
        assert low <= found.min() and found.max() <= high, f"{name}: {found.min()} to {found.max()}"
    for name in WHOLE:
        assert np.array_equal(kept.of(name), np.round(kept.of(name))), name


@settings(max_examples=150)
@given(sketches(steps=(1, 16)))
def test_everything_stays_in_its_bounds(sketch: Sketch) -> None:
    """Every variable is finite and inside its declared range after every step, any lever, shock, parameter and step length."""
    assert_sound(run(world(sketch)))


@settings(max_examples=60)
@given(sketches(wild=True, levers=(1, 3), shocks=(1, 3)))
def test_nobody_has_a_tie_to_oneself_or_to_nobody(sketch: Sketch) -> None:
    """The diagonal of every dyad variable, and the padding beyond the last state, stay zero for ever.

    All pairs of states have a tie in this model, so the padding is what stands for an absent one.  The counts behind
    credibility hold their prior there and are read by nothing.
    """
    scenario = world(sketch)
    region = Region(scenario, rng=sketch.seed)
    n, w = sketch.states, region.program.layout.width
    outside = np.ones((w, w), bool)
    outside[:n, :n] = np.eye(n, dtype=bool)
    while region.running:
        region.step()
    for name in DYADS:
        if name not in ("kept", "broken"):
            assert not region.course.world(name).reshape(w, w)[outside].any(), name
            assert not region.course.room.worlds[name][1 - region.course.turn].reshape(w, w)[outside].any(), name


@settings(max_examples=60)
@given(sketches(wild=True, levers=(1, 3), shocks=(1, 3)))
def test_what_a_bound_took_is_booked_and_nothing_else_is(sketch: Sketch) -> None:
    """Clipping is counted, not hidden: the ledger books to a bound only where the variable stands at one (else rounding)."""
    kept = run(world(sketch), [1], ledger=True)
    assert kept.ledger is not None
    n, w = sketch.states, kept.program.layout.width
    for name in (name for name in BOOKED if name in DYADS):
        rows = kept.ledger[:, rows_of(name)].reshape(sketch.steps, -1, w, w)[:, :, :n, :n]
        after, (low, high) = kept.of(name)[0, 1:], BOUNDS[name]
        rounding = 8 * np.spacing(np.maximum(np.abs(rows[:, :-1]).max(1), 1.0))
        taken = np.abs(rows[:, -1]) > rounding
        if name != "credibility":  # its bound is that of the counts behind it
            assert np.isin(after[taken], (low, high)).all(), name


@pytest.mark.parametrize("name", sorted(catalogue()[0]))
@pytest.mark.parametrize("end", [0, 1], ids=["lowest", "highest"])
def test_each_parameter_alone_at_its_hard_bounds(name: str, end: int) -> None:
    """A lively world with one parameter at the smallest or largest number that a file may give it runs soundly."""
    assert_sound(run(world(BUSY, **{name: catalogue()[2][name][end]})))


@pytest.mark.parametrize("end", [0, 1], ids=["lowest", "highest"])
@pytest.mark.parametrize("step", ["month", "quarter", "year"])
def test_all_parameters_at_their_hard_bounds(step: str, end: int) -> None:
    """So it does with all of them there at once."""
    extremes = {name: bounds[end] for name, bounds in catalogue()[2].items()}
    assert_sound(run(world(Sketch(7, 4, step, 12, levers=FORMS, shocks=("random", "dated")), **extremes)))


def test_random_worlds_hold_all_that_a_scenario_can_hold() -> None:
    """The laws would say little of what is never drawn: among sixty sketches everything is, and every theory runs."""
    drawn = [world(Sketch(k, 4, levers=FORMS, shocks=("random", "dated"), theory=THEORIES[k % 4])) for k in range(60)]
    levers = [x for scenario in drawn for x in scenario.levers.values()]
    shocks = [x for scenario in drawn for x in scenario.shocks.values()]
    groups = [x for scenario in drawn for x in scenario.frameworks.values()]
    assert {name for x in levers for name in (*x.influences, *x.side_effects)} == set(CHANNELS)
    assert {name for x in shocks for name in x.influences} == set(IMPULSES)
    assert {name for x in shocks for name in x.hazard} == set(HAZARDS)
    assert {x.kind for x in groups} == set(KINDS)
    assert {x.posture for scenario in drawn for x in scenario.states.values()} == set(POSTURES[1:])
    assert {x.form for x in levers if x.announced is not None} == set(FORMS)
    assert len({x.rule and x.rule[-1] for x in levers}) > 4
    assert any(x.trend is not None and x.trend.value > 0.0 for x in shocks)
    for name in ("access_denial", "know_how"):
        given = [
            q
            for s in drawn
            for q in (*(x.quantities.get(name) for x in s.states.values()), *s.ties.get(name, {}).values())
        ]
        assert max(q.value for q in given if q is not None) > 0.5, name
    assert {scenario.theory for scenario in drawn} == set(THEORIES)


def test_much_of_that_happens_in_such_worlds() -> None:
    """In busy worlds of every theory postures change, promises are made, know-how is built and access is denied by shocks."""
    found = set()
    for k in range(40):
        kept = run(world(Sketch(k, 4, "quarter", 12, levers=FORMS, shocks=("random", "dated"), theory=THEORIES[k % 4])))
        for name in ("posture", "burden", "access_denial", "know_how"):
            if (kept.of(name)[:, -1] != kept.of(name)[:, 0]).any():
                found.add((name, kept.program.scenario.theory))
    assert found == {(n, t) for n in ("posture", "burden", "access_denial", "know_how") for t in THEORIES}
