"""What to record of each run, and room for it: from twelve numbers a run to everything."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from detente.assembly import Program
from detente.errors import UsageError
from detente.mechanisms.consent import REASONS
from detente.world.arrays import DYADS, STATES, Array, Record, position
from detente.world.outcomes import INDICATORS
from detente.world.variables import DOMAINS, VARIABLES

DYAD_VARIABLES = tuple(name for name in (*DYADS, "tension") if name in VARIABLES)
BASIC = ("trust",)


def state_variables(issues: tuple[str, ...]) -> tuple[str, ...]:
    """Return what can be recorded of a state, given the issues of its scenario."""
    return (*STATES, *(f"capability.{d}" for d in DOMAINS), *(f"priorities.{i}" for i in issues))


class Recording(NamedTuple):
    """Which variables of the World to keep at every step (none: indicators only), and whether their series too."""

    dyads: tuple[str, ...]
    states: tuple[str, ...]
    series: bool

    def rows(self, program: Program) -> tuple[Array, Array]:
        """Return the positions of the kept variables in the flat World."""
        w = program.layout.width
        dyads = [position("stage" if name == "tension" else name, w) for name in self.dyads]
        return np.array(dyads, np.int64), np.array(
            [_state_row(name, w, program.scenario.issues) for name in self.states], np.int64
        )

    def bytes_per_run(self, program: Program) -> int:
        """Return the memory that one run's record takes."""
        n, steps = len(program.layout.names), program.scenario.steps
        worlds = (steps + 1) * (len(self.dyads) * n * n + len(self.states) * n) * 4
        levers, shocks = len(program.lever_names), len(program.shock_names)
        return worlds + 128 + (steps * (12 * 8 + levers * 8 + shocks * 4) if self.series else 0)


def _state_row(name: str, width: int, issues: tuple[str, ...]) -> int:
    block, _, part = name.partition(".")
    parts = {"capability": DOMAINS, "priorities": issues}.get(block, ("",))
    return position(block, width) + parts.index(part) * width


def recording_of(record: str | Sequence[str], issues: tuple[str, ...] = ()) -> Recording:
    """Return the Recording that a word (`indicators`, `all`) or names of variables ask for; raise `UsageError`."""
    of_states = state_variables(issues)
    names = [part.strip() for part in record.split(",")] if isinstance(record, str) else list(record)
    if names == ["indicators"]:
        return Recording((), (), False)
    if names == ["all"]:
        return Recording(DYAD_VARIABLES, of_states, True)
    known = [*DYAD_VARIABLES, *of_states, "indicators", "all"]
    for name in names:
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            hint = f"; did you mean '{near[0]}'?" if near else ""
            raise UsageError(f"nothing to record is called '{name}'{hint}; known: {', '.join(known)}")
    return Recording(
        tuple(dict.fromkeys(n for n in names if n in DYAD_VARIABLES)),
        tuple(dict.fromkeys(n for n in names if n in of_states)),
        True,
    )


def room_for(program: Program, recording: Recording, runs: int) -> Record:
    """Return zeroed arrays for the record of `runs` runs."""
    n, steps = len(program.layout.names), program.scenario.steps
    levers, shocks = len(program.lever_names), len(program.shock_names)
    worlds = runs if recording.dyads or recording.states else 0
    kept = runs if recording.series else 0
    f = np.float32
    return Record(
        np.zeros((runs, len(INDICATORS))),
        np.zeros((kept, steps, len(INDICATORS))),
        np.zeros((worlds, steps + 1, len(recording.dyads), n, n), f),
        np.zeros((worlds, steps + 1, len(recording.states), n), f),
        np.zeros((kept, steps, 2, levers), f),
        np.zeros((runs, levers, len(REASONS)), np.int32),
        np.zeros((runs, 4)),
        np.zeros((kept, steps, shocks), f),
        np.zeros((0, steps, 0)),
    )
