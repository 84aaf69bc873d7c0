"""Consent: whether a participant agrees to a lever, and if not, for which reason.

logit P = base + trust mean T + threat mean CT - grievance mean(G A) - nationalism N - priorities mean d + latitude L
          + contact mean(V - V0),
means over the other participants.  All who are asked must agree; participants share a common judgement with chance
`consent_common`, so that large groups can agree at all.  Docks to nothing published.  Leaves out bargaining.
"""

from __future__ import annotations

from detente.compiled import inline, logistic
from detente.mechanisms.theories import terms_of_consent

REASONS = ("not asked", "granted", "low trust", "active grievance", "nationalism", "distant priorities",
           "no common threat", "talks broken off", "budget", "condition not met")  # fmt: skip
NOT_ASKED, GRANTED, TRUST, GRIEVANCE, NATIONALISM, PRIORITIES, THREAT, TALKS, BUDGET, CONDITION = range(10)


@inline
def agreement(trust, threat, active, nationalism, distance, latitude, contact, average, theory, p):
    """Return the chance that a participant agrees, and the reason that weighs most against it.

    The reason is the term that falls furthest short of an average pair of the region at the start (`average`:
    trust, common threat, active grievance, nationalism, distance of priorities); `contact` counts from its usual level.
    Under a rival theory only some of the terms count.
    """
    on = terms_of_consent(theory)
    c1, c2, c3 = on[0] * p.consent_trust, on[1] * p.consent_threat, on[2] * p.consent_latitude
    c4, c5 = on[3] * p.consent_grievance, on[4] * p.consent_nationalism
    c6, c7 = on[5] * p.consent_priorities, on[6] * p.consent_contact
    v = p.consent_base + c1 * trust + c2 * threat + c3 * latitude
    v = v + c7 * contact
    v = v - c4 * active - c5 * nationalism - c6 * distance
    # A term that does not count is no reason either.
    reason, most = 2.0, c1 * (average[0] - trust) if on[0] > 0.0 else -1e300
    grievance = c4 * (active - average[2])
    if on[3] > 0.0 and grievance > most:
        reason, most = 3.0, grievance
    home = c5 * (nationalism - average[3])
    if on[4] > 0.0 and home > most:
        reason, most = 4.0, home
    apart = c6 * (distance - average[4])
    if on[5] > 0.0 and apart > most:
        reason, most = 5.0, apart
    alone = c2 * (average[1] - threat)
    if on[1] > 0.0 and alone > most:
        reason, most = 6.0, alone
    if on[6] > 0.0 and -c7 * contact > most:
        reason = 7.0
    return logistic(v), reason
