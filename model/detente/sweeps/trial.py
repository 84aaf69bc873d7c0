"""A few runs of a sweep, made in this process: which ones depends on the plan alone; only the time they take varies."""

from __future__ import annotations

import time

import numpy as np

from detente.sweeps.plan import Plan, Task
from detente.sweeps.work import Block, work_off

TRIAL_RUNS = 128


def trial(plan: Plan) -> tuple[Block, float]:
    """Return a block of evenly spread runs and the seconds a run took on one thread; one run before only warms up."""
    work, task = plan.work(), _spread(plan)
    work_off(work, plan.task(0, 1))
    start = time.perf_counter()
    block = work_off(work, task)
    return block, (time.perf_counter() - start) / len(task.ids)


def _spread(plan: Plan) -> Task:
    many = min(TRIAL_RUNS, plan.runs, plan.largest_block)
    places = np.linspace(0, plan.runs - 1, many).astype(np.int64)
    tasks = [plan.task(int(at), int(at) + 1) for at in places]
    ids, structure, values = (np.concatenate([task[k] for task in tasks]) for k in (2, 3, 4))
    return Task(0, many, ids, structure, values)
