"""One step: everyone decides on the same past, then the world moves once.

| part   | stage                                                        | reads           | writes          |
|--------|--------------------------------------------------------------|-----------------|-----------------|
| before | 1 shocks, 2 perceive, 3a products, postures, propensities     | world t         | flow            |
| choose | 3b conduct: who reconsiders draws anew, other acts persist    | flow            | acts            |
| after  | 4 levers, 5 crises, 6 mechanisms                             | world t, flow   | world t+1, book |

`book` is the ledger of this step, rows as in `engine/ledger.py`, or None.
"""

from __future__ import annotations

import numpy as np

from detente.compiled import jit, words
from detente.engine.acting import propose
from detente.engine.ledger import rows_of
from detente.engine.levers import deliver
from detente.engine.shocks import strike, turn
from detente.engine.start import measure_common, measure_power
from detente.mechanisms.alignment import alignment, heard, influence_weights, priority_distance, stances
from detente.mechanisms.capability import build, pressure, total_of
from detente.mechanisms.choice import conduct
from detente.mechanisms.credibility import memory
from detente.mechanisms.crisis import chances, half_log_rates, month, rates
from detente.mechanisms.grievance import stock, trigger
from detente.mechanisms.nationalism import burden, doubt, nationalism
from detente.mechanisms.perception import attend, hold, misperception, perceive
from detente.mechanisms.posture import posture_weights, review
from detente.mechanisms.threat import intent, threat
from detente.mechanisms.ties import channel, claim, interdependence, practice
from detente.mechanisms.trust import anchor, expectation, level, mood
from detente.world.matrices import copy, mask_product, row_sums, spread_rows, transpose

MOOD, GRIEVANCE, TRIGGER, INTENT = (rows_of(x).start for x in ("mood", "grievance", "trigger", "intent"))
CREDIBILITY, THREAT, TRADE, CHANNEL = (
    rows_of(x).start for x in ("credibility", "threat", "interdependence", "channel")
)
PRACTICE, ALIGNMENT, CLAIM = (rows_of(x).start for x in ("interoperability", "alignment", "claim"))
KNOW_HOW, NATIONALISM, CAPABILITY = (rows_of(x).start for x in ("know_how", "nationalism", "capability"))
"""Where each variable's causes begin in the ledger."""


@jit
def before(t, run, k, region, plan, room, dt, months, n, pad):
    """Stages 1 to 3a: shocks, what everyone perceives, and the chances with which each would act (k: which World is now)."""
    now, new, base = room.worlds[k], room.worlds[1 - k], room.base[0]
    flow, p = room.flow[0], room.parameters[0]
    w = flow.strength.size
    strike(t, run, k, plan, room, now, flow, p, dt, months, w)
    turn(t, run, region, plan, room, now, p, n, w, new.leaning)
    words(region.first, region.second, np.uint64(t), run, region.process_keys[0], flow.draws)
    transpose(now.act, flow.turned[0], n, w)
    attend(flow.turned[0], now.read_of, flow.draws[0], p, dt, flow.work[0], flow.work[1])
    perceive(flow.turned[0], now.misperception, flow.work[1], region.mask, p, flow.perceived, flow.good, flow.bad)
    hold(now.reading, flow.work[0], region.mask, flow.perceived, flow.good, flow.bad)
    copy(flow.perceived, new.reading)
    copy(flow.turned[0], new.read_of)
    mask_product(now.grievance, now.trigger, flow.active)
    spread_rows(now.nationalism, flow.nationalism_row, n, w)
    measure_common(now, flow, n, pad)
    measure_power(now, base, flow, region, p, n, pad, flow.power)
    review(t, run, now.posture, now.interdependence, base.interdependence, now.threat, base.pledge, now.credibility,
           base.greatest, base.belief, region.state_hash, region.process_keys[3], p, dt, n, w, new.posture)  # fmt: skip
    posture_weights(now.posture, n, w, p, flow.posture)
    propose(now, base, flow, region, p, n, w)


