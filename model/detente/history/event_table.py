"""Dated events as the event regression sees them: sign and group by kind, intensity by the coder, both states of a pair alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from detente.history.columns import Columns
from detente.history.measures import SURVEYS
from detente.scenario.csv_tables import Cell, read_table
from detente.scenario.dates import parse_date
from detente.scenario.faults import Faults, listed, shown

NEEDED = ("date", "kind", "initiator", "targets", "intensity")
MOST_INTENSE = 5


class DatedEvent(NamedTuple):
    """An event: `time` in years, kind, the pair (in order of names), intensity 1..5."""

    time: float
    kind: str
    pair: tuple[str, str]
    intensity: int


@cache
def event_kinds() -> dict[str, tuple[int, str]]:
    """Return sign (-1, 0, 1) and group of every kind of event."""
    faults = Faults()
    table = read_table(SURVEYS / "event_kinds.csv", faults)
    faults.raise_any()
    assert table is not None
    return {kind.text: (int(sign.text), group.text) for kind, sign, group in table.rows}


def read_dated_events(path: Path, states: Collection[str] | None = None) -> list[DatedEvent]:
    """Return the events of a table, one per pair of initiator and target; raise `ScenarioError` with every fault."""
    faults = Faults()
    columns = Columns.read(path, faults, 0, NEEDED)
    found = [event for row in (columns.table.rows if columns else ()) for event in _events(columns, row, states)]  # type: ignore[arg-type]
    faults.raise_any()
    return sorted(found)


def _events(columns: Columns, row: Sequence[Cell], states: Collection[str] | None) -> list[DatedEvent]:
    """Return the events of a row, none where anything is wrong with it."""
    kind, time = columns.cell(row, "kind").text, _time(columns, row)
    if kind not in event_kinds():
        hint = columns.nearest(kind, event_kinds())
        columns.fault(row, "kind", f"unknown kind of event {shown(kind)}{hint} (known: {listed(event_kinds(), 40)})")
        time = None
    intensity = columns.whole(row, "intensity", 1, MOST_INTENSE)
    initiator = columns.state(row, "initiator", states)
    targets = _targets(columns, row, states)
    if time is None or intensity is None or initiator is None:
        return []
    pairs = sorted({tuple(sorted((initiator, target))) for target in targets if target != initiator})
    return [DatedEvent(time, kind, (one, other), intensity) for one, other in pairs]


def _time(columns: Columns, row: Sequence[Cell]) -> float | None:
    """Return the middle of the day, month or year that a date names, in years."""
    text = columns.cell(row, "date").text
    try:
        first, last = parse_date(text), parse_date(text, last=True)
    except ValueError as error:
        columns.fault(row, "date", f"found {shown(text)}; {error}")
        return None
    middle = (first.timetuple().tm_yday + last.timetuple().tm_yday) / 2.0
    return first.year + (middle - 0.5) / 366.0


def _targets(columns: Columns, row: Sequence[Cell], states: Collection[str] | None) -> list[str]:
    """Return the targets of a row, separated by semicolons."""
    found = []
    for text in columns.cell(row, "targets").text.split(";"):
        code = columns.code(row, "targets", text.strip(), states)
        found += [code] if code is not None else []
    return found


def by_pair(events: Sequence[DatedEvent]) -> dict[tuple[str, str], list[DatedEvent]]:
    """Return the events of each pair."""
    found: dict[tuple[str, str], list[DatedEvent]] = defaultdict(list)
    for event in events:
        found[event.pair].append(event)
    return dict(found)
