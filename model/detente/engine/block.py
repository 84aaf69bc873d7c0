"""Run a block of runs: the loop over steps, and what is recorded of each run."""

from __future__ import annotations

import numpy as np

from detente.compiled import jit
from detente.engine.indicators import measure
from detente.engine.sampling import draw_all, draw_scalars, impose
from detente.engine.start import prepare
from detente.engine.step import after, before, choose


@jit
def _keep_world(flat, rows, state_rows, n, w, out, out_states):
    """Copy chosen variables (by position in the flat World) into an instant's record: out [V, N, N], out_states [S, N]."""
    for v in range(rows.size):
        for i in range(n):
            for j in range(n):
                out[v, i, j] = flat[rows[v] + i * w + j]
    for v in range(state_rows.size):
        for i in range(n):
            out_states[v, i] = flat[state_rows[v] + i]


@jit
def _tally(new, moves, levers, reasons, crises):
    """Count outcomes of consent per lever, and onsets, ends and pair-steps in crisis (whole numbers: any order)."""
    for lever in range(levers.shape[1]):
        reasons[lever, int(levers[1, lever])] += 1
    hot, top, stage = 0, 0, new.stage
    for d in range(stage.size):
        hot += 1 if stage[d] > 0.5 else 0
        top += 1 if stage[d] > 3.5 else 0
    crises[0] += moves[0]
    crises[1] += moves[1]
    crises[2] += hot // 2
    crises[3] += top // 2


@jit
def _keep(t, r, values, levers, shocks, hits, record):
    """Write what is kept of step t of the r-th run apart from Worlds."""
    for q in range(values.size):
        record.summary[r, q] += values[q]
        if record.series.shape[0] > 0:
            record.series[r, t, q] = values[q]
    if record.outcomes.shape[0] > 0:
        for m in range(levers.shape[1]):
            record.outcomes[r, t, 0, m], record.outcomes[r, t, 1, m] = levers[0, m], levers[1, m]
    if record.events.shape[0] > 0:
        for s in range(shocks.shape[1]):
            record.events[r, t, s] = shocks[2, s]
    if record.hits.shape[0] > 0:
        for h in range(hits.size):
            record.hits[r, t, h] = hits[h]


@jit
def run_block(
    runs,
    replicates,
    sampled,
    region,
    plan,
    room,
    dt,
    months,
    steps,
    focus,
    n,
    pad,
    rows,
    state_rows,
    record,
    ledger,
    swept,
):
    """Run the given run ids; `room` is one thread's memory, `record` what is kept, `ledger` [T, rows, W x W] or None.

    `swept` holds numbers that a sweep gives each run (the same ones to every run, so that nothing has to be put back).
    Run id r draws the assumptions of set r // replicates, so runs of one set should follow each other.
    """
    flow, w, known = room.flow[0], room.flow[0].strength.size, -1
    for r in range(runs.size):
        run, draw = np.uint64(runs[r]), np.int64(runs[r] // replicates)
        if draw != known:
            draw_scalars(plan, np.uint64(draw), sampled, room.scalars)
            draw_all(region, np.uint64(draw), sampled, flow)
            known = draw
        impose(swept, r, room.scalars, flow)
        prepare(run, region, plan, room, dt, n, pad)
        if record.worlds.shape[0] > 0:
            _keep_world(room.flat[0], rows, state_rows, n, w, record.worlds[r, 0], record.state_worlds[r, 0])
        for t in range(steps):
            k = t % 2
            before(t, run, k, region, plan, room, dt, months, n, pad)
            choose(k, region, room, dt)
            after(t, run, k, region, plan, room, dt, months, n, None if ledger is None else ledger[t])
            now, new = room.worlds[k], room.worlds[1 - k]
            measure(now, new, flow, region, room.parameters[0], focus, n, w, flow.values)
            _tally(new, flow.moves, room.levers[1 - k], record.reasons[r], record.crises[r])
            _keep(t, r, flow.values, room.levers[1 - k], room.shocks, room.hits, record)
            if record.worlds.shape[0] > 0:
                _keep_world(
                    room.flat[1 - k], rows, state_rows, n, w, record.worlds[r, t + 1], record.state_worlds[r, t + 1]
                )
        for q in range(flow.values.size):
            record.summary[r, q] /= steps
