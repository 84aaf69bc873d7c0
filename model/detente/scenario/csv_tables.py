"""A CSV file as rows whose cells know where they stand, so that a fault can name line and column.

Python's own `csv` knows no columns; the dialect here is the common one: commas, double quotes, one record a line,
`#` starts a comment line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from detente.scenario.faults import Faults, listed, shown
from detente.scenario.positioned import Layer
from detente.scenario.scalars import FLOAT
from detente.scenario.texts import decode, read_bytes

KIND = "a CSV file"
CELL = re.compile(r'[ \t]*(?:"((?:[^"]|"")*)"[ \t]*(?=,|$)|([^,]*))(,?)')
COMMENT = "#"


class Cell(NamedTuple):
    """A text and where it begins (from 1; line 0: it was not read from a file)."""

    text: str
    line: int = 0
    column: int = 0


@dataclass(frozen=True)
class Table:
    """A header and rows of as many cells; `layer` names the file."""

    layer: Layer
    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def names(self) -> list[str]:
        """Return the names of the columns."""
        return [cell.text for cell in self.header]

    def column_of(self, *wanted: str) -> int | None:
        """Return the first column called as one of the `wanted`, else the first whose name begins so, else None."""
        names = [name.casefold() for name in self.names]
        exact = (names.index(word) for word in wanted if word in names)
        begun = (at for word in wanted for at, name in enumerate(names) if name.startswith(f"{word}_"))
        return next(exact, next(begun, None))

    def fault(self, faults: Faults, cell: Cell, path: str, message: str) -> None:
        """Note a fault at a cell."""
        faults.add_at(self.layer, cell.line, cell.column, path, message)

    def number(self, faults: Faults, cell: Cell, path: str, low: float, high: float) -> float | None:
        """Return the number in a cell, or None with a fault where it is none or lies outside `low` to `high`."""
        if not FLOAT.fullmatch(cell.text):
            what = f"found {shown(cell.text)}" if cell.text else "the cell is empty"
            self.fault(faults, cell, path, f"{what}; a number is needed, such as 0.5 or -1e-3")
            return None
        found = float(cell.text)
        if not low <= found <= high:
            self.fault(faults, cell, path, f"found {shown(cell.text)}; allowed is {low:g} to {high:g}")
            return None
        return found


def read_table(path: Path, faults: Faults, rank: int = 0) -> Table | None:
    """Return the table in a CSV file, or None with the reasons in `faults`."""
    layer = Layer(str(path), "table", rank)
    data = read_bytes(path, layer, faults, KIND, "")
    text = None if data is None else decode(data, layer, faults, KIND)
    return None if text is None else table_of(text, layer, faults)


def table_of(text: str, layer: Layer, faults: Faults) -> Table | None:
    """Return the table that a text holds; rows of a wrong length are faults and are left out."""
    lines = [
        (number, line)
        for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1)
        if line.strip() and not line.lstrip().startswith(COMMENT)
    ]
    if not lines:
        faults.add_at(layer, 1, 1, "", "the table is empty; a header and a row per actor are needed")
        return None
    header, *rows = [_cells(line, number, layer, faults) for number, line in lines]
    if not _sound_header(header, layer, faults):
        return None
    return Table(layer, tuple(header), tuple(tuple(row) for row in rows if _whole(row, header, layer, faults)))


def made_table(name: str, header: Sequence[str], rows: Iterable[Sequence[object]], rank: int = 0) -> Table:
    """Return values held in memory as a table called `name`, so that they are checked as a file's are."""
    cells = tuple(tuple(Cell(_text(value)) for value in row) for row in rows)
    return Table(Layer(name, "values", rank), tuple(Cell(str(word)) for word in header), cells)


def _text(value: object) -> str:
    try:
        return repr(float(value)) if not isinstance(value, str | bool) else str(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return str(value)


def _cells(line: str, number: int, layer: Layer, faults: Faults) -> list[Cell]:
    """Return the cells of a line."""
    found: list[Cell] = []
    at, more = 0, True
    while more:
        match = CELL.match(line, at)
        assert match is not None  # the second branch matches any text
        start = match.start(1) - 1 if match[1] is not None else match.start(2)
        text = match[1].replace('""', '"') if match[1] is not None else match[2]
        if match[1] is None and text.startswith('"'):
            faults.add_at(layer, number, start + 1, "", "a quote is not closed, or text follows it before the comma")
        found.append(Cell(text.strip(), number, start + 1))
        at, more = match.end(), bool(match[3])
    return found


def _sound_header(header: list[Cell], layer: Layer, faults: Faults) -> bool:
    """Note columns without a name or with that of another; return whether there is none."""
    before, seen = len(faults), dict[str, Cell]()
    for place, cell in enumerate(header):
        if not cell.text and place:  # the corner of a matrix may be empty
            faults.add_at(layer, cell.line, cell.column, "", "a column without a name; every column needs one")
        elif cell.text in seen:
            first = seen[cell.text]
            message = f"the column stands twice, first at {first.line}:{first.column}"
            faults.add_at(layer, cell.line, cell.column, cell.text, message)
        seen.setdefault(cell.text, cell)
    if len(header) == 1:
        hint = "; separate them with commas" if re.search(r"[;\t]", header[0].text) else ""
        faults.add_at(layer, header[0].line, 1, "", f"found one column, {shown(header[0].text)}; two are needed{hint}")
    return len(faults) == before


def _whole(row: list[Cell], header: list[Cell], layer: Layer, faults: Faults) -> bool:
    """Return whether a row has as many cells as the header; note a fault where not."""
    if len(row) == len(header):
        return True
    at = row[min(len(row), len(header) + 1) - 1]
    allowed = f"the header has {len(header)}: {listed(cell.text for cell in header)}"
    faults.add_at(
        layer, at.line, at.column, row[0].text, f"found {len(row)} cell{'s' if len(row) != 1 else ''}; {allowed}"
    )
    return False
