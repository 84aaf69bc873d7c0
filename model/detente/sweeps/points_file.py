"""Points that the user brings: a CSV file (or a table) with one column for each factor."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from detente.scenario.faults import Faults, listed, shown
from detente.scenario.positioned import Layer
from detente.scenario.scalars import ScalarFault, resolve
from detente.sweeps.factors import Factor
from detente.world.arrays import Array

SHOWN = 10
SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}
ABSENT = object()
"""A cell that a short line has not."""


def read_points(path: Path, factors: Sequence[Factor], faults: Faults) -> Array:
    """Return the points of a CSV file as columns in the order of the factors, [P, F]; note every fault with its line."""
    layer = Layer(str(path), "points")
    nothing = np.zeros((0, len(factors)))
    try:
        with path.open(newline="", encoding="utf-8-sig") as stream:
            reader = csv.reader(stream)
            rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        faults.add_at(layer, 0, 0, "", f"cannot be read: {reason.lower()}")
        return nothing
    if len(rows) < 2:
        faults.add_at(
            layer, 0, 0, "", "holds no points: a line of factor names and at least one line of values are needed"
        )
        return nothing
    (line, first), *rest = rows
    head = [name.strip() for name in first]
    if other := _separator(head, factors):
        faults.add_at(layer, line, 1, "", f"{other} stand between the names; commas are needed")
        return nothing
    if len(set(head)) < len(head):
        faults.add_at(layer, line, 1, "", "names a column twice")
    return _columns(_by_name(head, rest, layer, faults), factors, layer, faults, [at for at, _ in rest], line)


def _separator(head: Sequence[str], factors: Sequence[Factor]) -> str:
    """Return what separates the names of a single column, where that is no comma."""
    if len(head) != 1 or head[0] in [factor.name for factor in factors]:
        return ""
    return next((words for sign, words in SEPARATORS.items() if sign in head[0]), "")


def _by_name(head: Sequence[str], rows: Sequence[tuple[int, list[str]]], layer: Layer, faults: Faults
             ) -> dict[str, list[Any]]:  # fmt: skip
    """Return the columns; note rows that are too short or too long: what a short one lacks is noted once, not as cells."""
    wrong = [(line, row) for line, row in rows if len(row) != len(head)]
    for line, row in wrong[:SHOWN]:
        faults.add_at(layer, line, 1, "", f"has {len(row)} value{'s' * (len(row) != 1)}; {len(head)} are needed")
    if len(wrong) > SHOWN:
        faults.add_at(layer, wrong[SHOWN][0], 1, "", f"and {len(wrong) - SHOWN} more lines have too few or too many")
    return {name: [row[k].strip() if k < len(row) else ABSENT for _, row in rows] for k, name in enumerate(head)}


def table_points(table: Any, factors: Sequence[Factor], faults: Faults) -> Array:
    """Return the points of a pandas table, or of columns by name, [P, F]."""
    layer = Layer("points", "points")
    columns: dict[str, list[Any]] = {str(name): list(table[name]) for name in table}
    sizes = {len(column) for column in columns.values()}
    if len(sizes) != 1 or sizes == {0}:
        faults.add_at(layer, 0, 0, "", "holds no points, or columns of different lengths")
        return np.zeros((0, len(factors)))
    return _columns(columns, factors, layer, faults, [0] * sizes.pop(), 0)


def _columns(columns: Mapping[str, list[Any]], factors: Sequence[Factor], layer: Layer, faults: Faults,
             lines: Sequence[int], head: int) -> Array:  # fmt: skip
    """Return the points in columns, [P, F]; `lines` and `head` tell where they stand (0: nowhere in a file)."""
    at = min(head, 1)
    wanted = [factor.name for factor in factors]
    for name in columns:
        if name not in wanted:
            hint = faults.nearest(name, wanted) or f"; factors: {listed(wanted)}"
            faults.add_at(layer, head, at, "", f"column {shown(name)} is no factor{hint}")
    missing = [name for name in wanted if name not in columns]
    if missing:
        faults.add_at(layer, head, at, "", f"lacks a column for {listed(missing)}")
        return np.zeros((0, len(factors)))
    out = np.zeros((len(columns[wanted[0]]) if wanted else 1, len(wanted)))
    for f, factor in enumerate(factors):
        wrong = 0
        for p, cell in enumerate(columns[factor.name]):
            found = 0.0 if cell is ABSENT else _number(cell, factor)
            if isinstance(found, str):
                wrong += 1
                if wrong <= SHOWN:
                    faults.add_at(layer, lines[p], at, factor.name, f"found {shown(cell)}; {found}")
            else:
                out[p, f] = found
    return out


def _number(cell: Any, factor: Factor) -> float | str:
    """Return the number of a cell (or its index among the listed values), or what is needed instead."""
    try:
        value = resolve(cell) if isinstance(cell, str) else cell
    except ScalarFault as error:
        return str(error)
    if factor.values is not None:
        same = [k for k, known in enumerate(factor.values) if known == value or str(known) == str(value)]
        return float(same[0]) if same else f"one of {listed(map(str, factor.values))} is needed"
    if isinstance(value, bool) or not isinstance(value, (int, float, np.integer, np.floating)):
        return "a number is needed"
    if not factor.low <= value <= factor.high:
        return f"{factor.low:g} to {factor.high:g} is the range of the factor"
    return float(value)
