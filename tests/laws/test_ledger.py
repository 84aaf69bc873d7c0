"""The ledger: every change of every booked variable is the sum of its causes, and nothing idle is a cause."""

from __future__ import annotations

from dataclasses import replace
from math import fsum

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import detente
from detente.assembly import assemble
from detente.engine.ledger import BOOKED, rows_of
from detente.scenario import Scenario
from detente.world.arrays import DYADS, Array
from detente.world.variables import DOMAINS
from laws.running import Kept, differing, run
from laws.sketches import FORMS, Sketch, sketches
from laws.test_levers import IDLE, idle, rich
from laws.test_monotone import aided
from laws.worlds import with_levers, world


def booked_and_path(kept: Kept, name: str) -> tuple[Array, Array]:
    """Return the bookings [T, causes, places] and the course [T+1, places] of a variable; places are dyads or states.

    Of capability the weighted total over the domains is booked.
    """
    assert kept.ledger is not None
    n, w = len(kept.program.layout.names), kept.program.layout.width
    rows = kept.ledger[:, rows_of(name)]
    if name in DYADS:
        rows = rows.reshape(*rows.shape[:2], w, w)[:, :, :n, :n].reshape(*rows.shape[:2], -1)
        return rows, kept.of(name)[0].reshape(len(rows) + 1, -1)
    if name == "capability":
        values = kept.program.scenario.parameters
        return rows[:, :, :n], sum(values[f"weight_{k}"].value * kept.of(f"capability.{k}")[0] for k in DOMAINS)
    return rows[:, :, :n], kept.of(name)[0]


@settings(max_examples=60)
@given(sketches(levers=(1, 3), shocks=(1, 3)))
def test_bookings_add_up_to_every_change(sketch: Sketch) -> None:
    """For every booked variable, step and place the exact sum of the bookings is the change, within 4 units in the last place.

    The unit is that of the largest number in the sum: the value before, the value after, or a booking.  The total of
    capability is itself a sum of ten rounded products: 32 units.
    """
    kept = run(world(sketch), [2], ledger=True, sampled=False)
    for name in BOOKED:
        rows, path = booked_and_path(kept, name)
        for t, place in np.ndindex(len(rows), path.shape[1]):
            before, after = float(path[t, place]), float(path[t + 1, place])
            parts = rows[t, :, place].tolist()
            unit = np.spacing(max(map(abs, (*parts, before, after))))
            gap = abs(fsum((*parts, before, -after)))
            assert gap <= (32 if name == "capability" else 4) * unit, f"{name} at step {t}, place {place}"


@settings(max_examples=60)
@given(sketches(levers=(1, 3), shocks=(1, 3), steps=(2, 16), wild=False))
def test_bookings_of_a_run_add_up_to_its_change(sketch: Sketch) -> None:
    """Over a whole run the bookings of every variable are its end minus its start (1e-12 of all that was booked)."""
    kept = run(world(sketch), [2], ledger=True, sampled=False)
    for name in BOOKED:
        rows, path = booked_and_path(kept, name)
        booked, moved = rows.sum((0, 1)), np.abs(rows).sum((0, 1))
        assert (np.abs(booked - (path[-1] - path[0])) <= 1e-12 * (1.0 + moved + np.abs(path[0]))).all(), name


@settings(max_examples=60)
@given(sketches(levers=(1, 3), shocks=(1, 3)))
def test_keeping_books_changes_no_bit(sketch: Sketch) -> None:
    """A run with the ledger on is the run without it, to the last bit."""
    scenario = world(sketch)
    assert not differing(run(scenario, [1], ledger=True), run(scenario, [1]))


def causes(scenario: Scenario, variable: str, observer: str, target: str) -> dict[str, float]:
    """Return the bookings of a dyad's variable over a run by cause, levers and shocks by name."""
    found = detente.explain(assemble(scenario), scenario.replicates, [0], variable, observer, target)
    return {str(cause): float(amount) for cause, amount in found.totals.items()}


OF_DYADS = st.sampled_from(["trust", *(name for name in BOOKED if name in DYADS)])


@settings(max_examples=60)
@given(
    sketches(levers=(1, 2), steps=(2, 8)),
    st.sampled_from(FORMS),
    IDLE,
    OF_DYADS,
)
def test_an_idle_lever_is_no_cause(sketch: Sketch, form: str, kind: str, variable: str) -> None:
    """A lever at level 0, in no step, on no condition or beyond every budget is named in no booking."""
    scenario = world(sketch)
    added, _ = idle(sketch, "idler", form, kind)
    spec = with_levers(scenario, *scenario.levers.values(), added)
    assert not [cause for cause in causes(spec, variable, *sketch.names[:2]) if "idler" in cause]


@settings(max_examples=60)
@given(sketches(levers=(0, 0), shocks=(0, 2), steps=(2, 16), wild=False), st.floats(0.05, 2.0), st.booleans())
def test_what_a_lever_is_booked_for_is_missed_without_it(sketch: Sketch, strength: float, kind: bool) -> None:
    """Taking a lever away moves trust the other way from what the ledger books to it.

    Domain: conduct is given (reconsideration 0), so that the lever has no second-hand effects: those are booked to
    the acts that carry them, and may outweigh it.
    """
    size = strength if kind else -strength
    scenario = rich(world(sketch, reconsideration=0.0))
    helped = aided(scenario, 1.0, size)
    giver, receiver = sketch.names[:2]
    booked = [amount for cause, amount in causes(helped, "trust", receiver, giver).items() if "aid" in cause]
    with_it, without = run(helped, [0]), run(with_levers(scenario), [0])
    effect = float((with_it.of("trust") - without.of("trust"))[0, -1, 1, 0])
    assume(abs(effect) > 1e-9)
    assert len(booked) == 1
    assert np.sign(booked[0]) == np.sign(effect) == np.sign(size)


def test_a_lever_in_force_is_a_cause() -> None:
    """The law on idle levers would hold of books that name no lever; these do."""
    scenario = aided(world(Sketch(5, 3, "quarter", 8)), 1.0, 0.5)
    assert [c for c in causes(replace(scenario), "trust", "BEL", "ARN") if "aid" in c]
