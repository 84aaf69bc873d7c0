"""Pairs: variables that are equal in both orders, each moved once a step (ODD 7.13 and 7.14)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oracle.arithmetic import clip

if TYPE_CHECKING:
    from oracle.model import OracleRegion
    from oracle.state import OracleState


def move_pairs(region: OracleRegion) -> None:
    """Compute alignment, contact, practice, claim and know-how of world t+1 in both orders."""
    for state in region.states.values():
        state.upcoming.update({name: {} for name in MOVES})
    for i, j in region.pairs:
        for name, moved in MOVES.items():
            i.upcoming[name][j.key] = j.upcoming[name][i.key] = moved(region, i, j)


def alignment_of(region: OracleRegion, i: OracleState, j: OracleState) -> float:
    """ODD 7.14: alignment of a pair in world t+1."""
    p, one, two = region.parameters, i.key, j.key
    alignment = i.alignment[two]
    acts = (i.good[two] - i.bad[two]) - (i.good0[two] - i.bad0[two])
    acts += (j.good[one] - j.bad[one]) - (j.good0[one] - j.bad0[one])
    pull = (
        i.alignment0[two]
        - alignment
        + 2.0 * p.alignment_priorities * (i.priority_distance0[two] - i.priority_distance[two])
        + p.alignment_threat * (i.common_threat[two] - i.common_threat0[two])
        + p.alignment_acts * acts / 2.0
        + i.received["alignment"][two]
    )
    friends = p.balance * region.dt / max(len(region.states) - 2, 1) * (i.balance[two] - i.balance0[two])
    return clip(alignment + region.pace.alignment * pull + friends + i.impulse["alignment"][two], -1.0, 1.0)


def channel_of(region: OracleRegion, i: OracleState, j: OracleState) -> float:
    """ODD 7.13: working contact of a pair in world t+1."""
    two, channel, usual = j.key, i.channel[j.key], i.channel0[j.key]
    closed = usual * region.parameters.contact_closure * (i.stage[two] / 4.0 - i.tension0[two])
    moved = channel + region.pace.contact * ((usual - channel) - closed + i.received["contact"][two])
    moved -= channel * i.impulse["contact_loss"][two]
    return clip(max(moved, i.received["contact_floor"][two]), 0.0, 1.0)


def interoperability_of(region: OracleRegion, i: OracleState, j: OracleState) -> float:
    """ODD 7.13: practice of a pair in world t+1."""
    two, practice = j.key, i.interoperability[j.key]
    moved = practice + (i.interoperability0[two] - practice) * region.pace.practice
    moved += (1.0 - practice) * i.received["interoperability"][two] * region.pace.practice_years
    return clip(moved, 0.0, 1.0)


def know_how_of(region: OracleRegion, i: OracleState, j: OracleState) -> float:
    """ODD 7.13: what a pair has learnt from working together, in world t+1."""
    two, know_how = j.key, i.know_how[j.key]
    moved = know_how + (i.know_how0[two] - know_how) * region.pace.know_how
    moved += (1.0 - know_how) * i.received["learning"][two] * region.pace.know_how_years
    return clip(moved, 0.0, 1.0)


def claim_of(region: OracleRegion, i: OracleState, j: OracleState) -> float:
    """ODD 7.13: claim of a pair in world t+1."""
    two, claim = j.key, i.claim[j.key]
    eased = i.received["claim_easing"][two] * region.dt
    moved = claim + (i.claim0[two] - claim) * region.pace.claim - claim * eased / (1.0 + eased)
    moved += (1.0 - claim) * i.impulse["claim"][two]
    return clip(moved, 0.0, 1.0)


MOVES = {
    "alignment": alignment_of,
    "channel": channel_of,
    "interoperability": interoperability_of,
    "know_how": know_how_of,
    "claim": claim_of,
}
