"""Power of each over each, total capability and strength in the contest (ODD 7.8)."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

from oracle.arithmetic import exp, log

if TYPE_CHECKING:
    from oracle.model import OracleRegion
    from oracle.state import OracleState


def weigh_power(region: OracleRegion) -> None:
    """Weigh capability first, then what each can win against each."""
    p = region.parameters
    for state in region.states.values():
        state.total = total_of(state.capability, p)
        base = state.total + p.nuclear_weight * state.nuclear
        state.strength = exp(p.contest_exponent * log(base)) if base > 0.0 else 0.0
    for state in region.states.values():
        state.power = _power_over(state, p.ally_weight)


def total_of(capability: dict[str, float], p: SimpleNamespace) -> float:
    """Total of the five domains, weighted."""
    return float(
        p.weight_conventional * capability["conventional"]
        + p.weight_maritime * capability["maritime"]
        + p.weight_missile_defence * capability["missile_defence"]
        + p.weight_cyber * capability["cyber"]
        + p.weight_space * capability["space"]
    )


def _power_over(state: OracleState, ally_weight: float) -> dict[str, float]:
    """What each other can win against this state with its allies, as far as these get through to it."""
    peers = state.peers
    allies = [
        (ally, peers[ally].alignment, share * state.credibility[ally] * peers[ally].strength * state.reach[ally])
        for ally, share in state.support.items()
        if share > 0.0
    ]
    found = {}
    for other, peer in peers.items():
        denial, allied = peer.access_denial * peer.strength, 0.0
        for ally, alignment, weight in allies:
            if ally != other and weight > 0.0:  # who has no strength brings none, and gets nowhere
                strength = peers[ally].strength
                allied += weight * (1.0 - alignment[other]) / 2.0 * strength / (strength + denial)
        x = peer.strength * state.reach[other]
        denominator = state.strength + ally_weight * allied + x
        found[other] = x / denominator if denominator > 0.0 else 0.0
    return found
