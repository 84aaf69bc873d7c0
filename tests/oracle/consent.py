"""Consent (ODD 7.7): whether a member agrees to a lever, and why it refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oracle.arithmetic import clip, logistic

if TYPE_CHECKING:
    from oracle.model import OracleRegion
    from oracle.state import OracleState

GRANTED = 1
REASONS = ("trust", "grievance", "nationalism", "priorities", "common_threat", "contact")  # outcomes 2 to 7


def view_of(member: OracleState, others: list[str]) -> dict[str, float]:
    """What a member looks at: means over the other members, and its own home."""
    count = max(len(others), 1)
    return {
        "trust": sum(member.trust[other] for other in others) / count,
        "common_threat": sum(min(member.common_threat[other], 1.0) for other in others) / count,
        "latitude": clip(member.latitude0 + member.latitude_lifted, 0.0, 1.0),
        "grievance": sum(member.active[other] for other in others) / count,
        "nationalism": member.nationalism,
        "priorities": sum(member.priority_distance[other] for other in others) / count,
        "contact": sum(member.channel[other] - member.channel0[other] for other in others) / count,
    }


def agrees(region: OracleRegion, view: dict[str, float], u: float) -> bool:
    """Whether a judgement `u` stays below the chance of consent; a theory may leave terms out (ODD 7.21)."""
    p = region.parameters
    weights = {
        "trust": p.consent_trust,
        "common_threat": p.consent_threat,
        "latitude": p.consent_latitude,
        "grievance": -p.consent_grievance,
        "nationalism": -p.consent_nationalism,
        "priorities": -p.consent_priorities,
        "contact": p.consent_contact,
    }
    return u < logistic(p.consent_base + sum(weights[name] * view[name] for name in region.theory.counts))


def reason(region: OracleRegion, view: dict[str, float]) -> int:
    """The term that falls furthest short of an average pair at the start, of those that count."""
    p, average = region.parameters, region.average
    shortfalls = {
        "trust": p.consent_trust * (average["trust"] - view["trust"]),
        "grievance": p.consent_grievance * (view["grievance"] - average["grievance"]),
        "nationalism": p.consent_nationalism * (view["nationalism"] - average["nationalism"]),
        "priorities": p.consent_priorities * (view["priorities"] - average["priorities"]),
        "common_threat": p.consent_threat * (average["common_threat"] - view["common_threat"]),
        "contact": -p.consent_contact * view["contact"],
    }
    candidates = [name for name in REASONS if name in region.theory.counts]
    furthest = max(candidates, key=lambda name: shortfalls[name])
    return GRANTED + 1 + REASONS.index(furthest)


def average_pair(region: OracleRegion) -> dict[str, float]:
    """What reasons of refusal are measured against: means over all dyads, or states, of World 0."""
    states = list(region.states.values())
    dyads = [(state, other) for state in states for other in state.others]
    count = max(len(dyads), 1)
    return {
        "trust": sum(state.trust[other] for state, other in dyads) / count,
        "grievance": sum(state.active0[other] for state, other in dyads) / count,
        "nationalism": sum(state.nationalism for state in states) / len(states),
        "priorities": sum(state.priority_distance[other] for state, other in dyads) / count,
        "common_threat": sum(min(state.common_threat[other], 1.0) for state, other in dyads) / count,
    }
