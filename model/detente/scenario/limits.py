"""How many entries a group of a scenario may have.  Far above any use; they keep hostile files from costing minutes."""

from __future__ import annotations

from detente.scenario.faults import Faults
from detente.scenario.pairs import TIES
from detente.scenario.positioned import Mapping, child, entries

STATES = 160
MOST: dict[tuple[str, ...], int] = {
    (): 100,
    ("states",): STATES,
    ("frameworks",): 500,
    ("levers",): 500,
    ("shocks",): 500,
    ("variants",): 200,
    ("parameters",): 1000,
    ("cards", "levers"): 500,
    ("cards", "shocks"): 500,
    **{("ties", name): 2 * STATES for name in TIES},
}


def check_counts(tree: Mapping, faults: Faults) -> None:
    """Raise `ScenarioError` when a group has more entries than the rest of the reading is meant for."""
    before = len(faults)
    for path, most in MOST.items():
        group = child(tree, *path)
        _check(group, ".".join(path), most, faults)
        if path[:1] == ("ties",):
            for name, row in entries(group):
                _check(row, f"{'.'.join(path)}.{name}", most, faults)
    if len(faults) > before:
        faults.raise_any()


def _check(group: object, path: str, most: int, faults: Faults) -> None:
    if isinstance(group, Mapping) and len(group.items) > most:
        faults.add(group, path, f"has {len(group.items):,} entries; at most {most:,} are allowed", at_key=True)
