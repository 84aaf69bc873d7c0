"""Set a run's World at its start, and the baseline: the present is taken as at rest, news is what departs from it."""

from __future__ import annotations

import numpy as np

from detente.compiled import jit, logistic, logit, words
from detente.engine.acting import propose
from detente.engine.levers import set_clocks
from detente.engine.shocks import MAGNITUDE, RESTRAINING, SIZE, USUAL, hazard, magnitude, usual
from detente.mechanisms.alignment import heard, influence_weights, innate_stances, priority_distance
from detente.mechanisms.capability import grown, pressure, total_of
from detente.mechanisms.choice import conduct, threshold
from detente.mechanisms.crisis import half_log_rates, rates, usual_tension
from detente.mechanisms.nationalism import burden, usual_doubt
from detente.mechanisms.perception import expected_news, misperception, perceive
from detente.mechanisms.posture import at_rest, posture_weights
from detente.mechanisms.theories import LIBERAL
from detente.mechanisms.threat import getting_through, opposed, pledged, power, reach_of, strengths
from detente.mechanisms.trust import level
from detente.world.matrices import (
    copy,
    mask_product,
    product,
    spread_columns,
    spread_rows,
    symmetric_product,
    total,
    transpose,
)

ALLIANCE, PARTNERSHIP = 1, 2
"""Kinds of frameworks that bring help in the contest of power; dialogues and forums are 0."""
ROUNDS = 10
"""Rounds of mutual answers after which what liberals expect of each other no longer moves."""


@jit
def place(given, states, now, base, mask, p, w):
    """Write the given values, with the common errors of trust, grievance and intent, into World and baseline."""
    for d in range(mask.size):
        m = mask[d]
        grievance = min(given[1, d] * p.grievance_scale, 1.0) * m
        ceiling = 1.0 - p.grievance_ceiling * grievance
        trust = logistic(logit(given[0, d]) + p.trust_shift)
        now.mood[d] = min(max(logit(min(trust / ceiling, 0.999)), -12.0), 12.0) * m
        now.grievance[d] = grievance
        now.trigger[d] = given[2, d] * m
        now.intent[d] = logistic(logit(given[3, d]) + p.intent_shift) * m
        now.kept[d] = max(given[4, d], 1e-6) * p.credibility_weight
        now.broken[d] = max(1.0 - given[4, d], 1e-6) * p.credibility_weight
        now.credibility[d] = now.kept[d] / (now.kept[d] + now.broken[d]) * m
        now.interdependence[d] = given[5, d] * m
        now.alignment[d] = given[6, d] * m
        now.channel[d] = given[7, d] * m
        now.interoperability[d] = given[8, d] * m
        now.claim[d] = given[9, d] * m
        base.distance[d] = given[10, d]
        now.know_how[d] = given[11, d] * m
        now.stage[d] = 0.0
    copy(states[0], now.nationalism)
    for m5 in range(5):
        for i in range(w):
            now.capability[m5 * w + i] = states[1 + m5, i]
            now.priorities[m5 * w + i] = states[6 + m5, i]
    copy(now.capability, now.planned)
    now.leaning[:] = 0.0
    copy(states[11], base.budget)
    copy(states[14], base.latitude)
    copy(states[15], base.growth)
    copy(states[16], base.nuclear)
    copy(states[17], now.access_denial)


@jit
def rest(now, base):
    """Write the levels to which variables return: those of the start."""
    copy(now.mood, now.anchor)
    copy(now.mood, base.norm)
    copy(now.kept, base.kept)
    copy(now.broken, base.broken)
    copy(now.interdependence, base.interdependence)
    copy(now.trigger, base.trigger)
    copy(now.alignment, base.alignment)
    copy(now.channel, base.channel)
    copy(now.claim, base.claim)
    copy(now.interoperability, base.interoperability)
    copy(now.know_how, base.know_how)
    copy(now.nationalism, base.nationalism)
    for d in range(now.intent.size):
        base.intent_logit[d] = logit(now.intent[d])
        base.active[d] = now.grievance[d] * now.trigger[d]


