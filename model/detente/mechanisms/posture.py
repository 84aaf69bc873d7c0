"""Posture: the rule by which a state weighs its reasons, kept until another is clearly better.

worth(balance)   = threat dH + credibility dK          worth(hedge)     = dependence dE - credibility dK
worth(bandwagon) = threat dH + dependence dE - credibility dK - submission (for who does not yield yet)
worth(third way) = -threat dH
H: greatest threat; E: trade dependence on the state it comes from; K: belief in allies; d: change since the start.
Docks to nothing published.  Leaves out parties and the cost of a turn.
"""

from __future__ import annotations

import numpy as np

from detente.compiled import forgotten, inline, jit, philox, uniform

PLAIN, BALANCE, HEDGE, BANDWAGON, THIRD_WAY = range(5)
"""Places in POSTURES."""


@jit
def posture_weights(posture, n, width, p, out):
    """Write the weights of trust, fear, domestic cost and stake, [4, n x width], by each row's posture (index in POSTURES)."""
    for i in range(n):
        trust, fear, home, stake = 1.0, 1.0, 1.0, 1.0
        if posture[i] == BALANCE:
            fear = p.posture_balance_fear
        elif posture[i] == HEDGE:
            fear, stake = p.posture_hedge_fear, p.posture_hedge_stake
        elif posture[i] == BANDWAGON:
            fear, home = p.posture_bandwagon_fear, p.posture_bandwagon_domestic
        elif posture[i] == THIRD_WAY:
            trust, stake = p.posture_third_way_trust, p.posture_third_way_stake
        for d in range(i * width, i * width + width):
            out[0, d], out[1, d], out[2, d], out[3, d] = trust, fear, home, stake


@inline
def most_threatening(threat, i, n, width):
    """Return the dyad of the greatest threat that state i feels, the first in order of names."""
    found = i * width + (0 if i > 0 else 1)
    for d in range(found + 1, i * width + n):
        if d != i * width + i and threat[d] > threat[found]:
            found = d
    return found


@inline
def belief(pledge, credibility, i, n, width):
    """Return the pledge-weighted credibility of a state's allies, 0..1; 0 where it has none."""
    weight, kept = 0.0, 0.0
    for d in range(i * width, i * width + n):
        weight += pledge[d]
        kept += pledge[d] * credibility[d]
    return kept / weight if weight > 0.0 else 0.0


@jit
def at_rest(threat, pledge, credibility, n, width, greatest, believed):
    """Write the greatest threat and the belief in allies of each state at the start."""
    for i in range(n):
        greatest[i] = threat[most_threatening(threat, i, n, width)]
        believed[i] = belief(pledge, credibility, i, n, width)


@inline
def preferred(own, threat, dependence, credibility, p):
    """Return the posture that a state takes, given the changes since the start: its own unless another is clearly better."""
    h, e, k = p.posture_threat * threat, p.posture_dependence * dependence, p.posture_credibility * credibility
    yielding = 0.0 if own == BANDWAGON else p.posture_submission
    worth = (h + k, e - k, h + e - k - yielding, -h)
    best, most = BALANCE, worth[0]
    for q in range(1, 4):
        if worth[q] > most:
            best, most = q + BALANCE, worth[q]
    return float(best) if most > worth[own - BALANCE] + p.posture_inertia else float(own)


@jit
def review(
    t, run, now, trade, trade0, threat, pledge, credibility, greatest, believed, hashes, key, p, dt, n, width, out
):
    """Write the posture of every state; who reviews it (rate posture_review) takes what is preferred, plain stays."""
    chance, zero = forgotten(p.posture_review * dt), np.uint64(0)
    for i in range(n):
        out[i] = now[i]
        word, _, _, _ = philox(hashes[i], zero, np.uint64(t), run, key[0], key[1])
        own = int(now[i])
        if own == PLAIN or uniform(word) >= chance:
            continue
        d = most_threatening(threat, i, n, width)
        change = belief(pledge, credibility, i, n, width) - believed[i]
        out[i] = preferred(own, threat[d] - greatest[i], trade[d] - trade0[d], change, p)
