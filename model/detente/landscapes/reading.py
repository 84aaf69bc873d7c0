"""Read sizes, propensities and outcome out of tables, noting every fault where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from detente.landscapes.problem import MOST
from detente.scenario.csv_tables import Cell, Table
from detente.scenario.faults import Faults, listed, nearest, shown
from detente.world.arrays import Array

LARGEST = 1e12
STRONGEST = 1e6
SAME = 1e-9
SIZE, TYPE, OUTCOME = ("size",), ("type",), ("outcome", "actual", "side")


class Reading:
    """Reads the tables of one problem; actors are those that the table of sizes names."""

    def __init__(self, sizes: Table, faults: Faults) -> None:
        self._sizes, self._faults = sizes, faults
        self._places: dict[str, Cell] = {}
        self.notes: list[str] = []

    def sizes(self) -> tuple[tuple[str, ...], list[float]]:
        """Return the actors in order and their sizes, 0 to 1e12 (0 where the number is a fault)."""
        table = self._sizes
        self._places = self._named(table)
        at = table.column_of(*SIZE)
        if at is None:
            self._no_column(table, "size")
        found = dict.fromkeys(self._places, 0.0)
        of_names = table.column_of("actor") or 0
        for row in table.rows if at is not None else ():
            name = row[of_names].text
            number = table.number(self._faults, row[at], name, 0.0, LARGEST)  # type: ignore[index]
            if number is not None and row[of_names] is self._places.get(name):
                found[name] = number
        if not 2 <= len(found) <= MOST:
            self._faults.add_at(
                table.layer,
                0,
                0,
                "",
                f"found {len(found)} actor{'s' if len(found) != 1 else ''}; allowed are 2 to {MOST}",
            )
        return tuple(found), list(found.values())

    def has_types(self, table: Table) -> bool:
        """Return whether a table tells of which type an actor is."""
        return table.column_of(*TYPE) is not None

    def has_outcome(self, table: Table) -> bool:
        """Return whether a table tells which side an actor took."""
        return table.column_of(*OUTCOME) is not None

    def propensities(self, table: Table) -> Array:
        """Return the propensity of each pair, [n, n]: from a matrix, or from types."""
        if self.has_types(table) and not set(table.names[1:]) & set(self._places):
            return self._from_types(table)
        return self._from_matrix(table)

    def outcome(self, table: Table) -> dict[str, str] | None:
        """Return the side that each actor took."""
        at = table.column_of(*OUTCOME)
        if at is None:
            self._no_column(table, "outcome")
            return None
        if table is self._sizes:
            self.notes.append(f"outcome: column {shown(table.names[at])} of {Path(table.layer.file).name}")
        found = self._labels(table, at)
        if found.keys() == self._places.keys() and len(set(found.values())) < 2:
            self._faults.add_at(table.layer, 0, 0, "", f"all actors are on the side {shown(next(iter(found.values())))}; "
                                "an outcome has two sides or more")  # fmt: skip
        return found

    def _named(self, table: Table) -> dict[str, Cell]:
        """Return the actors of a table with the cell that names each; note those without a name, or named twice."""
        at = table.column_of("actor") or 0
        found: dict[str, Cell] = {}
        for row in table.rows:
            self._once(table, row[at], found)
        return found

    def _once(self, table: Table, cell: Cell, found: dict[str, Cell]) -> bool:
        """Enter a name unless it is empty or there already; return whether it was entered."""
        if not cell.text:
            table.fault(self._faults, cell, "", "an actor without a name; every row needs one")
        elif cell.text in found:
            first = found[cell.text]
            where = f", first at {first.line}:{first.column}" if first.line else ""
            table.fault(self._faults, cell, cell.text, f"the actor stands twice{where}")
        else:
            found[cell.text] = cell
            return True
        return False

    def _no_column(self, table: Table, wanted: str) -> None:
        hint = nearest(wanted, table.names)
        message = f"no column {shown(wanted)}{hint} (found: {listed(table.names)})"
        table.fault(self._faults, table.header[0], "", message)

    def _compare_names(self, table: Table, found: Iterable[Cell], what: str) -> None:
        """Note names that the sizes do not hold, and those of the sizes that are missing."""
        cells = {cell.text: cell for cell in found}
        known = listed(self._places, 30)
        for name, cell in cells.items():
            if name not in self._places:
                hint = self._faults.nearest(name, self._places)
                table.fault(self._faults, cell, name, f"unknown actor {shown(name)}{hint} (the sizes name {known})")
        missing = [name for name in self._places if name not in cells]
        if missing:
            message = f"{what} missing for {listed(missing, 30)}; every actor of the sizes needs one"
            self._faults.add_at(table.layer, table.header[0].line, table.header[0].column, "", message)

    def _labels(self, table: Table, at: int) -> dict[str, str]:
        """Return the text of a column by actor."""
        names = self._named(table)
        self._compare_names(table, names.values(), "the row is")
        column, found = table.column_of("actor") or 0, dict[str, str]()
        for row in table.rows:
            if not row[at].text:
                table.fault(self._faults, row[at], row[column].text, f"no {table.names[at]}; the cell is empty")
            found.setdefault(row[column].text, row[at].text)
        return found

    def _from_types(self, table: Table) -> Array:
        """Return -1 between two actors of a type and 0 between others."""
        at = table.column_of(*TYPE)
        assert at is not None
        labels = self._labels(table, at)
        types = np.array([labels.get(name, "") for name in self._places])
        self.notes.append(f"propensities: -1 between actors of the same {shown(table.names[at])}, 0 between others")
        return np.where(types[:, None] == types[None, :], -1.0, 0.0) * (1.0 - np.eye(len(types)))

    def _from_matrix(self, table: Table) -> Array:
        """Return the matrix in order of the sizes, zero on the diagonal (which never counts)."""
        rows, columns = dict[str, Cell](), {cell.text: cell for cell in table.header[1:]}
        self._compare_names(table, columns.values(), "the column is")
        place = {name: k for k, name in enumerate(self._places)}
        found = np.zeros((len(place), len(place)))
        seen: dict[tuple[str, str], tuple[float, Cell]] = {}
        for row in table.rows:
            if self._once(table, row[0], rows):
                self._read_row(table, row, seen)
        self._compare_names(table, rows.values(), "the row is")
        for (one, other), (number, _) in seen.items():
            if one in place and other in place:
                found[place[one], place[other]] = number
        return found

    def _read_row(self, table: Table, row: tuple[Cell, ...], seen: dict[tuple[str, str], tuple[float, Cell]]) -> None:
        """Read the numbers of a row; note those that are none, or differ from the other half of the matrix."""
        one = row[0].text
        for head, cell in zip(table.header[1:], row[1:], strict=True):
            other = head.text
            if one == other:
                continue
            number = table.number(self._faults, cell, f"{one}, {other}", -STRONGEST, STRONGEST)
            if number is None:
                continue
            seen[one, other] = number, cell
            twin = seen.get((other, one))
            if twin is not None and abs(twin[0] - number) > SAME * max(1.0, abs(number)):
                at = f" at {twin[1].line}:{twin[1].column}" if twin[1].line else ""
                message = f"found {number:g}, and {twin[0]:g} for {other}, {one}{at}; propensities are symmetric"
                table.fault(self._faults, cell, f"{one}, {other}", message)
