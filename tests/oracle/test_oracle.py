"""Docking: the compiled model and the oracle, fed with the same draws, walk the same trajectories.

The compiled model is seen through its public face alone: in double precision through `detente.Region`, in single
precision through the recorded variables of `detente.run`.  A draw within 1e-12 of a threshold could part the two.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import mesa
import numpy as np
import pytest

import detente
from oracle.draws import FastDraws, KeyedDraws, name_hash, process_key
from oracle.indicators import INDICATORS
from oracle.levers import BUDGET, CONDITION, GRANTED, LAST_REASON
from oracle.model import OracleRegion
from oracle.state import DOMAINS, OracleState

TESTS = Path(__file__).parents[1]
SHIPPED = TESTS.parent / "scenarios" / "unified_framework.yaml"
MUSEUM = TESTS / "museum" / "base.yaml"
FIVE = TESTS / "data" / "five_states.yaml"
LEADERS = TESTS / "data" / "new_leaders.yaml"
OWN = Path(__file__).with_name("every_form.yaml")

BELIEFS = ("trust", "grievance", "intent", "threat", "credibility", "interdependence")
DYADS = (*BELIEFS, "alignment", "channel", "claim", "act")
RECORDED = (*DYADS, "trigger", "misperception", "interoperability", "tension")
HOMES = ("nationalism", "doubt", *(f"capability.{x}" for x in DOMAINS))
CLOSE = 1e-9  # doubles
SINGLE = 1e-6  # recorded in single precision


def scenario(path: Path, folder: Path, variant: str | None = None, *overrides: str) -> detente.Scenario:
    """Read a scenario; the oracle's own stands beside a copy of what it extends."""
    if path == OWN:
        shutil.copy(FIVE, folder)
        path = Path(shutil.copy(path, folder))
    return detente.read_scenario(path, variant, overrides)


def homes(spec: detente.Scenario) -> tuple[str, ...]:
    """Name the variables of a state, by domain and issue."""
    return (*HOMES, *(f"priorities.{issue}" for issue in spec.issues))


def dyad(state: OracleState, variable: str, other: str) -> float:
    return state.stage[other] / 4 if variable == "tension" else getattr(state, variable)[other]


def home(state: OracleState, variable: str) -> float:
    name, _, part = variable.partition(".")
    return getattr(state, name)[part] if part else getattr(state, name)


def differences(region: detente.Region, oracle: OracleRegion) -> Iterator[tuple[str, str, float]]:
    """Yield variable, place and distance of everything both show in double precision."""
    for key, mine in oracle.states.items():
        theirs = region.state(key)
        for variable in (*DYADS, "tension"):
            row = getattr(theirs, variable)
            for other in mine.others:
                yield variable, f"{key}, {other}", abs(row[other] - dyad(mine, variable, other))
        for variable in homes(oracle.spec):
            name, _, part = variable.partition(".")
            found = getattr(theirs, name)
            yield variable, key, abs((found[part] if part else found) - home(mine, variable))
    if oracle.indicators:
        found = region.indicators() if callable(region.indicators) else region.indicators
        for name, value in oracle.indicators.items():
            yield name, "region", abs(found[name] - value) / max(abs(value), 1.0)


