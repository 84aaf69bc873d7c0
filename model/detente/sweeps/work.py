"""Work off a stretch of runs: numbers per run and per year, and for each run that failed why.

Whatever goes wrong in one run stays with that run: the others of its block are not touched.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from detente.ensemble.ensemble import run_ids
from detente.ensemble.labels import step_dates
from detente.ensemble.recording import recording_of
from detente.scenario.scenario import Scenario
from detente.store.packing import rounded
from detente.sweeps.plan import Task, Work
from detente.world.arrays import Array, Record
from detente.world.outcomes import INDICATORS

OK, FAILED, CRASHED, TIMEOUT = 0, 1, 2, 3
STATUS = ("ok", "failed", "crashed", "timeout")
NOT_FINITE = "stopped being finite"


class Failure(NamedTuple):
    """A run (its place in the order) that failed: how, why in one line, and the traceback if there was one."""

    place: int
    status: int
    error: str
    trace: str


class Block(NamedTuple):
    """The results of a stretch of runs: arrays by name, runs first, and the failures among them."""

    first: int
    last: int
    arrays: dict[str, Array]
    failures: list[Failure]


def empty(work: Work, first: int, last: int) -> Block:
    """Return a block in which every run has failed, to be filled."""
    runs, n, instants = last - first, len(work.structures[0].scenario.states), len(work.years) + 1
    arrays: dict[str, Array] = {
        "status": np.full(runs, FAILED, np.int8),
        "means": np.full((runs, len(INDICATORS)), np.nan),
        "crises": np.zeros((runs, 4), np.int32),
    }
    if work.yearly:
        arrays["yearly"] = np.full((runs, len(work.years), len(INDICATORS)), np.nan, np.float32)
    for name in work.recording.dyads:
        arrays[name] = np.full((runs, instants, n, n), np.nan, np.float32)
    for name in work.recording.states:
        arrays[name] = np.full((runs, instants, n), np.nan, np.float32)
    return Block(first, last, arrays, [])


def work_off(work: Work, task: Task) -> Block:
    """Return the results of a task; never raises for what a run does."""
    if work.agents is not None:
        from detente.sweeps.by_agents import work_off_agents

        return work_off_agents(work, task)
    block = empty(work, task.first, task.last)
    for s in np.unique(task.structure):
        rows = np.flatnonzero(task.structure == s)
        try:
            _keep(work, block, task, int(s), rows, _kernel(work, task, int(s), rows))
        except Exception as error:  # one by one, so that only the run that did it is lost
            if len(rows) == 1:
                note(block, int(rows[0]), error)
                continue
            for row in rows:
                _alone(work, block, task, int(s), int(row))
    return block


def note(block: Block, row: int, error: BaseException) -> None:
    """Note the run in a row of the block as failed by an exception."""
    line = traceback.format_exception_only(error)[-1].strip()
    trace = "".join(traceback.format_exception(error))
    block.failures.append(Failure(block.first + row, FAILED, line, trace))


def _alone(work: Work, block: Block, task: Task, s: int, row: int) -> None:
    rows = np.array([row])
    try:
        _keep(work, block, task, s, rows, _kernel(work, task, s, rows))
    except Exception as error:  # this is the one
        note(block, row, error)


def _kernel(work: Work, task: Task, s: int, rows: Array, recording: Any = None) -> Record:
    structure = work.structures[s]
    swept = structure.swept._replace(values=np.ascontiguousarray(task.values[rows]))
    recording = work.recording if recording is None else recording
    return run_ids(structure.program, task.ids[rows], work.replicates, recording, None, work.sampled, swept=swept)


def _keep(work: Work, block: Block, task: Task, s: int, rows: Array, record: Record) -> None:
    """Put the record of some rows into the block; runs that are not finite are failures and keep no number."""
    scenario = work.structures[s].scenario
    good = np.isfinite(record.summary).all(axis=1)
    for array in (record.series, record.worlds, record.state_worlds):
        if len(array):
            good &= np.isfinite(array.reshape(len(array), -1).sum(axis=1, dtype=float))
    at, kept = rows[good], np.flatnonzero(good)
    block.arrays["status"][at] = OK
    block.arrays["means"][at] = record.summary[kept]
    block.arrays["crises"][at] = record.crises[kept].astype(np.int32)
    if work.yearly:
        block.arrays["yearly"][at] = by_year(record.series[kept], scenario, work.years)
    turns = turns_of_years(scenario, work.years)
    for name, values in worlds_of(work, record, kept, turns):
        block.arrays[name][at] = values
    for row in rows[~good]:
        error = _why(work, task, s, int(row))
        block.failures.append(Failure(block.first + int(row), FAILED, error, ""))


def worlds_of(work: Work, record: Record, kept: Array, turns: Array) -> Iterator[tuple[str, Array]]:
    """Yield each recorded variable at the turn of each year, [runs, years + 1, ...], rounded, the diagonal NaN."""
    if not len(record.worlds):
        return
    diagonal = np.eye(record.worlds.shape[-1], dtype=bool)
    for v, name in enumerate(work.recording.dyads):
        values = record.worlds[kept][:, turns, v] * (np.float32(0.25) if name == "tension" else np.float32(1))
        values = rounded(values)
        values[:, :, diagonal] = np.nan
        yield name, values
    for v, name in enumerate(work.recording.states):
        yield name, rounded(record.state_worlds[kept][:, turns, v])


def years_of(scenario: Scenario) -> Array:
    """Return the calendar year in which each step begins, [T]."""
    return step_dates(scenario)[:-1].astype("datetime64[Y]").astype(int) + 1970


def by_year(series: Array, scenario: Scenario, years: Array) -> Array:
    """Return the mean of each indicator over the steps of each calendar year, [R, Y, 12], rounded for the disk."""
    when = years_of(scenario)
    out = np.zeros((len(series), len(years), series.shape[2]))
    for y, year in enumerate(years):
        steps = np.flatnonzero(when == year)
        for t in steps:  # one after the other: the same sum for any number of runs
            out[:, y] += series[:, t]
        out[:, y] /= max(len(steps), 1)
    return rounded(out.astype(np.float32))


def turns_of_years(scenario: Scenario, years: Array) -> Array:
    """Return the instants (0 .. T) at which each calendar year begins, and the last one, [Y + 1]."""
    when = years_of(scenario)
    return np.append(np.searchsorted(when, years), len(when))


def _why(work: Work, task: Task, s: int, row: int) -> str:
    """Return where a run stopped being finite: the first step, and the indicators or variables that did."""
    scenario = work.structures[s].scenario
    record = _kernel(work, task, s, np.array([row]), recording_of("all", scenario.issues))
    bad = ~np.isfinite(record.series[0])
    if not bad.any():
        return NOT_FINITE
    t = int(np.flatnonzero(bad.any(axis=1))[0])
    names = [name for k, name in enumerate(INDICATORS) if bad[t, k]]
    date = str(step_dates(scenario)[t])[:10]
    return f"{NOT_FINITE} in step {t} ({date}): {', '.join(names[:4])}{' ...' if len(names) > 4 else ''}"
