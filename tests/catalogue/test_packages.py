"""The packages of the claims: every recommendation can be left out alone, money is there, early and late cost the same."""

from __future__ import annotations

from pathlib import Path

import pytest

import detente
from detente.analysis.reasons import stalls
from detente.scenario import Scenario, read_scenario

SCENARIOS = Path(__file__).parents[2] / "scenarios"


def shipped(name: str, variant: str | None = None) -> Scenario:
    return read_scenario(SCENARIOS / f"{name}.yaml", variant)


def working(scenario: Scenario) -> set[str]:
    """Return the levers that are not switched off."""
    return {key for key, lever in scenario.levers.items() if lever.level.high > 0.0}


def test_each_recommendation_can_be_left_out_alone_and_none_is_forgotten() -> None:
    """Claim S1-56: the package is compared with each of its parts."""
    package = shipped("recommendations")
    left_out = []
    for variant in (name for name in package.variants if name.startswith("without_")):
        without = shipped("recommendations", variant)
        gone = working(package) - working(without)
        assert gone, variant
        assert {key: without.levers[key] for key in working(without)} == {
            key: package.levers[key] for key in working(without)
        }
        left_out += sorted(gone)
    assert sorted(left_out) == sorted(working(package))


def test_each_layer_can_be_had_alone_and_none_is_forgotten() -> None:
    """Claim S1-21: the portfolio is compared with each single layer, at the level it has in the whole."""
    whole = shipped("layered_strategy")
    kept = []
    for variant in (name for name in whole.variants if name.endswith("_only")):
        alone = shipped("layered_strategy", variant)
        assert {key: alone.levers[key].level.value for key in working(alone)} == {
            key: whole.levers[key].level.value for key in working(alone)
        }
        kept += sorted(working(alone))
    assert sorted(kept) == sorted(working(whole))


@pytest.mark.parametrize("name", ["recommendations", "layered_strategy", "emerging_domains"])
def test_money_is_no_reason(name: str) -> None:
    """A package beyond the budget would be cut by the alphabet, and what is left out would pay for the rest."""
    ensemble = detente.run(shipped(name), runs=60, replicates=1, seed=1, record="indicators")
    short = {lever: float(shares.get("budget", 0.0)) for lever, shares in stalls(ensemble).items()}
    assert max(short.values()) < 0.1, short


@pytest.mark.parametrize(("early", "late"), [(None, "late"), ("agreed", "agreed_late")])
def test_early_and_late_norms_cost_the_same(early: str | None, late: str) -> None:
    """Claim S1-81 asks for the same lever at another time: level times years in force, within a twentieth."""
    effort = []
    for variant in (early, late):
        scenario = shipped("emerging_domains", variant)
        assert scenario.shocks == shipped("emerging_domains", "unanswered").shocks
        effort.append(
            {
                key: scenario.levers[key].level.value
                * (scenario.levers[key].last_step - scenario.levers[key].first_step)
                for key in working(scenario)
            }
        )
    assert effort[0].keys() == effort[1].keys()
    assert effort[1] == pytest.approx(effort[0], rel=0.05)
