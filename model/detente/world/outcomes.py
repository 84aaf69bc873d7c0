"""The outcomes the sources care about: code, unit, direction and definition of every indicator, in one place."""

from __future__ import annotations

from typing import NamedTuple


class Indicator(NamedTuple):
    """An outcome: unit, whether more of it is better (1) or worse (-1), and its definition."""

    code: str
    title: str
    unit: str
    better: int
    definition: str


INDICATORS: dict[str, Indicator] = {
    "trust_in_focus": Indicator(
        "Y1", "Trust in the focal state", "share", 1,
        "mean over the other states of the share of their public that trusts the focal state",
    ),
    "cohesion": Indicator(
        "Y2", "Cohesion of the bloc", "1", 1,
        "mean over pairs of the bloc of (1 + alignment) / 2 x mean mutual trust",
    ),
    "joint_operations": Indicator(
        "Y3", "Joint operations of the bloc", "1/year", 1,
        "sum over pairs of the bloc that cooperate with each other of joint_operations x interoperability",
    ),
    "crisis_onset": Indicator(
        "Y4", "Crisis onset", "1/year", -1,
        "sum over pairs of the onset rate",
    ),
    "accidental_escalation": Indicator(
        "Y5", "Accidental escalation", "probability", -1,
        "chance that the first move of a new crisis is an escalation due to misperception, weighted by onset rate",
    ),
    "de_escalation_time": Indicator(
        "Y6", "De-escalation time", "year", -1,
        "expected time for one stage of de-escalation, weighted by onset rate",
    ),
    "shared_prosperity": Indicator(
        "Y7", "Shared prosperity", "1", 1,
        "mean over dyads of interdependence x (1 - tension)",
    ),
    "predictability": Indicator(
        "Y8", "Predictability of the order", "1", 1,
        "one minus half the mean absolute gap between acts seen and acts expected",
    ),
    "power_competition": Indicator(
        "Y9", "Power competition", "1", -1,
        "capability of the region beyond planned growth, as a share of the plan",
    ),
    "inclusion": Indicator(
        "Y10", "Inclusion", "share", 1,
        "share of pairs with a working channel",
    ),
    "capability_to_cope": Indicator(
        "Y11", "Capability to cope", "1", 1,
        "mean over the bloc of one minus the largest power any other state holds over a member",
    ),
    "backlash": Indicator(
        "Y12", "Nationalist backlash", "1", -1,
        "mean nationalism over states",
    ),
}  # fmt: skip
