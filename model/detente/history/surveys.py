"""Survey tables: published shares with their sources, checked, each with question, sign and provenance."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from detente.history.columns import Columns, place
from detente.history.measures import is_secondary
from detente.scenario.csv_tables import Cell
from detente.scenario.faults import Faults

NEEDED = ("observer", "target", "year", "measure", "value_percent")
OPTIONAL = ("month", "source_title", "source_url", "confidence")
KEY = ["observer", "target", "year", "month", "measure"]
DERIVED = ("question", "sign", "share", "secondary", "where")
COLUMNS = (*KEY, "value_percent", "source_title", "source_url", "confidence", *DERIVED)


@dataclass(frozen=True)
class SurveyTable:
    """Survey values, a row each, sorted by key: the order of rows and files changes nothing.

    Columns: observer, target, year, month (0: not stated), measure, value_percent (on the measure's own scale),
    source_title, source_url, confidence, question, sign (1 rises with trust), share (0..100 of the scale), secondary
    (rests on a blog, repost or digest), where (file:line).
    """

    frame: pd.DataFrame

    def until(self, year: int, month: int = 12) -> SurveyTable:
        """Return what was known at the end of a month; rows without a month count as of December."""
        frame = self.frame
        when = frame["month"].where(frame["month"] > 0, 12)
        return SurveyTable(frame[(frame["year"] < year) | ((frame["year"] == year) & (when <= month))])

    def without_secondary(self) -> SurveyTable:
        """Return the rows that rest on no secondary source."""
        return SurveyTable(self.frame[~self.frame["secondary"]])


def read_surveys(*paths: Path, states: Collection[str] | None = None) -> SurveyTable:
    """Return the values of one or several files as one table; raise `ScenarioError` with every fault of all of them.

    The same value of one key in two files counts once; a key twice in one file, or with two values, is a fault.
    `states`, where given, are the only codes allowed.
    """
    faults = Faults()
    rows: dict[tuple[object, ...], tuple[object, ...]] = {}
    for rank, path in enumerate(paths):
        columns = Columns.read(path, faults, rank, NEEDED, OPTIONAL)
        for row in columns.table.rows if columns is not None else ():
            assert columns is not None
            found = _row(columns, row, str(path), states)
            if found is not None:
                _enter(columns, row, found, rows)
    faults.raise_any()
    frame = pd.DataFrame([rows[key] for key in sorted(rows, key=_order)], columns=list(COLUMNS))
    return SurveyTable(frame.astype({"year": int, "month": int, "sign": int, "share": float, "secondary": bool}))


def _row(columns: Columns, row: Sequence[Cell], path: str, states: Collection[str] | None) -> tuple[object, ...] | None:
    """Return a row of the table, or None with the reasons noted."""
    observer, target = columns.state(row, "observer", states), columns.state(row, "target", states)
    if observer is not None and observer == target:
        columns.fault(row, "target", f"{observer} is held against itself; observer and target differ")
        target = None
    year, (sound, month), measure = columns.year(row), columns.month(row), columns.measure(row)
    value = None if measure is None else columns.number(row, "value_percent", measure)
    if observer is None or target is None or year is None or not sound or measure is None or value is None:
        return None
    title, address, confidence = (columns.cell(row, name).text for name in ("source_title", "source_url", "confidence"))
    return (observer, target, year, month or 0, measure.key, value, title, address, confidence, measure.question,
            measure.sign, measure.share(value), is_secondary(title, address), place(path, row))  # fmt: skip


def _enter(
    columns: Columns, row: Sequence[Cell], found: tuple[object, ...], rows: dict[tuple[object, ...], tuple[object, ...]]
) -> None:
    """Enter a row under its key; note a key that stands twice."""
    key = found[:5]
    before = rows.setdefault(key, found)
    if before is found:
        return
    same_file = str(before[-1]).rpartition(":")[0] == str(found[-1]).rpartition(":")[0]
    if same_file or before[5] != found[5]:
        month = f" month {key[3]}" if key[3] else ""
        columns.fault(
            row, "measure",
            f"{key[0]} {key[1]} {key[2]}{month} {key[4]} stands twice, first at {before[-1]} with {before[5]:g}; one row per key",
        )  # fmt: skip


def _order(key: tuple[object, ...]) -> tuple[str, str, str, int, int]:
    return str(key[0]), str(key[1]), str(key[4]), int(str(key[2])), int(str(key[3]))
