"""Dated events: what happened, by whom, to whom, how strong; read with every fault at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from detente.history.columns import Columns
from detente.scenario.csv_tables import Cell
from detente.scenario.dates import parse_date
from detente.scenario.event_kinds import read_event_kinds
from detente.scenario.faults import Faults, listed, shown

NEEDED = ("date", "kind", "initiator", "targets", "intensity")
OPTIONAL = ("title", "source_title", "source_url", "confidence")


class Event(NamedTuple):
    """One event: the first and the last day that its date allows, kind, both sides, intensity 1..5."""

    day: date
    kind: str
    initiator: str
    targets: tuple[str, ...]
    intensity: int
    title: str = ""
    until: date | None = None

    @property
    def last(self) -> date:
        """Return the last day on which it may have been: that of the month or year where no day is known."""
        return self.day if self.until is None else max(self.until, self.day)


class Events(NamedTuple):
    """The events of a table in order of time, and how many sides were left out as they are no states of the scenario."""

    listed: tuple[Event, ...]
    left_out: int = 0

    def until(self, day: date) -> Events:
        """Return the events up to a day."""
        return Events(tuple(event for event in self.listed if event.day <= day), self.left_out)

    def within(self, start: date, end: date) -> Events:
        """Return the events from a day to another, both included."""
        return Events(tuple(event for event in self.listed if start <= event.day <= end), self.left_out)


def read_events(path: Path, states: Collection[str] | None = None) -> Events:
    """Return the events of a CSV file; raise `ScenarioError` with every fault: kinds, states, dates, intensities.

    A state that tables of the region are known to name though it is no state of the scenario is left out and counted.
    Without `states` every code is one.
    """
    faults = Faults()
    columns = Columns.read(path, faults, 0, NEEDED, OPTIONAL)
    found: list[Event] = []
    left_out = 0
    for row in columns.table.rows if columns is not None else ():
        assert columns is not None
        event, missing = _event(columns, row, states)
        left_out += missing
        found += [event] if event is not None else []
    faults.raise_any()
    return Events(tuple(sorted(found)), left_out)


def _event(columns: Columns, row: Sequence[Cell], states: Collection[str] | None) -> tuple[Event | None, int]:
    """Return the event of a row, or None where it is faulty or has no side left; and how many sides were left out."""
    kinds = read_event_kinds()
    kind, days = columns.cell(row, "kind").text, _days(columns, row)
    if kind not in kinds.kinds:
        hint = columns.nearest(kind, kinds.kinds)
        columns.fault(row, "kind", f"unknown kind of event {shown(kind)}{hint} (known: {listed(kinds.kinds, 40)})")
    intensity = columns.whole(row, "intensity", kinds.low, kinds.high)
    known = None if states is None else {*states, *kinds.outside}
    initiator = columns.state(row, "initiator", known)
    names = [columns.code(row, "targets", text.strip(), known) for text in columns.cell(row, "targets").text.split(";")]
    if initiator is None or None in names or days is None or intensity is None or kind not in kinds.kinds:
        return None, 0
    inside = [name for name in (initiator, *names) if name is not None and (states is None or name in states)]
    targets = tuple(dict.fromkeys(name for name in names if name in inside and name != initiator))
    missing = 1 + len(names) - len(inside)
    if initiator not in inside or not targets:
        return None, missing
    return Event(days[0], kind, initiator, targets, intensity, columns.cell(row, "title").text, days[1]), missing


def _days(columns: Columns, row: Sequence[Cell]) -> tuple[date, date] | None:
    """Return the first and the last day that a date names, or None with a fault."""
    text = columns.cell(row, "date").text
    try:
        return parse_date(text), parse_date(text, last=True)
    except ValueError as error:
        columns.fault(row, "date", f"found {shown(text)}; {error}")
        return None


def renewals(events: Events) -> tuple[tuple[date, str, int], ...]:
    """Return the changes of leaders among events: day, state, intensity (how far the new leaders are from the old)."""
    kinds = read_event_kinds().kinds
    return tuple((e.day, e.initiator, e.intensity) for e in events.listed if kinds[e.kind].renews)
