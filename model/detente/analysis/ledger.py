"""Explain a change: replay runs with the ledger on and add its bookings up by cause.

The kernel books a change to mechanisms, channels of influence, shocks and bounds; `causes` splits these over levers and
shocks by name.  The bookings add up to the change.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from detente.analysis.causes import OF_STATES, Bookings, as_trust, drawn, split, weights
from detente.analysis.measures import EVERYONE
from detente.assembly import Program
from detente.engine.ledger import BOOKED, ROWS, rows_of
from detente.ensemble.ensemble import run_ids
from detente.ensemble.recording import Recording, room_for
from detente.errors import UsageError
from detente.world.arrays import Array, Record
from detente.world.variables import DOMAINS, VARIABLES

if TYPE_CHECKING:
    import pandas

EXPLAINED = ("trust", *BOOKED)


class Explanation(NamedTuple):
    """Mean bookings over runs of a variable of one dyad or state: `table` has dates as rows, causes as columns.

    `target` is empty for a variable of one state; `errors` holds the standard error over runs of each cause's total
    (None where one run was replayed).
    """

    variable: str
    observer: str
    target: str
    runs: tuple[int, ...]
    start: float
    end: float
    table: pandas.DataFrame
    errors: pandas.Series[float] | None = None

    def _repr_html_(self) -> str:
        """Return the largest bookings for notebooks."""
        from detente.analysis.display import html_of_bookings

        return html_of_bookings(self)

    @property
    def totals(self) -> pandas.Series[float]:
        """Return the booking of each cause over the whole horizon, largest first; they add up to end - start."""
        found = self.table.sum()
        return found[found.abs().sort_values(ascending=False).index]

    @property
    def unit(self) -> str:
        """Return the unit of the variable."""
        return {"mood": "logit", "capability": "share"}.get(self.variable) or VARIABLES[self.variable].unit

    def subject(self, names: Mapping[str, str]) -> str:
        """Return in words what is explained, with display names: of one state, between two, or of one towards another."""
        observer = "all other states" if self.observer == EVERYONE else names.get(self.observer, self.observer)
        target = names.get(self.target, self.target)
        if not self.target:
            return f"{self.variable} of {observer}"
        if self.variable in VARIABLES and VARIABLES[self.variable].of == "pair":
            return f"{self.variable} between {observer} and {target}"
        return (
            f"{self.variable} of {observer} {'in' if self.variable in ('trust', 'credibility') else 'towards'} {target}"
        )


def explain(
    program: Program, replicates: int, runs: Array | list[int], variable: str, observer: str, target: str | None = None
) -> Explanation:
    """Replay `runs` with the ledger on and return the mean bookings of a variable; raise `UsageError`.

    Nationalism and capability (the weighted total) are of one state, the others of observer and target; the observer
    `*` stands for all other states: the mean over them of how they stand towards the target.
    """
    _check(program, variable, observer, target)
    layout, steps = program.layout, program.scenario.steps
    if target is None:
        places = [layout.state(observer)]
    elif observer == EVERYONE:
        places = [layout.dyad(name, target) for name in layout.names if name != target]
    else:
        places = [layout.dyad(observer, target)]
    book = np.zeros((steps, ROWS, layout.size))
    total: Bookings = defaultdict(lambda: np.zeros(steps))
    ends = np.zeros(2)
    by_run: list[dict[str, float]] = []
    for r in runs:
        own: dict[str, float] = defaultdict(float)
        record = _replay(program, replicates, int(r), variable, book)
        for place in places:
            found, path = _booked(program, replicates, int(r), variable, record, book, place)
            for cause, values in found.items():
                total[cause] += values
                own[cause] += float(values.sum()) / len(places)
            ends += path[[0, -1], 0]
        by_run.append(own)
    many = len(runs) * len(places)
    return Explanation(variable, observer, target or "", tuple(int(r) for r in runs), ends[0] / many, ends[1] / many,
                       _table(program, total, many), _errors(by_run))  # fmt: skip


def _errors(by_run: list[dict[str, float]]) -> pandas.Series[float] | None:
    """Return the standard error over runs of the total of each cause, or None for a single run."""
    import pandas

    if len(by_run) < 2:
        return None
    found: pandas.Series[float] = pandas.DataFrame(by_run).fillna(0.0).std(ddof=1) / len(by_run) ** 0.5
    return found


def _booked(
    program: Program, replicates: int, r: int, variable: str, record: Record, book: Array, place: int
) -> tuple[Bookings, Array]:
    """Return the bookings at one place in a replayed run, and its path: [T+1, 1], or [T+1, 3] trust, mood, grievance."""
    booked = "mood" if variable == "trust" else variable
    if variable == "capability":
        path = record.state_worlds[0, :, :, place] @ weights(program, drawn(program, replicates, r))[:, None]
    elif variable in OF_STATES:
        path = record.state_worlds[0, :, :, place]
    else:
        path = record.worlds[(0, slice(None), slice(None), *divmod(place, program.layout.width))]
    parts = {c: book[:, rows_of(booked), place][:, k].copy() for k, c in enumerate(BOOKED[booked])}
    found = split(program, replicates, r, booked, parts, record, place)
    return (as_trust(found, path) if variable == "trust" else found), path


def _table(program: Program, total: Bookings, many: int) -> pandas.DataFrame:
    import pandas

    from detente.ensemble.labels import step_dates

    table = pandas.DataFrame({cause: values / many for cause, values in total.items()})
    table.index = pandas.Index(step_dates(program.scenario)[1:], name="time")
    return table.loc[:, (table != 0.0).any()]


def _check(program: Program, variable: str, observer: str, target: str | None) -> None:
    """Raise `UsageError` with every name that is unknown, what is known, and the nearest."""
    faults = []
    states = program.layout.names
    for kind, name, known in (
        ("variable", variable, EXPLAINED),
        *([] if observer == EVERYONE and target is not None else [("state", observer, states)]),
        *([] if target is None else [("state", target, states)]),
    ):
        if name not in known:
            near = difflib.get_close_matches(name.upper() if kind == "state" else name, known, 1, 0.4)
            hint = f"; did you mean '{near[0]}'?" if near else ""
            faults.append(f"no {kind} '{name}'{hint} (known: {', '.join(known)})")
    if variable in OF_STATES and target is not None:
        faults.append(f"{variable} is of one state; leave the target out")
    elif variable in EXPLAINED and variable not in OF_STATES and target is None:
        faults.append(f"{variable} is held towards another state; name the target")
    if observer == target and observer in states:
        faults.append(f"'{observer}' has no {variable} towards itself; name two different states")
    if faults:
        raise UsageError("\n".join(faults))


def _replay(program: Program, replicates: int, r: int, variable: str, book: Array) -> Record:
    """Return the record of one run, with `variable` in double precision (trust: also mood and grievance)."""
    of_state = variable in OF_STATES
    names: tuple[str, ...] = ("trust", "mood", "grievance") if variable == "trust" else (variable,)
    if variable == "capability":
        names = tuple(f"capability.{domain}" for domain in DOMAINS)
    recording = Recording((), names, True) if of_state else Recording(names, (), True)
    record = room_for(program, recording, 1)
    # Exact paths: the usual record keeps single precision.
    record = record._replace(
        worlds=record.worlds.astype(float), state_worlds=record.state_worlds.astype(float),
        hits=np.zeros((1, program.scenario.steps, program.plan.hit_shock.size)),
    )  # fmt: skip
    run_ids(program, np.array([r]), replicates, recording, ledger=book, record=record)
    return record
