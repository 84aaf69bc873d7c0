"""Measure the twelve indicators of `world/outcomes.py` for one step, each a pure function of results."""

from __future__ import annotations

from detente.compiled import forgotten, jit
from detente.mechanisms.capability import total_of
from detente.world.matrices import total, transpose


@jit
def _crises(now, flow, p, n, w, out):
    """Write onset rate, accidental escalation and de-escalation time, weighted by onset (each pair stands twice)."""
    accident, time, half = flow.work[0], flow.work[1], 0.5 * p.crisis_escalation_misperception
    transpose(now.misperception, flow.turned[0], n, w)
    turned = flow.turned[0]
    for d in range(accident.size):
        rate, up, down = flow.onset[d], flow.escalation[d], flow.resolution[d]
        due = forgotten(half * (now.misperception[d] + turned[d]))
        accident[d] = rate * due * up / max(up + down, 1e-300)
        time[d] = rate / max(down, 1e-300)
    onset = total(flow.onset)
    out[3] = 0.5 * onset
    out[4], out[5] = total(accident) / max(onset, 1e-300), total(time) / max(onset, 1e-300)


@jit
def _bloc(new, flow, region, p, n, w, out):
    """Write cohesion, joint operations and capability to cope of the bloc's members."""
    close, joint, pairs = flow.work[0], flow.work[1], region.bloc_pairs
    transpose(new.act, flow.turned[0], n, w)
    act = flow.turned[0]
    for d in range(close.size):
        close[d] = pairs[d] * (1.0 + new.alignment[d]) * 0.5 * new.trust[d]
        both = 1.0 if (new.act[d] > 0.5) & (act[d] > 0.5) else 0.0
        joint[d] = pairs[d] * both * new.interoperability[d]
    out[1] = total(close) / max(total(pairs), 1.0)
    out[2] = 0.5 * p.joint_operations * total(joint)
    members, cope = 0.0, 0.0
    for i in range(n):
        if region.bloc[i] != 0:
            worst = 0.0
            for j in range(n):
                worst = max(worst, flow.power[i * w + j])
            members += 1.0
            cope += 1.0 - worst
    out[10] = cope / max(members, 1.0)


@jit
def _region(now, new, flow, region, p, n, out):
    """Write prosperity, predictability and inclusion over all dyads."""
    wealth, gap, working = flow.work[0], flow.work[1], p.working_channel
    open_dyads = 0
    for d in range(wealth.size):
        wealth[d] = new.interdependence[d] * (1.0 - 0.25 * new.stage[d])
        gap[d] = abs(flow.perceived[d] - (now.good_expected[d] - now.bad_expected[d]))
        open_dyads += 1 if (new.channel[d] >= working) & (region.mask[d] > 0.5) else 0
    q = 1.0 / max(n * (n - 1), 1)
    out[6], out[7], out[9] = total(wealth) * q, 1.0 - 0.5 * total(gap) * q, open_dyads * q


@jit
def measure(now, new, flow, region, p, focus, n, w, out):
    """Write the twelve indicators of the step that led from `now` to `new`, in the order of INDICATORS."""
    trusted = 0.0
    for i in range(n):
        trusted += new.trust[i * w + focus]
    out[0] = trusted / max(n - 1, 1)
    _bloc(new, flow, region, p, n, w, out)
    _crises(now, flow, p, n, w, out)
    _region(now, new, flow, region, p, n, out)
    total_of(new.capability, p, w, flow.counts[4])
    total_of(new.planned, p, w, flow.counts[5])
    have, plan, home = 0.0, 0.0, 0.0
    for i in range(n):
        have += flow.counts[4, i]
        plan += flow.counts[5, i]
        home += new.nationalism[i]
    out[8] = have / plan - 1.0 if plan > 0.0 else 0.0
    out[11] = home / n
