"""The ledger adds up over the whole kernel, and indicators are what their definitions say."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from kernel import Kept, read, run, same, short

from detente.engine.ledger import BOOKED, ROWS, rows_of
from detente.world.arrays import DYADS
from detente.world.outcomes import INDICATORS
from detente.world.variables import DOMAINS

LIVELY = (
    "levers.cbm.influences.claim_easing=0.3", "states.ARN.growth=0.02",
    "cards.shocks.territorial_incident.influences.claim={where: between, value: 0.05, unit: '1', standing: assumed, reason: test}",
    "cards.shocks.territorial_incident.influences.capability="
    "{where: by, value: 0.05, unit: log factor, standing: assumed, reason: test}",
    "levers.three.influences.learning=0.4", "levers.three.influences.image=0.3", "levers.gift.announced=0.9",
)  # fmt: skip
OF_DYADS = [name for name in BOOKED if name in DYADS]


@pytest.fixture(scope="module")
def booked() -> Kept:
    return run(read(*LIVELY), [7], ledger=True)


def test_rows_follow_each_other() -> None:
    places = [rows_of(name) for name in BOOKED]
    assert places[0].start == 0
    assert all(a.stop == b.start for a, b in pairwise(places))
    assert places[-1].stop == ROWS
    with pytest.raises(KeyError):
        rows_of("mandate")


def test_the_ledger_changes_no_bit(booked: Kept) -> None:
    assert same(booked, run(read(*LIVELY), [7]))


@pytest.mark.parametrize("variable", OF_DYADS)
def test_bookings_add_up_in_the_kernel(booked: Kept, variable: str) -> None:
    """Per step and dyad the bookings are the change, and over a run they are end minus start (records hold 4 bytes a number)."""
    assert booked.ledger is not None
    rows = booked.ledger[:, rows_of(variable)]
    assert np.isfinite(rows).all()
    sums = rows.sum(1).reshape(-1, 16, 16)[:, :5, :5]
    worlds = booked.record.worlds[0, :, DYADS.index(variable)].astype(float)
    scale = np.abs(worlds).max()
    assert sums == pytest.approx(np.diff(worlds, axis=0), abs=3e-7 * scale)
    assert sums.sum(0) == pytest.approx(worlds[-1] - worlds[0], abs=3e-7 * scale)
    last = booked.room.worlds[booked.program.scenario.steps % 2][variable]
    before = booked.room.worlds[1 - booked.program.scenario.steps % 2][variable]
    assert sums[-1] == pytest.approx((last - before).reshape(16, 16)[:5, :5], abs=8 * np.spacing(max(scale, 1.0)))
    assert rows.any(), "something is booked"


def test_bookings_of_states_add_up(booked: Kept) -> None:
    """Nationalism, and the weighted total of capability, move by what is booked at each state."""
    assert booked.ledger is not None
    p, steps = booked.room.parameters[0], booked.program.scenario.steps
    weights = np.array([p[f"weight_{domain}"] for domain in DOMAINS])
    last, before = booked.room.worlds[steps % 2], booked.room.worlds[1 - steps % 2]
    total = [weights @ world["capability"].reshape(5, 16)[:, :5] for world in (before, last)]
    home = (last["nationalism"] - before["nationalism"])[:5]
    for name, rise in (("nationalism", home), ("capability", total[1] - total[0])):
        rows = booked.ledger[:, rows_of(name)]
        assert rows[-1, :, :5].sum(0) == pytest.approx(rise, abs=1e-15)
        assert rows[:, :, :5].any()
        assert not rows[:, :, 16:].any()


SILENT = {
    "mixed": {"power", "active grievance"},
    "realist": {"acts seen", "crisis", "active grievance"},
    "liberal": {"alignment", "levers of others", "power", "active grievance"},
    "constructivist": {"alignment", "power"},
}
"""Causes of intent that a theory does not know."""


@pytest.mark.parametrize("theory", SILENT)
def test_every_cause_of_the_lively_world_is_booked(theory: str) -> None:
    """Levers, shocks, acts and crises all leave a trace in this run; only bounds, and what the theory does not know, stay empty."""
    booked = run(read(*LIVELY, f"theory={theory}"), [7], ledger=True)
    assert booked.ledger is not None
    silent = {
        f"{name}: {cause}"
        for name, causes in BOOKED.items()
        for k, cause in enumerate(causes)
        if not booked.ledger[:, rows_of(name)][:, k].any()
    }
    unknown = {f"intent: {cause}" for cause in SILENT[theory]}
    assert {text for text in silent if "bound" not in text} - {"interdependence: levers"} == unknown


def test_indicators_are_their_definitions() -> None:
    """Six of the twelve, recomputed from the World a step left."""
    scenario = short(read(), 9)
    kept = run(scenario, [3])
    values = dict(zip(INDICATORS, kept.record.series[0, -1], strict=True))
    off = ~np.eye(5, dtype=bool)
    trust, alignment = kept.full("trust"), kept.full("alignment")
    stage, trade, contact = kept.full("stage"), kept.full("interdependence"), kept.full("channel")
    bloc = [0, 1, 3]
    pairs = [(i, j) for i in bloc for j in bloc if i != j]
    nationalism = kept.room.worlds[1]["nationalism"][:5]
    p = kept.room.parameters[0]
    assert values["trust_in_focus"] == pytest.approx(trust[1:, 0].mean(), rel=1e-13)
    assert values["cohesion"] == pytest.approx(np.mean([(1 + alignment[d]) / 2 * trust[d] for d in pairs]), rel=1e-13)
    assert values["shared_prosperity"] == pytest.approx((trade * (1 - stage / 4))[off].mean(), rel=1e-13)
    assert values["inclusion"] == pytest.approx((contact >= p["working_channel"])[off].mean(), rel=1e-13)
    assert values["backlash"] == pytest.approx(nationalism.mean(), rel=1e-13)
    act, practice = kept.full("act"), kept.full("interoperability")
    joint = sum(practice[i, j] for i, j in pairs if i < j and act[i, j] == act[j, i] == 1.0)
    assert values["joint_operations"] == pytest.approx(p["joint_operations"] * joint, rel=1e-13, abs=1e-15)
    onset = kept.room.flow[0]["onset"].reshape(16, 16)[:5, :5]
    assert values["crisis_onset"] == pytest.approx(onset.sum() / 2, rel=1e-13)
