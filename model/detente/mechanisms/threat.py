"""Threat: power of the other that can reach one, times the hostile intent seen in it, followed with a lag.

intent: dI = (logistic(b + acts [(bad - good) - (bad0 - good0)] - alignment (A - A0) + crisis (S/4 - tension0)
        + outsiders (1 - A)/2) - I) f + (1 - I) q
power = x / (s_i + allies + x),  x = s_j reach_ij,  s = (C + w nuclear)^a,  reach = (distance / 1000 km)^-delta
dH = (power intent - H)(1 - exp(-dt / tau)).
The power term docks to the contest function of KTAB, s^k / (s^k + 1).  Leaves out geography within states.
"""

from __future__ import annotations

from detente.compiled import decay, exp, forgotten, inline, jit, log, logistic

CAUSES = ("following power and intent", "bound")
INTENT_CAUSES = ("forgetting and usual view", "acts seen", "alignment", "crisis", "levers of others", "shock", "bound")


@jit
def strengths(capability, nuclear, p, width, out):
    """Write s_i = (C_i + w nuclear_i)^a, C the weighted sum of five domains (share of the region)."""
    a, w = p.contest_exponent, p.nuclear_weight
    w0, w1, w2 = p.weight_conventional, p.weight_maritime, p.weight_missile_defence
    w3, w4 = p.weight_cyber, p.weight_space
    for i in range(out.size):
        c = w0 * capability[i] + w1 * capability[width + i] + w2 * capability[2 * width + i]
        c = c + w3 * capability[3 * width + i] + w4 * capability[4 * width + i]
        c = c + w * nuclear[i]
        out[i] = exp(a * log(c)) * (1.0 if c > 0.0 else 0.0)


@jit
def reach_of(distance, mask, p, out):
    """Write how much of column's strength reaches row: (distance / 1000 km)^-delta, nearer than 50 km as 50 km."""
    delta = p.distance_decay
    for d in range(out.size):
        out[d] = exp(-delta * log(max(distance[d], 50.0) * 0.001)) * mask[d]


@jit
def pledged(commitment, credibility, reach, strength_column, mask, out):
    """Write the strength that ally column is believed to bring to row: F K s reach."""
    for d in range(out.size):
        out[d] = commitment[d] * credibility[d] * strength_column[d] * reach[d] * mask[d]


@jit
def opposed(alignment, mask, out):
    """Write how far row would stand against column: (1 - A)/2."""
    for d in range(out.size):
        out[d] = (1.0 - alignment[d]) * 0.5 * mask[d]


@jit
def power(reach, strength_column, strength_row, allied, mask, p, out):
    """Write the share column would win against row with row's allies, 0..1 (the contest function)."""
    weight = p.ally_weight
    for d in range(out.size):
        x = strength_column[d] * reach[d]
        rest = strength_row[d] + weight * allied[d]
        out[d] = mask[d] * (x / (rest + x)) if rest + x > 0.0 else 0.0


@inline
def _pull(b, acts, news, ally, shift, crisis, strain, outside, a):
    return logistic(b + acts * news - ally * shift + crisis * strain + outside * (1.0 - a) * 0.5)


@jit
def intent(
    i_now, logit0, good, good0, bad, bad0, alignment, alignment0, stage, tension0, outsiders, shock, mask, p, dt, out, book, at,
):  # fmt: skip
    """Write the hostile intent row sees in column, 0..1; book rows at.. by INTENT_CAUSES, or None."""
    f, acts, ally, crisis = decay(dt, p.intent_memory), p.intent_acts, p.intent_alignment, p.intent_crisis
    for d in range(out.size):
        news = (bad[d] - good[d]) - (bad0[d] - good0[d])
        shift, strain = alignment[d] - alignment0[d], stage[d] * 0.25 - tension0[d]
        goal = _pull(logit0[d], acts, news, ally, shift, crisis, strain, outsiders[d], alignment[d])
        x = i_now[d] + ((goal - i_now[d]) * f + (1.0 - i_now[d]) * shock[d])
        out[d] = min(max(x, 0.0), 1.0) * mask[d]
    if book is not None:
        for d in range(out.size):
            news = (bad[d] - good[d]) - (bad0[d] - good0[d])
            shift, strain = alignment[d] - alignment0[d], stage[d] * 0.25 - tension0[d]
            # Steps along the pull, one reason after another: their sum is exact, their order a convention.
            g0 = logistic(logit0[d])
            g1 = _pull(logit0[d], acts, news, ally, 0.0, crisis, 0.0, 0.0, alignment[d])
            g2 = _pull(logit0[d], acts, news, ally, shift, crisis, 0.0, 0.0, alignment[d])
            g3 = _pull(logit0[d], acts, news, ally, shift, crisis, strain, 0.0, alignment[d])
            g4 = _pull(logit0[d], acts, news, ally, shift, crisis, strain, outsiders[d], alignment[d])
            m = mask[d]
            book[at + 0, d], book[at + 1, d], book[at + 2, d] = (
                (g0 - i_now[d]) * f * m,
                (g1 - g0) * f * m,
                (g2 - g1) * f * m,
            )
            book[at + 3, d], book[at + 4, d], book[at + 5, d] = (
                (g3 - g2) * f * m,
                (g4 - g3) * f * m,
                (1.0 - i_now[d]) * shock[d] * m,
            )
            s = (
                book[at + 0, d]
                + book[at + 1, d]
                + book[at + 2, d]
                + book[at + 3, d]
                + book[at + 4, d]
                + book[at + 5, d]
            )
            book[at + 6, d] = (out[d] - i_now[d]) * m - s


@jit
def threat(h, power_over, intent_seen, p, dt, out, book, at):
    """Write the threat row feels from column, 0..1; book rows at.. by CAUSES, or None."""
    f = forgotten(dt / p.threat_lag)
    for d in range(out.size):
        out[d] = h[d] + (power_over[d] * intent_seen[d] - h[d]) * f
    if book is not None:
        for d in range(out.size):
            book[at + 0, d] = (power_over[d] * intent_seen[d] - h[d]) * f
            book[at + 1, d] = out[d] - h[d] - book[at + 0, d]
