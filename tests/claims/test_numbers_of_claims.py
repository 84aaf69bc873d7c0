"""Numbers of scenarios by key: which a pattern names, and how they are taken away, reversed, set and centred."""

from __future__ import annotations

from dataclasses import replace

import pytest
from toys import SCENARIOS

from detente.claims.altering import mutated, reversed_, symmetric, unsupported_off, without
from detente.claims.content import Alteration
from detente.claims.numbers import bounds_of, matching, scenario_number, with_number
from detente.scenario import Quantity, Scenario, read_scenario
from detente.scenario.keys import quantities
from detente.scenario.positioned import Layer, Scalar

NODE = Scalar(Layer("f", "l"), 1, 1, 0)
DRILL = "levers.drill={lever: joint_exercises, among: [ARN, BEL], from: 2026}"
AID = "levers.norms={lever: cyber_norms, among: [ARN, COR], from: 2026}"


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return read_scenario(SCENARIOS / "three.yaml", None, [DRILL, AID])


def item(key: str, action: str = "zero", value: float = 0.0) -> Alteration:
    return Alteration(key, action, value, NODE)


@pytest.mark.parametrize(
    ("pattern", "found"),
    [("parameters.consent_trust", ["parameters.consent_trust"]), ("ties.channel.COR.ARN", ["ties.channel.ARN.COR"]),
     ("levers.*.level", ["levers.drill.level", "levers.norms.level"]), ("parameters.nothing", []),
     ("cards.levers.joint_exercises.influences.goodwill", ["levers.drill.influences.goodwill"]),
     ("levers.drill.influences.contact_floor", ["levers.drill.influences.contact_floor"]),
     ("states.ARN.capability.cyber", ["states.ARN.capability.cyber"]), ("shocks.tests.influences.nothing", [])],
)  # fmt: skip
def test_patterns(scenario: Scenario, pattern: str, found: list[str]) -> None:
    assert matching(scenario, pattern) == found


def test_every_number_can_be_set_and_has_bounds(scenario: Scenario) -> None:
    for key, quantity in quantities(scenario):
        low, high = bounds_of(key)
        assert low <= quantity.value <= high, key
        changed = with_number(scenario, key, Quantity.point(quantity.value + 0.125, quantity.unit, "test"))
        assert scenario_number(changed, key).value == quantity.value + 0.125, key
        assert scenario_number(scenario, key) is quantity, key


def test_symmetric_ties_change_in_both_orders(scenario: Scenario) -> None:
    changed = with_number(scenario, "ties.channel.ARN.COR", Quantity.point(0.9, "1", "test"))
    assert {changed.ties["channel"][pair].value for pair in (("ARN", "COR"), ("COR", "ARN"))} == {0.9}


def test_taking_away_and_reversing(scenario: Scenario) -> None:
    key = "levers.drill.influences.goodwill"
    old = scenario.levers["drill"].influences["goodwill"]
    assert scenario_number(without([item(key)], scenario), key).high == 0.0
    back = scenario_number(reversed_([item(key)], scenario), key)
    assert (back.low, back.value, back.high) == (-old.high, -old.value, -old.low)
    at_one = scenario_number(reversed_([item(key, "set", 0.1)], scenario), key)
    assert at_one.value == pytest.approx(0.2 - old.value)


def test_bounds_forbid_some_reversals(scenario: Scenario) -> None:
    key = "parameters.consent_trust"
    assert scenario_number(reversed_([item(key)], scenario), key).high == 0.0
    assert reversed_([item(key)], scenario).parameters[key.split(".")[1]].value == 0.0


def test_mutants_set_and_flip_and_add_channels(scenario: Scenario) -> None:
    changed = mutated([item("levers.*.influences.goodwill", "set", -0.5), item("levers.drill.side_effects.image", "set", 1.0),
                       item("levers.drill.side_effects.threat_to_outsiders", "flip")], scenario)  # fmt: skip
    drill = changed.levers["drill"]
    assert drill.influences["goodwill"].value == -0.5
    assert drill.side_effects["image"].value == 1.0
    old = scenario.levers["drill"].side_effects["threat_to_outsiders"]
    assert drill.side_effects["threat_to_outsiders"].value == -old.value


def test_symmetric_ranges_are_even_or_nothing(scenario: Scenario) -> None:
    for lever in symmetric(scenario).levers.values():
        for quantity in (*lever.influences.values(), *lever.side_effects.values()):
            assert quantity.value == 0.0
            assert quantity.low == -quantity.high
    assert symmetric(scenario).levers["drill"].influences["credibility"].high == 0.0  # knows no negative effect


def test_only_levers_without_evidence_are_switched_off(scenario: Scenario) -> None:
    levers = {key: replace(lever, evidence=word) for (key, lever), word in
              zip(scenario.levers.items(), ("none", "weak"), strict=True)}  # fmt: skip
    found = unsupported_off(replace(scenario, levers=levers)).levers
    assert [lever.level.value for lever in found.values()] == [0.0, 1.0]
