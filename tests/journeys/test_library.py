"""The later scenarios of the library compare what they say: bills, dates, limits, mandates, ablations."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import detente
from detente.analysis.reasons import stalls
from detente.scenario import Scenario, read_reference, read_scenario

SCENARIOS = Path(__file__).parents[2] / "scenarios"


def shipped(name: str, variant: str | None = None) -> Scenario:
    return read_scenario(SCENARIOS / f"{name}.yaml", variant)


def working(scenario: Scenario) -> set[str]:
    """Return the levers that are not switched off."""
    return {key for key, lever in scenario.levers.items() if lever.level.high > 0.0}


def strikes(scenario: Scenario) -> dict[str, tuple[object, ...]]:
    """Return what each shock of a scenario does, whichever line of whichever file says so."""
    return {
        key: (shock.card, shock.by, shock.on, shock.steps, shock.rate, shock.size.value, shock.influences)
        for key, shock in scenario.shocks.items()
    }


def test_the_wider_status_quo_has_the_shocks_of_the_narrower_one() -> None:
    assert strikes(shipped("wider_status_quo")) == strikes(shipped("status_quo"))


def bill(scenario: Scenario) -> Counter[str]:
    """Return what the pacts of a scenario cost by card, all their members together, if all agree all the time."""
    found: Counter[str] = Counter()
    for lever in scenario.levers.values():
        years = (lever.last_step - lever.first_step) / 4
        found[lever.card] += round(lever.level.value * lever.cost.value * len(lever.members) * years, 6)
    return +found


def test_hub_and_network_cost_the_same() -> None:
    """As many pairs with the same instruments and levels, and no pair in both."""
    hub, network = shipped("hub_and_network", "hub"), shipped("hub_and_network")
    assert bill(hub) == bill(network) == bill(shipped("hub_and_network", "half_half"))
    assert bill(network)["partnership"] > 0
    assert all("USA" in hub.levers[key].members for key in working(hub))
    assert not [key for key in working(network) if "USA" in network.levers[key].members]
    assert strikes(hub) == strikes(network)
    strained = strikes(shipped("hub_and_network", "strained_network"))
    assert strained == strikes(shipped("hub_and_network", "strained_hub")) != strikes(network)


def test_the_two_orders_exchange_their_dates_and_nothing_else() -> None:
    first, other = shipped("deterrence_first"), shipped("deterrence_first", "dialogue_first")
    assert first.levers.keys() == other.levers.keys() == working(first)
    begun = {first.levers[key].first_step for key in working(first)}
    assert begun == {0, 40}
    for key, lever in first.levers.items():
        assert lever.first_step + other.levers[key].first_step == 40, key
        assert (lever.level, lever.members, lever.last_step) == (
            other.levers[key].level,
            other.levers[key].members,
            other.levers[key].last_step,
        ), key


@pytest.mark.parametrize("variant", [None, "same_view", "divided_view", "same_priority", "little_trade"])
def test_a_limit_is_lifted_on_both_sides(variant: str | None) -> None:
    """The web and what it is compared with stand in the same region; only the levers differ."""
    web = shipped("limits", variant)
    without = read_reference(web)
    assert without is not None
    assert (web.states, web.ties, web.shocks) == (without.states, without.ties, without.shocks)
    assert working(web)
    assert not working(without)
    if variant is not None:
        assert (web.states, web.ties) != (shipped("limits").states, shipped("limits").ties)


def test_divided_views_have_the_mean_of_the_same_view() -> None:
    def views(variant: str) -> list[float]:
        table = shipped("limits", variant).ties["intent"]
        return [quantity.value for (_, target), quantity in table.items() if target == "CHN"]

    divided, same = views("divided_view"), views("same_view")
    assert np.mean(divided) == pytest.approx(np.mean(same), abs=0.01)
    assert np.std(divided) > np.std([q.value for (_, t), q in shipped("limits").ties["intent"].items() if t == "CHN"])
    assert len(set(same)) == 1


def test_the_vision_adds_to_a_web_whose_limits_it_is_compared_with() -> None:
    vision, limits = shipped("vision"), shipped("limits")
    assert not [key for key in working(limits) if "CHN" in limits.levers[key].members]
    added = working(vision) - working(limits)
    assert all("CHN" in vision.levers[key].members for key in added)
    assert working(shipped("vision", "web_only")) == working(shipped("inclusive_web"))


def test_every_lever_of_the_recommendations_can_be_left_out_alone() -> None:
    package = shipped("recommendations")
    for key in working(package):
        without = shipped("recommendations", f"no_{key}")
        assert working(package) - working(without) == {key}
        kept = package.levers.keys() - {key}
        assert {name: without.levers[name] for name in kept} == {name: package.levers[name] for name in kept}


@pytest.mark.parametrize(
    ("name", "variant"),
    [
        ("deterrence_first", None),
        ("hub_and_network", None),
        ("power_shift", "capacity_building"),
        ("power_shift", "network"),
        ("third_way", None),
        ("vision", None),
    ],
)
def test_money_is_no_reason(name: str, variant: str | None) -> None:
    ensemble = detente.run(shipped(name, variant), runs=60, replicates=1, seed=1, record="indicators")
    short = {lever: float(shares.get("budget", 0.0)) for lever, shares in stalls(ensemble).items()}
    assert max(short.values()) < 0.1, short


@cache
def swing(variant: str | None) -> float:
    """Return how far the new leaders of the minor partner have moved its stances after ten years, mean over issues."""
    scenario = shipped("minor_partner", variant)
    reference = read_reference(scenario)
    assert reference is not None
    issues = [f"priorities.{issue}" for issue in scenario.issues]
    turned, calm = (
        detente.run(s, runs=20, replicates=5, seed=1, record=",".join(issues)).data for s in (scenario, reference)
    )
    moved = [abs(turned[issue] - calm[issue]).sel(state="LKA").isel(time=40).mean() for issue in issues]
    return float(np.mean(moved))


def test_the_swing_grows_with_the_mandate_and_shrinks_with_dependence() -> None:
    """Claims S2-24 and S2-25: what the scenario is about does move, in the order in which it is asked."""
    assert swing("no_majority") < swing("bare_mandate") < swing(None)
    assert swing("high_dependence") < swing(None) < swing("low_dependence")


def announced(scenario: Scenario) -> set[str]:
    """Return the levers that are promised in public."""
    return {key for key, lever in scenario.levers.items() if lever.announced and lever.announced.high > 0.0}


def test_the_third_way_in_words_in_deeds_in_both_and_in_neither() -> None:
    both, words, deeds = shipped("third_way"), shipped("third_way", "announced_only"), shipped("third_way", "delivered")
    assert announced(both) == announced(words) < working(both) == working(deeds)
    assert not working(words)
    assert not announced(deeds)
    none = shipped("third_way", "no_third_pole")
    assert all(lever.idle for lever in none.levers.values())
    poles = {both.levers[key].members[0] for key in announced(both)}
    assert poles == {"FRA", "EU"}
    promised = [
        (both.levers[key].members[0], receiver) for key in announced(both) for receiver in both.levers[key].members[1:]
    ]
    assert len(promised) == len(set(promised)), "no promise counts twice"


@pytest.mark.parametrize("variant", ["mild_rivalry", "sharp_rivalry"])
def test_rivalry_is_as_sharp_on_both_sides(variant: str) -> None:
    scenario = shipped("third_way", variant)
    reference = read_reference(scenario)
    assert reference is not None
    assert reference.variant == variant
    assert {pair: q.value for pair, q in reference.ties["intent"].items()} == {
        pair: q.value for pair, q in scenario.ties["intent"].items()
    }


def test_the_shift_of_power_and_its_two_halves() -> None:
    def sizes(variant: str | None) -> dict[str, float]:
        return {key: shock.size.value for key, shock in shipped("power_shift", variant).shocks.items()}

    whole, none = sizes(None), sizes("no_shift")
    assert {key for key in whole if whole[key] != none[key]} == {"growth_china", "denial_china"}
    assert sizes("growth_only") == {**whole, "denial_china": 0}
    assert sizes("anti_access") == {**whole, "growth_china": 0}
    assert sizes("capacity_building") == sizes("network") == whole
    assert sizes("strong_ally") == {**whole, "growth_ally": 1}
    assert not working(shipped("power_shift"))
    helped, web = working(shipped("power_shift", "capacity_building")), working(shipped("power_shift", "network"))
    assert helped
    assert web
    assert not helped & web


def test_a_shift_of_power_moves_power_and_access() -> None:
    record = "capability.conventional,access_denial"
    shift, still = (
        detente.run(shipped("power_shift", v), runs=20, replicates=5, seed=1, record=record).data
        for v in (None, "no_shift")
    )
    for name in ("capability.conventional", "access_denial"):
        moved = (shift[name] - still[name]).isel(time=-1).mean("run")
        assert float(moved.sel(state="CHN")) > 0.01, name


def test_self_reliance_follows_doubt_and_fixed_costs_about_as_much() -> None:
    """What is asked for is doubt as it is, step by step; the fixed level is near its mean; no strain, less doubt."""
    asked = {}
    for variant in (None, "calm", "fixed"):
        scenario = shipped("autonomy", variant)
        assert working(scenario) == {"self_reliance_japan"}
        doubt = detente.run(scenario, runs=100, seed=1, record="doubt").data["doubt"].sel(state="JPN")
        asked[variant] = float(doubt.mean())
    level = shipped("autonomy", "fixed").levers["self_reliance_japan"].level.value
    assert level == pytest.approx(asked[None], abs=0.05)
    assert asked["calm"] < asked[None] - 0.1
    assert shipped("autonomy").levers["self_reliance_japan"].follows == "doubt(JPN)"


def test_rising_rates_bring_more_provocations_late_and_flat_ones_do_not() -> None:
    def late(variant: str | None) -> float:
        """Return how many times as many missile tests come in the last five years as in the first."""
        ensemble = detente.run(shipped("rising_tension", variant), runs=100, seed=1, record="threat")
        events = ensemble.data["shock_events"].sel(shock="missile_tests").mean("run").to_numpy()
        return float(events[-20:].sum() / events[:20].sum())

    # At most one test counts in a month, so that a rate five times as high cannot bring five times as many.
    assert late("flat") == pytest.approx(1.0, abs=0.05)
    assert 1.15 < late(None) < late("high") - 0.15


def test_the_rivals_of_the_framework_differ_in_theory_alone() -> None:
    plain = shipped("unified_framework")
    found = []
    for theory in ("mixed", "realist", "liberal", "constructivist"):
        scenario = plain if theory == "mixed" else shipped("unified_framework", theory)
        assert scenario.theory == theory
        assert replace(scenario, theory="mixed").digest() == plain.digest()
        found.append(detente.run(scenario, runs=20, replicates=5, seed=1, record="indicators").summary)
    assert all(not np.allclose(one, other) for at, one in enumerate(found) for other in found[:at])
