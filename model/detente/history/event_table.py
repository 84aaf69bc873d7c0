"""Dated events as the event regression sees them: intensity by the coder, both states of a pair alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from detente.history.events import Event, read_events


class DatedEvent(NamedTuple):
    """An event: `time` in years, kind, the pair (in order of names), intensity 1..5."""

    time: float
    kind: str
    pair: tuple[str, str]
    intensity: int


def read_dated_events(path: Path) -> list[DatedEvent]:
    """Return the events of a table, one per pair of initiator and target; raise `ScenarioError` with every fault."""
    return sorted(pair for event in read_events(path).listed for pair in _pairs(event))


def _pairs(event: Event) -> list[DatedEvent]:
    """Return an event once for each pair of states that it concerns, in the middle of the time that its date names."""
    middle = (event.day.timetuple().tm_yday + event.last.timetuple().tm_yday) / 2.0
    time = event.day.year + (middle - 0.5) / 366.0
    pairs = sorted({(min(event.initiator, target), max(event.initiator, target)) for target in event.targets})
    return [DatedEvent(time, event.kind, pair, event.intensity) for pair in pairs]


def by_pair(events: Sequence[DatedEvent]) -> dict[tuple[str, str], list[DatedEvent]]:
    """Return the events of each pair."""
    found: dict[tuple[str, str], list[DatedEvent]] = defaultdict(list)
    for event in events:
        found[event.pair].append(event)
    return dict(found)
