"""A change of leaders: what the new ones want on each issue, apart from what their state has always wanted.

leaning = (1 - exp(-break)) direction (1 - dependence max_j E_ij),  break = size^g x effect;
it replaces that of the leaders before, and stances follow it as slowly as they follow anything (alignment.stances).
Docks to nothing published.  Leaves out parties, terms of office and the way leaders come to power.
"""

from __future__ import annotations

from detente.compiled import forgotten, inline


@inline
def affordable(interdependence, i, n, width, p):
    """Return which share of a break a state can afford: trade with its largest partner ties its hands."""
    most = 0.0
    for j in range(n):
        most = max(most, interdependence[i * width + j])
    return 1.0 - p.orientation_dependence * most


@inline
def leaning(amount, direction, share):
    """Return how far the new leaders stand from their state's own stance on an issue, -1..1; `share` is what is affordable."""
    return forgotten(amount) * direction * share
