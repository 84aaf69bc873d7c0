"""Nationalism (domestic backlash) and doubt (the demand for autonomy), one number per state.

dN = (N0 - N) f + (1 - N)[pressure mean_j(bad - bad0) + crisis mean_j(S/4 - tension0)] reach + levers + (1 - N) q
dD = (D0 + (K0 - K) - D) f, K the commitment-weighted credibility of allies.
Docks to nothing published.  Leaves out parties and media.
"""

from __future__ import annotations

from detente.compiled import decay, jit, reach


@jit
def nationalism(x, rest, pressed, strained, lever, shock, p, dt, out):
    """Write nationalism per state, 0..1; `pressed` and `strained` are means over the others of unexpected news."""
    f, span = decay(dt, p.nationalism_half_life), reach(dt, p.nationalism_half_life)
    for i in range(out.size):
        news = p.nationalism_pressure * pressed[i] + p.nationalism_crisis * strained[i]
        y = x[i] + ((rest[i] - x[i]) * f + (1.0 - x[i]) * news * span + lever[i] * span + (1.0 - x[i]) * shock[i])
        out[i] = min(max(y, 0.0), 1.0)


@jit
def doubt(x, commitment, credibility, p, dt, n, width, out):
    """Write doubt per state, 0..1: it follows one minus the credibility of its allies; none where it has none."""
    f = decay(dt, p.doubt_half_life)
    for i in range(n):
        weight, belief = 0.0, 0.0
        for j in range(n):
            weight += commitment[i * width + j]
            belief += commitment[i * width + j] * credibility[i * width + j]
        goal = 1.0 - belief / weight if weight > 0.0 else 0.0
        out[i] = x[i] + (goal - x[i]) * f


@jit
def usual_doubt(commitment, credibility, n, width, out):
    """Write the doubt that is at rest with the given credibility."""
    for i in range(n):
        weight, belief = 0.0, 0.0
        for j in range(n):
            weight += commitment[i * width + j]
            belief += commitment[i * width + j] * credibility[i * width + j]
        out[i] = 1.0 - belief / weight if weight > 0.0 else 0.0
