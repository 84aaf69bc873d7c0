"""Grievance: a slow stock that harm adds to and repair heals, and a fast trigger that wakes it.

dG = -G f - G repair/(1 + repair) + (1 - G)[harm (bad - bad0) + crisis (S/4 - tension0)] dt
dA = (A0 - A) f + (1 - A) q, q = 1 - exp(-theta size) of the shocks.  Active grievance = G x A.
Docks to nothing published; its half-lives come from studies of wartime harm.  Leaves out who commemorates.
"""

from __future__ import annotations

from detente.compiled import decay, inline, jit

CAUSES = ("forgetting", "repair", "pressure seen", "crisis", "bound")
TRIGGER_CAUSES = ("settling", "shock", "bound")


@inline
def _terms(g, heal, b, b0, s, s0, mask, f, harm, crisis):
    return (
        -g * f * mask,
        -g * heal / (1.0 + heal) * mask,
        (1.0 - g) * harm * (b - b0) * mask,
        (1.0 - g) * crisis * (s * 0.25 - s0) * mask,
    )


@jit
def stock(g, repair, bad, bad0, stage, tension0, felt, p, dt, out, book, at):
    """Write the grievance row holds against column, 0..1; `felt` masks dyads, book rows at.. by CAUSES, or None."""
    f, harm, crisis = decay(dt, p.grievance_half_life), p.grievance_harm * dt, p.grievance_harm_crisis * dt
    for d in range(out.size):
        t = _terms(g[d], repair[d] * dt, bad[d], bad0[d], stage[d], tension0[d], felt[d], f, harm, crisis)
        out[d] = min(max(g[d] + (t[0] + t[1] + t[2] + t[3]), 0.0), 1.0)
    if book is not None:
        for d in range(out.size):
            t = _terms(g[d], repair[d] * dt, bad[d], bad0[d], stage[d], tension0[d], felt[d], f, harm, crisis)
            for k in range(4):
                book[at + k, d] = t[k]
            book[at + 4, d] = out[d] - g[d] - (t[0] + t[1] + t[2] + t[3])


@jit
def trigger(a, rest, wake, mask, p, dt, out, book, at):
    """Write how far grievance is awake, 0..1; `wake` is 1 - exp(-theta size), book rows at.., or None."""
    f = decay(dt, p.trigger_half_life)
    for d in range(out.size):
        x = a[d] + ((rest[d] - a[d]) * f + (1.0 - a[d]) * wake[d])
        out[d] = min(max(x, 0.0), 1.0) * mask[d]
    if book is not None:
        for d in range(out.size):
            book[at + 0, d] = (rest[d] - a[d]) * f * mask[d]
            book[at + 1, d] = (1.0 - a[d]) * wake[d] * mask[d]
            book[at + 2, d] = (out[d] - a[d]) * mask[d] - book[at + 0, d] - book[at + 1, d]
