"""Small worlds for the kernel: read, change, assemble and run scenarios; compare every bit of what comes out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from detente.assembly import Program, assemble
from detente.engine.block import run_block
from detente.engine.ledger import ROWS
from detente.scenario import Quantity, Scenario, read_scenario
from detente.world.arrays import DYADS, STATES, Record, Room, nothing_swept, position

DATA = Path(__file__).parents[1] / "data"
FIVE = DATA / "five_states.yaml"
STATE_ROWS = STATES
Array = np.ndarray[Any, np.dtype[Any]]

QUIET = {
    "mood_noise": 0.0, "cooperate_base": -100.0, "press_base": -100.0, "crisis_onset_base": 0.0, "misperception_base": 0.0,
    "posture_review": 0.0,
}  # fmt: skip
"""Nothing happens by chance: all states hold and keep their postures, no crisis, no misreading, no noise of mood."""


def read(*overrides: str, variant: str | None = None, path: Path = FIVE) -> Scenario:
    return read_scenario(path, variant, overrides)


def fixed(scenario: Scenario, **values: float) -> Scenario:
    """Return the scenario with these parameters at one point."""
    known = dict(scenario.parameters)
    for name, value in values.items():
        known[name] = Quantity.point(value, known[name].unit, "set by a test")
    return replace(scenario, parameters=known)


def without(scenario: Scenario, *, levers: bool = True, shocks: bool = True) -> Scenario:
    """Return the scenario without levers, without shocks, or both."""
    return replace(scenario, levers={} if levers else scenario.levers, shocks={} if shocks else scenario.shocks)


def short(scenario: Scenario, steps: int) -> Scenario:
    """Return the first steps of a scenario."""
    shocks = {k: replace(x, steps=tuple(t for t in x.steps if t < steps)) for k, x in scenario.shocks.items()}
    return replace(scenario, steps=steps, shocks=shocks)


class Kept(NamedTuple):
    """What a block of runs gave: the record, the last World in full, the room as left, the ledger [T, rows, W x W]."""

    record: Record
    last: Array
    room: Room
    program: Program
    ledger: Array | None

    def of(self, variable: str, run: int = 0, step: int = -1) -> Array:
        """Return a dyad variable [N, N] at an instant of a run (4 bytes a number)."""
        return np.asarray(self.record.worlds[run, step, DYADS.index(variable)])

    def full(self, variable: str) -> Array:
        """Return a variable of the last World of the last run in full: dyads [N, N], else flat."""
        n, w = len(self.program.layout.names), self.program.layout.width
        which = self.program.scenario.steps % 2
        found = np.asarray(self.room.worlds[which][variable])
        return found.reshape(w, w)[:n, :n] if variable in DYADS else found


def shapes(program: Program, runs: int) -> dict[str, tuple[int, ...]]:
    """Return the shape of every array of a Record that keeps everything."""
    n, steps = len(program.layout.names), program.scenario.steps
    levers, shocks = len(program.lever_names), len(program.shock_names)
    return {
        "summary": (runs, 12), "series": (runs, steps, 12), "worlds": (runs, steps + 1, len(DYADS), n, n),
        "state_worlds": (runs, steps + 1, len(STATE_ROWS), n), "outcomes": (runs, steps, 2, levers),
        "reasons": (runs, levers, 10), "crises": (runs, 4), "events": (runs, steps, shocks),
        "hits": (runs, steps, program.plan.hit_shock.size),
    }  # fmt: skip


def run(
    scenario: Scenario | Program, runs: Iterable[int] = (0,), *, sampled: bool = True, replicates: int | None = None,
    ledger: bool = False, room: Room | None = None, seed: int | None = None, worlds: bool = True,
) -> Kept:  # fmt: skip
    """Run a block of run ids with everything recorded, or without its Worlds."""
    program = scenario if isinstance(scenario, Program) else assemble(scenario, seed)
    s, layout = program.scenario, program.layout
    ids = np.array(list(runs), np.int64)
    kinds = {"worlds": np.float32, "state_worlds": np.float32, "reasons": np.int64}
    record = Record(
        **{name: np.zeros(shape, kinds.get(name, np.float64)) for name, shape in shapes(program, ids.size).items()}
    )
    room = program.room() if room is None else room
    rows = np.array([position(name, layout.width) for name in DYADS])
    state_rows = np.array([position(name, layout.width) for name in STATE_ROWS])
    book = np.zeros((s.steps, ROWS, layout.size)) if ledger else None
    run_block(
        ids, s.replicates if replicates is None else replicates, sampled, program.region[0], program.plan, room, s.dt,
        program.months, s.steps, program.focus, len(layout.names), program.pad, rows, state_rows, record, book,
        nothing_swept(),
    )  # fmt: skip
    return Kept(record, room.flat[s.steps % 2].copy(), room, program, book)


def same(one: Kept, other: Kept, *, but: tuple[str, ...] = ()) -> bool:
    """Return whether two blocks agree to the last bit in every record and in the last World."""
    fields = [name for name in Record._fields if name not in but]
    alike = [np.array_equal(getattr(one.record, name), getattr(other.record, name)) for name in fields]
    return all(alike) and np.array_equal(one.last, other.last)


WORLD = ("outcomes", "reasons", "events", "hits")
"""Records that name levers and shocks: left out where a comparison adds an idle one."""
