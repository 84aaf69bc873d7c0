"""Crises of a pair, stages 0 to 4: onset, escalation and de-escalation are separate rates.

onset = base exp(threat mean H + claim Q + grievance Q mean(G A) + pressure mean bad + lever)
escalation = base exp(nationalism mean N + misperception mean M + lever) per stage
resolution = base (1 + contact V)(1 + pick-up x lines) per stage.
Their clock is the month, whatever the step; rates hold still within a step.  Docks to nothing published;
base rates are set by militarised disputes.  Leaves out who started it.
"""

from __future__ import annotations

from detente.compiled import exp, forgotten, jit


@jit
def half_log_rates(threat, active, bad, claim, misperception, nationalism_row, p, onset, escalation):
    """Write each side's half of the log rates of onset and escalation (the pair's is the sum of both)."""
    kh, kg, kp = 0.5 * p.crisis_onset_threat, 0.5 * p.crisis_onset_grievance, 0.5 * p.crisis_onset_pressure
    kn, km = 0.5 * p.crisis_escalation_nationalism, 0.5 * p.crisis_escalation_misperception
    for d in range(onset.size):
        onset[d] = kh * threat[d] + kg * claim[d] * active[d] + kp * bad[d]
        escalation[d] = kn * nationalism_row[d] + km * misperception[d]


@jit
def rates(onset, onset_turned, escalation, escalation_turned, claim, channel, lever_onset, lever_escalation,
          lever_duration, mask, p, out_onset, out_escalation, out_resolution):  # fmt: skip
    """Write a pair's rates per year (symmetric): onset from calm, one stage up, one stage down."""
    b0, b1, b2 = p.crisis_onset_base, p.crisis_escalation_base, p.crisis_resolution_base
    kq, kv = p.crisis_onset_claim, p.crisis_resolution_contact
    for d in range(out_onset.size):
        out_onset[d] = b0 * exp((onset[d] + onset_turned[d]) + kq * claim[d] + lever_onset[d]) * mask[d]
        out_escalation[d] = b1 * exp((escalation[d] + escalation_turned[d]) + lever_escalation[d]) * mask[d]
        out_resolution[d] = b2 * (1.0 + kv * channel[d]) * (1.0 + max(lever_duration[d], 0.0)) * mask[d]


@jit
def chances(onset, escalation, resolution, hazard, years, first, begin, up, leave):
    """Write the chances of a tick of `years`: begin (`first`: with an incident's extra chance), rise, move at all."""
    for d in range(begin.size):
        quiet, extra = forgotten(onset[d] * years), hazard[d]
        begin[d] = quiet
        first[d] = quiet + extra * (1.0 - quiet)
        rate = escalation[d] + resolution[d]
        gone = forgotten(rate * years)
        leave[d] = gone
        up[d] = gone * escalation[d] / max(rate, 1e-300)


@jit
def month(begin, up, leave, draw, mask, stage):
    """Move every pair by at most one stage, in place: from calm to 1, else up, down or stay (stage 4 stays for up).

    Returns how many crises began and how many ended (of pairs, each standing twice in the array).
    """
    begun, ended = 0, 0
    for d in range(stage.size):
        s, u = stage[d], draw[d]
        calm = 1.0 if u < begin[d] else 0.0
        higher = 1.0 if s < 3.5 else 0.0
        hot = higher if u < up[d] else (-1.0 if u < leave[d] else 0.0)
        after = (s + (calm if s < 0.5 else hot)) * mask[d]
        stage[d] = after
        begun += 1 if (s < 0.5) & (after > 0.5) else 0
        ended += 1 if (s > 0.5) & (after < 0.5) else 0
    return begun // 2, ended // 2


@jit
def usual_tension(onset, resolution, mask, out):
    """Write the share of time in a first-stage crisis, over four: the tension that ordinary times contain."""
    for d in range(out.size):
        s = onset[d] + resolution[d]
        out[d] = 0.25 * onset[d] / s * mask[d] if s > 0.0 else 0.0
