"""Levers of one step: rules, conditions, budgets, consent, delivery, promises, and the channels they feed."""

from __future__ import annotations

import numpy as np

from detente.compiled import decay, forgotten, inline, jit, philox, reach, uniform
from detente.engine.conditions import evaluate
from detente.mechanisms.consent import BUDGET, CONDITION, GRANTED, NOT_ASKED, agreement
from detente.world.matrices import clear

THREAT_TO_OUTSIDERS, CONTACT_FLOOR, CRISIS_DURATION = 5, 8, 12
DYAD_ROW, STATE_ROW = 0, 1
LAG, FADE, COST, LEVEL = 0, 1, 2, 3
FAILURE = 3
"""Of the impulses on dyads."""


@jit
def _ask(i, lever, region, plan, now, flow, base, p, w):
    """Return chance and main obstacle of participant i, by means over the other participants."""
    a, b = plan.lever_start[lever], plan.lever_start[lever + 1]
    trust, common, active, distance, contact, others = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    for k in range(a, b):
        j = plan.lever_members[k]
        if j != i:
            d = i * w + j
            trust += now.trust[d]
            common += min(flow.common_threat[d], 1.0)
            active += flow.active[d]
            distance += flow.priority_distance[d]
            contact += now.channel[d] - base.channel[d]
            others += 1.0
    q = 1.0 / others if others > 0.0 else 0.0
    latitude = min(max(base.latitude[i] + flow.state_channels[1, i], 0.0), 1.0)
    home = now.nationalism[i]
    return agreement(trust * q, common * q, active * q, home, distance * q, latitude, contact * q, base.average,
                     region.theory[0], p)  # fmt: skip


@jit
def _review(lever, step, run, before, region, plan, now, flow, base, p, w):
    """Return the outcome of asking all who must agree: GRANTED, or the reason of the first refusal by name."""
    k0, k1 = plan.lever_keys[lever, 0], plan.lever_keys[lever, 1]
    zero = np.uint64(0)
    _, shared, _, _ = philox(zero, zero, step, run, k0, k1)
    outcome = GRANTED
    for k in range(plan.lever_start[lever], plan.lever_start[lever + 1]):
        if not plan.lever_asked[k]:
            continue
        i = plan.lever_members[k]
        chance, reason = _ask(i, lever, region, plan, now, flow, base, p, w)
        own, mixed, _, _ = philox(region.state_hash[i], zero, step, run, k0, k1)
        u = uniform(shared) if uniform(mixed) < p.consent_common else uniform(own)
        if u >= chance:
            if outcome == GRANTED:
                outcome = int(reason)
            if before == GRANTED and plan.lever_pledge[lever]:
                _break(i, lever, plan, flow, p, w)
    return outcome


@jit
def _break(i, lever, plan, flow, p, w):
    """Count a failure of i with every other participant: consent to a lever that earns credibility is withdrawn."""
    for k in range(plan.lever_start[lever], plan.lever_start[lever + 1]):
        j = plan.lever_members[k]
        if j != i:
            flow.impulses[FAILURE, j * w + i] += p.credibility_broken


@inline
def _affordable(lever, cost, plan, flow, base):
    """Return whether the yearly budget of everyone who pays still covers the cost."""
    for k in range(plan.lever_start[lever], plan.lever_start[lever + 1]):
        i = plan.lever_members[k]
        if plan.lever_pays[k] and flow.spending[i] + cost > base.budget[i]:
            return False
    return True


@inline
def _spend(lever, cost, plan, flow):
    """Book the cost of a granted lever with everyone who pays: all parties of a pact, else the giver."""
    for k in range(plan.lever_start[lever], plan.lever_start[lever + 1]):
        if plan.lever_pays[k]:
            flow.spending[plan.lever_members[k]] += cost


@inline
def _decide(lever, t, step, run, before, goal, region, plan, room, k, now, flow, base, p, dt, w):
    """Return this step's outcome for a lever whose level is wanted at `goal`: consent persists between reviews."""
    if evaluate(plan.code, plan.code_value, plan.code_start[lever], plan.code_start[lever + 1], room.flat[k],
                plan.years[t], flow.stack) == 0.0:  # fmt: skip
        return CONDITION
    cost = room.scalars[plan.lever_scalars[lever, COST]] * goal
    if not _affordable(lever, cost, plan, flow, base):
        return BUDGET
    known = before not in (NOT_ASKED, BUDGET, CONDITION)
    zero = np.uint64(0)
    _, _, word, _ = philox(zero, zero, step, run, plan.lever_keys[lever, 0], plan.lever_keys[lever, 1])
    if known and uniform(word) >= forgotten(p.consent_review * dt):
        return before
    return _review(lever, step, run, before, region, plan, now, flow, base, p, w)


