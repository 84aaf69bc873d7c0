"""Numbers of a scenario by their dotted keys: which ones a path means, how one is set, and where it enters the kernel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

import numpy as np

from detente.assembly.program import Program, assemble
from detente.scenario import keys
from detente.scenario.pairs import PAIR_NAMES
from detente.scenario.quantities import Quantity
from detente.scenario.scenario import Scenario
from detente.scenario.shape import split_path
from detente.world.arrays import Array

MARK = 0.123456789012345
"""A value that no file holds, by which a number is found again among the arrays of a program."""


PARTS = ("low", "mode", "high", "flat")
DRAWN = frozenset(f"scalar_{part}" for part in PARTS)
GIVEN = frozenset(f"{kind}_{part}" for kind in ("dyad", "state") for part in PARTS)


class Places(NamedTuple):
    """Where a number stands: positions among the scalars, and flat positions in the given values of dyads and states."""

    scalars: Array
    dyads: Array
    states: Array


def matching(path: str, scenario: Scenario) -> tuple[str, ...]:
    """Return the keys of the numbers that a path means; `*` stands for any name, a card's number for that of its uses."""
    pattern = _uses(path, scenario)
    known = dict(keys.quantities(scenario))
    return tuple(key for one in pattern for key in _matched(one, known))


def _matched(path: str, known: dict[str, Quantity]) -> Iterable[str]:
    path = _ordered(path)
    if path in known:
        return (path,)
    if "*" not in path:
        return ()
    wanted = split_path(path)
    return tuple(
        key for key in known
        if len(parts := split_path(key)) == len(wanted) and all(map(fnmatchcase, parts, wanted))
    )  # fmt: skip


def _ordered(path: str) -> str:
    """Return the path of a tie that both states share with the earlier state first."""
    parts = path.split(".")
    if len(parts) == 4 and parts[0] == "ties" and parts[1] in PAIR_NAMES and "*" not in parts:
        return ".".join([*parts[:2], *sorted(parts[2:])])
    return path


def _uses(path: str, scenario: Scenario) -> list[str]:
    """Return the paths by which the uses of a card hold a number of it (`cards.levers.NAME.lag`); else the path itself."""
    parts = path.split(".", 3)
    if len(parts) < 4 or parts[0] != "cards" or parts[1] not in ("levers", "shocks"):
        return [path]
    uses: dict[str, Any] = getattr(scenario, parts[1])
    return [f"{parts[1]}.{key}.{parts[3]}" for key, use in sorted(uses.items()) if fnmatchcase(use.card, parts[2])]


def with_numbers(scenario: Scenario, values: dict[str, float]) -> Scenario:
    """Return the scenario with these numbers fixed, by dotted key; units stay."""
    known = dict(keys.quantities(scenario))
    for key, value in values.items():
        scenario = _set(scenario, key, Quantity.point(value, known[key].unit, "set by a sweep"))
    cited = keys.cited(scenario)
    return replace(scenario, sources={key: source for key, source in scenario.sources.items() if key in cited})


def _set(scenario: Scenario, key: str, quantity: Quantity) -> Scenario:
    group, first, *rest = split_path(key)
    below = ".".join(rest)
    if group == "parameters":
        return replace(scenario, parameters={**scenario.parameters, first: quantity})
    if group == "ties":
        pairs = {(rest[0], rest[1]), (rest[1], rest[0])} if first in PAIR_NAMES else {(rest[0], rest[1])}
        return replace(
            scenario, ties={**scenario.ties, first: {**scenario.ties[first], **dict.fromkeys(pairs, quantity)}}
        )
    table: dict[str, Any] = getattr(scenario, group)
    changed = _changed(table[first], below, rest, quantity)
    return replace(scenario, **{group: {**table, first: changed}})  # type: ignore[arg-type]


def _changed(entry: Any, below: str, rest: Sequence[str], quantity: Quantity) -> Any:
    """Return a state, framework, lever or shock with one of its numbers replaced."""
    if hasattr(entry, "quantities"):
        return replace(entry, quantities={**entry.quantities, below: quantity})
    if len(rest) == 1:
        return replace(entry, **{rest[0]: quantity})
    table = getattr(entry, rest[0])
    name = ".".join(rest[1:])
    held = table[name]
    return replace(entry, **{rest[0]: {**table, name: (held[0], quantity) if isinstance(held, tuple) else quantity}})


def places(scenario: Scenario, program: Program, groups: Mapping[int, Sequence[str]]) -> dict[int, Places]:
    """Return where the numbers of each group enter a program; a group that changes more than draws is left out."""
    found = _together(scenario, program, groups)
    if found is not None:
        return found
    apart = {group: _together(scenario, program, {group: names}) for group, names in groups.items()}
    return {group: one[group] for group, one in apart.items() if one is not None}


def _together(scenario: Scenario, program: Program, groups: Mapping[int, Sequence[str]]) -> dict[int, Places] | None:
    """Return the places of all groups, or None where they change more than what the kernel draws, or do not enter it."""
    marks = {group: MARK + k * 1e-9 for k, group in enumerate(groups)}
    values = {name: marks[group] for group, names in groups.items() for name in names}
    marked = assemble(with_numbers(scenario, values), program.seed)
    region, again = program.region[0], marked.region[0]
    plans = zip(program.plan._fields, program.plan, marked.plan, strict=True)
    if any(name not in DRAWN and not np.array_equal(one, other) for name, one, other in plans):
        return None
    if any(not np.array_equal(region[name], again[name]) for name in region.dtype.names if name not in GIVEN):
        return None
    arrays = (marked.plan.scalar_mode, again["dyad_mode"].ravel(), again["state_mode"].ravel())
    found = {g: Places(*(np.flatnonzero(array == mark) for array in arrays)) for g, mark in marks.items()}
    return found if all(sum(map(len, one)) for one in found.values()) else None
