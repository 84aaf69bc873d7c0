"""Rival theories: which mechanisms drive what states do, see and agree to.

The World is the same under all of them.  Each rival's choice is a file of its own (`realist`, `liberal`,
`constructivist`); here stand the switches of what they share with the mixed default: the reading of intent and consent.
Docks to nothing published: the theories are stated in words.
"""

from __future__ import annotations

from detente.compiled import inline

MIXED, REALIST, LIBERAL, CONSTRUCTIVIST = range(4)


@inline
def reading_of_intent(theory, p):
    """Return what moves perceived intent (logit): acts, identity, alignment, crisis, outsiders, power, grievance.

    `identity` 1 reads acts through sides: those of one's own side hardly count.
    """
    acts, ally, crisis = p.intent_acts, p.intent_alignment, p.intent_crisis
    if theory == REALIST:
        return 0.0, 0.0, ally, 0.0, 1.0, p.intent_power, 0.0
    if theory == LIBERAL:
        return acts, 0.0, 0.0, crisis, 0.0, 0.0, 0.0
    if theory == CONSTRUCTIVIST:
        return acts, 1.0, 0.0, crisis, 1.0, 0.0, p.intent_grievance
    return acts, 0.0, ally, crisis, 1.0, 0.0, 0.0


@inline
def terms_of_consent(theory):
    """Return which terms count (1 or 0): trust, threat, latitude, grievance, nationalism, priorities, contact."""
    if theory == REALIST:
        return 0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 0.0
    if theory == LIBERAL:
        return 1.0, 0.0, 1.0, 0.0, 0.0, 1.0, 1.0
    if theory == CONSTRUCTIVIST:
        return 1.0, 0.0, 1.0, 1.0, 1.0, 0.0, 0.0
    return 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0
