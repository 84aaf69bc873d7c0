"""What a state does towards another: cooperate, hold or press, by random utility (logit); the mixed default.

V(cooperate) = base + w_t beta (T - m) + alignment A + commitment F + w_s stake E
               - w_d (nationalism N + grievance G x trigger) - w_f fear H;  V(hold) = 0;
V(press)     = base + w_f threat H + w_d (claim Q N + grievance G x trigger) - w_s stake E - commitment F + crisis S.
The weights w are those of the state's posture.  Docks to Kydd (2000, 2005): with beta infinite and the other terms zero a
state cooperates exactly when trust reaches the threshold m.  Leaves out bargaining within an act and audiences.
"""

from __future__ import annotations

from detente.compiled import exp, forgotten, jit


@jit
def threshold(zero_sum, patience, p, out):
    """Write Kydd's minimum trust per state: m = (P - S) / ((P - S) + (R - T)(1 - z) + d (R - P)).

    z: zero-sum weight (1: no gain left), d: patience (weight of future mutual gains); z = d = 0 is Kydd's own.
    """
    risk = p.payoff_punishment - p.payoff_sucker
    gain = p.payoff_reward - p.payoff_temptation
    future = p.payoff_reward - p.payoff_punishment
    for i in range(out.size):
        worth = (gain + patience[i] * future) * (1.0 - zero_sum[i])
        out[i] = risk / max(risk + worth, 1e-9)


@jit
def propensities(
    trust, alignment, commitment, interdependence, active, threat, claim, stage,
    nationalism_row, threshold_row, posture, mask, p, cooperate, press,
):  # fmt: skip
    """Write the chances that row, reconsidering, cooperates with or presses column (the rest is hold)."""
    beta = p.choice_sharpness
    c0, ca, cf, cs = p.cooperate_base, p.cooperate_alignment, p.cooperate_commitment, p.cooperate_stake
    cn, cg, ch = p.cooperate_nationalism, p.cooperate_grievance, p.cooperate_fear
    p0, ph, pq, pg = p.press_base, p.press_threat, p.press_claim, p.press_grievance
    ps, pf, pc = p.press_stake, p.press_commitment, p.press_crisis * 0.25
    wt, wf, wd, ws = posture[0], posture[1], posture[2], posture[3]
    for d in range(cooperate.size):
        h, e, f = wf[d] * threat[d], ws[d] * interdependence[d], commitment[d]
        n, g = nationalism_row[d], active[d]
        home = wd[d] * (cn * n + cg * g)
        vc = c0 + wt[d] * beta * (trust[d] - threshold_row[d]) + ca * alignment[d] + cf * f + cs * e - home - ch * h
        vp = p0 + ph * h + wd[d] * (pq * claim[d] * n + pg * g) - ps * e - pf * f + pc * stage[d]
        ec, ep = exp(vc), exp(vp)
        share = mask[d] / (1.0 + ec + ep)
        cooperate[d] = ec * share
        press[d] = ep * share


@jit
def conduct(act, cooperate, press, reconsider, draw, mask, p, dt, out):
    """Write the next act of row towards column: a state that reconsiders draws anew, other acts persist."""
    chance = forgotten(p.reconsideration * dt)
    for d in range(out.size):
        u = draw[d]
        fresh = -1.0 if u < press[d] else (1.0 if u >= 1.0 - cooperate[d] else 0.0)
        out[d] = (fresh if reconsider[d] < chance else act[d]) * mask[d]