@pytest.mark.parametrize(
    ("path", "variant", "overrides", "sampled", "seed", "run", "steps"),
    [
        (SHIPPED, None, (), True, 1, 0, 80),
        (SHIPPED, None, (), True, 2, 13, 24),
        (SHIPPED, "high_grievance", (), True, 2**63, 499, 20),
        (SHIPPED, None, ("step=month",), True, 5, 21, 24),
        (SHIPPED, None, ("step=year",), False, 3, 2, 20),
        (MUSEUM, None, (), True, 1, 0, 40),
        (MUSEUM, None, (), True, 7, 5, 40),
        (MUSEUM, "no_cbm", (), True, 7, 11, 40),
        (MUSEUM, "all_off", (), True, 8, 2, 40),
        (MUSEUM, None, (), False, 8, 3, 40),
        (MUSEUM, None, ("step=year",), True, 9, 4, 10),
        (MUSEUM, None, ("step=month",), True, 9, 6, 120),
        (FIVE, None, (), True, 11, 1, 40),
        (FIVE, None, ("parameters.misreading_step=2",), True, 12, 7, 40),
        (OWN, None, (), True, 3, 0, 40),
        (OWN, None, (), True, 4, 9, 40),
        (OWN, None, ("step=year",), True, 5, 3, 10),
        (OWN, None, ("step=month",), True, 6, 2, 60),
        (OWN, None, ("parameters.reconsideration=0",), True, 7, 1, 20),
        (LEADERS, None, (), True, 5, 0, 40),
        (LEADERS, None, (), True, 6, 7, 40),
        (LEADERS, None, (), False, 7, 1, 40),
        (LEADERS, "talks_count", (), True, 8, 4, 40),
        (LEADERS, "talks_count", (), True, 2**40, 31, 40),
        (LEADERS, None, ("step=month",), True, 9, 5, 120),
        (LEADERS, None, ("step=year",), True, 10, 2, 10),
        (LEADERS, None, ("parameters.orientation_dependence=1", "parameters.influence_rate=2"), True, 11, 3, 40),
        (LEADERS, None, ("parameters.claim_half_life=0.5",), True, 12, 6, 40),
    ],
)
def test_doubles_agree_at_every_step(
    path: Path,
    variant: str | None,
    overrides: tuple[str, ...],
    sampled: bool,
    seed: int,
    run: int,
    steps: int,
    tmp_path: Path,
) -> None:
    spec = scenario(path, tmp_path, variant, *overrides)
    region = detente.Region(spec, rng=seed, run=run, replicates=3, sampled=sampled)
    oracle = OracleRegion(spec, seed, run, replicates=3, sampled=sampled)
    for step in range(steps + 1):
        if step:
            region.step()
            oracle.step()
        far = [f"{name} ({place}): {d:.3g}" for name, place, d in differences(region, oracle) if not d <= CLOSE]
        assert not far, f"at step {step}: {'; '.join(far[:12])}"


@pytest.mark.parametrize(
    ("path", "variant", "overrides", "seed"),
    [
        (SHIPPED, None, ("end=2034-12-31",), 1),
        (MUSEUM, None, (), 7),
        (FIVE, None, (), 2),
        (OWN, None, (), 3),
        (OWN, None, ("step=year",), 4),
        (LEADERS, None, (), 5),
        (LEADERS, "talks_count", (), 6),
        (LEADERS, "talks_count", ("step=month",), 7),
    ],
)
def test_recorded_runs_agree(
    path: Path, variant: str | None, overrides: tuple[str, ...], seed: int, tmp_path: Path
) -> None:
    spec = scenario(path, tmp_path, variant, *overrides)
    ensemble = detente.run(spec, runs=4, seed=seed, replicates=2, record="all")
    data, keys = ensemble.data, sorted(spec.states)
    for run in (0, 1, 3):
        oracle = OracleRegion(spec, seed, run, replicates=2)
        worlds, events = [worlds_of(oracle, keys)], []
        while oracle.running:
            oracle.step()
            worlds.append(worlds_of(oracle, keys))
            events.append([shock.events for shock in oracle.shocks])
        for name in (*RECORDED, *homes(spec)):
            mine = np.array([world[name] for world in worlds])
            np.testing.assert_allclose(data[name].values[run], mine, rtol=SINGLE, atol=SINGLE, err_msg=name)
        course = oracle.datacollector.get_model_vars_dataframe()
        mine = course[list(INDICATORS)].to_numpy()
        np.testing.assert_allclose(data["indicator_series"].values[run], mine, rtol=SINGLE, atol=SINGLE)
        np.testing.assert_allclose(ensemble.summary[run], mine.mean(axis=0), rtol=CLOSE, atol=CLOSE)
        for name, column in (("delivered", "delivered"), ("consent", "consent")):
            mine = np.array([[row[key] for key in data["lever"].values] for row in course[column]])
            np.testing.assert_allclose(data[name].values[run], mine, rtol=SINGLE, atol=SINGLE, err_msg=name)
        assert np.array_equal(data["shock_events"].values[run], events)
        assert data["crises"].values[run].tolist() == [oracle.onsets, oracle.ends, *pair_steps(worlds)]


