"""From what a user has, CSV files or values in memory, to a checked `Problem`: every fault at once, with its place."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from detente.landscapes.problem import Problem
from detente.landscapes.reading import Reading
from detente.scenario.csv_tables import Table, made_table, read_table
from detente.scenario.faults import Faults

Given: TypeAlias = "str | os.PathLike[str] | Mapping[str, Any] | Any"
"""A CSV file, a mapping by actor, or a pandas Series or DataFrame."""
NO_MATRIX = "no propensities: give a matrix, or add a column 'type' to the sizes (-1 between actors of a type, 0 between others)"


def problem_of(sizes: Given, propensities: Given | None = None, outcome: Given | None = None) -> Problem:
    """Return a Problem; raise `ScenarioError` with every fault of its three inputs.

    The same file may serve for all of them: sizes, a column `type` for propensities, a column `actual` for the outcome.
    """
    faults = Faults()
    read: dict[str, Table | None] = {}
    of_sizes = _table(sizes, "sizes", ("actor", "size"), 0, faults, read)
    of_pairs = None if propensities is None else _table(propensities, "propensities", (), 1, faults, read)
    of_outcome = None if outcome is None else _table(outcome, "outcome", ("actor", "outcome"), 2, faults, read)
    if of_sizes is None:
        _check_alone(of_pairs, faults)
        faults.raise_any()
        raise AssertionError("a table that cannot be read is a fault")
    reading = Reading(of_sizes, faults)
    actors, numbers = reading.sizes()
    if propensities is None and reading.has_types(of_sizes):
        of_pairs = of_sizes
    elif propensities is None:
        faults.add_at(of_sizes.layer, 0, 0, "", NO_MATRIX)
    if outcome is None and reading.has_outcome(of_sizes):
        of_outcome = of_sizes
    matrix = None if of_pairs is None else reading.propensities(of_pairs)
    sides = None if of_outcome is None else reading.outcome(of_outcome)
    faults.raise_any()
    assert matrix is not None
    files = dict.fromkeys(Path(one.layer.file).name for one in (of_sizes, of_pairs, of_outcome) if one is not None)
    return Problem(actors, np.array(numbers), matrix, sides, ", ".join(files), tuple(reading.notes))


def _check_alone(pairs: Table | None, faults: Faults) -> None:
    """Note what is wrong with a matrix where the sizes cannot be read: the actors are those that it names."""
    if pairs is not None:
        reading = Reading(made_table("sizes", ("actor", "size"), [(name, 1.0) for name in pairs.names[1:]]), faults)
        reading.sizes()
        reading.propensities(pairs)


def _table(
    given: Given, name: str, header: tuple[str, ...], rank: int, faults: Faults, read: dict[str, Table | None]
) -> Table | None:
    """Return what was given as a table; a file that serves twice is read once."""
    if isinstance(given, str | os.PathLike):
        path = os.fspath(given)
        if path not in read:
            read[path] = read_table(Path(path), faults, rank)
        return read[path]
    plain = given.to_dict() if hasattr(given, "to_dict") else given
    if not isinstance(plain, Mapping):
        kinds = "a CSV file, a mapping by actor, or a pandas Series or DataFrame"
        faults.add_at(made_table(name, (), ()).layer, 0, 0, "", f"found {type(given).__name__}; needed is {kinds}")
        return None
    if header:
        return made_table(name, header, plain.items(), rank)
    return _matrix(name, plain, rank, faults)


def _matrix(name: str, rows: Mapping[str, Any], rank: int, faults: Faults) -> Table | None:
    """Return a mapping of mappings as a table with the actors in header and first column."""
    columns = list(rows)
    empty = made_table(name, (), (), rank)
    strange = [row for row in columns if not isinstance(rows[row], Mapping)]
    for row in strange:
        message = f"found {type(rows[row]).__name__}; a mapping from actor to propensity is needed"
        faults.add_at(empty.layer, 0, 0, str(row), message)
    if strange:
        return None
    columns += [key for row in rows.values() for key in row if key not in columns]
    columns = list(dict.fromkeys(columns))
    listed_rows = [(row, *(rows[row].get(column, 0.0 if row == column else "") for column in columns)) for row in rows]
    return made_table(name, ("actor", *columns), listed_rows, rank)
