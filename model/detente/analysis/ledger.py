"""Explain a change: replay runs with the ledger on and add its bookings up by cause.

The kernel books a change to mechanisms, channels of influence, shocks and bounds.  Here channels are split over the
levers that fed them, shocks over the shocks that struck, and trust is derived from mood; every split is exact, so that
the bookings add up to the change.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from detente.assembly import Program
from detente.assembly.rows import DYAD_CHANNELS, DYAD_IMPULSES
from detente.engine.ledger import BOOKED, ROWS, rows_of
from detente.engine.sampling import draw_scalars
from detente.ensemble.ensemble import run_ids
from detente.ensemble.recording import Recording, room_for
from detente.errors import UsageError
from detente.world.arrays import Array, Record

if TYPE_CHECKING:
    import pandas

# Which booked cause is fed by which channel or impulse, by variable.
LEVER_CAUSES = {
    ("mood", "goodwill"): "goodwill",
    ("grievance", "repair"): "grievance_repair",
    ("intent", "levers of others"): "threat_to_outsiders",
    ("credibility", "levers"): "credibility",
    ("interdependence", "levers"): "interdependence",
    ("channel", "levers"): "contact",
    ("channel", "floor kept"): "contact_floor",
    ("interoperability", "levers"): "interoperability",
    ("alignment", "levers"): "alignment",
}
SHOCK_CAUSES = {
    ("mood", "shock"): "news",
    ("trigger", "shock"): "trigger",
    ("intent", "shock"): "intent",
    ("credibility", "shocks and broken pacts"): "credibility_failure",
    ("interdependence", "shock"): "interdependence_loss",
    ("channel", "shock"): "contact_loss",
    ("alignment", "shock"): "alignment",
}
EXPLAINED = ("trust", *BOOKED)
Bookings = dict[str, Array]


class Explanation(NamedTuple):
    """Mean bookings of a variable of one dyad over runs: `table` has dates as rows, causes as columns."""

    variable: str
    observer: str
    target: str
    runs: tuple[int, ...]
    start: float
    end: float
    table: pandas.DataFrame

    @property
    def totals(self) -> pandas.Series[float]:
        """Return the booking of each cause over the whole horizon, largest first; they add up to end - start."""
        found = self.table.sum()
        return found[found.abs().sort_values(ascending=False).index]


def explain(
    program: Program, replicates: int, runs: Array | list[int], variable: str, observer: str, target: str
) -> Explanation:
    """Replay `runs` with the ledger on and return the mean bookings of `variable` of one dyad; raise `UsageError`."""
    _check(program, variable, observer, target)
    d = program.layout.dyad(observer, target)
    steps = program.scenario.steps
    booked = "mood" if variable == "trust" else variable
    book = np.zeros((steps, ROWS, program.layout.size))
    total: Bookings = defaultdict(lambda: np.zeros(steps))
    ends = np.zeros(2)
    for r in runs:
        record, path = _replay(program, replicates, int(r), variable, book, d)
        parts = {c: book[:, rows_of(booked), d][:, k].copy() for k, c in enumerate(BOOKED[booked])}
        split = _split(program, replicates, int(r), booked, parts, record, d)
        if variable == "trust":
            split = _as_trust(split, path)
        for cause, values in split.items():
            total[cause] += values
        ends += path[[0, -1], 0]
    many = len(runs)
    return Explanation(variable, observer, target, tuple(int(r) for r in runs), ends[0] / many, ends[1] / many,
                       _table(program, total, many))  # fmt: skip


def _table(program: Program, total: Bookings, many: int) -> pandas.DataFrame:
    import pandas

    from detente.ensemble.labels import step_dates

    table = pandas.DataFrame({cause: values / many for cause, values in total.items()})
    table.index = pandas.Index(step_dates(program.scenario)[1:], name="time")
    return table.loc[:, (table != 0.0).any()]


def _check(program: Program, variable: str, observer: str, target: str) -> None:
    """Raise `UsageError` with every name that is unknown, what is known, and the nearest."""
    faults = []
    states = program.layout.names
    for kind, name, known in (
        ("variable", variable, EXPLAINED),
        ("state", observer, states),
        ("state", target, states),
    ):
        if name not in known:
            near = difflib.get_close_matches(name.upper() if kind == "state" else name, known, 1, 0.4)
            hint = f"; did you mean '{near[0]}'?" if near else ""
            faults.append(f"no {kind} '{name}'{hint} (known: {', '.join(known)})")
    if observer == target and observer in states:
        faults.append(f"'{observer}' has no {variable} towards itself; name two different states")
    if faults:
        raise UsageError("\n".join(faults))


def _replay(program: Program, replicates: int, r: int, variable: str, book: Array, d: int) -> tuple[Record, Array]:
    """Return the record of one run and the path of the dyad: [T+1, 1], or [T+1, 3] trust, mood, grievance."""
    names = ("trust", "mood", "grievance") if variable == "trust" else (variable,)
    recording = Recording(names, (), True)
    record = room_for(program, recording, 1)
    n, steps = len(program.layout.names), program.scenario.steps
    # Exact paths: the usual record keeps single precision.
    record = record._replace(
        worlds=np.zeros((1, steps + 1, len(names), n, n)), hits=np.zeros((1, steps, program.plan.hit_shock.size))
    )
    run_ids(program, np.array([r]), replicates, recording, ledger=book, record=record)
    i, j = divmod(d, program.layout.width)
    return record, record.worlds[0, :, :, i, j]


def _split(program: Program, replicates: int, r: int, booked: str, parts: Bookings, record: Record, d: int) -> Bookings:
    """Return bookings with channels split over levers and shocks over shocks, each in proportion to what it gave."""
    room = program.room()
    draw_scalars(program.plan, np.uint64(r // replicates), True, room.scalars)
    out: Bookings = {}
    for cause, values in parts.items():
        channel, impulse = LEVER_CAUSES.get((booked, cause)), SHOCK_CAUSES.get((booked, cause))
        shares: Bookings = {}
        if channel is not None:
            rows = [
                row
                for row in program.lever_rows
                if row.kind == 0 and row.channel == DYAD_CHANNELS.index(channel) and d in row.targets
            ]
            for row in rows:
                name = f"lever {program.lever_names[row.owner]}: {channel}"
                amount = record.outcomes[0, :, 0, row.owner].astype(float) * room.scalars[row.scalar]
                shares[name] = shares.get(name, 0.0) + amount
        elif impulse is not None:
            for h, row in enumerate(program.shock_rows):
                if row.kind == 0 and row.channel == DYAD_IMPULSES.index(impulse) and d in row.targets:
                    shares[f"shock {program.shock_names[row.owner]}"] = record.hits[0, :, h]
        out.update(_shared(cause, values, shares))
    return out


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


def _as_trust(parts: Bookings, path: Array) -> Bookings:
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
