"""Working ties: trade dependence, contact between governments, practice of acting together, know-how; and what stands between.

interdependence: dE = (E0 - E) f + (1 - E) lever reach - E coercion (bad - bad0) dt - E loss
channel:  dV = (V0 (1 - closure (S/4 - tension0)) + lever - V) f - V loss, then not below the floor a line keeps
practice: dO = (O0 - O) f + (1 - O) lever reach, and know-how likewise
claim:    dQ = (Q0 - Q) f - Q easing dt / (1 + easing dt) + (1 - Q) rise.
Docks to nothing published.  Leaves out prices and substitution.
"""

from __future__ import annotations

from detente.compiled import decay, inline, jit, reach

CAUSES = ("return to baseline", "levers", "coercion seen", "shock", "bound")
CHANNEL_CAUSES = ("usual contact", "crisis", "levers", "shock", "floor kept", "bound")
PRACTICE_CAUSES = ("forgetting", "levers", "bound")
CLAIM_CAUSES = ("return to usual salience", "levers", "shock", "bound")


@jit
def interdependence(e, rest, lever, bad, bad0, loss, mask, p, dt, out, book, at):
    """Write the trade dependence of row on column, 0..1; book rows at.., or None."""
    f, span, coercion = decay(dt, p.interdependence_half_life), reach(dt, p.interdependence_half_life), p.coercion * dt
    for d in range(out.size):
        x = e[d] + (
            (rest[d] - e[d]) * f
            + (1.0 - e[d]) * lever[d] * span
            - e[d] * coercion * (bad[d] - bad0[d])
            - e[d] * loss[d]
        )
        out[d] = min(max(x, 0.0), 1.0) * mask[d]
    if book is not None:
        for d in range(out.size):
            m = mask[d]
            book[at + 0, d], book[at + 1, d] = (rest[d] - e[d]) * f * m, (1.0 - e[d]) * lever[d] * span * m
            book[at + 2, d], book[at + 3, d] = -e[d] * coercion * (bad[d] - bad0[d]) * m, -e[d] * loss[d] * m
            book[at + 4, d] = (out[d] - e[d]) * m - (
                book[at + 0, d] + book[at + 1, d] + book[at + 2, d] + book[at + 3, d]
            )


@inline
def _contact(v, rest, s, s0, lever, loss, f, closure):
    crisis = -rest * closure * (s * 0.25 - s0)
    return (rest - v) * f, crisis * f, lever * f, -v * loss


@jit
def channel(v, rest, stage, tension0, lever, floor, loss, mask, p, dt, out, book, at):
    """Write the working contact of a pair, 0..1 (symmetric); a hotline or back channel keeps `floor`."""
    f, closure = decay(dt, p.contact_half_life), p.contact_closure
    for d in range(out.size):
        t = _contact(v[d], rest[d], stage[d], tension0[d], lever[d], loss[d], f, closure)
        x = v[d] + (t[0] + t[1] + t[2] + t[3])
        out[d] = min(max(max(x, floor[d]), 0.0), 1.0) * mask[d]
    if book is not None:
        for d in range(out.size):
            t = _contact(v[d], rest[d], stage[d], tension0[d], lever[d], loss[d], f, closure)
            x = v[d] + (t[0] + t[1] + t[2] + t[3])
            for k in range(4):
                book[at + k, d] = t[k] * mask[d]
            book[at + 4, d] = max(floor[d] - x, 0.0) * mask[d]
            book[at + 5, d] = (out[d] - max(x, floor[d])) * mask[d]


@jit
def practice(o, rest, lever, half_life, mask, dt, out, book, at):
    """Write what a pair has learnt, 0..1 (symmetric): interoperability or know-how; book rows at.., or None."""
    f, span = decay(dt, half_life), reach(dt, half_life)
    for d in range(out.size):
        x = o[d] + ((rest[d] - o[d]) * f + (1.0 - o[d]) * lever[d] * span)
        out[d] = min(max(x, 0.0), 1.0) * mask[d]
    if book is not None:
        for d in range(out.size):
            book[at + 0, d], book[at + 1, d] = (rest[d] - o[d]) * f * mask[d], (1.0 - o[d]) * lever[d] * span * mask[d]
            book[at + 2, d] = (out[d] - o[d]) * mask[d] - book[at + 0, d] - book[at + 1, d]


@jit
def claim(q, rest, easing, rise, mask, p, dt, out, book, at):
    """Write the salience of a pair's dispute, 0..1 (symmetric): eased by work on it, raised by shocks, else as usual."""
    f = decay(dt, p.claim_half_life)
    for d in range(out.size):
        heal = easing[d] * dt
        x = q[d] + ((rest[d] - q[d]) * f - q[d] * heal / (1.0 + heal) + (1.0 - q[d]) * rise[d])
        out[d] = min(max(x, 0.0), 1.0) * mask[d]
    if book is not None:
        for d in range(out.size):
            heal = easing[d] * dt
            book[at + 0, d], book[at + 1, d] = (rest[d] - q[d]) * f * mask[d], -q[d] * heal / (1.0 + heal) * mask[d]
            book[at + 2, d] = (1.0 - q[d]) * rise[d] * mask[d]
            s = book[at + 0, d] + book[at + 1, d] + book[at + 2, d]
            book[at + 3, d] = (out[d] - q[d]) * mask[d] - s
