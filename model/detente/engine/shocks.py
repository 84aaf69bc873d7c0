"""Shocks of one step: which happen, how surprising they are, and the impulses they give."""

from __future__ import annotations

import numpy as np

from detente.compiled import decay, exp, forgotten, inline, jit, log, philox, uniform
from detente.world.matrices import clear

RATE, SIZE, CLAIM, THREAT, NATIONALISM, TENSION = 0, 1, 2, 3, 4, 5
NEWS, FAILURE, CRISIS = 0, 3, 7
SHARES = (1, 2, 4, 6, 7)
"""Impulses that take a share of what is left: trigger, intent, trade, contact, and the chance of a crisis."""
EVENTS, USUAL, MAGNITUDE = 2, 3, 4
"""Rows of Room.shocks after the two of expected rates."""


@inline
def hazard(shock, plan, scalars, now, base, w):
    """Return the rate of a random shock per year: base rate x exp(claim Q + threat H + nationalism N + tension S/4).

    Q, H, S are means over the states it is on, as they stand to the one it is by.
    """
    q = plan.shock_scalars[shock]
    if q[RATE] < 0:
        return 0.0
    claim, threat, tension, many = 0.0, 0.0, 0.0, 0.0
    by = plan.shock_by[shock]
    for k in range(plan.shock_pair.shape[0]):
        if plan.shock_pair[k, 0] == shock:
            i, j = plan.shock_pair[k, 1], plan.shock_pair[k, 2]
            claim += base.claim[j * w + i]
            threat += now.threat[i * w + j]
            tension += now.stage[i * w + j] * 0.25
            many += 1.0
    x = 0.0
    if many > 0.0:
        claim, threat, tension = claim / many, threat / many, tension / many
    x += scalars[q[CLAIM]] * claim if q[CLAIM] >= 0 else 0.0
    x += scalars[q[THREAT]] * threat if q[THREAT] >= 0 else 0.0
    x += scalars[q[NATIONALISM]] * now.nationalism[by] if q[NATIONALISM] >= 0 and by >= 0 else 0.0
    x += scalars[q[TENSION]] * tension if q[TENSION] >= 0 else 0.0
    return scalars[q[RATE]] * exp(x)


@jit
def usual(rate):
    """Return the events a year to expect at a rate, when at most one a month can happen."""
    return 12.0 * forgotten(rate / 12.0)


@inline
def happen(shock, t, run, rate, plan, months):
    """Return how often a shock happens in a step: as scheduled, plus at most once a month at `rate` per year."""
    count = plan.shock_events[shock, t]
    if rate <= 0.0:
        return count
    chance = forgotten(rate / 12.0)
    zero = np.uint64(0)
    for q in range((months + 3) // 4):
        draws = philox(zero, zero, np.uint64(4 * t + q), run, plan.shock_keys[shock, 0], plan.shock_keys[shock, 1])
        for m in range(min(months - 4 * q, 4)):
            count += 1.0 if uniform(draws[m]) < chance else 0.0
    return count


@jit
def strike(t, run, k, plan, room, now, flow, base, p, dt, months, w):
    """Write the impulses of this step; what is usual at the start, and for news what is expected, has no effect."""
    clear(flow.impulses)
    clear(flow.state_impulses)
    f = decay(dt, p.habituation_memory)
    shocks = room.shocks
    for s in range(shocks.shape[1]):
        rate = hazard(s, plan, room.scalars, now, base, w)
        count = happen(s, t, run, rate, plan, months)
        shocks[EVENTS, s] = count
        shocks[1 - k, s] = shocks[k, s] + (count / dt - shocks[k, s]) * f
    for r in range(plan.hit_shock.size):
        s = plan.hit_shock[r]
        news = plan.hit_impulse[r] == NEWS and plan.hit_kind[r] == 0
        beyond = shocks[EVENTS, s] - shocks[USUAL, s] * dt
        if news:
            beyond -= p.habituation * (shocks[k, s] - shocks[USUAL, s]) * dt
        elif plan.hit_impulse[r] == CRISIS and plan.hit_kind[r] == 0:
            beyond = shocks[EVENTS, s]
        effect = room.scalars[plan.hit_scalar[r]]
        if news and effect < 0.0:
            effect = effect * p.negativity
        amount = beyond * shocks[MAGNITUDE, s] * effect
        room.hits[r] = amount
        if amount != 0.0:
            _apply(r, amount, plan, flow)


@inline
def _apply(r, amount, plan, flow):
    """Add one impulse to its dyads or states; shares of what is left compose as 1 - (1 - a)(1 - b)."""
    c = plan.hit_impulse[r]
    state = plan.hit_kind[r] == 1
    share = state or c in SHARES
    part = amount
    if share:
        part = forgotten(amount) if amount > 0.0 else max(amount, -1.0)
    for k in range(plan.hit_start[r], plan.hit_start[r + 1]):
        d = plan.hit_target[k]
        if state:
            flow.state_impulses[c, d] += part * (1.0 - flow.state_impulses[c, d])
        elif share:
            flow.impulses[c, d] += part * (1.0 - flow.impulses[c, d])
        else:
            flow.impulses[c, d] += part


@jit
def magnitude(size, p):
    """Return size to the power `size_exponent`; nothing at size 0."""
    return exp(p.size_exponent * log(size)) if size > 0.0 else 0.0
