"""Run a scenario with everything recorded in double precision; compare every bit of two runs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from detente.assembly import Program, assemble
from detente.engine.ledger import ROWS
from detente.ensemble.ensemble import run_ids
from detente.ensemble.recording import Recording, room_for, state_variables
from detente.scenario import Scenario
from detente.world.arrays import DYADS, Array, Record
from laws.sketches import ISSUES

OF_STATES = state_variables(ISSUES)
"""What is recorded of each state of a random world."""
NAMING = ("outcomes", "reasons", "events", "hits")
"""Records with a column per lever or shock: left out where one scenario has another number of them."""


class Kept(NamedTuple):
    """What some runs gave: the record, and the ledger [T, rows, W x W] of the last of them or None."""

    program: Program
    record: Record
    ledger: Array | None

    def of(self, variable: str) -> Array:
        """Return a dyad variable [R, T+1, N, N], row observes column, or a state variable [R, T+1, N]."""
        of_states = state_variables(self.program.scenario.issues)
        if variable in of_states:
            return np.asarray(self.record.state_worlds[:, :, of_states.index(variable)])
        return np.asarray(self.record.worlds[:, :, DYADS.index(variable)])

    def delivered(self, key: str) -> Array:
        """Return the delivered level of a lever [R, T]."""
        return np.asarray(self.record.outcomes[:, :, 0, self.program.lever_names.index(key)])

    def consent(self, key: str) -> Array:
        """Return the outcome of consent of a lever [R, T]."""
        return np.asarray(self.record.outcomes[:, :, 1, self.program.lever_names.index(key)])


def run(
    scenario: Scenario | Program,
    runs: Iterable[int] = (0, 1, 2),
    *,
    sampled: bool = True,
    ledger: bool = False,
    replicates: int | None = None,
) -> Kept:
    """Run these run ids with everything recorded."""
    program = scenario if isinstance(scenario, Program) else assemble(scenario)
    ids = np.array(list(runs), np.int64)
    everything = Recording(DYADS, state_variables(program.scenario.issues), True)
    blank = room_for(program, everything, ids.size)
    record = Record(*(np.zeros(array.shape) for array in blank))
    record = record._replace(
        reasons=blank.reasons, hits=np.zeros((ids.size, program.scenario.steps, program.plan.hit_shock.size))
    )
    book = np.zeros((program.scenario.steps, ROWS, program.layout.size)) if ledger else None
    sets = program.scenario.replicates if replicates is None else replicates
    run_ids(program, ids, sets, everything, sampled=sampled, ledger=book, record=record)
    return Kept(program, record, book)


def differing(one: Kept, other: Kept, *, but: Iterable[str] = ()) -> list[str]:
    """Return the records in which two blocks of runs differ in any bit."""
    names = [name for name in Record._fields if name not in but]
    return [name for name in names if not np.array_equal(getattr(one.record, name), getattr(other.record, name))]


def distance(one: Array, other: Array) -> float:
    """Return the largest distance of two arrays: absolute up to 1, relative to `other` beyond."""
    gap = np.abs(one - other) / np.maximum(np.abs(other), 1.0)
    return float(gap.max(initial=0.0))