@jit
def measure_power(now, base, flow, region, p, n, pad, out):
    """Write the power column holds over row (0..1) from capability, distance and allies; fills flow.strength."""
    w = flow.strength.size
    column, row, ours, theirs = flow.work[0], flow.work[1], flow.work[2], flow.work[3]
    strengths(now.capability, base.nuclear, p, w, flow.strength)
    spread_columns(flow.strength, column, n, w)
    spread_rows(flow.strength, row, n, w)
    pledged(base.support, now.credibility, base.reach, column, region.mask, ours)
    opposed(now.alignment, region.mask, theirs)
    getting_through(flow.strength, now.access_denial, n, w, theirs)
    product(ours, theirs, flow.allied, n, pad)
    power(base.reach, column, row, flow.allied, region.mask, p, out)


@jit
def measure_common(now, flow, n, pad):
    """Write common threat, sum over k of H_ik H_jk, and the balance product, sum over k of A_ik A_kj."""
    w = flow.strength.size
    transpose(now.threat, flow.turned[0], n, w)
    symmetric_product(now.threat, flow.turned[0], flow.common_threat, n, pad)
    symmetric_product(now.alignment, now.alignment, flow.balance, n, pad)


@jit
def _news_at_rest(run, region, now, base, flow, p, n, w):
    """Draw the first acts and write the good and bad news that is usual at the start."""
    spread_rows(base.threshold, base.threshold_row, n, w)
    spread_rows(now.nationalism, flow.nationalism_row, n, w)
    copy(base.active, flow.active)
    base.good[:], base.bad[:] = 0.0, 0.0
    for _ in range(ROUNDS if region.theory[0] == LIBERAL else 1):
        for d in range(now.reading.size):
            now.reading[d] = base.good[d] - base.bad[d]
        propose(now, base, flow, region, p, n, w)
        transpose(flow.cooperate, flow.turned[0], n, w)
        transpose(flow.press, flow.turned[1], n, w)
        expected_news(flow.turned[0], flow.turned[1], now.misperception, region.mask, p, base.good, base.bad)
    copy(base.good, now.good_expected)
    copy(base.bad, now.bad_expected)
    words(region.first, region.second, np.uint64(0), run, region.process_keys[2], flow.draws)
    flow.work[0][:] = -1.0
    conduct(now.act, flow.cooperate, flow.press, flow.work[0], flow.draws[0], region.mask, p, 1.0, now.act)
    transpose(now.act, flow.turned[0], n, w)
    perceive(flow.turned[0], now.misperception, flow.draws[1], region.mask, p, flow.perceived, flow.good, flow.bad)
    copy(flow.perceived, now.reading)
    copy(flow.turned[0], now.read_of)


@jit
def _rates_at_rest(region, plan, room, now, base, flow, p, n, w):
    """Write the tension of ordinary times and the usual rates and magnitudes of shocks."""
    half_log_rates(now.threat, base.active, base.bad, now.claim, now.misperception, flow.nationalism_row, p,
                   flow.work[0], flow.work[1])  # fmt: skip
    transpose(flow.work[0], flow.turned[0], n, w)
    transpose(flow.work[1], flow.turned[1], n, w)
    flow.work[2][:] = 0.0
    none = flow.work[2]
    rates(flow.work[0], flow.turned[0], flow.work[1], flow.turned[1], now.claim, now.channel, none, none, none,
          region.mask, p, flow.onset, flow.escalation, flow.resolution)  # fmt: skip
    usual_tension(flow.onset, flow.resolution, region.mask, base.tension)
    for s in range(room.shocks.shape[1]):
        room.shocks[USUAL, s] = usual(hazard(s, 0.0, plan, room.scalars, now, flow.channels[RESTRAINING], w))
        room.shocks[MAGNITUDE, s] = magnitude(room.scalars[plan.shock_scalars[s, SIZE]], p)
        room.shocks[0, s] = room.shocks[USUAL, s]


