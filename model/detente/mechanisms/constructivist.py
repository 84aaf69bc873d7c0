"""Choice under constructivism: trust, image, memory and identity decide; power and trade do not.

V(cooperate) = base + w_t beta (T - m) + image (1 - 2 I) - w_d (nationalism N + grievance G x trigger);  V(hold) = 0;
V(press)     = base + image I + w_d (claim Q N + grievance G x trigger).
Docks to Kydd (2000, 2005) as the mixed rule does; image and memory are those of Wendt (1992).
Leaves out power, trade and commitments.
"""

from __future__ import annotations

from detente.compiled import exp, jit


@jit
def propensities(
    trust, intent, active, claim, nationalism_row, threshold_row, posture, mask, p, cooperate, press,
):  # fmt: skip
    """Write the chances that row, reconsidering, cooperates with or presses column (the rest is hold)."""
    beta, c0, ci = p.choice_sharpness, p.cooperate_base, p.cooperate_image
    cn, cg = p.cooperate_nationalism, p.cooperate_grievance
    p0, pi, pq, pg = p.press_base, p.press_image, p.press_claim, p.press_grievance
    wt, wd = posture[0], posture[2]
    for d in range(cooperate.size):
        n, g, hostile = nationalism_row[d], active[d], intent[d]
        home = wd[d] * (cn * n + cg * g)
        ec = exp(c0 + wt[d] * beta * (trust[d] - threshold_row[d]) + ci * (1.0 - 2.0 * hostile) - home)
        ep = exp(p0 + pi * hostile + wd[d] * (pq * claim[d] * n + pg * g))
        share = mask[d] / (1.0 + ec + ep)
        cooperate[d] = ec * share
        press[d] = ep * share