@jit
def choose(k, region, room, dt):
    """Stage 3b: write the acts of all states."""
    flow, p = room.flow[0], room.parameters[0]
    conduct(room.worlds[k].act, flow.cooperate, flow.press, flow.draws[1], flow.draws[2], region.mask, p, dt,
            room.worlds[1 - k].act)  # fmt: skip


@jit
def crises(t, run, region, now, new, base, flow, p, months, n, w):
    """Stage 5: rates from world t, then one tick a month; an incident's hazard counts in the first."""
    mask, work, turned, c = region.mask, flow.work, flow.turned, flow.channels
    half_log_rates(now.threat, flow.active, flow.bad, now.claim, now.misperception, flow.nationalism_row, p,
                   work[0], work[1])  # fmt: skip
    transpose(work[0], turned[0], n, w)
    transpose(work[1], turned[1], n, w)
    rates(work[0], turned[0], work[1], turned[1], now.claim, now.channel, c[10], c[11], c[12], mask, p,
          flow.onset, flow.escalation, flow.resolution)  # fmt: skip
    draws = work[4:8]
    chances(
        flow.onset,
        flow.escalation,
        flow.resolution,
        flow.impulses[7],
        1.0 / 12.0,
        work[3],
        work[2],
        flow.up,
        flow.leave,
    )
    copy(now.stage, new.stage)
    flow.moves[:] = 0.0
    for m in range(months):
        if m % 4 == 0:
            words(region.lower, region.upper, np.uint64(4 * t + m // 4), run, region.process_keys[1], draws)
        begun, ended = month(work[3] if m == 0 else work[2], flow.up, flow.leave, draws[m % 4], mask, new.stage)
        flow.moves[0] += begun
        flow.moves[1] += ended


@jit
def views(now, new, base, flow, region, p, dt, n, w, book):
    """Stage 6, mood and views of others: trust, expectations, grievance, intent, credibility."""
    mask, c, q = region.mask, flow.channels, flow.impulses
    mood(now.mood, now.anchor, now.good_expected, flow.good, base.good, now.bad_expected, flow.bad, base.bad,
         flow.active, base.active, now.stage, base.tension, c[0], flow.talk, q[0], flow.draws[3], mask, p, dt,
         new.mood, book, MOOD)  # fmt: skip
    anchor(now.anchor, now.mood, base.norm, mask, p, dt, new.anchor)
    expectation(now.good_expected, flow.good, p, dt, new.good_expected)
    expectation(now.bad_expected, flow.bad, p, dt, new.bad_expected)
    stock(now.grievance, c[2], flow.bad, base.bad, now.stage, base.tension, mask, p, dt, new.grievance, book,
          GRIEVANCE)  # fmt: skip
    trigger(now.trigger, base.trigger, q[1], mask, p, dt, new.trigger, book, TRIGGER)
    level(new.mood, new.grievance, mask, p, new.trust)
    intent(now.intent, base.intent_logit, flow.good, base.good, flow.bad, base.bad, now.alignment, base.alignment,
           now.stage, base.tension, c[5], c[16], flow.power, base.power, flow.active, base.active, q[2],
           region.theory[0], mask, p, dt, new.intent, book, INTENT)  # fmt: skip
    memory(now.kept, now.broken, base.kept, base.broken, now.good_expected, flow.good, now.bad_expected, flow.bad,
           c[4], q[3], mask, p, dt, new.kept, new.broken, new.credibility, book, CREDIBILITY)  # fmt: skip


@jit
def relations(now, new, base, flow, region, p, dt, n, w, book):
    """Stage 6, what lies between states: threat, trade, contact, practice, alignment, misperception."""
    mask, c, q = region.mask, flow.channels, flow.impulses
    threat(now.threat, flow.power, now.intent, p, dt, new.threat, book, THREAT)
    interdependence(now.interdependence, base.interdependence, c[3], flow.bad, base.bad, q[4], mask, p, dt,
                    new.interdependence, book, TRADE)  # fmt: skip
    claim(now.claim, base.claim, c[13], q[8], mask, p, dt, new.claim, book, CLAIM)
    channel(now.channel, base.channel, now.stage, base.tension, c[7], c[8], q[6], mask, p, dt, new.channel, book,
            CHANNEL)  # fmt: skip
    practice(now.interoperability, base.interoperability, c[9], p.practice_half_life, mask, dt, new.interoperability,
             book, PRACTICE)  # fmt: skip
    practice(now.know_how, base.know_how, c[15], p.know_how_half_life, mask, dt, new.know_how, book, KNOW_HOW)
    news = flow.work[0]
    for d in range(news.size):
        news[d] = 0.5 * ((flow.good[d] - flow.bad[d]) - (base.good[d] - base.bad[d]))
    transpose(news, flow.turned[0], n, w)
    for d in range(news.size):
        news[d] = news[d] + flow.turned[0, d]
    alignment(now.alignment, base.alignment, flow.priority_distance, base.priority_distance, flow.common_threat,
              base.common_threat, news, c[6], flow.balance, base.balance, q[5], mask, p, dt, n, new.alignment,
              book, ALIGNMENT)  # fmt: skip
    misperception(now.channel, now.interoperability, c[1], mask, p, new.misperception)


@jit
def insides(now, new, base, flow, region, p, dt, n, w, book):
    """Stage 6, inside states: capability, nationalism, doubt, stances."""
    drive, pressed, strained = flow.counts[1], flow.counts[2], flow.counts[3]
    total_of(now.capability, p, w, flow.counts[0])
    pressure(now.threat, flow.counts[0], n, w, drive)
    build(now.capability, now.planned, drive, base.arms, base.grown, flow.state_channels[2:7],
          flow.state_impulses[3], p, dt, w, new.capability, new.planned, book, CAPABILITY)  # fmt: skip
    a, b = flow.work[0], flow.work[1]
    for d in range(a.size):
        a[d] = flow.bad[d] - base.bad[d]
        b[d] = now.stage[d] * 0.25 - base.tension[d]
    row_sums(a, pressed, n, w)
    row_sums(b, strained, n, w)
    q = 1.0 / (n - 1)
    for i in range(w):
        pressed[i] = pressed[i] * q
        strained[i] = strained[i] * q
    nationalism(now.nationalism, base.nationalism, pressed, strained, flow.state_channels[0], flow.state_impulses[0],
                p, dt, new.nationalism, book, NATIONALISM)  # fmt: skip
    doubt(now.doubt, base.pledge, now.credibility, p, dt, n, w, new.doubt)
    burden(base.pledge, flow.counts[0], n, w, new.burden)
    for i in range(w):
        denial = now.access_denial[i]
        new.access_denial[i] = min(denial + (1.0 - denial) * flow.state_impulses[2, i], 1.0)
    influence_weights(now.alignment, now.channel, region.mask, n, w, flow.counts[4], flow.work[2])
    heard(now.priorities, flow.work[2], n, w, flow.work[3])
    stances(now.priorities, base.innate, new.leaning, flow.work[3], p, dt, n, w, new.priorities)


@jit
def after(t, run, k, region, plan, room, dt, months, n, book):
    """Stages 4 to 6: levers feed channels, crises tick, every variable moves once."""
    now, new, base, flow, p = room.worlds[k], room.worlds[1 - k], room.base[0], room.flow[0], room.parameters[0]
    w = flow.strength.size
    priority_distance(now.priorities, region.issues[0], n, w, region.mask, flow.priority_distance)
    deliver(t, run, k, region, plan, room, now, flow, base, p, dt, w)
    crises(t, run, region, now, new, base, flow, p, months, n, w)
    views(now, new, base, flow, region, p, dt, n, w, book)
    relations(now, new, base, flow, region, p, dt, n, w, book)
    insides(now, new, base, flow, region, p, dt, n, w, book)
