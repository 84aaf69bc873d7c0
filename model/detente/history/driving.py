"""Dated events laid over a scenario: shocks as shocks of their cards, levers as pulses of theirs.

Events stand for the acts, the random shocks and the levers of the states that they name: the scenario they are laid over
brings none of its own (`scenarios/hindcast/`).  Intensity is a monotone scale: the size of a shock, the level of a pulse.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

from detente.history.events import Event, Events
from detente.scenario.event_kinds import Kind, impulses_of, read_event_kinds
from detente.scenario.positioned import Layer, Mapping, made
from detente.scenario.reading import Reading
from detente.scenario.scenario import Scenario

MONTHS = {"month": 1, "quarter": 3, "year": 12}
MIRROR = "back"
"""Ends the keys of shocks on the public of the side that began an event."""


def drive(reading: Reading, events: Events, variant: str | None = None) -> Scenario:
    """Return the scenario with the events within its horizon laid over it."""
    scenario = reading.scenario(variant)
    inside = events.within(scenario.start, scenario.end)
    tree = overlay(inside, scenario)
    return reading.scenario(variant, [tree])


def read_driven(path: Path, events: Events, variant: str | None = None, overrides: tuple[str, ...] = ()) -> Scenario:
    """Return the scenario of a file with events laid over it; raise `ScenarioError` with every fault."""
    reading = Reading(
        path, overrides, cards=sorted({kind.card for kind in read_event_kinds().kinds.values() if kind.card})
    )
    return drive(reading, events, variant)


def overlay(events: Events, scenario: Scenario) -> Mapping:
    """Return events as the part of a scenario file that uses cards: `shocks` and `levers`."""
    root = Mapping(Layer("events", "events", 90), 0, 0)
    tables: dict[str, Any] = {"shocks": _shocks(events, scenario), "levers": _levers(events, scenario)}
    tables |= {"parameters": read_event_kinds().given, "cards": _cards(tables)}
    node = made({name: table for name, table in tables.items() if table}, root)
    assert isinstance(node, Mapping)
    return node


def _cards(tables: dict[str, Any]) -> dict[str, Any]:
    """Return what is changed of the cards in use: pulses cost nothing, and chances of what is given are silent."""
    kinds = read_event_kinds()
    free = {"value": 0.0, "range": [0.0, 0.0], "reason": "what was done could be paid for"}
    mute = {"value": 0.0, "range": [0.0, 0.0], "reason": "given as events; nothing counts twice"}
    levers = {use["lever"]: {"cost": free} for use in tables["levers"].values()}
    shocks = {}
    for card in sorted({use["shock"] for use in tables["shocks"].values()}):
        own = [name for name in kinds.silent if name in impulses_of(card)]
        shocks[card] = {"influences": dict.fromkeys(own, mute)} if own else {}
    found = {"levers": levers, "shocks": {card: part for card, part in shocks.items() if part}}
    return {name: part for name, part in found.items() if part}


def _shocks(events: Events, scenario: Scenario) -> dict[str, Any]:
    """Return the uses of shock cards: one for all events of a kind, of two sides and a size, so that people get used."""
    returned = float(str(read_event_kinds().returned["value"]))
    uses: dict[str, dict[str, Any]] = {}
    days: dict[str, list[str]] = defaultdict(list)
    for event, kind in _of("shocks", events):
        for by, on, back in _sides(event, kind):
            key = "_".join(
                (event.kind, by, *on[:4], *([str(len(on))] if len(on) > 4 else []), str(event.intensity), *back)
            )
            size = float(event.intensity) * (returned if back else 1.0)
            size *= _felt(scenario, on[0], by) if kind.by_side else 1.0
            uses[key] = {"shock": kind.card, "by": by, "on": list(on), "size": size}
            days[key].append(event.day.isoformat())
    return {key: {**use, "at": sorted(set(days[key]))} for key, use in sorted(uses.items())}


def _felt(scenario: Scenario, on: str, by: str) -> float:
    """Return how far a bystander feels what a state does to others: 0 (aligned) .. 2 (opposed) by the scenario's alignment."""
    tie = scenario.ties["alignment"].get((on, by))
    return 1.0 - (0.0 if tie is None else tie.value)


def mirrored(scenario: Scenario) -> dict[int, tuple[str, ...]]:
    """Return the keys of the sizes of mirrored shocks, by the intensity of their events."""
    found: dict[int, list[str]] = defaultdict(list)
    for key in scenario.shocks:
        *_, intensity, mark = key.rsplit("_", 2)
        if mark == MIRROR:
            found[int(intensity)].append(f"shocks.{key}.size")
    return {size: tuple(sorted(keys)) for size, keys in found.items()}


def _sides(event: Event, kind: Kind) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Return (by, on, mark) of an event, and mirrored where the side that began it sours as well."""
    forward: list[tuple[str, tuple[str, ...], tuple[str, ...]]] = [(event.initiator, event.targets, ())]
    if kind.by_side:
        forward = [(event.initiator, (target,), ()) for target in event.targets]
    back = [(target, (event.initiator,), (MIRROR,)) for target in event.targets] if kind.returned else []
    return [*forward, *back]


def _levers(events: Events, scenario: Scenario) -> dict[str, Any]:
    """Return the uses of lever cards: one pulse an event; a new pulse of the same card and parties ends the one before."""
    kinds, months = read_event_kinds(), MONTHS[scenario.step]
    length = max(1, round(12 * kinds.pulse / months))
    pulses: dict[tuple[str, str, tuple[str, ...]], dict[int, Event]] = defaultdict(dict)
    for event, kind in _of("levers", events):
        parties = (event.initiator, *event.targets)
        owner = (kind.card, kind.form, tuple(sorted(parties)) if kind.form == "pact" else parties)
        step = (12 * (event.day.year - scenario.start.year) + event.day.month - scenario.start.month) // months
        before = pulses[owner].get(step)
        pulses[owner][step] = event if before is None else max(before, event, key=lambda one: one.intensity)
    uses: dict[str, Any] = {}
    for (card, form, parties), found in sorted(pulses.items()):
        steps = sorted(found)
        for step, following in zip(steps, [*steps[1:], scenario.steps], strict=True):
            level = min(found[step].intensity * kinds.level_of_one, 1.0)
            stop = min(step + length, following, scenario.steps)
            key = "_".join((card, *parties[:4], *([str(len(parties))] if len(parties) > 4 else []), str(step)))
            last = {} if stop == scenario.steps else {"until": _first_day(scenario, stop * months)}
            uses[key] = {"lever": card, "from": _first_day(scenario, step * months), **last, "level": level,
                         **_parties(form, parties)}  # fmt: skip
    return uses


def _first_day(scenario: Scenario, months: int) -> str:
    """Return the first day of the month that lies `months` after the start."""
    month = scenario.start.month - 1 + months
    return f"{scenario.start.year + month // 12}-{month % 12 + 1:02d}-01"


def _parties(form: str, parties: tuple[str, ...]) -> dict[str, Any]:
    """Return who takes part in a pulse, in the words of its form."""
    return {"among": list(parties)} if form == "pact" else {"by": parties[0], "to": list(parties[1:])}


def _of(table: str, events: Events) -> list[tuple[Event, Kind]]:
    kinds = read_event_kinds().kinds
    return [(event, kinds[event.kind]) for event in events.listed if kinds[event.kind].table == table]
