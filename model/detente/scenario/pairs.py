"""Symmetric ties: each pair stands once, in either order; inside the program always with the earlier name first."""

from __future__ import annotations

from detente.scenario.faults import Faults
from detente.scenario.positioned import Broken, Mapping, child, entries
from detente.world.variables import initial

PAIR_NAMES = tuple(v.name for v in initial("pair"))
DYAD_NAMES = tuple(v.name for v in initial("dyad"))
TIES = DYAD_NAMES + PAIR_NAMES


def order_pairs(tree: Mapping, faults: Faults) -> Mapping:
    """Return the tree with every pair under its earlier name; note pairs given twice and ties with oneself."""
    ties = child(tree, "ties")
    if not isinstance(ties, Mapping):
        return tree
    ordered = _like(ties)
    for name, table in ties.items.items():
        ordered.items[name] = _order(name, table, faults) if isinstance(table, Mapping) else table
    return _with(tree, ordered)


def mirrored(tree: Mapping) -> Mapping:
    """Return the tree with every pair under both names, so that a path may name it in either order."""
    ties = child(tree, "ties")
    if not isinstance(ties, Mapping):
        return tree
    both = _like(ties)
    for name, table in ties.items.items():
        both.items[name] = _mirror(table) if name in PAIR_NAMES and isinstance(table, Mapping) else table
    return _with(tree, both)


def _order(name: str, table: Mapping, faults: Faults) -> Mapping:
    result = _like(table)
    for observer, row in table.items.items():
        if not isinstance(row, Mapping):
            result.items[observer] = row
            continue
        result.items.setdefault(observer, _like(row))
        for target, value in row.items.items():
            path = f"ties.{name}.{observer}.{target}"
            if observer == target:
                faults.add(value, path, "a state has no tie with itself", at_key=True)
                continue
            first, second = sorted((observer, target)) if name in PAIR_NAMES else (observer, target)
            line = result.items.setdefault(first, _like(row))
            if not isinstance(line, Mapping):
                continue
            earlier = line.items.get(second)
            if earlier is not None and earlier is not value:
                message = f"this pair is given twice; first at line {earlier.key_line}"
                if not isinstance(earlier, Broken):
                    faults.add(value, path, f"{message}; {name} is symmetric, each pair stands once", at_key=True)
                continue
            line.items[second] = value
    return result


def _mirror(table: Mapping) -> Mapping:
    result = _like(table)
    for first, row in table.items.items():
        for second, value in entries(row):
            for one, other in ((first, second), (second, first)):
                line = result.items.setdefault(one, _like(row))
                assert isinstance(line, Mapping)
                line.items[other] = value
    return result


def _like(mapping: object) -> Mapping:
    assert isinstance(mapping, Mapping)
    empty = Mapping(mapping.layer, mapping.line, mapping.column)
    empty.placed_like(mapping)
    return empty


def _with(tree: Mapping, ties: Mapping) -> Mapping:
    result = _like(tree)
    result.items.update(tree.items)
    result.items["ties"] = ties
    return result
