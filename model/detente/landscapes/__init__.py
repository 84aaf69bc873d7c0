"""Landscape theory of aggregation (Axelrod & Bennett 1993): which sides are stable, given sizes and propensities.

With d = 0 where i and j are on the same side and 1 otherwise, the frustration of an actor is F_i = sum_j s_j p_ij d_ij and
the energy of a configuration E = sum_i s_i F_i, over ordered pairs.  One actor moves at a time, and only if its
frustration falls; every such move lowers E by 2 s_k (F_k - F_k'), so that descents end.
"""

from detente.landscapes.landscape import Landscape, Minimum, landscape
from detente.landscapes.outcomes import Hit, Verdict
from detente.landscapes.problem import EXACT_UP_TO, MOST, Problem

__all__ = ["EXACT_UP_TO", "MOST", "Hit", "Landscape", "Minimum", "Problem", "Verdict", "landscape"]
