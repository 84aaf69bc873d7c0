"""Mixtures of two scenarios, as the kernel runs them: some players as in the scenario, the others as in the reference.

Both sides' levers and shocks stand in one Program each way of everything else, and a mixture only masks schedules:
a lever at level 0 and a shock that cannot happen change no bit.  So nothing is assembled anew for a mixture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from detente.analysis.differences import in_force
from detente.analysis.measures import Measure
from detente.analysis.players import Player
from detente.assembly import Program, assemble
from detente.engine.shocks import RATE
from detente.ensemble.ensemble import run_ids
from detente.errors import RunError
from detente.mechanisms.consent import GRANTED
from detente.scenario.scenario import Scenario
from detente.world.arrays import Array

AFTER = "\0"
"""Marks the reference's version of a key: sorts right behind the scenario's and before any other name."""


class Mixtures(NamedTuple):
    """All mixtures of two scenarios under one seed.

    A mixture is known by the set of players *present*, a bit mask: a player that only takes levers away is present
    where they are in force, so that fewer present always means fewer levers.  `taken` turns present into taken from
    the scenario.  `owners` say for each lever and shock of the programs which player switches it (-1: none) and
    whether it is the scenario's version; `switches` are the players that only switch levers on or off.
    """

    programs: tuple[Program, Program]
    rest: int
    levers: tuple[Array, Array]
    shocks: tuple[Array, Array]
    flipped: int
    switches: int
    players: int
    measure: Measure
    replicates: int

    @property
    def full(self) -> int:
        """Return the mask of all players present."""
        return (1 << self.players) - 1

    def program(self, present: int) -> Program:
        """Return the Program of a mixture."""
        taken = present ^ self.flipped
        base = self.programs[1 if self.rest < 0 else taken >> self.rest & 1]
        plan = base.plan
        lever, shock = _on(*self.levers, taken), _on(*self.shocks, taken)
        scalars = plan.shock_scalars.copy()
        scalars[~shock, RATE] = -1
        masked = plan._replace(
            lever_level=plan.lever_level * lever[:, None], shock_events=plan.shock_events * shock[:, None],
            shock_scalars=scalars,
        )  # fmt: skip
        return replace(base, plan=masked)

    def evaluate(self, present: int, runs: Array) -> tuple[Array, Array]:
        """Return the measure of some runs of a mixture, [runs], and which present players did anything, masks [runs].

        A lever to which nobody ever agreed in a run changed no bit of it.
        """
        program = self.program(present)
        record = run_ids(program, runs, self.replicates, self.measure.recording)
        values = self.measure.of_record(record, program.layout)
        bad = np.flatnonzero(~np.isfinite(values) | ~np.isfinite(record.summary).all(axis=1))
        if bad.size:
            raise RunError(f"run {runs[bad[0]]} of seed {program.seed} stopped being finite in a mixture of the two")
        granted = record.reasons[:, :, GRANTED] > 0
        active = np.full(len(runs), self.full & ~self.switches, np.int64)
        for row, owner in enumerate(self.levers[0]):
            if owner >= 0:
                active |= granted[:, row].astype(np.int64) << int(owner)
        return values, active


def mixtures_of(
    scenario: Scenario, reference: Scenario, players: Sequence[Player], seed: int, replicates: int, measure: Measure
) -> Mixtures:
    """Return the mixtures of two comparable scenarios over `players`."""
    owner = {(item.kind, item.key): k for k, player in enumerate(players) for item in player.items}
    levers, lever_owners = _union("lever", scenario, reference, owner)
    shocks, shock_owners = _union("shock", scenario, reference, owner)
    sides = [replace(side, levers=levers, shocks=shocks) for side in (reference, scenario)]
    rest = next((k for (kind, _), k in owner.items() if kind == "rest"), -1)
    ours = assemble(sides[1], seed)
    programs = (assemble(sides[0], seed) if rest >= 0 else ours, ours)
    flipped = sum(1 << k for k, player in enumerate(players) if player.drops)
    switches = sum(1 << k for k, player in enumerate(players) if player.drops or player.adds)
    return Mixtures(programs, rest, lever_owners, shock_owners, flipped, switches, len(players), measure, replicates)


def _union(
    kind: str, scenario: Scenario, reference: Scenario, owner: dict[tuple[str, str], int]
) -> tuple[dict[str, Any], tuple[Array, Array]]:
    """Return all levers (or shocks) in force on either side in order of key, with owner and side of each."""
    ours, theirs = getattr(scenario, f"{kind}s"), getattr(reference, f"{kind}s")
    found, players, sides = {}, [], []
    for key in sorted({*ours, *theirs}):
        player = owner.get((kind, key), -1)
        for mark, side, is_ours in (("", ours, True), (AFTER, theirs, False)):
            part = side.get(key)
            if in_force(part, scenario.steps) and (player >= 0 or is_ours):
                found[key + mark] = part
                players.append(player)
                sides.append(is_ours)
    return found, (np.array(players, np.int64), np.array(sides, np.bool_))


def _on(owners: Array, ours: Array, taken: int) -> Array:
    """Return which levers (or shocks) are in force when the players in `taken` are as in the scenario."""
    from_scenario = (np.int64(taken) >> np.maximum(owners, 0) & 1).astype(bool)
    return np.asarray((owners < 0) | (from_scenario == ours))
