"""Choice under liberalism: trade, institutions and repeated play decide; power, memory and identity do not.

V(cooperate) = base + w_s stake E + commitment F + reciprocity (act seen) + contact C;  V(hold) = 0;
V(press)     = base - w_s stake E - commitment F - reciprocity (act seen) + crisis S.
Docks to tit for tat (Axelrod 1984), in three acts: the other terms 0 and reciprocity large.
Leaves out power, memory and identity.
"""

from __future__ import annotations

from detente.compiled import exp, jit


@jit
def propensities(interdependence, commitment, seen, channel, stage, posture, mask, p, cooperate, press):
    """Write the chances that row, reconsidering, cooperates with or presses column; `seen` is column's act as row holds it."""
    c0, cs, cf, cr, cc = (
        p.cooperate_base, p.cooperate_stake, p.cooperate_commitment, p.cooperate_reciprocity, p.cooperate_contact,
    )  # fmt: skip
    p0, ps, pf, pr, pc = p.press_base, p.press_stake, p.press_commitment, p.press_reciprocity, p.press_crisis * 0.25
    stake = posture[3]
    for d in range(cooperate.size):
        e, f, s = stake[d] * interdependence[d], commitment[d], seen[d]
        ec = exp(c0 + cs * e + cf * f + cr * s + cc * channel[d])
        ep = exp(p0 - ps * e - pf * f - pr * s + pc * stage[d])
        share = mask[d] / (1.0 + ec + ep)
        cooperate[d] = ec * share
        press[d] = ep * share
