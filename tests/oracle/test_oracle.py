"""Docking: the compiled model and the oracle, fed with the same draws, walk the same trajectories.

The compiled model is seen through its public face alone: in double precision through `detente.Region`, in single
precision through the recorded variables of `detente.run`.  A draw within 1e-12 of a threshold could part the two.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import mesa
import numpy as np
import pytest

import detente
from oracle.docking import (
    CLOSE,
    FIVE,
    LEADERS,
    MUSEUM,
    OWN,
    RECORDED,
    RESTLESS,
    SHIPPED,
    SINGLE,
    differences,
    homes,
    pair_steps,
    scenario,
    worlds_of,
)
from oracle.draws import FastDraws, KeyedDraws, name_hash, process_key
from oracle.indicators import INDICATORS
from oracle.model import OracleRegion


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
        (SHIPPED, None, ("theory=realist",), True, 21, 3, 24),
        (SHIPPED, None, ("theory=liberal",), True, 22, 4, 24),
        (SHIPPED, None, ("theory=constructivist",), True, 23, 5, 24),
        (FIVE, None, ("theory=realist",), False, 24, 0, 40),
        (FIVE, None, ("theory=liberal", "parameters.misreading_step=2"), True, 25, 6, 40),
        (FIVE, None, ("theory=constructivist", "step=month"), True, 26, 7, 60),
        (OWN, None, ("theory=realist",), True, 13, 4, 40),
        (OWN, None, ("theory=liberal",), True, 14, 5, 40),
        (OWN, None, ("theory=constructivist",), True, 15, 6, 40),
        (OWN, None, ("theory=realist", "step=month"), True, 16, 7, 60),
        (OWN, None, ("theory=liberal", "step=year"), True, 17, 8, 10),
        (OWN, None, ("theory=constructivist", "step=year"), False, 18, 9, 10),
        (OWN, None, RESTLESS, True, 27, 0, 40),
        (OWN, None, (*RESTLESS, "theory=realist"), True, 28, 1, 40),
        (OWN, None, (*RESTLESS, "step=month"), True, 29, 2, 60),
        (OWN, None, (*RESTLESS, "step=year"), False, 30, 3, 10),
        (LEADERS, "talks_count", (*RESTLESS, "theory=liberal"), True, 31, 4, 40),
        (OWN, None, ("parameters.learning_gain=4", "parameters.know_how_half_life=0.5"), True, 32, 5, 40),
        (OWN, None, ("parameters.partner_support=1", "parameters.ally_weight=1"), True, 33, 6, 40),
        (OWN, None, ("parameters.announcement=3", "parameters.talk_failures=5"), True, 34, 7, 40),
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
    walk(region, oracle, steps)


def test_plain_states_agree_and_stay_plain(tmp_path: Path) -> None:
    """No file can ask for the plain posture; it is for tests."""
    spec = scenario(OWN, tmp_path, None, *RESTLESS)
    plain = {
        key: replace(state, posture="plain") if key in ("ARN", "DAL") else state for key, state in spec.states.items()
    }
    spec = replace(spec, states=plain)
    oracle = OracleRegion(spec, 35, 1, replicates=3)
    walk(detente.Region(spec, rng=35, run=1, replicates=3), oracle, 40)
    assert [oracle.states[key].posture for key in ("ARN", "DAL")] == [0, 0]


def walk(region: detente.Region, oracle: OracleRegion, steps: int) -> None:
    """Go both the same way, and compare them before the first step and after each."""
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
        (OWN, None, RESTLESS, 8),
        (OWN, None, (*RESTLESS, "step=month"), 12),
        (OWN, None, ("parameters.learning_gain=4", "parameters.know_how_half_life=0.5"), 13),
        (OWN, None, ("theory=realist",), 9),
        (OWN, None, ("theory=liberal",), 10),
        (OWN, None, ("theory=constructivist",), 11),
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