@jit
def commit(plan, scalars, p, out, pledge, support):
    """Write the strongest commitment of any framework that both states of a dyad belong to, 0..1 (symmetric).

    `pledge` takes that of alliances alone: a partner or a guest at a dialogue has not promised to fight.  `support`
    adds what partners are counted on for: partner_support of their commitment.
    """
    for d in range(out.size):
        out[d], pledge[d], support[d] = 0.0, 0.0, 0.0
    for f in range(plan.framework_scalar.size):
        strength = scalars[plan.framework_scalar[f]]
        for k in range(plan.framework_start[f], plan.framework_start[f + 1]):
            d = plan.framework_target[k]
            out[d] = max(out[d], strength)
            if plan.framework_kind[f] == ALLIANCE:
                pledge[d] = max(pledge[d], strength)
                support[d] = max(support[d], strength)
            elif plan.framework_kind[f] == PARTNERSHIP:
                support[d] = max(support[d], p.partner_support * strength)


@jit
def _average_pair(region, now, base, flow, n):
    """Write what an average pair of the region brings to a request for consent: trust, threat, grievance, nationalism, distance."""
    many, states = total(region.mask), 0.0
    base.average[0] = total(now.trust) / many
    for d in range(flow.common_threat.size):
        flow.work[0][d] = min(flow.common_threat[d], 1.0) * region.mask[d]
    base.average[1] = total(flow.work[0]) / many
    base.average[2] = total(base.active) / many
    base.average[4] = total(base.priority_distance) / many
    for i in range(n):
        states += now.nationalism[i]
    base.average[3] = states / n


@jit
def prepare(run, region, plan, room, dt, n, pad):
    """Set the first World and the baseline of run (uint64) at its start from the drawn assumptions."""
    now, base, flow, p = room.worlds[0], room.base[0], room.flow[0], room.parameters[0]
    w = flow.strength.size
    place(flow.given, flow.given_states, now, base, region.mask, p, w)
    room.levers[:] = 0.0
    set_clocks(plan, room, dt)
    grown(base.growth, dt, base.grown)
    flow.channels[:] = 0.0
    flow.state_channels[:] = 0.0
    level(now.mood, now.grievance, region.mask, p, now.trust)
    commit(plan, room.scalars, p, base.commitment, base.pledge, base.support)
    for i in range(w):
        now.posture[i] = region.posture[i]
    posture_weights(now.posture, n, w, p, flow.posture)
    threshold(flow.given_states[13], flow.given_states[12], p, base.threshold)
    misperception(now.channel, now.interoperability, flow.channels[1], region.mask, p, now.misperception)
    reach_of(base.distance, region.mask, p, base.reach)
    rest(now, base)
    measure_power(now, base, flow, region, p, n, pad, flow.power)
    copy(flow.power, base.power)
    mask_product(flow.power, now.intent, now.threat)
    at_rest(now.threat, base.pledge, now.credibility, n, w, base.greatest, base.belief)
    measure_common(now, flow, n, pad)
    copy(flow.common_threat, base.common_threat)
    copy(flow.balance, base.balance)
    priority_distance(now.priorities, region.issues[0], n, w, region.mask, base.priority_distance)
    influence_weights(now.alignment, now.channel, region.mask, n, w, flow.counts[4], flow.work[4])
    heard(now.priorities, flow.work[4], n, w, flow.work[5])
    innate_stances(now.priorities, flow.work[5], p, n, w, base.innate)
    usual_doubt(base.pledge, now.credibility, n, w, now.doubt)
    total_of(now.capability, p, w, flow.counts[0])
    pressure(now.threat, flow.counts[0], n, w, base.arms)
    burden(base.pledge, flow.counts[0], n, w, now.burden)
    _average_pair(region, now, base, flow, n)
    _news_at_rest(run, region, now, base, flow, p, n, w)
    _rates_at_rest(region, plan, room, now, base, flow, p, n, w)
