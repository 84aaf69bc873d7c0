"""Tables of predictions, checked: mean and five quantiles per observer, target, year and measure, and the fit date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from detente.history.columns import Columns, place
from detente.history.fit_dates import Fit, fit_beside
from detente.history.measures import Measure
from detente.history.quantiles import NAMES
from detente.scenario.csv_tables import Cell
from detente.scenario.faults import Faults, listed
from detente.scenario.positioned import Layer

NEEDED = ("observer", "target", "year", "measure", "mean", *NAMES)
KEY = ["observer", "target", "year", "month", "measure"]


@dataclass(frozen=True)
class Predictions:
    """Predictions of one origin, a row each, sorted by key.

    Columns of `frame`: observer, target, year, month (0: the mean of the year), measure, question, sign, mean and q05 to
    q95 on 0..100 of the measure's scale (as worded, not turned round), where.  `stated` tells where `fit` comes from.
    """

    file: str
    frame: pd.DataFrame
    fit: Fit
    stated: str


def read_predictions(paths: Sequence[Path], fit: Fit | None = None) -> list[Predictions]:
    """Return the predictions of files, in order of their fit dates; raise `ScenarioError` with every fault of all of them.

    The fit date is `fit`, else `fit_until` in the file of the same name with .json behind, else December of the year
    before the first that is predicted.  One asked for that is earlier than the file's is a fault, and so are two files
    with one fit date: they would be pooled.
    """
    faults = Faults()
    found = [_read(path, faults, rank, fit) for rank, path in enumerate(paths)]
    sound = [one for one in found if one is not None]
    first: dict[Fit, str] = {}
    for rank, one in enumerate(sound):
        if one.fit in first:
            message = (
                f"has the fit date {one.fit}, as has {first[one.fit]}; one file per origin, the year in a file.csv.json"
            )
            faults.add_at(Layer(one.file, "table", rank), 0, 0, "fit_until", message)
        first.setdefault(one.fit, one.file)
    faults.raise_any()
    return sorted(sound, key=lambda one: one.fit)


def _read(path: Path, faults: Faults, rank: int, fit: Fit | None) -> Predictions | None:
    """Return the predictions of a file, or None with the reasons noted."""
    beside = fit_beside(path, faults if fit is None else Faults(), rank)
    if fit is not None and beside is not None and fit < beside:
        message = (
            f"found {beside}; --fit-until {fit} is earlier: the rivals would know less than the predictions rest on"
        )
        faults.add_at(Layer(f"{path}.json", "table", rank), 0, 0, "fit_until", message)
    columns = Columns.read(path, faults, rank, NEEDED, ("month",))
    if columns is None:
        return None
    rows: dict[tuple[object, ...], tuple[object, ...]] = {}
    for row in columns.table.rows:
        found = _row(columns, row, str(path))
        if found is not None:
            before = rows.setdefault(found[:5], found)
            if before is not found:
                key = " ".join(str(part) for part in found[:5] if part)
                columns.fault(row, "measure", f"{key} stands twice, first at {before[-1]}; one row per key")
    if not columns.table.rows:
        faults.add_at(
            columns.table.layer, 0, 0, "", "no predictions; a row per observer, target, year and measure is needed"
        )
    if not rows:
        return None
    frame = pd.DataFrame(list(rows.values()), columns=[*KEY, "question", "sign", "mean", *NAMES, "where"])
    frame = frame.sort_values(KEY, kind="stable", ignore_index=True)
    if fit is not None:
        return Predictions(str(path), frame, fit, "as asked")
    if beside is not None:
        return Predictions(str(path), frame, beside, f"from {path.name}.json")
    year = int(frame["year"].min()) - 1
    return Predictions(str(path), frame, Fit((year, 12)), "taken as the year before the first that is predicted")


def _row(columns: Columns, row: Sequence[Cell], path: str) -> tuple[object, ...] | None:
    """Return a row of the table, or None with the reasons noted."""
    observer, target = columns.state(row, "observer"), columns.state(row, "target")
    year, (sound, month), measure = columns.year(row), columns.month(row), columns.measure(row)
    numbers = _numbers(columns, row, measure) if measure is not None else None
    if observer is None or target is None or year is None or not sound or measure is None or numbers is None:
        return None
    return (observer, target, year, month or 0, measure.key, measure.question, measure.sign, *numbers, place(path, row))


def _numbers(columns: Columns, row: Sequence[Cell], measure: Measure) -> list[float] | None:
    """Return mean and quantiles on 0..100, or None where one is no share or the quantiles do not rise."""
    found = [columns.number(row, name, measure) for name in ("mean", *NAMES)]
    if None in found:
        return None
    numbers = [measure.share(value) for value in found if value is not None]
    quantiles = numbers[1:]
    for name, before, after in zip(NAMES[1:], quantiles, quantiles[1:], strict=False):
        if after < before:
            lower = NAMES[NAMES.index(name) - 1]
            higher, low = columns.cell(row, name).text, columns.cell(row, lower).text
            columns.fault(row, name, f"found {higher}, below {lower} = {low}; quantiles rise: {listed(NAMES)}")
            return None
    return numbers
