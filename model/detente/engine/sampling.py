"""Draw the assumptions of a run: every scalar and every given value from its own keyed distribution."""

from __future__ import annotations

import numpy as np

from detente.compiled import jit, philox, triangular, uniform, words

FIRST_PAIR = 6
"""From this row on, GIVEN_DYADS are symmetric and draw by sorted names."""


@jit
def draw_scalars(plan, draw, sampled, out):
    """Write every scalar (parameters, then lever and shock numbers) for assumption set `draw` (uint64)."""
    zero, low, mode, high = np.uint64(0), plan.scalar_low, plan.scalar_mode, plan.scalar_high
    for s in range(out.size):
        if sampled and high[s] > low[s]:
            word, _, _, _ = philox(zero, zero, zero, draw, plan.scalar_keys[s, 0], plan.scalar_keys[s, 1])
            out[s] = triangular(uniform(word), low[s], mode[s], high[s], plan.scalar_flat[s])
        else:
            out[s] = mode[s]


@jit
def draw_given(low, mode, high, flat, key, first, second, draw, sampled, work, out):
    """Write one given variable for all dyads (or states: second all zero); `work` is [4, n] scratch."""
    if sampled:
        words(first, second, np.uint64(0), draw, key, work)
    u = work[0]
    for d in range(out.size):
        out[d] = triangular(u[d], low[d], mode[d], high[d], flat[d] > 0.5) if sampled else mode[d]


@jit
def draw_all(region, draw, sampled, flow):
    """Write all given values of assumption set `draw` into flow.given [11, W x W] and flow.given_states [17, W]."""
    r = region
    for v in range(flow.given.shape[0]):
        if v >= FIRST_PAIR:
            draw_given(r.dyad_low[v], r.dyad_mode[v], r.dyad_high[v], r.dyad_flat[v], r.dyad_keys[v],
                       r.lower, r.upper, draw, sampled, flow.draws, flow.given[v])  # fmt: skip
        else:
            draw_given(r.dyad_low[v], r.dyad_mode[v], r.dyad_high[v], r.dyad_flat[v], r.dyad_keys[v],
                       r.first, r.second, draw, sampled, flow.draws, flow.given[v])  # fmt: skip
    for v in range(flow.given_states.shape[0]):
        draw_given(r.state_low[v], r.state_mode[v], r.state_high[v], r.state_flat[v], r.state_keys[v],
                   r.state_hash, r.zeros, draw, sampled, flow.counts[0:4], flow.given_states[v])  # fmt: skip


@jit
def impose(swept, r, scalars, flow):
    """Put the numbers that a sweep gives the r-th run in place of what was drawn."""
    for k in range(swept.scalar_at.size):
        scalars[swept.scalar_at[k]] = swept.values[r, swept.scalar_from[k]]
    size, width = flow.given.shape[1], flow.given_states.shape[1]
    for k in range(swept.dyad_at.size):
        flow.given[swept.dyad_at[k] // size, swept.dyad_at[k] % size] = swept.values[r, swept.dyad_from[k]]
    for k in range(swept.state_at.size):
        flow.given_states[swept.state_at[k] // width, swept.state_at[k] % width] = swept.values[r, swept.state_from[k]]
