"""Which assumptions matter most: rank correlations of what is drawn with what the levers change, over many sets.

Done a few runs at a time while nobody asks for anything else.  A screening, not an attribution: it sees what is monotone,
one assumption at a time.  What counts as clear among so many is decided where the report decides it (`analysis.influence`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from math import isnan
from time import perf_counter
from typing import Any

import numpy as np

from detente.analysis.influence import influences
from detente.assembly import Program, assemble
from detente.assembly.numbers import Places, places
from detente.engine.sampling import draw_all, draw_scalars
from detente.ensemble.ensemble import run_ids
from detente.ensemble.recording import Recording
from detente.explorer.opened import Pair
from detente.explorer.sliders import path_of
from detente.scenario import keys
from detente.world.arrays import Array
from detente.world.outcomes import INDICATORS

MOST, FEWEST, SECONDS, CHUNK = 1000, 100, 15.0, 8
LISTED = 12


@dataclass
class Screening:
    """The sets that were run so far, and what each drew; `alone` where there is no difference and levels are looked at."""

    paths: tuple[str, ...]
    at: tuple[Array, Array]
    programs: tuple[Program, Program]
    drawn: Array
    differences: Array
    most: int
    alone: bool = False
    done: int = 0
    listed: dict[str, Any] = field(default_factory=dict)

    @property
    def finished(self) -> bool:
        """Whether all sets were run, and judged for every indicator."""
        return self.done >= self.most and len(self.listed) == len(INDICATORS)

    def step(self) -> None:
        """Run a few more sets on both sides, in this thread alone; when all are run, judge one indicator."""
        if self.done >= self.most:
            self._judge()
            return
        began, last = perf_counter(), min(self.done + CHUNK, self.most)
        ids = np.arange(self.done, last)
        before, after = (run_ids(program, ids, 1, Recording((), (), False)).summary for program in self.programs)
        self.differences[self.done : last] = after if self.alone else after - before
        for r in ids:
            self.drawn[r] = draws(self.programs[1], self.at, int(r))
        if self.done:  # the first step may load the kernel
            pace = (perf_counter() - began) / len(ids)
            self.most = int(min(self.most, max(FEWEST, self.done, SECONDS / max(pace, 1e-6))))
        self.done = last

    def _judge(self) -> None:
        """Rank the assumptions for the next indicator."""
        name = tuple(INDICATORS)[len(self.listed)]
        found = influences(self.paths, self.drawn[: self.done], self.differences[: self.done, len(self.listed)], LISTED)
        self.listed[name] = {
            "least": None if isnan(found.threshold) else round(found.threshold, 3),
            "rows": [[row.key, round(row.correlation, 3)] for row in found.clear],
        }

    def found(self) -> dict[str, Any]:
        """Return for each indicator the paths that matter clearly, with their rank correlations, strongest first."""
        what = "level" if self.alone else "change"
        return {"sets": self.done, "of": len(self.paths), "what": what, "listed": self.listed}


def screening_of(pair: Pair, seed: int) -> Screening | None:
    """Return the screening of a pair, or None where nothing is uncertain."""
    light = replace(pair.scenario, tree=None, origins={})
    program = assemble(light, seed)
    by_path = {path_of(key, pair.scenario): key for key, quantity in keys.quantities(light) if not quantity.fixed}
    names, paths = list(by_path.values()), list(by_path)
    found = places(light, program, {k: (key,) for k, key in enumerate(names)}) if names else {}
    if not found:
        return None
    beside = assemble(replace(pair.reference, tree=None, origins={}), seed)
    kept = tuple(sorted(found))
    return Screening(
        tuple(paths[k] for k in kept), located(found[k] for k in kept), (beside, program),
        np.zeros((MOST, len(kept))), np.zeros((MOST, len(INDICATORS))), MOST, pair.reference == pair.scenario,
    )  # fmt: skip


def draws(program: Program, at: tuple[Array, Array], number: int) -> Array:
    """Return what set `number` of assumptions draws; `at` says in which source, and where in it, each number stands."""
    room, region = program.room(), program.region[0]
    flow = room.flow[0]
    draw_scalars(program.plan, np.uint64(number), True, room.scalars)
    draw_all(region, np.uint64(number), True, flow)
    whole = np.concatenate([room.scalars, flow["given"].ravel(), flow["given_states"].ravel()])
    starts = np.cumsum([0, room.scalars.size, flow["given"].size])
    return np.asarray(whole[starts[at[0]] + at[1]])


def located(found: Iterable[Places]) -> tuple[Array, Array]:
    """Return source (scalars, dyads, states) and position of the first of each number's places."""
    firsts = [next((k, int(where[0])) for k, where in enumerate(place) if len(where)) for place in found]
    return np.array([source for source, _ in firsts]), np.array([where for _, where in firsts])
