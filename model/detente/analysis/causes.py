"""Split what the kernel books: channels over the levers that fed them, shocks over those that struck, mood into trust.

Every split is exact: the parts add up to what was booked.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from detente.assembly import Program
from detente.assembly.rows import DYAD_CHANNELS, DYAD_IMPULSES, STATE_CHANNELS, STATE_IMPULSES
from detente.engine.sampling import draw_scalars
from detente.world.arrays import Array, Record
from detente.world.variables import DOMAINS

Bookings: TypeAlias = dict[str, Array]

# Which booked cause is fed by which channel or impulse, by variable.
LEVER_CAUSES = {
    ("mood", "goodwill"): "goodwill",
    ("grievance", "repair"): "grievance_repair",
    ("intent", "levers of others"): "threat_to_outsiders",
    ("intent", "image"): "image",
    ("credibility", "levers"): "credibility",
    ("interdependence", "levers"): "interdependence",
    ("channel", "levers"): "contact",
    ("channel", "floor kept"): "contact_floor",
    ("interoperability", "levers"): "interoperability",
    ("alignment", "levers"): "alignment",
    ("claim", "levers"): "claim_easing",
    ("know_how", "levers"): "learning",
    ("nationalism", "levers"): "nationalism",
    ("capability", "levers"): "capability",
}
SHOCK_CAUSES = {
    ("mood", "shock"): "news",
    ("trigger", "shock"): "trigger",
    ("intent", "shock"): "intent",
    ("credibility", "shocks and broken pacts"): "credibility_failure",
    ("interdependence", "shock"): "interdependence_loss",
    ("channel", "shock"): "contact_loss",
    ("alignment", "shock"): "alignment",
    ("claim", "shock"): "claim",
    ("nationalism", "shocks"): "nationalism",
    ("capability", "shocks"): "capability",
}
OF_STATES = ("nationalism", "capability")
"""Booked variables of one state; the others are of two."""


def split(
    program: Program, replicates: int, r: int, booked: str, parts: Bookings, record: Record, place: int
) -> Bookings:
    """Return bookings with channels split over levers and shocks over shocks, each in proportion to what it gave.

    `place` is a dyad, or for variables of one state its row.
    """
    numbers = drawn(program, replicates, r)
    out: Bookings = {}
    for cause, values in parts.items():
        shares: Bookings = {}
        if (booked, cause) in LEVER_CAUSES:
            shares = _by_lever(program, LEVER_CAUSES[booked, cause], booked in OF_STATES, numbers, record, place)
        elif (booked, cause) in SHOCK_CAUSES:
            shares = _by_shock(program, SHOCK_CAUSES[booked, cause], booked in OF_STATES, record, place)
        out.update(_shared(cause, values, shares))
    return out


def drawn(program: Program, replicates: int, r: int) -> Array:
    """Return every number of the assumption set of run r."""
    room = program.room()
    draw_scalars(program.plan, np.uint64(r // replicates), True, room.scalars)
    return room.scalars


def weights(program: Program, numbers: Array) -> Array:
    """Return the weights of the five domains in total capability."""
    return np.array([numbers[program.parameter_names.index(f"weight_{domain}")] for domain in DOMAINS])


def _by_lever(program: Program, channel: str, of_state: bool, numbers: Array, record: Record, place: int) -> Bookings:
    """Return what each lever fed into a channel at a place, per step; into capability through all its domains."""
    names = STATE_CHANNELS if of_state else DYAD_CHANNELS
    by_domain = dict(zip((f"capability.{domain}" for domain in DOMAINS), weights(program, numbers), strict=True))
    sizes = by_domain if channel == "capability" else {channel: 1.0}
    found: Bookings = {}
    for row in program.lever_rows:
        if row.kind == int(of_state) and names[row.channel] in sizes and place in row.targets:
            name = f"lever {program.lever_names[row.owner]}: {channel}"
            size = numbers[row.scalar] * sizes[names[row.channel]]
            found[name] = found.get(name, 0.0) + record.outcomes[0, :, 0, row.owner].astype(float) * size
    return _highest(found) if channel == "contact_floor" else found


def _highest(found: Bookings) -> Bookings:
    """Return of several floors the highest at each step: only that one keeps anything."""
    top = np.max(list(found.values()), axis=0) if found else np.zeros(0)
    return {name: np.where(values >= top, values, 0.0) for name, values in found.items()}


def _by_shock(program: Program, impulse: str, of_state: bool, record: Record, place: int) -> Bookings:
    """Return what each shock gave at a place, per step."""
    names = STATE_IMPULSES if of_state else DYAD_IMPULSES
    return {
        _shock(program, row.owner): record.hits[0, :, h]
        for h, row in enumerate(program.shock_rows)
        if row.kind == int(of_state) and names[row.channel] == impulse and place in row.targets
    }


def _shock(program: Program, owner: int) -> str:
    """Return how a shock is called: a random one counts against its usual rate, so that quiet times count against it."""
    key = program.shock_names[owner]
    return f"shock {key}" if program.scenario.shocks[key].rate is None else f"shock {key}, beyond its usual rate"


def _shared(cause: str, values: Array, shares: Bookings) -> Bookings:
    """Return `values` cut in proportion to the absolute shares; what no share explains stays with the cause."""
    weight = sum((np.abs(s) for s in shares.values()), np.zeros_like(values))
    if len(shares) == 1:
        weight = np.where(values != 0.0, np.maximum(weight, 1e-300), weight)
    signed = sum(shares.values(), np.zeros_like(values))
    out: Bookings = {}
    left = values.copy()
    for name, share in shares.items():
        usable = np.abs(signed) > 1e-12 * np.maximum(weight, 1e-300)
        part = np.where(usable, values * share / np.where(usable, signed, 1.0), 0.0)
        out[name] = part
        left = left - part
    out[cause] = np.where(np.abs(left) <= 1e-12 * np.abs(values), 0.0, left) if shares else left
    return out


def as_trust(parts: Bookings, path: Array) -> Bookings:
    """Turn bookings of mood into bookings of trust by the secant of each step; the ceiling takes the rest."""
    trust, mood = path[:, 0], path[:, 1]
    before, after = mood[:-1], mood[1:]
    rise = after - before
    ceiling = trust[:-1] * (1.0 + np.exp(-before))
    logistic = 1.0 / (1.0 + np.exp(-before)), 1.0 / (1.0 + np.exp(-after))
    flat = np.abs(rise) < 1e-12
    slope = np.where(flat, logistic[0] * (1 - logistic[0]), (logistic[1] - logistic[0]) / np.where(flat, 1.0, rise))
    out = {cause: values * slope * ceiling for cause, values in parts.items()}
    booked = sum(out.values(), np.zeros_like(rise))
    out["ceiling of grievance"] = (trust[1:] - trust[:-1]) - booked
    return out
