"""Runs in which states choose by a user's own classes: through the Mesa face, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.assembly.numbers import with_numbers
from detente.ensemble.recording import room_for
from detente.errors import RunError
from detente.scenario.scenario import Scenario
from detente.sweeps.plan import Task, Work
from detente.sweeps.structures import Structure
from detente.sweeps.work import NOT_FINITE, OK, Block, by_year, empty, note, turns_of_years, worlds_of
from detente.world.arrays import Array, Record
from detente.world.outcomes import INDICATORS

if TYPE_CHECKING:
    from detente.simulation import Region


def work_off_agents(work: Work, task: Task) -> Block:
    """Return the results of a task whose states choose for themselves; an exception in `choose` fails that run alone."""
    block = empty(work, task.first, task.last)
    for row in range(task.last - task.first):
        structure = work.structures[int(task.structure[row])]
        try:
            scenario = at_point(structure, task.values[row])
            record = _run(work, scenario, structure.program.seed, int(task.ids[row]))
            if not np.isfinite(record.summary).all():
                raise RunError(NOT_FINITE)
            _keep(work, block, row, scenario, record)
        except Exception as error:  # the user's code may raise whatever it likes
            note(block, row, error)
    return block


def at_point(structure: Structure, values: Array) -> Scenario:
    """Return the scenario of a structure with the numbers of one point, [F]."""
    numbers = {key: float(values[f]) for f, names in structure.keys.items() for key in names}
    return with_numbers(structure.scenario, numbers)


def region_of(scenario: Scenario, seed: int, run: int, replicates: int, sampled: bool, agents: Any) -> Region:
    """Return one run as a Mesa model."""
    from detente.simulation import Region, StateAgent

    chosen = StateAgent if agents is None else agents
    return Region(scenario, rng=seed, run=run, replicates=replicates, sampled=sampled, agents=chosen)


def _run(work: Work, scenario: Scenario, seed: int, run: int) -> Record:
    """Return the record of one run, summed up as the kernel does."""
    region = region_of(scenario, seed, run, work.replicates, work.sampled, work.agents)
    region.datacollector = None
    recording = work.recording._replace(series=True)
    record = room_for(region.program, recording, 1)
    rows = recording.rows(region.program)
    _keep_world(region, rows, record, 0)
    for t in range(scenario.steps):
        before = region.course.world("stage") > 0.5
        region.step()
        record.series[0, t] = list(region.indicators.values())
        record.summary[0] += record.series[0, t]
        record.crises[0] += _crises(region, before)
        _keep_world(region, rows, record, t + 1)
    record.summary[0] /= scenario.steps
    return record


def _crises(region: Region, before: Array) -> list[int]:
    """Return onsets, ends, pairs in crisis and pairs at the top stage of the latest step (each pair stands twice)."""
    stage = region.course.world("stage")
    moves = region.course.room.flow[0]["moves"]
    return [int(moves[0]), int(moves[1]), int((stage > 0.5).sum()) // 2, int((stage > 3.5).sum()) // 2]


def _keep_world(region: Region, rows: tuple[Array, Array], record: Record, at: int) -> None:
    n, w = len(region.program.layout.names), region.program.layout.width
    flat = region.course.room.flat[region.course.turn]
    for v, row in enumerate(rows[0]):
        record.worlds[0, at, v] = flat[row : row + w * w].reshape(w, w)[:n, :n]
    for v, row in enumerate(rows[1]):
        record.state_worlds[0, at, v] = flat[row : row + n]


def _keep(work: Work, block: Block, row: int, scenario: Scenario, record: Record) -> None:
    block.arrays["status"][row] = OK
    block.arrays["means"][row] = record.summary[0]
    block.arrays["crises"][row] = record.crises[0].astype(np.int32)
    if work.yearly:
        block.arrays["yearly"][row] = by_year(record.series, scenario, work.years)[0]
    for name, values in _worlds(work, record, turns_of_years(scenario, work.years)):
        block.arrays[name][row] = values[0]


def _worlds(work: Work, record: Record, turns: Array) -> Iterator[tuple[str, Array]]:
    return worlds_of(work, record, np.array([0]), turns)


COLUMNS = tuple(INDICATORS)
