"""Numbers of a scenario changed one by one: direct influences taken away or reversed, mutants, and the arms of all tests."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from detente.claims.content import Alteration
from detente.claims.numbers import bounded, bounds_of, matching, scenario_number, with_number
from detente.scenario.quantities import Quantity
from detente.scenario.scenario import Scenario
from detente.world.variables import CHANNELS


def without(alterations: Iterable[Alteration], scenario: Scenario) -> Scenario:
    """Return the scenario with the numbers an alteration names at the value it gives (0 for `zero` and `flip`)."""
    return _changed(scenario, alterations, lambda item, key, old: bounded(key, item.value, old.unit))


def reversed_(alterations: Iterable[Alteration], scenario: Scenario) -> Scenario:
    """Return the scenario with these numbers mirrored at the value an alteration gives, as far as bounds allow."""
    return _changed(scenario, alterations, lambda item, key, old: _mirrored(key, old, item.value))


def mutated(alterations: Iterable[Alteration], scenario: Scenario) -> Scenario:
    """Return the scenario with these numbers set; `flip` mirrors a number at zero."""
    return _changed(
        scenario, alterations,
        lambda item, key, old: _mirrored(key, old, 0.0) if item.action == "flip" else bounded(key, item.value, old.unit),
    )  # fmt: skip


def unsupported_off(scenario: Scenario) -> Scenario:
    """Return the scenario with every lever off whose card says that there is no quantitative evidence."""
    idle = [key for key, lever in scenario.levers.items() if lever.evidence == "none" and lever.level.high > 0.0]
    return scenario.with_levers_off(*idle) if idle else scenario


def symmetric(scenario: Scenario) -> Scenario:
    """Return the scenario with every influence and side effect of a lever drawn evenly around zero.

    Channels that know no negative effect have only one such range: none at all.
    """
    levers = {}
    for key, lever in scenario.levers.items():
        tables: dict[str, Any] = {
            table: {name: _centred(name, quantity) for name, quantity in getattr(lever, table).items()}
            for table in ("influences", "side_effects")
        }
        levers[key] = replace(lever, **tables)
    return replace(scenario, levers=levers)


def _centred(channel: str, quantity: Quantity) -> Quantity:
    most = max(abs(quantity.low), abs(quantity.high))
    low, high = CHANNELS[channel][2:]
    most = min(most, -low, high) if low < 0.0 else 0.0
    return replace(quantity, value=0.0, low=-most, high=most)


def _mirrored(key: str, old: Quantity, at: float) -> Quantity:
    low, high = bounds_of(key)
    ends = [min(max(2.0 * at - end, low), high) for end in (old.high, old.value, old.low)]
    return replace(old, low=ends[0], value=ends[1], high=ends[2])


def _changed(
    scenario: Scenario, alterations: Iterable[Alteration], change: Callable[[Alteration, str, Quantity], Quantity]
) -> Scenario:
    for item in alterations:
        for key in matching(scenario, item.key):
            old = scenario_number(scenario, key)
            scenario = with_number(scenario, key, change(item, key, old))
    return scenario
