"""Cells of survey, prediction and event tables: every fault with its place, what was found, what is allowed, the nearest name."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from detente.history.measures import Measure, find_measure, known_measures
from detente.scenario.csv_tables import Cell, Table, read_table
from detente.scenario.faults import Faults, listed, shown

STATE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{1,31}")
FIRST, LAST = 1900, 2200


class Columns:
    """A table with the columns that are needed; rows are read cell by cell."""

    def __init__(self, table: Table, faults: Faults, needed: Sequence[str], optional: Sequence[str] = ()) -> None:
        self.table, self._faults = table, faults
        self.sound = True
        names = table.names
        for name in needed:
            if name not in names:
                spare = [other for other in names if other not in (*needed, *optional)]
                hint = faults.nearest(name, spare)
                table.fault(faults, table.header[0], "", f"no column {shown(name)}{hint} (found: {listed(names)})")
                self.sound = False
        self._at = {name: names.index(name) for name in (*needed, *optional) if name in names}

    @classmethod
    def read(
        cls, path: Path, faults: Faults, rank: int, needed: Sequence[str], optional: Sequence[str] = ()
    ) -> Columns | None:
        """Return the columns of a file, or None with the reasons in `faults`."""
        table = read_table(path, faults, rank)
        found = None if table is None else cls(table, faults, needed, optional)
        return found if found is not None and found.sound else None

    def cell(self, row: Sequence[Cell], name: str) -> Cell:
        """Return the cell in a column (empty where the table has no such column)."""
        at = self._at.get(name)
        return Cell("", row[0].line, row[0].column) if at is None else row[at]

    def fault(self, row: Sequence[Cell], name: str, message: str) -> None:
        """Note a fault in a column of a row."""
        self.table.fault(self._faults, self.cell(row, name), name, message)

    def nearest(self, text: str, known: Iterable[str]) -> str:
        """Return the hint at the nearest known name."""
        return self._faults.nearest(text, known)

    def state(self, row: Sequence[Cell], name: str, known: Collection[str] | None = None) -> str | None:
        """Return the code of a state; where the known ones are given it must be one of them."""
        return self.code(row, name, self.cell(row, name).text, known)

    def code(self, row: Sequence[Cell], name: str, text: str, known: Collection[str] | None) -> str | None:
        """Return a text that is the code of a state, or None with a fault in the column."""
        if not STATE.fullmatch(text):
            found = f"found {shown(text)}" if text else "the cell is empty"
            self.fault(row, name, f"{found}; a code of letters and digits is needed")
        elif known is not None and text not in known:
            self.fault(
                row,
                name,
                f"unknown state {shown(text)}{self.nearest(text, known)} (known: {listed(sorted(known), 30)})",
            )
        else:
            return text
        return None

    def measure(self, row: Sequence[Cell], name: str = "measure") -> Measure | None:
        """Return the measure that a cell names."""
        text = self.cell(row, name).text
        found = find_measure(text)
        if found is None:
            names = known_measures()
            hint = self._faults.nearest(text, names)
            message = f"unknown measure {shown(text)}{hint} (known: {listed(names)})"
            self.fault(row, name, message if text else "the cell is empty; a measure such as pew_favourable is needed")
        return found

    def whole(self, row: Sequence[Cell], name: str, low: int, high: int) -> int | None:
        """Return a whole number."""
        text = self.cell(row, name).text
        if not re.fullmatch(r"[0-9]{1,9}", text) or not low <= int(text) <= high:
            found = f"found {shown(text)}" if text else "the cell is empty"
            self.fault(row, name, f"{found}; a whole number from {low} to {high} is needed")
            return None
        return int(text)

    def year(self, row: Sequence[Cell]) -> int | None:
        """Return a year."""
        return self.whole(row, "year", FIRST, LAST)

    def month(self, row: Sequence[Cell]) -> tuple[bool, int | None]:
        """Return whether the month is sound, and the month (None: the cell is empty)."""
        if not self.cell(row, "month").text:
            return True, None
        found = self.whole(row, "month", 1, 12)
        return found is not None, found

    def number(self, row: Sequence[Cell], name: str, measure: Measure) -> float | None:
        """Return a value on the scale of its measure."""
        return self.table.number(self._faults, self.cell(row, name), name, measure.low, measure.high)


def place(path: str, row: Sequence[Cell]) -> str:
    """Return `file:line` of a row."""
    return f"{path}:{row[0].line}"
