"""What the compared scenarios meet: without these the agreement of both programs would say nothing of a part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

import detente
from oracle.docking import LEADERS, OWN, RESTLESS, scenario
from oracle.levers import BUDGET, CONDITION, GRANTED, LAST_REASON, NOT_ASKED
from oracle.model import OracleRegion
from oracle.postures import POSTURES

TRUST, GRIEVANCE, NATIONALISM, PRIORITIES, COMMON_THREAT, CONTACT = range(GRANTED + 1, LAST_REASON + 1)


def walked(spec: detente.Scenario, runs: int) -> Iterator[OracleRegion]:
    """Yield the region after every step of some runs."""
    for run in range(runs):
        oracle = OracleRegion(spec, spec.seed, run, replicates=2)
        while oracle.running:
            oracle.step()
            yield oracle


def test_new_leaders_meet_every_new_part() -> None:
    spec = detente.read_scenario(LEADERS, "talks_count")
    outcomes, brought, eased = set(), set(), set()
    for oracle in walked(spec, 6):
        outcomes |= {(lever.key, lever.outcome) for lever in oracle.levers}
        brought |= {state.key for state in oracle.states.values() if state.new_leaders}
        eased |= {(i.key, j.key) for i, j in oracle.pairs if i.claim[j.key] < i.claim0[j.key]}
    assert {outcome for _, outcome in outcomes} >= {GRANTED, LAST_REASON, BUDGET, CONDITION}
    assert {key for key, outcome in outcomes if outcome == CONDITION} == {"study", "study_of_two", "offer"}
    assert brought == set(spec.states)
    assert eased == {("ARN", "BEL"), ("ARN", "COR"), ("BEL", "COR")}


@pytest.mark.parametrize(
    ("theory", "reasons"),
    [
        ("mixed", {TRUST, GRIEVANCE, NATIONALISM, PRIORITIES, COMMON_THREAT, CONTACT}),
        ("realist", {PRIORITIES, COMMON_THREAT}),
        ("liberal", {TRUST, PRIORITIES, CONTACT}),
        ("constructivist", {TRUST, GRIEVANCE, NATIONALISM}),
    ],
)
def test_every_theory_refuses_for_all_of_its_reasons(theory: str, reasons: set[int], tmp_path: Path) -> None:
    spec = scenario(OWN, tmp_path, None, f"theory={theory}")
    outcomes = {lever.outcome for oracle in walked(spec, 6) for lever in oracle.levers}
    assert outcomes - {NOT_ASKED, GRANTED, BUDGET, CONDITION} == reasons


def test_states_take_up_every_posture(tmp_path: Path) -> None:
    spec = scenario(OWN, tmp_path, None, *RESTLESS)
    first = {key: POSTURES.index(state.posture) for key, state in spec.states.items()}
    taken_up = {
        (state.key, state.posture)
        for oracle in walked(spec, 4)
        for state in oracle.states.values()
        if state.posture != first[state.key]
    }
    assert {posture for _, posture in taken_up} == {1, 2, 3, 4}
    assert {key for key, _ in taken_up} == set(spec.states)


def test_promises_are_kept_broken_and_excused(tmp_path: Path) -> None:
    met: dict[str, set[int]] = defaultdict(set)
    for oracle in walked(scenario(OWN, tmp_path), 6):
        for lever in oracle.levers:
            if lever.announced is not None and lever.begun:
                met[lever.key].add(lever.outcome)
    assert met["pact_east"] >= {GRANTED, TRUST, NATIONALISM}
    assert met["promised"] >= {NOT_ASKED, GRANTED, BUDGET, CONDITION}
    assert met["towards"] == {NOT_ASKED, GRANTED}
    assert met["stage_named"] == {NOT_ASKED}


def test_rules_and_know_how_act(tmp_path: Path) -> None:
    levels: dict[str, list[float]] = defaultdict(list)
    restrained, grown, denied, learnt = set(), set(), set(), set()
    for oracle in walked(scenario(OWN, tmp_path), 4):
        for lever in oracle.levers:
            levels[lever.key].append(lever.level)
        for state in oracle.states.values():
            restrained |= {(state.key, other) for other, x in state.received["restraint"].items() if x != 0.0}
            learnt |= {(state.key, other) for other, x in state.know_how.items() if x > state.know_how0[other]}
            grown |= {state.key} if state.home_impulse["capability"] != 0.0 else set()
            denied |= {state.key} if state.home_impulse["access_denial"] > 0.0 else set()
    for key in ("pact_west", "offer_one", "courses", "calm"):
        assert len({round(level, 6) for level in levels[key]}) > 20, key
    assert {("ERS", "BEL"), ("ERS", "ARN"), ("COR", "DAL")} <= restrained
    assert {("ARN", "DAL"), ("ERS", "BEL")} <= learnt
    assert grown == denied == {"ARN", "BEL", "COR", "DAL", "ERS"}
