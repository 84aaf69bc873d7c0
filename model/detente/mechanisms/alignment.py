"""Alignment: which side two states are on; and the diffusion of stances among partners.

dA = (A0 + priorities 2 (d0 - d) + threat (CT - CT0) + acts mutual news + lever - A) g
     + balance (sum_k A_ik A_kj - the same at the start) / (n - 2) dt + shock
Balance alone docks to Marvel et al. (2011), X' = X^2 (scaled into the bounds; the diagonal moves where the mask lets it).
Stances: dz = (lambda sum_j W_ij z_j + (1 - lambda) innate - z)(1 - exp(-rate dt)) docks to Friedkin & Johnsen (1999)
and, with lambda 1, to DeGroot (1974).  Leaves out domestic coalitions.
"""

from __future__ import annotations

from detente.compiled import forgotten, inline, jit
from detente.world.matrices import total

CAUSES = (
    "settling",
    "priorities",
    "common threat",
    "acts seen",
    "levers",
    "friends and enemies of friends",
    "shock",
    "bound",
)


@inline
def _terms(a, a0, d, d0, c, c0, s, lever, x, x0, shock, g, kd, kc, ks, b):
    return (
        (a0 - a) * g,
        kd * (d0 - d) * g,
        kc * (c - c0) * g,
        ks * s * g,
        lever * g,
        b * (x - x0),
        shock,
    )


@jit
def alignment(
    a, a0, distance, distance0, common, common0, news, lever, product, product0, shock, mask, p, dt, n, out, book, at,
):  # fmt: skip
    """Write the alignment of a pair, -1..1 (symmetric); news is the mean of both sides' surprise, book rows at.., or None."""
    g, b = forgotten(dt / p.alignment_lag), p.balance * dt / max(n - 2, 1)
    kd, kc, ks = 2.0 * p.alignment_priorities, p.alignment_threat, p.alignment_acts
    for d in range(out.size):
        t = _terms(a[d], a0[d], distance[d], distance0[d], common[d], common0[d], news[d], lever[d],
                   product[d], product0[d], shock[d], g, kd, kc, ks, b)  # fmt: skip
        x = a[d] + (t[0] + t[1] + t[2] + t[3] + t[4] + t[5] + t[6])
        out[d] = min(max(x, -1.0), 1.0) * mask[d]
    if book is not None:
        for d in range(out.size):
            t = _terms(a[d], a0[d], distance[d], distance0[d], common[d], common0[d], news[d], lever[d],
                       product[d], product0[d], shock[d], g, kd, kc, ks, b)  # fmt: skip
            for k in range(7):
                book[at + k, d] = t[k] * mask[d]
            book[at + 7, d] = (out[d] - a[d] - (t[0] + t[1] + t[2] + t[3] + t[4] + t[5] + t[6])) * mask[d]


@jit
def priority_distance(z, n, width, mask, out):
    """Write half the mean absolute difference of two states' stances over the five issues, 0..1."""
    w = width
    for i in range(n):
        a, b, c, d, e = z[i], z[w + i], z[2 * w + i], z[3 * w + i], z[4 * w + i]
        o = i * w
        for j in range(w):
            x = (abs(a - z[j]) + abs(b - z[w + j])) + (abs(c - z[2 * w + j]) + abs(d - z[3 * w + j]))
            out[o + j] = 0.1 * (x + abs(e - z[4 * w + j])) * mask[o + j]


@jit
def influence_weights(alignment_now, channel, mask, n, width, out):
    """Write row-normalised weights of partners: max(A, 0) x contact; a state without partners listens to none."""
    for i in range(n):
        a = i * width
        for d in range(a, a + width):
            out[d] = max(alignment_now[d], 0.0) * channel[d] * mask[d]
        s = total(out[a : a + width])
        q = 1.0 / s if s > 0.0 else 0.0
        for d in range(a, a + width):
            out[d] = out[d] * q


@jit
def stances(z, innate, weights, p, dt, n, width, out):
    """Write the stances on each issue, -1..1; a state without partners keeps its innate stance."""
    g, share = forgotten(p.influence_rate * dt), p.susceptibility
    for i in range(n):
        row = i * width
        s = 0.0
        for j in range(n):
            s += weights[row + j]
        for m in range(0, z.size, width):
            mean = 0.0
            for j in range(n):
                mean += weights[row + j] * z[m + j]
            goal = share * mean + (1.0 - share * s) * innate[m + i]
            out[m + i] = min(max(z[m + i] + (goal - z[m + i]) * g, -1.0), 1.0)


@jit
def innate_stances(z, weights, p, n, width, out):
    """Write the innate stances under which the given ones are at rest: (z - lambda W z) / (1 - lambda)."""
    share = p.susceptibility
    for i in range(n):
        row = i * width
        s = 0.0
        for j in range(n):
            s += weights[row + j]
        for m in range(0, z.size, width):
            mean = 0.0
            for j in range(n):
                mean += weights[row + j] * z[m + j]
            out[m + i] = (z[m + i] - share * mean) / max(1.0 - share * s, 1e-6)
