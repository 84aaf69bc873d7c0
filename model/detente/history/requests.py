"""What a forecast is asked for: rows of a request file, or the keys of a survey table after the fit date (never its values)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

import pandas as pd

from detente.history.columns import Columns
from detente.history.fit_dates import Fit
from detente.history.surveys import SurveyTable
from detente.scenario.csv_tables import Cell
from detente.scenario.faults import Faults

NEEDED = ("observer", "target", "year", "measure")
KEY = ["observer", "target", "year", "month", "measure"]
COLUMNS = [*KEY, "question", "sign"]


def requested(path: Path, fit: Fit, until: Fit, states: Collection[str] | None = None) -> pd.DataFrame:
    """Return the rows of a request file, in its order; raise `ScenarioError` with every fault.

    `states`, where given, are the only codes allowed.
    """
    faults = Faults()
    columns = Columns.read(path, faults, 0, NEEDED, ("month",))
    rows: dict[tuple[object, ...], tuple[object, ...]] = {}
    for row in columns.table.rows if columns is not None else ():
        assert columns is not None
        found = _row(columns, row, fit, until, states)
        if found is not None and rows.setdefault(found[:5], found) is not found:
            columns.fault(
                row, "measure", f"{' '.join(str(part) for part in found[:5] if part)} stands twice; one row per key"
            )
    if columns is not None and not columns.table.rows:
        faults.add_at(columns.table.layer, 1, 1, "", "no rows; a row per observer, target, year and measure is needed")
    faults.raise_any()
    return pd.DataFrame(list(rows.values()), columns=COLUMNS)


def _row(
    columns: Columns, row: Sequence[Cell], fit: Fit, until: Fit, states: Collection[str] | None
) -> tuple[object, ...] | None:
    """Return a row asked for, or None with the reasons noted."""
    observer, target = columns.state(row, "observer", states), columns.state(row, "target", states)
    if observer is not None and observer == target:
        columns.fault(row, "target", f"{observer} is held against itself; observer and target differ")
        return None
    year, (sound, month), measure = columns.year(row), columns.month(row), columns.measure(row)
    if observer is None or target is None or year is None or not sound or measure is None:
        return None
    when = (year, month or 12)
    if when <= tuple(fit) or year > until[0] or (month and when > tuple(until)):
        columns.fault(
            row, "year", f"found {year}{f'-{month:02d}' if month else ''}; it lies after {fit} and by {until}"
        )
        return None
    return (observer, target, year, month or 0, measure.key, measure.question, measure.sign)


def keys_after(table: SurveyTable, fit: Fit, until: Fit) -> pd.DataFrame:
    """Return one row per observer, target, year and measure that a survey table has after the fit date, by key alone."""
    frame = table.frame
    when = list(zip(frame["year"], frame["month"].where(frame["month"] > 0, 12), strict=True))
    later = [tuple(fit) < one <= tuple(until) for one in when]
    chosen = frame.loc[later, COLUMNS].assign(month=0)
    return chosen.drop_duplicates(KEY).sort_values(KEY, kind="stable", ignore_index=True)


def written(predictions: pd.DataFrame) -> pd.DataFrame:
    """Return predictions as they are written: with a month only where one was asked for."""
    months = predictions["month"]
    columns = [name for name in predictions.columns if name not in ("question", "sign")]
    if not (months > 0).any():
        return predictions[[name for name in columns if name != "month"]]
    return predictions[columns].assign(month=[str(m) if m else "" for m in months])
