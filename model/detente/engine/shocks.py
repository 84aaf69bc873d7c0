"""Shocks of one step: which happen, how surprising they are, and the impulses they give."""

from __future__ import annotations

import numpy as np

from detente.compiled import decay, exp, forgotten, inline, jit, log, philox, uniform
from detente.mechanisms.leadership import affordable, leaning
from detente.world.matrices import clear, copy

RATE, SIZE, CLAIM, THREAT, NATIONALISM, TENSION, DOUBT, RESTRAINT, TREND = range(9)
NEWS, FAILURE, CRISIS = 0, 3, 7
ORIENTATION, DENIAL, SURGE = 1, 2, 3
"""Of the impulses on states."""
RESTRAINING = 14
"""Of the channels on dyads."""
SHARES = (1, 2, 4, 6, 7, 8)
"""Impulses that take a share of what is left: trigger, intent, trade, contact, the chance of a crisis, a claim."""
EVENTS, USUAL, MAGNITUDE = 2, 3, 4
"""Rows of Room.shocks after the two of expected rates."""


@inline
def hazard(shock, years, plan, scalars, now, restraint, w):
    """Return the rate of a random shock per year, `years` after the start.

    Base rate x exp(claim Q + threat H + nationalism N + tension S/4 + doubt D + restraint R + trend years); Q, H, S,
    D, R (what levers restrain, [W x W]) are means over the states it is on, as they stand to the one it is by.
    """
    q = plan.shock_scalars[shock]
    if q[RATE] < 0:
        return 0.0
    claim, threat, tension, doubt, held, many = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    by = plan.shock_by[shock]
    for k in range(plan.shock_pair.shape[0]):
        if plan.shock_pair[k, 0] == shock:
            i, j = plan.shock_pair[k, 1], plan.shock_pair[k, 2]
            claim += now.claim[j * w + i]
            threat += now.threat[i * w + j]
            tension += now.stage[i * w + j] * 0.25
            doubt += now.doubt[j]
            held += restraint[i * w + j]
            many += 1.0
    x = 0.0
    if many > 0.0:
        claim, threat, tension = claim / many, threat / many, tension / many
        doubt, held = doubt / many, held / many
    x += scalars[q[CLAIM]] * claim if q[CLAIM] >= 0 else 0.0
    x += scalars[q[THREAT]] * threat if q[THREAT] >= 0 else 0.0
    x += scalars[q[NATIONALISM]] * now.nationalism[by] if q[NATIONALISM] >= 0 and by >= 0 else 0.0
    x += scalars[q[TENSION]] * tension if q[TENSION] >= 0 else 0.0
    x += scalars[q[DOUBT]] * doubt if q[DOUBT] >= 0 else 0.0
    x += scalars[q[RESTRAINT]] * held if q[RESTRAINT] >= 0 else 0.0
    x += scalars[q[TREND]] * years if q[TREND] >= 0 else 0.0
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
def strike(t, run, k, plan, room, now, flow, p, dt, months, w):
    """Write the impulses of this step; what is usual at the start, and for news what is expected, has no effect."""
    clear(flow.impulses)
    clear(flow.state_impulses)
    f = decay(dt, p.habituation_memory)
    shocks = room.shocks
    for s in range(shocks.shape[1]):
        rate = hazard(s, t * dt, plan, room.scalars, now, flow.channels[RESTRAINING], w)
        count = happen(s, t, run, rate, plan, months)
        shocks[EVENTS, s] = count
        shocks[1 - k, s] = shocks[k, s] + (count / dt - shocks[k, s]) * f
    for r in range(plan.hit_shock.size):
        s = plan.hit_shock[r]
        news = plan.hit_impulse[r] == NEWS and plan.hit_kind[r] == 0
        beyond = shocks[EVENTS, s] - shocks[USUAL, s] * dt
        if news:
            beyond -= p.habituation * (shocks[k, s] - shocks[USUAL, s]) * dt
        elif plan.hit_impulse[r] in ((ORIENTATION, DENIAL) if plan.hit_kind[r] == 1 else (CRISIS, CRISIS)):
            beyond = shocks[EVENTS, s]  # an event, not news: it counts in full
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
    share = c != SURGE if state else c in SHARES
    part = amount
    if share:
        part = forgotten(amount) if amount > 0.0 else max(amount, -1.0)
    for k in range(plan.hit_start[r], plan.hit_start[r + 1]):
        d = plan.hit_target[k]
        if state:
            left = 1.0 - flow.state_impulses[c, d] if share else 1.0
            flow.state_impulses[c, d] += part * left
        elif share:
            flow.impulses[c, d] += part * (1.0 - flow.impulses[c, d])
        else:
            flow.impulses[c, d] += part


@jit
def magnitude(size, p):
    """Return size to the power `size_exponent`; nothing at size 0."""
    return exp(p.size_exponent * log(size)) if size > 0.0 else 0.0


@jit
def turn(t, run, region, plan, room, now, p, n, w, out):
    """Write the leaning of every state's leaders: theirs, or after a change of leaders a new one, drawn or as stated."""
    copy(now.leaning, out)
    for r in range(plan.hit_shock.size):
        if plan.hit_impulse[r] != ORIENTATION or plan.hit_kind[r] != 1 or room.hits[r] <= 0.0:
            continue
        s = plan.hit_shock[r]
        for k in range(plan.hit_start[r], plan.hit_start[r + 1]):
            i = plan.hit_target[k]
            share = affordable(now.interdependence, i, n, w, p)
            for m in range(region.issues[0]):
                towards = plan.shock_towards[s, m]
                if towards >= 0:
                    direction = room.scalars[towards]
                else:
                    word, _, _, _ = philox(region.state_hash[i], region.issue_hash[m], np.uint64(t), run,
                                           plan.shock_keys[s, 0], plan.shock_keys[s, 1])  # fmt: skip
                    direction = 2.0 * uniform(word) - 1.0
                out[m * w + i] = leaning(room.hits[r], direction, share)
