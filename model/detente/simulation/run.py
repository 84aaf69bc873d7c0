"""One run, driven a step at a time so that someone may look in, and choose, between the parts of a step.

The passes and their order are those of `engine/block.py`; the same run gives the same numbers, bit for bit.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from detente.assembly import Program
from detente.compiled import forgotten
from detente.engine.indicators import measure
from detente.engine.sampling import draw_all, draw_scalars
from detente.engine.start import prepare
from detente.engine.step import after, before, choose
from detente.world.arrays import Array, Room
from detente.world.outcomes import INDICATORS

# What of the memory owns its numbers; `parameters` and `flat` are views of `scalars` and `worlds`.
OWNED = ("worlds", "base", "flow", "levers", "clocks", "shocks", "hits", "scalars")


class Run:
    """Run `run` of a program at its start; runs of one set of `replicates` share their drawn assumptions.

    With `sampled` false every number stands at its mode.
    """

    def __init__(self, program: Program, run: int, replicates: int, sampled: bool):
        self.program = program
        self.room: Room = program.room()
        self.elapsed = 0
        self.decided: Array | None = None
        self._run = np.uint64(run)
        draw, room, region = np.uint64(run // replicates), self.room, program.region[0]
        draw_scalars(program.plan, draw, sampled, room.scalars)
        draw_all(region, draw, sampled, room.flow[0])
        prepare(self._run, region, program.plan, room, program.scenario.dt, self._n, program.pad)
        self.chance = self._chance()

    @property
    def _n(self) -> int:
        return len(self.program.layout.names)

    @property
    def turn(self) -> int:
        """Return which of the two Worlds is now."""
        return self.elapsed % 2

    @property
    def ended(self) -> bool:
        """Return whether the horizon has passed."""
        return self.elapsed >= self.program.scenario.steps

    def world(self, variable: str) -> Array:
        """Return the live array of a variable now: dyads [W x W] (row observes column), states [W], blocks [5 x W]."""
        found: Array = self.room.worlds[variable][self.turn]
        return found

    def flow(self, name: str) -> Array:
        """Return the live array [W x W], or [4, W x W] of `draws`, of the latest decisions."""
        found: Array = self.room.flow[name][0]
        return found

    def decide(self) -> Array:
        """Let every state choose as the kernel does; return the acts [W x W] of the next World, still to be changed."""
        program, t, k = self.program, self.elapsed, self.turn
        region, scenario = program.region[0], program.scenario
        before(t, self._run, k, region, program.plan, self.room, scenario.dt, program.months, self._n, program.pad)
        choose(k, region, self.room, scenario.dt)
        acts: Array = self.room.worlds["act"][1 - k]
        self.decided = acts.copy()
        return acts

    def move(self) -> None:
        """Let the world move once after the decisions, and measure the indicators of the step."""
        program, k, room = self.program, self.turn, self.room
        region, flow = program.region[0], room.flow[0]
        after(self.elapsed, self._run, k, region, program.plan, room, program.scenario.dt, program.months, self._n,
              None)  # fmt: skip
        measure(room.worlds[k], room.worlds[1 - k], flow, region, room.parameters[0], program.focus, self._n,
                program.layout.width, flow["values"])  # fmt: skip
        self.elapsed += 1

    def indicators(self) -> dict[str, float]:
        """Return the indicators of the latest step by name; NaN before the first."""
        if not self.elapsed:
            return dict.fromkeys(INDICATORS, float("nan"))
        return dict(zip(INDICATORS, self.room.flow[0]["values"].tolist(), strict=True))

    def _chance(self) -> float:
        """Return the chance that a state reconsiders an act in one step: 1 - e^(-reconsideration dt)."""
        uncompiled: Any = getattr(forgotten, "py_func", forgotten)  # the same bits, without compiling it on its own
        return float(uncompiled(float(self.room.parameters["reconsideration"][0]) * self.program.scenario.dt))

    def __getstate__(self) -> dict[str, Any]:
        """Return what a copy needs: of the memory only the arrays that own their numbers."""
        return {**self.__dict__, "room": tuple(getattr(self.room, name) for name in OWNED)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Restore a copy with its views onto its own arrays."""
        self.__dict__.update(state)
        self.room = self.program.room()
        for name, kept in zip(OWNED, state["room"], strict=True):
            getattr(self.room, name)[...] = kept
