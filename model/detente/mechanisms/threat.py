"""Threat: power of the other that can reach one, times the hostile intent seen in it, followed with a lag.

intent: dI = (logistic(b + acts [(bad - good) - (bad0 - good0)] - alignment (A - A0) + crisis (S/4 - tension0)
        + outsiders (1 - A)/2 - image) - I) f + (1 - I) q
power = x / (s_i + allies + x),  x = s_j reach_ij,  s = (C + w nuclear)^a,  reach = (distance / 1000 km)^-delta
allies = sum_k support_ik K_ik s_k reach_ik (1 - A_kj)/2 s_k / (s_k + denial_j s_j): who denies access is a contest too.
dH = (power intent - H)(1 - exp(-dt / tau)).
The power term docks to the contest function of KTAB, s^k / (s^k + 1).  Leaves out geography within states.
"""

from __future__ import annotations

from detente.compiled import decay, exp, forgotten, inline, jit, log, logistic
from detente.mechanisms.theories import reading_of_intent

CAUSES = ("following power and intent", "bound")
INTENT_CAUSES = (
    "forgetting and usual view", "acts seen", "alignment", "crisis", "levers of others", "image", "power",
    "active grievance", "shock", "bound",
)  # fmt: skip


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
    """Write the strength that column is believed to bring to row's help: F K s reach (F: support pledged)."""
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


@jit
def getting_through(strength, denial, n, width, theirs):
    """Lower in place how far row stands against column, by the chance to get through to where column denies access."""
    for j in range(n):
        if denial[j] > 0.0:
            for k in range(n):
                theirs[k * width + j] *= strength[k] / max(strength[k] + denial[j] * strength[j], 1e-300)


@inline
def _reasons(news, a, a0, stage, tension0, outside, image, power, power0, active, active0, c):
    """Return what moves the view of intent, as terms of a logit in order of INTENT_CAUSES; c: `reading_of_intent`."""
    acts, identity, ally, crisis, others, kp, kg = c
    return (
        acts * news * (1.0 - identity * a),
        -ally * (a - a0),
        crisis * (stage * 0.25 - tension0),
        others * outside * (1.0 - a) * 0.5,
        -image,
        kp * (power - power0),
        kg * (active - active0),
    )


@jit
def intent(
    i_now, logit0, good, good0, bad, bad0, alignment, alignment0, stage, tension0, outsiders, image, power_now, power0,
    active, active0, shock, theory, mask, p, dt, out, book, at,
):  # fmt: skip
    """Write the hostile intent row sees in column, 0..1; book rows at.. by INTENT_CAUSES, or None."""
    f, c = decay(dt, p.intent_memory), reading_of_intent(theory, p)
    for d in range(out.size):
        news = (bad[d] - good[d]) - (bad0[d] - good0[d])
        t = _reasons(news, alignment[d], alignment0[d], stage[d], tension0[d], outsiders[d], image[d], power_now[d],
                     power0[d], active[d], active0[d], c)  # fmt: skip
        goal = logistic(logit0[d] + t[0] + t[1] + t[2] + t[3] + t[4] + t[5] + t[6])
        x = i_now[d] + ((goal - i_now[d]) * f + (1.0 - i_now[d]) * shock[d])
        out[d] = min(max(x, 0.0), 1.0) * mask[d]
    if book is not None:
        for d in range(out.size):
            news = (bad[d] - good[d]) - (bad0[d] - good0[d])
            t = _reasons(news, alignment[d], alignment0[d], stage[d], tension0[d], outsiders[d], image[d],
                         power_now[d], power0[d], active[d], active0[d], c)  # fmt: skip
            # Steps along the pull, one reason after another: their sum is exact, their order a convention.
            m, x = mask[d], logit0[d]
            before = logistic(x)
            book[at, d] = (before - i_now[d]) * f * m
            booked = book[at, d]
            for k in range(7):
                x += t[k]
                after = logistic(x)
                book[at + 1 + k, d] = (after - before) * f * m
                booked += book[at + 1 + k, d]
                before = after
            book[at + 8, d] = (1.0 - i_now[d]) * shock[d] * m
            book[at + 9, d] = (out[d] - i_now[d]) * m - (booked + book[at + 8, d])


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
