"""What a hypothesis means for each state: six outcomes seen from its capital, as measures."""

from __future__ import annotations

from typing import NamedTuple


class Outcome(NamedTuple):
    """An outcome of one state: title, unit, whether more of it is better (1) or worse (-1), measure with {A} for it."""

    title: str
    unit: str
    better: int
    measure: str


OUTCOMES: dict[str, Outcome] = {
    "trust_received": Outcome("trust received", "share", 1, "trust(*, {A})"),
    "threat_felt": Outcome("threat felt", "1", -1, "threat({A}, *)"),
    "prosperity": Outcome("prosperity", "1", 1, "prosperity({A})"),
    "contact": Outcome("contact", "1", 1, "channel({A}, *)"),
    "nationalism": Outcome("nationalism", "1", -1, "nationalism({A})"),
    "capability_to_cope": Outcome("capability to cope", "1", 1, "capability_to_cope"),
}
"""`capability_to_cope` is the indicator of a bloc of that one state; prosperity is interdependence x (1 - tension)."""
