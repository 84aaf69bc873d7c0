"""Run the whole kernel as plain Python (NUMBA_DISABLE_JIT=1) and write the last World: `uncompiled.py SCENARIO STEPS OUT`."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Any

import numpy as np
from kernel import run

from detente.assembly import assemble
from detente.scenario import read_scenario
from detente.world.arrays import Room


class Row:
    """One row of a record array, read by attribute as compiled code does."""

    def __init__(self, array: Any, index: int) -> None:
        self.array, self.index = array, index

    def __getattr__(self, name: str) -> Any:
        return self.array[name][self.index]


def rows(array: Any) -> list[Row]:
    return [Row(array, k) for k in range(len(array))]


def open_room(room: Room) -> Room:
    return room._replace(**{name: rows(getattr(room, name)) for name in ("worlds", "base", "flow", "parameters")})


def main() -> None:
    path, steps, out = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    scenario = read_scenario(path)
    program = assemble(replace(scenario, steps=steps, levers=scenario.levers, shocks={}))
    compiled = type(run.__globals__["run_block"]).__name__ != "function"
    assert not compiled, "numba compiles although it is told not to"
    room = open_room(program.room())
    program.__dict__["region"] = rows(program.region)
    with np.errstate(all="ignore"):
        kept = run(program, [3], room=room)
    np.savez(out, last=kept.last, summary=kept.record.summary, worlds=kept.record.worlds)


if __name__ == "__main__":
    main()
