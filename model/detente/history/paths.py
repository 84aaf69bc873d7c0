"""Simulated trust of the dyads that are asked about, for many settings of the unknowns: the model's side of a fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from detente.assembly import Program, assemble
from detente.assembly.numbers import places
from detente.ensemble.ensemble import run_ids
from detente.ensemble.recording import recording_of
from detente.history.observations import logit
from detente.history.unknowns import Unknown, quantile
from detente.scenario.scenario import Scenario
from detente.world.arrays import Array, Swept

BLOCK = 64


class Simulator(NamedTuple):
    """A driven scenario ready to run: its program, and which unknown (at which factor) sets which number."""

    program: Program
    swept: Swept
    columns: tuple[tuple[int, Unknown, int], ...]
    dyads: tuple[tuple[str, str], ...]
    rows: Array
    start: float
    dt: float


def simulator(scenario: Scenario, unknowns: Sequence[Unknown], dyads: Sequence[tuple[str, str]]) -> Simulator:
    """Return what simulates the trust of some dyads (those with a state outside the scenario are left out)."""
    light = replace(scenario, tree=None, origins={})
    program = assemble(light, scenario.seed)
    columns = tuple((k, one, p) for k, one in enumerate(unknowns) for p in range(len(one.parts)))
    groups = {c: one.parts[p].keys for c, (_, one, p) in enumerate(columns)}
    found = places(light, program, groups) if groups else {}
    joined: dict[str, list[Array]] = {name: [] for name in Swept._fields[1:]}
    for column, place in found.items():
        for part, at in zip(("scalar", "dyad", "state"), place, strict=True):
            joined[f"{part}_at"].append(at)
            joined[f"{part}_from"].append(np.full(len(at), column))
    none = np.zeros(0, np.int64)
    swept = Swept(np.zeros((0, 0)), **{k: np.concatenate([none, *v]).astype(np.int64) for k, v in joined.items()})
    names = list(program.layout.names)
    inside = tuple(pair for pair in dyads if pair[0] in names and pair[1] in names)
    rows = np.array([names.index(a) * len(names) + names.index(b) for a, b in inside], int)
    start = scenario.start.year + (scenario.start.month - 1) / 12.0
    return Simulator(program, swept, columns, inside, rows, start, scenario.dt)


def simulate(ready: Simulator, u: Array, steps: int | None = None) -> Array:
    """Return logit trust [B, T+1, dyads] at the positions `u` [B, unknowns] (0..1) in their priors; nothing is random.

    `steps` stops short of the scenario's end: what is not asked about need not be simulated.
    """
    recording = recording_of(("trust",), ())
    program = ready.program
    if steps is not None and steps < program.scenario.steps:
        program = replace(program, scenario=replace(program.scenario, steps=steps))
    rows, n = recording.rows(program), len(program.layout.names)
    found = []
    for first in range(0, len(u), BLOCK):
        block = u[first : first + BLOCK]
        values = np.empty((len(block), max(len(ready.columns), 1)))
        for column, (k, one, p) in enumerate(ready.columns):
            part = one.parts[p]
            values[:, column] = part.factor * quantile(part.prior, block[:, k])
        ids = np.zeros(len(block), np.int64)
        record = run_ids(program, ids, 1, recording, rows, False, swept=ready.swept._replace(values=values))
        trust = record.worlds[:, :, 0].reshape(len(block), -1, n * n)[:, :, ready.rows]
        found.append(logit(trust.astype(float)))
    return np.concatenate(found)


def steps_until(ready: Simulator, time: float) -> int:
    """Return how many steps reach a time in years."""
    return int(np.clip(np.ceil((time - ready.start) / ready.dt), 1, ready.program.scenario.steps))


def at_times(ready: Simulator, path: Array, time: Array, dyad: Array) -> Array:
    """Return a path [T+1, dyads] at times [n] (years) of dyads (positions; -1: one outside, level 0), linear between steps.

    Before the start it is the start; a dyad's path is 0 where it is outside the scenario.
    """
    x = np.clip((time - ready.start) / ready.dt, 0.0, len(path) - 1.0)
    low = np.minimum(x.astype(int), len(path) - 2)
    share = x - low
    at = np.maximum(dyad, 0)
    value = (1.0 - share) * path[low, at] + share * path[low + 1, at]
    return np.where(dyad >= 0, value, 0.0)
