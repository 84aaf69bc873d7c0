"""Consent: whether a participant agrees to a lever, and if not, for which reason.

logit P = base + trust mean T + threat mean CT - grievance mean(G A) - nationalism N - priorities mean d + latitude L
          + contact mean(V - V0),
means over the other participants.  All who are asked must agree; participants share a common judgement with chance
`consent_common`, so that large groups can agree at all.  Docks to nothing published.  Leaves out bargaining.
"""

from __future__ import annotations

from detente.compiled import inline, logistic

REASONS = ("not asked", "granted", "low trust", "active grievance", "nationalism", "distant priorities",
           "no common threat", "talks broken off", "budget", "condition not met")  # fmt: skip
NOT_ASKED, GRANTED, TRUST, GRIEVANCE, NATIONALISM, PRIORITIES, THREAT, TALKS, BUDGET, CONDITION = range(10)


@inline
def agreement(trust, threat, active, nationalism, distance, latitude, contact, average, p):
    """Return the chance that a participant agrees, and the reason that weighs most against it.

    The reason is the term that falls furthest short of an average pair of the region at the start (`average`:
    trust, common threat, active grievance, nationalism, distance of priorities); `contact` counts from its usual level.
    """
    v = p.consent_base + p.consent_trust * trust + p.consent_threat * threat + p.consent_latitude * latitude
    v = v + p.consent_contact * contact
    v = v - p.consent_grievance * active - p.consent_nationalism * nationalism - p.consent_priorities * distance
    reason, most = 2.0, p.consent_trust * (average[0] - trust)
    grievance = p.consent_grievance * (active - average[2])
    if grievance > most:
        reason, most = 3.0, grievance
    home = p.consent_nationalism * (nationalism - average[3])
    if home > most:
        reason, most = 4.0, home
    apart = p.consent_priorities * (distance - average[4])
    if apart > most:
        reason, most = 5.0, apart
    alone = p.consent_threat * (average[1] - threat)
    if alone > most:
        reason, most = 6.0, alone
    if -p.consent_contact * contact > most:
        reason = 7.0
    return logistic(v), reason