def worlds_of(oracle: OracleRegion, keys: list[str]) -> dict[str, list[list[float]] | list[float]]:
    """Copy what is recorded of a world."""
    states = [oracle.states[key] for key in keys]
    found: dict[str, list[list[float]] | list[float]] = {
        name: [[dyad(i, name, j) if i.key != j else np.nan for j in keys] for i in states] for name in RECORDED
    }
    return found | {name: [home(state, name) for state in states] for name in homes(oracle.spec)}


def pair_steps(worlds: list[dict[str, list[list[float]] | list[float]]]) -> list[int]:
    """Count pair-steps in crisis and at the top stage."""
    tension = np.nan_to_num([world["tension"] for world in worlds[1:]])
    return [int(np.triu(counted).sum()) for counted in (tension > 0, tension == 1)]


@pytest.mark.parametrize("impulse", ["alignment", "contact_loss", "claim"])
def test_pairs_stay_equal_in_both_orders(impulse: str, tmp_path: Path) -> None:
    place = f"cards.shocks.strike_on_to_by.influences.{impulse}"
    spec = scenario(OWN, tmp_path, None, f"{place}.where=on->by", f"{place}.value=0.2")
    region, oracle = detente.Region(spec, rng=1), OracleRegion(spec, 1)
    for _ in range(8):
        region.step()
        oracle.step()
        variable = "channel" if impulse == "contact_loss" else impulse
        for i, j in oracle.pairs:
            assert getattr(i, variable)[j.key] == getattr(j, variable)[i.key]
            mine, theirs = region.state(i.key), region.state(j.key)
            assert getattr(mine, variable)[j.key] == getattr(theirs, variable)[i.key]


def test_new_leaders_meet_every_new_part() -> None:
    """Without these the agreement above would say nothing of them."""
    spec = detente.read_scenario(LEADERS, "talks_count")
    outcomes, brought, eased = set(), set(), set()
    for run in range(6):
        oracle = OracleRegion(spec, spec.seed, run, replicates=2)
        while oracle.running:
            oracle.step()
            outcomes |= {(lever.key, lever.outcome) for lever in oracle.levers}
            brought |= {state.key for state in oracle.states.values() if state.new_leaders}
            eased |= {(i.key, j.key) for i, j in oracle.pairs if i.claim[j.key] < i.claim0[j.key]}
    assert {outcome for _, outcome in outcomes} >= {GRANTED, LAST_REASON, BUDGET, CONDITION}
    assert {key for key, outcome in outcomes if outcome == CONDITION} == {"study", "study_of_two", "offer"}
    assert brought == set(spec.states)
    assert eased == {("ARN", "BEL"), ("ARN", "COR"), ("BEL", "COR")}


def test_draws_are_those_of_the_description() -> None:
    assert (name_hash("JPN"), name_hash("CHN")) == (2011333316, 3090985369)
    assert process_key(1, "conduct") == (3978633605, 3126291236)
    expected = (0.3846684329910204, 0.8843922665109858, 0.5210164872696623, 0.6258268802193925)
    assert KeyedDraws(1, 0).four("conduct", 2011333316, 3090985369, 5, 3) == expected


def test_mesa_runs_batches_of_it() -> None:
    spec = detente.read_scenario(MUSEUM)
    rows = mesa.batch_run(
        OracleRegion,
        {"spec": [spec], "run": range(3), "draws": FastDraws},
        number_processes=1,
        data_collection_period=-1,
        display_progress=False,
    )
    assert len(rows) == 3 and all(0 <= row["trust_in_focus"] <= 1 for row in rows)
    assert len({row["trust_in_focus"] for row in rows}) == 3