@inline
def _wanted(lever, t, plan, room, k, flow):
    """Return the level wanted in a step: stage and window, the lever's own level, and its rule, cut to 0..1."""
    goal = plan.lever_level[lever, t] * room.scalars[plan.lever_scalars[lever, LEVEL]]
    a, b = plan.rule_start[lever], plan.rule_start[lever + 1]
    if b > a and goal > 0.0:
        rule = evaluate(plan.rule, plan.rule_value, a, b, room.flat[k], plan.years[t], flow.stack)
        goal = goal * min(max(rule, 0.0), 1.0)
    return goal


@inline
def _promise(lever, t, outcome, goal, plan, room, flow, p, dt):
    """Write what an announced lever does by being announced, and what it costs not to deliver.

    Who is refused, or waits for a stated condition, has not broken its word.
    """
    share = plan.lever_level[lever, t]
    if plan.lever_announced[lever] < 0 or share <= 0.0:
        return
    promised = share * room.scalars[plan.lever_announced[lever]]
    given = goal if outcome == GRANTED else (0.0 if outcome in (NOT_ASKED, BUDGET) else promised)
    shortfall = max(promised - given, 0.0)
    begins = 1.0 if t == 0 or plan.lever_level[lever, t - 1] <= 0.0 else 0.0
    said = p.announcement * promised * begins
    lost = p.talk_disappointment * p.negativity * shortfall * reach(dt, p.trust_half_life)
    for k in range(plan.talk_start[lever], plan.talk_start[lever + 1]):
        d = plan.talk_target[k]
        flow.talk[d] += said - lost
        flow.impulses[FAILURE, d] += p.talk_failures * shortfall * dt


@jit
def set_clocks(plan, room, dt):
    """Write the share of the gap that each lever closes in a step while building up (lag) and fading."""
    for lever in range(room.clocks.shape[1]):
        for k in (LAG, FADE):
            room.clocks[k, lever] = decay(dt, room.scalars[plan.lever_scalars[lever, k]])


@jit
def deliver(t, run, k, region, plan, room, now, flow, base, p, dt, w):
    """Write delivered level and outcome of consent of every lever (in order of name), and the channels they feed."""
    flow.spending[:] = 0.0
    flow.talk[:] = 0.0
    step, old, fresh = np.uint64(t), room.levers[k], room.levers[1 - k]
    for lever in range(old.shape[1]):
        goal = _wanted(lever, t, plan, room, k, flow)
        outcome = NOT_ASKED
        if goal > 0.0:
            before = int(old[1, lever])
            outcome = _decide(lever, t, step, run, before, goal, region, plan, room, k, now, flow, base, p, dt, w)
        _promise(lever, t, outcome, goal, plan, room, flow, p, dt)
        if outcome == GRANTED:
            _spend(lever, room.scalars[plan.lever_scalars[lever, COST]] * goal, plan, flow)
        else:
            goal = 0.0
        rate = room.clocks[LAG if goal > old[0, lever] else FADE, lever]
        fresh[0, lever] = old[0, lever] + (goal - old[0, lever]) * rate
        fresh[1, lever] = outcome
    feed(fresh[0], plan, room.scalars, now.know_how, p, flow.channels, flow.state_channels)


@jit
def feed(delivered, plan, scalars, know_how, p, channels, state_channels):
    """Write the channels of influence: sum over levers of delivered level x coefficient (floors: the highest).

    Between states that know how (0..1), a lever works better by learning_gain.
    """
    clear(channels)
    clear(state_channels)
    for r in range(plan.row_lever.size):
        amount = delivered[plan.row_lever[r]] * scalars[plan.row_scalar[r]]
        if amount == 0.0:
            continue
        c = plan.row_channel[r]
        if plan.row_kind[r] == STATE_ROW:
            for k in range(plan.row_start[r], plan.row_start[r + 1]):
                state_channels[c, plan.row_target[k]] += amount
        else:
            if c == CRISIS_DURATION:
                amount = amount * p.pick_up
            gain = 0.0 if c == THREAT_TO_OUTSIDERS else p.learning_gain
            for k in range(plan.row_start[r], plan.row_start[r + 1]):
                d = plan.row_target[k]
                if c == CONTACT_FLOOR:
                    channels[c, d] = max(channels[c, d], amount)
                else:
                    channels[c, d] += amount * (1.0 + gain * know_how[d])
