"""Choice under realism: capability, sides and commitments decide; moods, trade and memory do not.

V(cooperate) = base + common threat + alignment A + commitment F - w_f fear H;  V(hold) = 0;
V(press)     = base + w_f threat H + opportunity (claim Q x power over the other) - commitment F + crisis S.
Docks to nothing published as a formula: its terms are those of Waltz (1979) and Mearsheimer (2001) in words.
Leaves out domestic politics, trade and beliefs about the other.
"""

from __future__ import annotations

from detente.compiled import exp, jit


@jit
def propensities(common, alignment, commitment, threat, claim, power_over, stage, posture, mask, p, cooperate, press):
    """Write the chances that row, reconsidering, cooperates with or presses column; power_over is row's over column."""
    c0, cc, ca, cf, ch = (
        p.cooperate_base, p.cooperate_common_threat, p.cooperate_alignment, p.cooperate_commitment, p.cooperate_fear,
    )  # fmt: skip
    p0, ph, po, pf, pc = p.press_base, p.press_threat, p.press_opportunity, p.press_commitment, p.press_crisis * 0.25
    fear = posture[1]
    for d in range(cooperate.size):
        h, f = fear[d] * threat[d], commitment[d]
        ec = exp(c0 + cc * min(common[d], 1.0) + ca * alignment[d] + cf * f - ch * h)
        ep = exp(p0 + ph * h + po * claim[d] * power_over[d] - pf * f + pc * stage[d])
        share = mask[d] / (1.0 + ec + ep)
        cooperate[d] = ec * share
        press[d] = ep * share
