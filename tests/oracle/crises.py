"""Crises of pairs (ODD 7.9): rates held for a step, one tick a month."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from oracle.arithmetic import exp, forgotten

if TYPE_CHECKING:
    from oracle.model import OracleRegion
    from oracle.state import OracleState


class Rates(NamedTuple):
    """Rates of a pair a year, held for a step, with the mean misperception of world t."""

    onset: float
    escalation: float
    resolution: float
    misperception: float


def rates_of(region: OracleRegion, i: OracleState, j: OracleState) -> Rates:
    """Rates of onset, escalation and resolution of a pair."""
    p, one, two = region.parameters, i.key, j.key
    claim = i.claim[two]
    misperception = (i.misperception[two] + j.misperception[one]) / 2.0
    onset = p.crisis_onset_base * exp(
        p.crisis_onset_threat * (i.threat[two] + j.threat[one]) / 2.0
        + p.crisis_onset_claim * claim
        + p.crisis_onset_grievance * claim * (i.active[two] + j.active[one]) / 2.0
        + p.crisis_onset_pressure * (i.bad[two] + j.bad[one]) / 2.0
        + i.received["crisis_onset"][two]
    )
    escalation = p.crisis_escalation_base * exp(
        p.crisis_escalation_nationalism * (i.nationalism + j.nationalism) / 2.0
        + p.crisis_escalation_misperception * misperception
        + i.received["crisis_escalation"][two]
    )
    resolution = p.crisis_resolution_base * (1.0 + p.crisis_resolution_contact * i.channel[two])
    resolution *= 1.0 + max(i.received["crisis_duration"][two], 0.0)
    return Rates(onset, escalation, resolution, misperception)


def run_crises(region: OracleRegion) -> None:
    """Tick every month of the step; the stage of a pair moves by at most one a month."""
    for state in region.states.values():
        state.upcoming["stage"] = {}
    for i, j in region.pairs:
        i.upcoming["stage"][j.key] = j.upcoming["stage"][i.key] = _ticked(region, i, j)


def _ticked(region: OracleRegion, i: OracleState, j: OracleState) -> int:
    """Return the stage of a pair after the months of the step."""
    four, t, run = region.draws.four, region.time_step, region.run
    rates, stage = region.rates[i.key, j.key], i.stage[j.key]
    usual = forgotten(rates.onset / 12.0)
    extra = i.impulse["crisis"][j.key]
    both = rates.escalation + rates.resolution
    leave = forgotten(both / 12.0)
    up = leave * rates.escalation / both
    begin = usual + extra * (1.0 - usual)
    low, high = (i.hash, j.hash) if i.hash < j.hash else (j.hash, i.hash)
    for month in range(region.months):
        if month % 4 == 0:
            words = four("crisis", low, high, 4 * t + month // 4, run)
        u = words[month % 4]
        if stage == 0:
            if u < begin:
                stage = 1
                region.onsets += 1
        elif u < up:
            stage = min(stage + 1, 4)
        elif u < leave:
            stage -= 1
            region.ends += stage == 0
        begin = usual
    return stage
