"""What a calibration fits: numbers of the scenario with their passports as priors, and those of the measurement model."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy as np

from detente.assembly.numbers import matching
from detente.scenario.catalogue_files import catalogue_file
from detente.scenario.event_kinds import read_event_kinds
from detente.scenario.keys import quantities
from detente.scenario.positioned import plain
from detente.scenario.quantities import Quantity
from detente.scenario.scenario import Scenario
from detente.world.arrays import Array


class Part(NamedTuple):
    """Numbers of the scenario that take one value: their keys, the range of that value, and its factor."""

    keys: tuple[str, ...]
    prior: Quantity
    factor: float = 1.0


class Unknown(NamedTuple):
    """One thing to fit: its name, and the parts of the scenario that follow it (none: it is of the measurement)."""

    name: str
    prior: Quantity
    parts: tuple[Part, ...]
    meaning: str = ""

    @property
    def of_model(self) -> bool:
        """Whether it is a number of the scenario."""
        return bool(self.parts)


def quantile(prior: Quantity, u: Array) -> Array:
    """Return the value at cumulative probability `u` of a passport's triangular distribution."""
    low, mode, high = prior.low, prior.value, prior.high
    if high <= low:
        return np.full_like(u, mode)
    turn = (mode - low) / (high - low)
    below = low + np.sqrt(np.maximum(u * (high - low) * (mode - low), 0.0))
    above = high - np.sqrt(np.maximum((1.0 - u) * (high - low) * (high - mode), 0.0))
    return np.where(u < turn, below, above)


@cache
def _tree() -> Any:
    return plain(catalogue_file("calibration.yaml"))


def fixed(name: str) -> float:
    """Return a number of the measurement model that is never fitted."""
    return float(_tree()["fixed"][name]["value"])


def unknowns(scenario: Scenario) -> tuple[Unknown, ...]:
    """Return everything to fit in a driven scenario; what no event of it uses is left out."""
    known = dict(quantities(scenario))
    found = [_of_model(name, entry, scenario, known) for name, entry in _tree()["model"].items()]
    return (*(one for one in found if one is not None), *measurement())


@cache
def measurement() -> tuple[Unknown, ...]:
    """Return the unknowns of the measurement model."""
    return tuple(
        Unknown(name, _quantity(entry), (), entry["meaning"]) for name, entry in _tree()["measurement"].items()
    )


def _quantity(entry: dict[str, Any]) -> Quantity:
    low, high = entry["range"]
    return Quantity(entry["value"], low, high, entry["unit"], "assumed", (), entry.get("reason", ""))


def _of_model(name: str, entry: dict[str, Any], scenario: Scenario, known: dict[str, Quantity]) -> Unknown | None:
    """Return an unknown of the scenario, or None where nothing in it follows it."""
    if "returned" in entry:
        return _returned(name, scenario)
    if "cards" in entry:
        cards = read_event_kinds().cards(entry["cards"])
        paths = [f"cards.{table}.{card}.influences.{entry['influence']}" for table, card in cards]
    else:
        paths = entry["keys"]
    parts = [
        Part(keys, known[keys[0]]) for path in paths if (keys := matching(path, scenario)) and not known[keys[0]].fixed
    ]
    if not parts:
        return None
    # A group's place is a share of its cards' ranges whichever of them events use: a sample is read under later events.
    shared = Quantity(0.5, 0.0, 1.0, "share of range", "assumed", (), "", "uniform")
    prior = shared if "cards" in entry else parts[0].prior
    return Unknown(name, prior, tuple(parts))


def _returned(name: str, scenario: Scenario) -> Unknown | None:
    """Return the share of a quarrel that comes back on the public of the side that began it."""
    from detente.history.driving import mirrored

    prior = _quantity(read_event_kinds().returned)
    parts = tuple(Part(keys, prior, float(size)) for size, keys in sorted(mirrored(scenario).items()))
    return Unknown(name, prior, parts) if parts else None


def followers(unknown: Unknown) -> list[str]:
    """Return what of the scenario an unknown sets: parameters, and numbers of cards in use (`ally_tariff news`)."""
    found = dict[str, None]()
    for key in (key for part in unknown.parts for key in part.keys):
        group, name, *rest = key.split(".")
        found[name if group == "parameters" else f"{_card(group, name)} {rest[-1]}"] = None
    return list(found)


def _card(group: str, use: str) -> str:
    """Return the card of a use of an event, whose key begins with the kind of a shock, or the card of a lever."""
    kinds = read_event_kinds().kinds.values()
    begins = {kind.key if group == "shocks" else kind.card: kind.card for kind in kinds if kind.table == group}
    return begins[max((name for name in begins if use.startswith(f"{name}_")), key=len, default=use)] if begins else use
