"""The ledger's rows: every change of every booked variable, split into its proximate causes, which add up to it."""

from __future__ import annotations

from detente.mechanisms import alignment, capability, credibility, grievance, nationalism, threat, ties, trust

BOOKED: dict[str, tuple[str, ...]] = {
    "mood": trust.CAUSES,
    "grievance": grievance.CAUSES,
    "trigger": grievance.TRIGGER_CAUSES,
    "intent": threat.INTENT_CAUSES,
    "credibility": credibility.CAUSES,
    "threat": threat.CAUSES,
    "interdependence": ties.CAUSES,
    "channel": ties.CHANNEL_CAUSES,
    "interoperability": ties.PRACTICE_CAUSES,
    "alignment": alignment.CAUSES,
    "claim": ties.CLAIM_CAUSES,
    "know_how": ties.PRACTICE_CAUSES,
    "nationalism": nationalism.CAUSES,
    "capability": capability.CAUSES,
}
"""Variable -> causes; the rows stand in this order (`engine/step.py` slices them).  Of states, the last two."""

ROWS = sum(len(causes) for causes in BOOKED.values())


def rows_of(variable: str) -> slice:
    """Return the rows of one variable."""
    start = 0
    for name, causes in BOOKED.items():
        if name == variable:
            return slice(start, start + len(causes))
        start += len(causes)
    raise KeyError(variable)
