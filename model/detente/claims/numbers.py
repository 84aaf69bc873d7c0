"""The numbers of a scenario by dotted key: which a pattern names, their hard bounds, and the scenario with another one."""

from __future__ import annotations

from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Any

from detente.scenario import keys
from detente.scenario.catalogue_files import catalogue_file
from detente.scenario.pairs import PAIR_NAMES
from detente.scenario.quantities import Quantity
from detente.scenario.regions import limits_of
from detente.scenario.scenario import Scenario
from detente.world.variables import CHANNELS, IMPULSES, variable

CARDS = "cards."
SUPPOSED = "supposed by a test of a claim"
TABLES = ("states", "frameworks", "ties", "parameters", "levers", "shocks")


def matching(scenario: Scenario, pattern: str) -> list[str]:
    """Return the dotted keys of a scenario's numbers that a pattern names; `cards.levers.CARD.x` names every use."""
    if pattern.startswith(CARDS):
        _, kind, card, below = (
            pattern.split(".", 3) if pattern.count(".") > 2 else (*pattern.split("."), "", "", "")[:4]
        )
        uses = getattr(scenario, kind, {}) if kind in ("levers", "shocks") else {}
        patterns = [f"{kind}.{key}.{below}" for key, use in uses.items() if use.card == card]
    else:
        patterns = [_sorted_pair(pattern)]
    found: dict[str, None] = {}
    for one in patterns:
        known = [one] if _has(scenario, one) else _starred(scenario, one) if "*" in one or "?" in one else []
        found.update(dict.fromkeys(known or ([one] if _may_be_added(scenario, one) else [])))
    return list(found)


def _has(scenario: Scenario, key: str) -> bool:
    """Return whether a key without stars names a number of the scenario."""
    group, _, rest = key.partition(".")
    first, _, below = rest.partition(".")
    if group == "parameters":
        return first in scenario.parameters and not below
    if group == "ties":
        return tuple(below.split(".")) in scenario.ties.get(first, {})
    if group == "states":
        return first in scenario.states and below in scenario.states[first].quantities
    return key in _named(scenario, group)


def _starred(scenario: Scenario, pattern: str) -> list[str]:
    """Return the keys that a pattern with stars names."""
    return [key for key in _named(scenario, pattern.partition(".")[0]) if fnmatchcase(key, pattern)]


def _named(scenario: Scenario, group: str) -> list[str]:
    """Return the keys of all numbers of one group."""
    others: dict[str, Any] = {name: {} for name in TABLES if name != group}
    return [key for key, _ in keys.quantities(replace(scenario, **others))]


def _sorted_pair(pattern: str) -> str:
    """Return the key of a symmetric tie with its states in order."""
    parts = pattern.split(".")
    if len(parts) == 4 and parts[0] == "ties" and parts[1] in PAIR_NAMES and "*" not in pattern:
        parts[2:] = sorted(parts[2:])
    return ".".join(parts)


def _may_be_added(scenario: Scenario, key: str) -> bool:
    """Return whether a key names a channel that a lever could have, though its card is silent on it."""
    group, _, rest = key.partition(".")
    name, _, below = rest.partition(".")
    part, _, channel = below.partition(".")
    return (
        group == "levers" and name in scenario.levers and part in ("influences", "side_effects") and channel in CHANNELS
    )


def bounds_of(key: str) -> tuple[float, float]:
    """Return the hard bounds of the number at a dotted key."""
    group, *rest = key.split(".")
    last = ".".join(rest[2:])
    if group == "parameters":
        limits = limits_of(catalogue_file("parameters.yaml").items[rest[0]])
        return limits.low, limits.high
    if group in ("levers", "shocks") and len(rest) > 2 and rest[1] in ("influences", "side_effects"):
        return (CHANNELS if group == "levers" else IMPULSES)[last][2:]
    if group == "ties":
        return variable(rest[0]).low, variable(rest[0]).high
    if group == "states":
        name = ".".join(rest[1:])
        return variable(name).low, variable(name).high
    unbounded = {"hazard": (-10.0, 10.0), "towards": (-1.0, 1.0), "trend": (-1.0, 1.0)}
    if len(rest) > 1 and rest[1] in unbounded:
        return unbounded[rest[1]]
    capped = group == "frameworks" or rest[-1] in ("level", "announced")
    return (0.0, 1.0) if capped else (0.0, float("inf"))


def bounded(key: str, value: float, unit: str) -> Quantity:
    """Return a number without uncertainty, as near to a value as the bounds of its key allow."""
    low, high = bounds_of(key)
    return Quantity.point(min(max(value, low), high), unit, SUPPOSED)


def scenario_number(scenario: Scenario, key: str) -> Quantity:
    """Return the number at a dotted key; a channel on which a card is silent is nothing."""
    found = scenario.lookup(key) if not _is_absent(scenario, key) else None
    if isinstance(found, Quantity):
        return found
    channel = key.split(".", 3)[3]
    return Quantity.point(0.0, str(CHANNELS[channel][1]), SUPPOSED)


def _is_absent(scenario: Scenario, key: str) -> bool:
    group, name, *rest = key.split(".", 3)
    if group != "levers" or len(rest) < 2 or rest[0] not in ("influences", "side_effects"):
        return False
    return rest[1] not in getattr(scenario.levers[name], rest[0])


def with_number(scenario: Scenario, key: str, quantity: Quantity) -> Scenario:
    """Return the scenario with another number at a dotted key."""
    group, first, *rest = key.split(".", 2)
    below = rest[0] if rest else ""
    table: dict[Any, Any] = dict(getattr(scenario, group))
    if group == "ties":
        observer, target = below.split(".")
        row = dict(table[first])
        row[observer, target] = quantity
        if first in PAIR_NAMES:
            row[target, observer] = quantity
        table[first] = row
    elif group == "parameters":
        table[first] = quantity
    elif group == "states":
        table[first] = replace(table[first], quantities={**table[first].quantities, below: quantity})
    else:
        table[first] = _part_set(table[first], below, quantity)
    changed: dict[str, Any] = {group: table}
    return replace(scenario, **changed)


def _part_set(part: Any, below: str, quantity: Quantity) -> Any:
    """Return a lever, shock or framework with one of its numbers replaced."""
    field, _, name = below.partition(".")
    if not name:
        return replace(part, **{field: quantity})
    table = dict(getattr(part, field))
    old = table.get(name)
    table[name] = (old[0], quantity) if isinstance(old, tuple) else quantity
    return replace(part, **{field: table})
