"""Postures: how a state weighs its reasons (ODD 7.5), and when it changes to another rule (ODD 7.20)."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from oracle.state import OracleState

POSTURES = ("plain", "balance", "hedge", "bandwagon", "third_way")  # by index
PLAIN = 0


class Weights(NamedTuple):
    """Weights of the terms of choice."""

    trust: float = 1.0
    fear: float = 1.0
    home: float = 1.0
    stake: float = 1.0


def weights_of(posture: int, p: SimpleNamespace) -> Weights:
    """ODD 7.5: the weights of a posture."""
    match POSTURES[posture]:
        case "balance":
            return Weights(fear=p.posture_balance_fear)
        case "hedge":
            return Weights(fear=p.posture_hedge_fear, stake=p.posture_hedge_stake)
        case "bandwagon":
            return Weights(fear=p.posture_bandwagon_fear, home=p.posture_bandwagon_domestic)
        case "third_way":
            return Weights(trust=p.posture_third_way_trust, stake=p.posture_third_way_stake)
    return Weights()


def greatest_threat(state: OracleState) -> tuple[float, str]:
    """The greatest threat, and the first of the others that poses it."""
    greatest = max(state.threat.values())
    return greatest, next(other for other in state.others if state.threat[other] == greatest)


def worths(state: OracleState) -> dict[int, float]:
    """ODD 7.20: what each posture but the plain one is worth, in order."""
    p = state.model.parameters
    greatest, whose = greatest_threat(state)
    threat = p.posture_threat * (greatest - state.greatest0)
    trade = p.posture_dependence * (state.interdependence[whose] - state.interdependence0[whose])
    allies = p.posture_credibility * (state.belief() - state.belief0)
    submission = 0.0 if POSTURES[state.posture] == "bandwagon" else p.posture_submission  # for beginning to yield
    by_name = {
        "balance": threat + allies,
        "hedge": trade - allies,
        "bandwagon": threat + trade - allies - submission,
        "third_way": -threat,
    }
    return {POSTURES.index(name): worth for name, worth in by_name.items()}


def reviewed(state: OracleState) -> int:
    """ODD 7.20: the posture of world t+1."""
    region = state.model
    if state.posture == PLAIN:
        return PLAIN
    u = region.draws.four("posture", state.hash, 0, region.time_step, region.run)[0]
    if u >= region.pace.posture:
        return state.posture
    found = worths(state)
    best = max(found, key=lambda posture: found[posture])
    return best if found[best] - found[state.posture] > region.parameters.posture_inertia else state.posture
