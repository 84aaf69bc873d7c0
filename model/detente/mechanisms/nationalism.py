"""Nationalism (domestic backlash), doubt (the demand for autonomy) and burden (share of an alliance), one number per state.

dN = (N0 - N) f + (1 - N)[pressure mean_j(bad - bad0) + crisis mean_j(S/4 - tension0)] reach + levers + (1 - N) q
dD = (D0 + (K0 - K) - D) f, K the commitment-weighted credibility of allies.
Docks to nothing published.  Leaves out parties and media.
"""

from __future__ import annotations

from detente.compiled import decay, inline, jit, reach

CAUSES = ("return to usual", "pressure seen", "crises", "levers", "shocks", "bound")


@jit
def nationalism(x, rest, pressed, strained, lever, shock, p, dt, out, book, at):
    """Write nationalism per state, 0..1; `pressed` and `strained` are means over the others of unexpected news.

    Rows at.. of the book, where there is one, take the causes in the places of the first `width` dyads.
    """
    f, span = decay(dt, p.nationalism_half_life), reach(dt, p.nationalism_half_life)
    kp, kc = p.nationalism_pressure, p.nationalism_crisis
    for i in range(out.size):
        left = 1.0 - x[i]
        news = kp * pressed[i] + kc * strained[i]
        y = x[i] + ((rest[i] - x[i]) * f + left * news * span + lever[i] * span + left * shock[i])
        out[i] = min(max(y, 0.0), 1.0)
    if book is not None:
        for i in range(out.size):
            left = 1.0 - x[i]
            book[at + 0, i], book[at + 1, i] = (rest[i] - x[i]) * f, left * kp * pressed[i] * span
            book[at + 2, i], book[at + 3, i] = left * kc * strained[i] * span, lever[i] * span
            book[at + 4, i] = left * shock[i]
            s = book[at + 0, i] + book[at + 1, i] + book[at + 2, i] + book[at + 3, i] + book[at + 4, i]
            book[at + 5, i] = out[i] - x[i] - s


@inline
def _unmet(commitment, credibility, i, n, width):
    """Return one minus the commitment-weighted credibility of a state's allies; 0 where it has none."""
    weight, belief = 0.0, 0.0
    for j in range(n):
        weight += commitment[i * width + j]
        belief += commitment[i * width + j] * credibility[i * width + j]
    return 1.0 - belief / weight if weight > 0.0 else 0.0


@jit
def doubt(x, commitment, credibility, p, dt, n, width, out):
    """Write doubt per state, 0..1: it follows one minus the credibility of its allies; none where it has none."""
    f = decay(dt, p.doubt_half_life)
    for i in range(n):
        out[i] = x[i] + (_unmet(commitment, credibility, i, n, width) - x[i]) * f


@jit
def usual_doubt(commitment, credibility, n, width, out):
    """Write the doubt that is at rest with the given credibility."""
    for i in range(n):
        out[i] = _unmet(commitment, credibility, i, n, width)


@jit
def burden(pledge, total, n, width, out):
    """Write each state's capability as a share of that of itself and its allies, 0..1; 1 where it has none."""
    for i in range(n):
        all_of_them = total[i]
        for j in range(n):
            if pledge[i * width + j] > 0.0:
                all_of_them += total[j]
        out[i] = total[i] / all_of_them if all_of_them > 0.0 else 1.0
