"""Credibility: belief that a partner delivers, from remembered deliveries a and failures b: K = a / (a + b).

da = (a0 - a) f + [acts (good - good_e) + delivered levers] reach;  db likewise with bad news and failures, nu-fold.
Failures that usually happen and stay away forgive, at most what is remembered: -x becomes -b (1 - e^(-x / b)).
Docks to beta-Bernoulli counting: with memory infinite it is Bayesian.  Leaves out audiences.
"""

from __future__ import annotations

from detente.compiled import decay, forgotten, inline, jit, reach

CAUSES = (
    "forgetting deliveries",
    "forgetting failures",
    "cooperation seen",
    "pressure seen",
    "levers",
    "shocks and broken pacts",
    "bound",
)


@inline
def _terms(a, b, a0, b0, ge, g, be, s, lever, failed, f, k, span, nu):
    return (
        (a0 - a) * f,
        (b0 - b) * f,
        k * (g - ge),
        nu * k * (s - be),
        lever * span,
        nu * failed if failed >= 0.0 else -b * forgotten(-nu * failed / b),
    )


@jit
def memory(
    kept, broken, kept0, broken0, good_expected, good, bad_expected, bad, lever, failed, mask, p, dt,
    out_kept, out_broken, out_belief, book, at,
):  # fmt: skip
    """Write deliveries, failures and K of column as row remembers them; book rows at.. in units of K, or None."""
    f, span = decay(dt, p.credibility_memory), reach(dt, p.credibility_memory)
    k, nu = p.credibility_acts * span, p.negativity
    for d in range(out_kept.size):
        t = _terms(kept[d], broken[d], kept0[d], broken0[d], good_expected[d], good[d], bad_expected[d], bad[d],
                   lever[d], failed[d], f, k, span, nu)  # fmt: skip
        a = max(kept[d] + (t[0] + t[2] + t[4]), 1e-9)
        b = max(broken[d] + (t[1] + t[3] + t[5]), 1e-9)
        out_kept[d], out_broken[d], out_belief[d] = a, b, a / (a + b) * mask[d]
    if book is not None:
        for d in range(out_kept.size):
            t = _terms(kept[d], broken[d], kept0[d], broken0[d], good_expected[d], good[d], bad_expected[d], bad[d],
                       lever[d], failed[d], f, k, span, nu)  # fmt: skip
            # a'/(a'+b') - a/(a+b) = (b da - a db) / ((a+b)(a'+b')): exact and additive in da and db.
            q = mask[d] / ((kept[d] + broken[d]) * (out_kept[d] + out_broken[d]))
            book[at + 0, d], book[at + 1, d] = broken[d] * t[0] * q, -kept[d] * t[1] * q
            book[at + 2, d], book[at + 3, d] = broken[d] * t[2] * q, -kept[d] * t[3] * q
            book[at + 4, d], book[at + 5, d] = broken[d] * t[4] * q, -kept[d] * t[5] * q
            s = (
                book[at + 0, d]
                + book[at + 1, d]
                + book[at + 2, d]
                + book[at + 3, d]
                + book[at + 4, d]
                + book[at + 5, d]
            )
            before = kept[d] / (kept[d] + broken[d]) * mask[d]
            book[at + 6, d] = out_belief[d] - before - s
