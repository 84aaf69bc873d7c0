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


def read_points(path: Path, factors: Sequence[Factor], faults: Faults) -> Array:
    """Return the points of a CSV file as columns in the order of the factors, [P, F]; note every fault with its line."""
    layer = Layer(str(path), "points")
    try:
        with path.open(newline="", encoding="utf-8-sig") as stream:
            rows = [row for row in csv.reader(stream) if any(cell.strip() for cell in row)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        faults.add_at(layer, 0, 0, "", f"cannot be read: {reason.lower()}")
        return np.zeros((0, len(factors)))
    if len(rows) < 2:
        faults.add_at(
            layer, 0, 0, "", "holds no points: a line of factor names and at least one line of values are needed"
        )
        return np.zeros((0, len(factors)))
    head = [name.strip() for name in rows[0]]
    ragged = next((k for k, row in enumerate(rows) if len(row) != len(head)), None)
    if ragged is not None:
        faults.add_at(layer, ragged + 1, 1, "", f"has {len(rows[ragged])} values; {len(head)} are needed")
        return np.zeros((0, len(factors)))
    columns = {name: [row[k].strip() for row in rows[1:]] for k, name in enumerate(head)}
    if len(columns) < len(head):
        faults.add_at(layer, 1, 1, "", "names a column twice")
    return _columns(columns, factors, layer, faults, 2)


def table_points(table: Any, factors: Sequence[Factor], faults: Faults) -> Array:
    """Return the points of a pandas table, or of columns by name, [P, F]."""
    layer = Layer("points", "points")
    columns: dict[str, list[Any]] = {str(name): list(table[name]) for name in table}
    sizes = {len(column) for column in columns.values()}
    if len(sizes) != 1 or sizes == {0}:
        faults.add_at(layer, 0, 0, "", "holds no points, or columns of different lengths")
        return np.zeros((0, len(factors)))
    return _columns(columns, factors, layer, faults, 0)


def _columns(
    columns: Mapping[str, list[Any]], factors: Sequence[Factor], layer: Layer, faults: Faults, first: int
) -> Array:
    wanted = [factor.name for factor in factors]
    for name in columns:
        if name not in wanted:
            hint = faults.nearest(name, wanted) or f"; factors: {listed(wanted)}"
            faults.add_at(layer, min(first, 1), min(first, 1), "", f"column {shown(name)} is no factor{hint}")
    missing = [name for name in wanted if name not in columns]
    if missing:
        faults.add_at(layer, min(first, 1), min(first, 1), "", f"lacks a column for {listed(missing)}")
        return np.zeros((0, len(factors)))
    out = np.zeros((len(columns[wanted[0]]) if wanted else 1, len(wanted)))
    for f, factor in enumerate(factors):
        wrong = 0
        for p, cell in enumerate(columns[factor.name]):
            found = _number(cell, factor)
            if isinstance(found, str):
                wrong += 1
                if wrong <= SHOWN:
                    faults.add_at(layer, first and p + first, first and 1, factor.name, f"found {shown(cell)}; {found}")
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
