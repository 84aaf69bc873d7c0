"""Trust: mood u = logit(T / ceiling) moves around a slow anchor by surprising news; bad news weighs more.

du = (anchor - u) f + reach [k (good - good0 - r (good_e - good0)) - k nu (the same for bad)
     - friction (active - active0) - crisis (S/4 - tension0) + goodwill]
     + talk + shock news + noise;  T = (1 - kappa G) logistic(u).
f and reach integrate decay and constant rates exactly over the step.  Docks to Bayesian updating (half-life infinite,
kappa 0, nu 1, r 0: mood is log odds and news adds log-likelihood ratios) and with it to Kydd's beliefs.
Leaves out generations and media.
"""

from __future__ import annotations

from detente.compiled import decay, inline, jit, logistic, reach

CAUSES = (
    "return to the anchor", "cooperation seen", "pressure seen", "active grievance", "crisis", "goodwill",
    "announcements", "shock", "unexplained", "bound",
)  # fmt: skip
LIMIT = 12.0


@inline
def _terms(u, v, ge, g, g0, be, b, b0, a, a0, s, s0, lever, talk, shock, noise, c):
    f, good, bad, habit, friction, crisis, span, spread = c
    return (
        (v - u) * f,
        good * (g - g0 - habit * (ge - g0)),
        -bad * (b - b0 - habit * (be - b0)),
        -friction * (a - a0),
        -crisis * (s * 0.25 - s0),
        lever * span,
        talk,
        shock,
        (noise - 0.5) * spread,
    )


@jit
def mood(
    u, anchor, good_expected, good, good0, bad_expected, bad, bad0, active, active0, stage, tension0,
    goodwill, talk, news, noise, mask, p, dt, out, book, at,
):  # fmt: skip
    """Write next step's mood (logit; row about column); book rows at.. by CAUSES, or None."""
    span = reach(dt, p.trust_half_life)
    k = p.trust_good_news * span
    spread = p.mood_noise * (12.0 * reach(dt, 0.5 * p.trust_half_life)) ** 0.5
    c = (
        decay(dt, p.trust_half_life), k, k * p.negativity, p.habituation,
        p.grievance_friction * span, p.crisis_friction * span, span, spread,
    )  # fmt: skip
    for d in range(out.size):
        t = _terms(
            u[d], anchor[d], good_expected[d], good[d], good0[d], bad_expected[d], bad[d], bad0[d],
            active[d], active0[d], stage[d], tension0[d], goodwill[d], talk[d], news[d], noise[d], c,
        )  # fmt: skip
        x = u[d] + (t[0] + t[1] + t[2] + t[3] + t[4] + t[5] + t[6] + t[7] + t[8])
        out[d] = min(max(x, -LIMIT), LIMIT) * mask[d]
    if book is not None:
        for d in range(out.size):
            t = _terms(
                u[d], anchor[d], good_expected[d], good[d], good0[d], bad_expected[d], bad[d], bad0[d],
                active[d], active0[d], stage[d], tension0[d], goodwill[d], talk[d], news[d], noise[d], c,
            )  # fmt: skip
            s = t[0] + t[1] + t[2] + t[3] + t[4] + t[5] + t[6] + t[7] + t[8]
            for k_ in range(9):
                book[at + k_, d] = t[k_] * mask[d]
            book[at + 9, d] = (out[d] - u[d] - s) * mask[d]


@jit
def anchor(v, u, norm, mask, p, dt, out):
    """Write the anchor: it follows the share `anchor_follow` of a lasting change of mood from the norm."""
    f, share = decay(dt, p.anchor_half_life), p.anchor_follow
    for d in range(out.size):
        out[d] = (v[d] + (norm[d] + share * (u[d] - norm[d]) - v[d]) * f) * mask[d]


@jit
def expectation(expected, seen, p, dt, out):
    """Write what the dyad has learnt to expect: a trailing mean of 0/1 news."""
    f = decay(dt, p.habituation_memory)
    for d in range(out.size):
        out[d] = expected[d] + (seen[d] - expected[d]) * f


@jit
def level(u, grievance, mask, p, out):
    """Write trust T = (1 - kappa G) logistic(u): the share of row's public that trusts column."""
    kappa = p.grievance_ceiling
    for d in range(out.size):
        out[d] = (1.0 - kappa * grievance[d]) * logistic(u[d]) * mask[d]
