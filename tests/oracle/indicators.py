"""The twelve indicators of a step (ODD 7.17)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oracle.arithmetic import forgotten
from oracle.power import total_of

if TYPE_CHECKING:
    from oracle.model import OracleRegion

INDICATORS = (
    "trust_in_focus",
    "cohesion",
    "joint_operations",
    "crisis_onset",
    "accidental_escalation",
    "de_escalation_time",
    "shared_prosperity",
    "predictability",
    "power_competition",
    "inclusion",
    "capability_to_cope",
    "backlash",
)


def indicators(region: OracleRegion) -> dict[str, float]:
    """Return all twelve of the step that has just moved the world."""
    found: dict[str, float] = {}
    for part in (_of_bloc, _of_crises, _of_ties, _of_states):
        found |= part(region)
    return {name: found[name] for name in INDICATORS}


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _of_bloc(region: OracleRegion) -> dict[str, float]:
    """Y1, Y2, Y3 and Y11."""
    focus = region.spec.focus
    trust_in_focus = _mean([state.trust[focus] for state in region.states.values() if state.key != focus])
    bloc = [region.states[key] for key in region.spec.bloc]
    cohesion, operations = [], 0.0
    for i in bloc:
        for j in bloc:
            if i is j:
                continue
            cohesion.append((1.0 + i.alignment[j.key]) / 2.0 * i.trust[j.key])
            if i.key < j.key and i.act[j.key] == 1 and j.act[i.key] == 1:
                operations += i.interoperability[j.key]
    coping = _mean([1.0 - max(state.power.values()) for state in bloc])
    return {
        "trust_in_focus": trust_in_focus,
        "cohesion": _mean(cohesion),
        "joint_operations": region.parameters.joint_operations * operations,
        "capability_to_cope": coping,
    }


def _of_crises(region: OracleRegion) -> dict[str, float]:
    """Y4, Y5 and Y6, from the rates and misperception of world t."""
    weight, onsets, accidental, lengths = region.parameters.crisis_escalation_misperception, 0.0, 0.0, 0.0
    for rates in region.rates.values():
        onsets += rates.onset
        share = rates.escalation / (rates.escalation + rates.resolution)
        accidental += rates.onset * forgotten(weight * rates.misperception) * share
        lengths += rates.onset / rates.resolution
    return {
        "crisis_onset": onsets,
        "accidental_escalation": accidental / onsets if onsets > 0.0 else 0.0,
        "de_escalation_time": lengths / onsets if onsets > 0.0 else 0.0,
    }


def _of_ties(region: OracleRegion) -> dict[str, float]:
    """Y7, Y8 and Y10; what was perceived is held against the expectations of the world it was perceived in."""
    prosperity = distance = working = 0.0
    least, count = region.parameters.working_channel, 0
    for state in region.states.values():
        distance += state.surprise
        for other in state.others:
            count += 1
            prosperity += state.interdependence[other] * (1.0 - state.stage[other] / 4.0)
            working += state.channel[other] >= least
    return {
        "shared_prosperity": prosperity / count,
        "predictability": 1.0 - distance / count / 2.0,
        "inclusion": working / count,
    }


def _of_states(region: OracleRegion) -> dict[str, float]:
    """Y9 and Y12."""
    states = region.states.values()
    planned = sum(total_of(state.planned, region.parameters) for state in states)
    total = sum(total_of(state.capability, region.parameters) for state in states)
    competition = total / planned - 1.0 if planned > 0.0 else 0.0
    return {"power_competition": competition, "backlash": _mean([state.nationalism for state in states])}
