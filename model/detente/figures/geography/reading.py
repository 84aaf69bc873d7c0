"""Read coasts and places; find where on the map the states of a scenario stand."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np

from detente.errors import UsageError
from detente.scenario.scenario import Scenario
from detente.world.arrays import Array

HERE = Path(__file__).parent
Place = tuple[float, float]
"""Longitude and latitude in degrees."""


@cache
def coasts() -> tuple[Array, ...]:
    """Return the line of every piece of land, [points, 2], longitude and latitude in degrees."""
    rings = json.loads((HERE / "land.json").read_text(encoding="utf-8"))["rings"]
    return tuple(np.array(ring, float).reshape(-1, 2) / 10.0 for ring in rings)


@cache
def known_places() -> dict[str, Place]:
    """Return the place of every code that is known, former states included."""
    found = {key: (float(x), float(y)) for key, x, y in _rows("places.csv")}
    return {**{key: found[place] for key, place in _rows("former.csv")}, **found}


def _rows(name: str) -> list[list[str]]:
    """Return the rows of a small table without its comments and its head."""
    with (HERE / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(line for line in stream if not line.startswith("#")))[1:]


def places_of(scenario: Scenario, given: Mapping[str, Place] | None = None) -> dict[str, Place]:
    """Return the places of a scenario's states: those given, else those known by code, else the middle of the members.

    States whose place is not known are left out; raises `UsageError` for a given place that is none.
    """
    given = given or {}
    _check(scenario, given)
    found = {key: given.get(key, known_places().get(key)) for key in scenario.states}
    alone = {key: place for key, place in found.items() if place is not None}
    for key, state in scenario.states.items():
        around = [(known_places() | alone)[m] for m in state.members if m in alone or m in known_places()]
        if key not in alone and around:
            alone[key] = middle(around)
    return {key: alone[key] for key in scenario.states if key in alone}


def middle(places: list[Place]) -> Place:
    """Return the middle of places on the globe (also of such that lie around the 180th meridian)."""
    x, y = np.radians(np.array(places)).T
    vector = np.array([np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y)]).mean(axis=1)
    flat = float(np.hypot(vector[0], vector[1]))
    return float(np.degrees(np.arctan2(vector[1], vector[0]))), float(np.degrees(np.arctan2(vector[2], flat)))


def _check(scenario: Scenario, given: Mapping[str, Place]) -> None:
    """Raise `UsageError` with every given place that belongs to no state or is none on the globe."""
    from detente.scenario.faults import nearest

    faults = [f"places: no state '{key}'{nearest(key, scenario.states)}" for key in given if key not in scenario.states]
    for key, place in given.items():
        ok = len(place) == 2 and abs(place[0]) <= 360.0 and abs(place[1]) <= 90.0
        if not ok:
            faults.append(f"places: {key}: found {place}; longitude (-180 to 180) and latitude (-90 to 90) are needed")
    if faults:
        raise UsageError("\n".join(faults))
