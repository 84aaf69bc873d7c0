"""Arms of a hindcast: what a forecast is told of the events after its fit date, and what it is told wrongly on purpose.

Where events after the fit date matter, a forecast that knows them beats one that does not; where their dates or their
states matter, it beats one that is told the same events at other dates or of other states.  Where a wrong history costs
nothing, the right one contributed nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date

import numpy as np

from detente.history.events import Event, Events

Arm = Callable[[Events, date], Events]
"""Changes the events after a day."""
ARMS = {
    "known": "events known: as they happened",
    "unknown": "events unknown: none after the fit date, changes of leaders included",
    "permuted": "dates permuted within each dyad, among its events after the fit date",
    "permuted_throughout": "dates permuted within each dyad over the whole record, the fit included",
    "swapped": "dyads exchanged: the events of one dyad after the fit date happen to another",
}
OF_REGION = 3
"""An event with more targets than this is of the region and of no dyad: it is neither permuted nor swapped."""


def arm_named(name: str, seed: int = 1) -> Arm:
    """Return an arm by its name in `ARMS`; the same seed permutes and swaps alike."""
    return {
        "known": lambda events, day: events,
        "unknown": unknown,
        "permuted": lambda events, day: permuted(events, day, seed),
        "permuted_throughout": lambda events, day: permuted(events, date.min, seed),
        "swapped": lambda events, day: swapped(events, day, seed),
    }[name]


def unknown(events: Events, day: date) -> Events:
    """Return the events up to a day alone."""
    return events.until(day)


def permuted(events: Events, day: date, seed: int) -> Events:
    """Return the events with the dates of those after a day permuted among the events of the same dyad.

    Kinds, sides and intensities stay together; each dyad keeps its set of dates.
    """
    rng = np.random.default_rng(seed)
    before, of_dyad, rest = _parted(events, day)
    moved = [
        event._replace(day=mine[k].day)
        for _, mine in sorted(of_dyad.items())
        for event, k in zip(mine, rng.permutation(len(mine)), strict=True)
    ]
    return Events(tuple(sorted([*before, *rest, *moved])), events.left_out)


def swapped(events: Events, day: date, seed: int) -> Events:
    """Return the events with those of each dyad after a day given to another dyad, none to its own (a random cycle).

    Dates, kinds and intensities stay; further targets of an event stay its targets unless they are of the new dyad.
    """
    rng = np.random.default_rng(seed)
    before, of_dyad, rest = _parted(events, day)
    names = sorted(of_dyad)
    if len(names) < 2:
        return events
    cycle = [names[k] for k in rng.permutation(len(names))]
    given = dict(zip(cycle, [*cycle[1:], cycle[0]], strict=True))
    moved = [_given(event, own, given[own]) for own in names for event in of_dyad[own]]
    return Events(tuple(sorted([*before, *rest, *moved])), events.left_out)


def dyad_of(event: Event) -> tuple[str, str] | None:
    """Return the unordered dyad of an event, its initiator and first target, or None where it is of the region."""
    if len(event.targets) > OF_REGION:
        return None
    one, two = sorted((event.initiator, event.targets[0]))
    return one, two


def _parted(events: Events, day: date) -> tuple[list[Event], dict[tuple[str, str], list[Event]], list[Event]]:
    """Return the events up to a day, those after it by dyad, and those after it that are of the region."""
    of_dyad: dict[tuple[str, str], list[Event]] = defaultdict(list)
    rest: list[Event] = []
    for event in _after(events.listed, day):
        own = dyad_of(event)
        (rest if own is None else of_dyad[own]).append(event)
    return list(events.until(day).listed), of_dyad, rest


def _after(listed: Sequence[Event], day: date) -> list[Event]:
    return [event for event in listed if event.day > day]


def _given(event: Event, own: tuple[str, str], other: tuple[str, str]) -> Event:
    """Return an event of one dyad as an event of another: who began it takes the same place in the sorted pair."""
    initiator, target = other if event.initiator == own[0] else other[::-1]
    further = tuple(name for name in event.targets[1:] if name not in other)
    return event._replace(initiator=initiator, targets=(target, *further))
