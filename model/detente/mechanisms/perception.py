"""How acts are seen: misperception falls with contact and practice; a misread act is off by one (or two) acts.

Docks to noisy iterated play (Nowak & Sigmund 1992) with two acts, misreading_step 2 and hostile_bias 1/2.
Leaves out deliberate deception.
"""

from __future__ import annotations

from detente.compiled import exp, forgotten, jit


@jit
def misperception(channel, interoperability, lever, mask, p, out):
    """Write the chance to misread: min(1/2, base exp(-contact V - practice O + lever)); row misreads column."""
    base, contact, practice = p.misperception_base, p.misperception_contact, p.misperception_practice
    for d in range(out.size):
        m = base * exp(lever[d] - contact * channel[d] - practice * interoperability[d])
        out[d] = min(m, 0.5) * mask[d]


@jit
def attend(act_of_other, read_of, draw, p, dt, fresh, again):
    """Write where row looks at column's act anew (1, else 0), and the uniform left for reading it.

    A reading lasts until the act changes or row looks again, at the rate of reconsideration; so noise does not
    depend on the length of a step.  read_of is the act that the held reading was a reading of.
    """
    chance = forgotten(p.reconsideration * dt)
    for d in range(fresh.size):
        u = draw[d]
        changed = 1.0 if act_of_other[d] != read_of[d] else 0.0
        looks = 1.0 if u < chance else 0.0
        fresh[d] = max(changed, looks)
        again[d] = u if changed > 0.5 else u / max(chance, 1e-300)


@jit
def hold(reading, fresh, mask, perceived, good, bad):
    """Put the held reading back where row did not look anew, in place, with the news it is."""
    for d in range(perceived.size):
        seen = (perceived[d] if fresh[d] > 0.5 else reading[d]) * mask[d]
        perceived[d] = seen
        good[d] = 1.0 if seen > 0.5 else 0.0
        bad[d] = 1.0 if seen < -0.5 else 0.0


@jit
def perceive(act_of_other, chance, draw, mask, p, perceived, good, bad):
    """Write the act row sees column do, and whether it is good or bad news (0 or 1).

    act_of_other[i, j] is j's act towards i.  A cooperative act is misread with chance 2 b M, a pressing one
    with 2 (1 - b) M, holding with M, of which the share b for the worse (b: hostile bias, M: misperception).
    """
    bias, step = p.hostile_bias, p.misreading_step
    for d in range(perceived.size):
        a, m, u = act_of_other[d], chance[d], draw[d]
        worse = 2.0 * bias * m
        better = 2.0 * (1.0 - bias) * m
        if_cooperate = 1.0 - step if u < worse else 1.0
        if_press = step - 1.0 if u < better else -1.0
        if_hold = -1.0 if u < bias * m else (1.0 if u < m else 0.0)
        seen = if_cooperate if a > 0.5 else (if_press if a < -0.5 else if_hold)
        seen = seen * mask[d]
        perceived[d] = seen
        good[d] = 1.0 if seen > 0.5 else 0.0
        bad[d] = 1.0 if seen < -0.5 else 0.0


@jit
def expected_news(cooperate, press, chance, mask, p, good, bad):
    """Write the chances that row sees column cooperate and press, given column's propensities towards row."""
    bias, opposite = p.hostile_bias, 1.0 if p.misreading_step > 1.5 else 0.0
    for d in range(good.size):
        c, q, m = cooperate[d], press[d], chance[d]
        hold = 1.0 - c - q
        worse, better = 2.0 * bias * m, 2.0 * (1.0 - bias) * m
        good[d] = mask[d] * (c * (1.0 - worse) + hold * m * (1.0 - bias) + opposite * q * better)
        bad[d] = mask[d] * (q * (1.0 - better) + hold * m * bias + opposite * c * worse)
