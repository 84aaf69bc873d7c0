"""Capability: planned growth, and the security dilemma: threat from others' capability raises one's own.

dC_i = k (sum_j H_ij C_j - the same at the start) dt + (planned - C)(1 - exp(-a dt)) + planned growth + levers.
Docks to Richardson (1960), dx/dt = k y - a x + g: one domain, threat held at 1, planned = g / a,
no growth, a small step (the rest point is exact at any step below 1/a where a dt stands for 1 - exp(-a dt)).
Unstable draws (k above a) occur only where a scenario declares such ranges.  Leaves out budgets of ministries.
"""

from __future__ import annotations

from detente.compiled import exp, forgotten, jit

CAUSES = ("planned growth", "return to plan", "threat of others", "levers", "shocks", "bound")


@jit
def total_of(capability, p, width, out):
    """Write the weighted sum of a state's five domains."""
    w0, w1, w2 = p.weight_conventional, p.weight_maritime, p.weight_missile_defence
    w3, w4 = p.weight_cyber, p.weight_space
    for i in range(width):
        c = w0 * capability[i] + w1 * capability[width + i] + w2 * capability[2 * width + i]
        out[i] = c + w3 * capability[3 * width + i] + w4 * capability[4 * width + i]


@jit
def pressure(threat, total, n, width, out):
    """Write sum over j of H_ij C_j: the capability of others weighed by the threat row feels from each."""
    for i in range(n):
        out[i] = 0.0
    # Partners outside, states inside: each sum keeps its order, and none waits for another.
    for j in range(n):
        for i in range(n):
            out[i] += threat[i * width + j] * total[j]


@jit
def grown(growth, dt, out):
    """Write the share by which planned capability grows in a step: exp(growth dt) - 1."""
    for i in range(out.size):
        out[i] = exp(growth[i] * dt) - 1.0


@jit
def build(capability, planned, drive, drive0, growing, lever, shock, p, dt, width, out, out_planned, book, at):
    """Write capability and its planned path per domain and state (share of the region at the start, >= 0).

    What threat adds to the total is spread over the domains as the state's capability is; a shock (log factor) moves
    the planned path for good.  Rows at.. of the book,
    where there is one, take the causes of the weighted total in the places of the first `width` dyads.
    """
    f, k = forgotten(p.arms_fatigue * dt), p.arms_reaction * dt
    w = (p.weight_conventional, p.weight_maritime, p.weight_missile_defence, p.weight_cyber, p.weight_space)
    for i in range(width):
        c = w[0] * capability[i] + w[1] * capability[width + i] + w[2] * capability[2 * width + i]
        c = c + w[3] * capability[3 * width + i] + w[4] * capability[4 * width + i]
        more = k * (drive[i] - drive0[i]) / c if c > 0.0 else 0.0
        if book is not None:
            for q in range(6):
                book[at + q, i] = 0.0
        surge = exp(shock[i]) - 1.0 if shock[i] != 0.0 else 0.0
        for m in range(5):
            d = m * width + i
            rise = planned[d] * (growing[i] + (1.0 + growing[i]) * surge)
            x = capability[d] + (capability[d] * more + (planned[d] - capability[d]) * f + rise + lever[m, i] * dt)
            out[d] = max(x, 0.0)
            out_planned[d] = planned[d] + rise
            if book is not None:
                book[at + 0, i] += w[m] * planned[d] * growing[i]
                book[at + 1, i] += w[m] * (planned[d] - capability[d]) * f
                book[at + 2, i] += w[m] * capability[d] * more
                book[at + 3, i] += w[m] * lever[m, i] * dt
                book[at + 4, i] += w[m] * planned[d] * (1.0 + growing[i]) * surge
                book[at + 5, i] += w[m] * (out[d] - x)
