"""Alignment: which side two states are on; and the diffusion of stances among partners.

dA = (A0 + priorities 2 (d0 - d) + threat (CT - CT0) + acts mutual news + lever - A) g
     + balance (sum_k A_ik A_kj - the same at the start) / (n - 2) dt + shock
Balance alone docks to Marvel et al. (2011), X' = X^2 (scaled into the bounds; the diagonal moves where the mask lets it).
Stances: dz = (lambda sum_j W_ij z_j + (1 - lambda)(innate + leaning) - z)(1 - exp(-rate dt)) docks to Friedkin & Johnsen (1999)
and, with lambda 1, to DeGroot (1974).  Leaves out domestic coalitions.
"""

from __future__ import annotations

from detente.compiled import forgotten, inline, jit
from detente.world.matrices import row_sums

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

FEWEST = 1.0e-3
"""Partners that weigh less than this together are not made up to a full weight."""


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
def priority_distance(z, issues, n, width, mask, out):
    """Write half the mean absolute difference of two states' stances over the issues, 0..1 (unused rows are 0)."""
    w, share = width, 0.5 / issues
    for i in range(n):
        a, b, c, d, e = z[i], z[w + i], z[2 * w + i], z[3 * w + i], z[4 * w + i]
        o = i * w
        for j in range(w):
            x = (abs(a - z[j]) + abs(b - z[w + j])) + (abs(c - z[2 * w + j]) + abs(d - z[3 * w + j]))
            out[o + j] = share * (x + abs(e - z[4 * w + j])) * mask[o + j]


@jit
def influence_weights(alignment_now, channel, mask, n, width, sums, out):
    """Write weights of partners, max(A, 0) x contact, normalised by row; who has next to no partners listens to next to none."""
    for d in range(out.size):
        out[d] = max(alignment_now[d], 0.0) * channel[d] * mask[d]
    row_sums(out, sums, n, width)
    for i in range(n):
        q = 1.0 / max(sums[i], FEWEST)
        for d in range(i * width, i * width + width):
            out[d] = out[d] * q


@jit
def heard(z, weights, n, width, out):
    """Write the mean stance of each state's partners on five issues, [5 x width], then how much it listens, [width].

    The five sums of a row run beside each other: their order over partners is fixed, and none waits for another.
    """
    w = width
    for i in range(n):
        row = i * w
        s = a = b = c = d = e = 0.0
        for j in range(n):
            q = weights[row + j]
            s += q
            a += q * z[j]
            b += q * z[w + j]
            c += q * z[2 * w + j]
            d += q * z[3 * w + j]
            e += q * z[4 * w + j]
        out[i], out[w + i], out[2 * w + i], out[3 * w + i], out[4 * w + i], out[5 * w + i] = a, b, c, d, e, s


@jit
def stances(z, innate, leaning, mean, p, dt, n, width, out):
    """Write the stances on each issue, -1..1; a state without partners goes its own way: innate plus its leaders' leaning."""
    g, share = forgotten(p.influence_rate * dt), p.susceptibility
    for m in range(0, z.size, width):
        for i in range(n):
            own = innate[m + i] + leaning[m + i]
            goal = share * mean[m + i] + (1.0 - share * mean[z.size + i]) * own
            out[m + i] = min(max(z[m + i] + (goal - z[m + i]) * g, -1.0), 1.0)


@jit
def innate_stances(z, mean, p, n, width, out):
    """Write the innate stances under which the given ones are at rest: (z - lambda W z) / (1 - lambda)."""
    share = p.susceptibility
    for m in range(0, z.size, width):
        for i in range(n):
            out[m + i] = (z[m + i] - share * mean[m + i]) / max(1.0 - share * mean[z.size + i], 1e-6)
