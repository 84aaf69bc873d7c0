"""Postures in a run: what is preferred in the World before, when it weighs, and what never reviewing means."""

from __future__ import annotations

import numpy as np
from kernel import WORLD, fixed, read, run, same

from detente.mechanisms.posture import preferred
from detente.simulation import Region
from detente.world.arrays import STATES
from detente.world.variables import POSTURES

RESTLESS = {"posture_review": 1000.0, "posture_inertia": 0.5, "posture_threat": 40.0, "posture_dependence": 20.0,
            "posture_credibility": 10.0}  # fmt: skip


def posture_of(region: Region) -> dict[str, int]:
    return {state.name: int(region.course.world("posture")[state.row]) for state in region.agents}


def test_postures_in_a_run_are_those_preferred_in_the_world_before() -> None:
    """All review at every step: each posture is what is preferred in view of the World of the step before, by hand."""
    region = Region(fixed(read(), **RESTLESS), rng=11, run=2, sampled=False)
    base, p = region.course.room.base[0], region.course.room.parameters[0]
    names, switched = list(region.spec.states), 0
    pledge = base["pledge"].reshape(16, 16)[:5, :5]
    start: dict[str, tuple[float, float]] = {}
    while region.running:
        found = posture_of(region)
        assert all(0 < k < 5 for k in found.values())
        wanted = {}
        for i, name in enumerate(names):
            threat, trade, belief = (
                region.course.world(variable).reshape(16, 16)[i, :5].copy()
                for variable in ("threat", "interdependence", "credibility")
            )
            j = int(np.argmax(threat))
            known = float(pledge[i] @ belief / pledge[i].sum()) if pledge[i].any() else 0.0
            greatest, believed = start.setdefault(name, (float(threat[j]), known))
            usual = float(base["interdependence"].reshape(16, 16)[i, j])
            change = (float(threat[j]) - greatest, float(trade[j]) - usual, known - believed)
            wanted[name] = int(preferred(found[name], *change, p))
        region.step()
        assert posture_of(region) == wanted
        switched += wanted != found
    assert switched > 3


def test_the_choice_of_a_step_weighs_by_the_posture_of_the_world_before() -> None:
    """A posture taken in a step weighs from the next one on."""
    region = Region(fixed(read(), **RESTLESS), rng=11, run=2, sampled=False)
    p, turned = region.course.room.parameters[0], 0
    fear = {"plain": 1.0, "balance": p["posture_balance_fear"], "hedge": p["posture_hedge_fear"],
            "bandwagon": p["posture_bandwagon_fear"], "third_way": 1.0}  # fmt: skip
    while region.running:
        before = posture_of(region)
        region.step()
        turned += posture_of(region) != before
        weights = region.course.flow("posture")[1].reshape(16, 16)[:5, 0]
        assert weights.tolist() == [fear[POSTURES[k]] for k in before.values()]
    assert turned > 3


def test_at_rate_zero_postures_stand_and_their_parameters_are_idle() -> None:
    still = {"posture_review": 0.0}
    one = run(fixed(read(), **still), range(6))
    other = run(fixed(read(), **(RESTLESS | still)), range(6))
    assert same(one, other)
    found = one.record.state_worlds[:, :, STATES.index("posture")]
    assert (found == found[:, :1]).all()
    assert found[0, 0].tolist() == [1.0, 2.0, 4.0, 2.0, 3.0]


def test_postures_are_reviewed_by_lots_of_their_own() -> None:
    """Another rate of review moves no other draw: shocks that hang on nothing strike in the same steps."""
    seldom, often = (run(fixed(read(), posture_review=rate), range(6)) for rate in (0.1, 1000.0))
    dated = [seldom.program.shock_names.index(name) for name in ("islets", "tariff")]
    assert np.array_equal(seldom.record.events[:, :, dated], often.record.events[:, :, dated])
    assert not same(seldom, often, but=WORLD)
