"""What of a scenario is no number: names, dates, parties, conditions, by dotted key, as `show` lists them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from detente.scenario.scenario import Scenario

PARTS = ("states", "frameworks", "levers", "shocks", "sources")
FIELDS = ("title", "question", "about", "start", "end", "step", "runs", "replicates", "seed", "theory", "focus", "bloc")


def facts(scenario: Scenario, key: str) -> dict[str, Any]:
    """Return plain values by dotted key: those of a part (`levers.cbm`, `levers`), or the one a whole key names."""
    whole = scenario.resolved()
    found = {name: whole[name] for name in FIELDS}
    numbers = {name for name, _, _ in scenario.passports()}
    for part in PARTS:
        table = whole[part]
        assert isinstance(table, dict)
        found.update(_leaves(part, table, numbers))
    return {name: value for name, value in found.items() if name == key or name.startswith(f"{key}.")}


def _leaves(prefix: str, table: dict[str, Any], numbers: set[str]) -> Iterator[tuple[str, Any]]:
    """Yield what stands below a key and is no number of the scenario's."""
    for name, value in table.items():
        key = f"{prefix}.{name}"
        if key in numbers or (isinstance(value, dict) and "value" in value):
            continue
        if isinstance(value, dict):
            yield from _leaves(key, value, numbers)
        elif value != "":
            yield key, value
