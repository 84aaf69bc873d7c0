"""Theories (ODD 7.21; the mixed default 7.5, 7.7 and 7.12): what drives choice, perceived intent and consent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from oracle.state import OracleState

Utilities = Iterator[tuple[str, float, float]]  # the other, utility of cooperating, utility of pressing


class Theory(NamedTuple):
    """How states choose, what moves perceived intent beside its image, and which terms count in consent.

    `rounds` is how often what is usual is computed at the start, each time from what it was before.
    """

    utilities: Callable[[OracleState], Utilities]
    pull: Callable[[OracleState, str], float]
    counts: tuple[str, ...]
    rounds: int = 1


# Choice -----------------------------------------------------------------------------------------------------------


def mixed(state: OracleState) -> Utilities:
    """ODD 7.5: a term from each theory."""
    p, nationalism, weights = state.model.parameters, state.nationalism, state.weights
    sharpness, home = weights.trust * p.choice_sharpness, weights.home
    backlash = home * p.cooperate_nationalism * nationalism
    for other in state.others:
        active, threat, commitment = state.active[other], state.threat[other], state.commitment[other]
        stake = weights.stake * state.interdependence[other]
        to_cooperate = (
            p.cooperate_base
            + sharpness * (state.trust[other] - state.threshold)
            + p.cooperate_alignment * state.alignment[other]
            + p.cooperate_commitment * commitment
            + p.cooperate_stake * stake
            - backlash
            - home * p.cooperate_grievance * active
            - p.cooperate_fear * weights.fear * threat
        )
        to_press = (
            p.press_base
            + p.press_threat * weights.fear * threat
            + home * (p.press_claim * state.claim[other] * nationalism + p.press_grievance * active)
            - p.press_stake * stake
            - p.press_commitment * commitment
            + p.press_crisis * state.stage[other] / 4.0
        )
        yield other, to_cooperate, to_press


def realist(state: OracleState) -> Utilities:
    """Capabilities and sides decide."""
    p, fear = state.model.parameters, state.weights.fear
    for other, peer in state.peers.items():
        threat, commitment, power_over = state.threat[other], state.commitment[other], peer.power[state.key]
        to_cooperate = (
            p.cooperate_base
            + p.cooperate_common_threat * min(state.common_threat[other], 1.0)
            + p.cooperate_alignment * state.alignment[other]
            + p.cooperate_commitment * commitment
            - p.cooperate_fear * fear * threat
        )
        to_press = (
            p.press_base
            + p.press_threat * fear * threat
            + p.press_opportunity * state.claim[other] * power_over
            - p.press_commitment * commitment
            + p.press_crisis * state.stage[other] / 4.0
        )
        yield other, to_cooperate, to_press


def liberal(state: OracleState) -> Utilities:
    """Trade, institutions and repeated play decide."""
    p = state.model.parameters
    for other in state.others:
        commitment, seen = state.commitment[other], state.reading[other]
        stake = state.weights.stake * state.interdependence[other]
        to_cooperate = (
            p.cooperate_base
            + p.cooperate_stake * stake
            + p.cooperate_commitment * commitment
            + p.cooperate_reciprocity * seen
            + p.cooperate_contact * state.channel[other]
        )
        to_press = (
            p.press_base
            - p.press_stake * stake
            - p.press_commitment * commitment
            - p.press_reciprocity * seen
            + p.press_crisis * state.stage[other] / 4.0
        )
        yield other, to_cooperate, to_press


def constructivist(state: OracleState) -> Utilities:
    """Identity, memory and image decide."""
    p, nationalism, weights = state.model.parameters, state.nationalism, state.weights
    sharpness, home = weights.trust * p.choice_sharpness, weights.home
    for other in state.others:
        active, intent = state.active[other], state.intent[other]
        to_cooperate = (
            p.cooperate_base
            + sharpness * (state.trust[other] - state.threshold)
            + p.cooperate_image * (1.0 - 2.0 * intent)
            - home * (p.cooperate_nationalism * nationalism + p.cooperate_grievance * active)
        )
        to_press = (
            p.press_base
            + p.press_image * intent
            + home * (p.press_claim * state.claim[other] * nationalism + p.press_grievance * active)
        )
        yield other, to_cooperate, to_press


# Perceived intent: terms of the logit -----------------------------------------------------------------------------


def _acts(state: OracleState, other: str) -> float:
    surprise = (state.bad[other] - state.good[other]) - (state.bad0[other] - state.good0[other])
    return float(state.model.parameters.intent_acts * surprise)


def _sides(state: OracleState, other: str) -> float:
    moved = state.alignment[other] - state.alignment0[other]
    return float(-state.model.parameters.intent_alignment * moved)


def _crisis(state: OracleState, other: str) -> float:
    beyond = state.stage[other] / 4.0 - state.tension0[other]
    return float(state.model.parameters.intent_crisis * beyond)


def _levers(state: OracleState, other: str) -> float:
    return state.received["threat_to_outsiders"][other] * (1.0 - state.alignment[other]) / 2.0


def _mixed_pull(state: OracleState, other: str) -> float:
    return _acts(state, other) + _sides(state, other) + _crisis(state, other) + _levers(state, other)


def _realist_pull(state: OracleState, other: str) -> float:
    moved = state.model.parameters.intent_power * (state.power[other] - state.power0[other])
    return _sides(state, other) + _levers(state, other) + float(moved)


def _liberal_pull(state: OracleState, other: str) -> float:
    return _acts(state, other) + _crisis(state, other)


def _constructivist_pull(state: OracleState, other: str) -> float:
    felt = state.model.parameters.intent_grievance * (state.active[other] - state.active0[other])
    acts = _acts(state, other) * (1.0 - state.alignment[other])
    return acts + _crisis(state, other) + _levers(state, other) + float(felt)


CONSENT = ("trust", "common_threat", "latitude", "grievance", "nationalism", "priorities", "contact")
THEORIES = {
    "mixed": Theory(mixed, _mixed_pull, CONSENT),
    "realist": Theory(realist, _realist_pull, ("common_threat", "latitude", "priorities")),
    "liberal": Theory(liberal, _liberal_pull, ("trust", "latitude", "priorities", "contact"), rounds=10),
    "constructivist": Theory(constructivist, _constructivist_pull, ("trust", "latitude", "grievance", "nationalism")),
}
