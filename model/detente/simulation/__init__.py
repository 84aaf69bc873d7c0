"""The Mesa face: one run of a scenario as a `mesa.Model` whose agents are states.

The only package that imports Mesa; `import detente` alone does not.
"""

from __future__ import annotations

from detente.simulation.readings import Reading, UnknownName
from detente.simulation.region import Region
from detente.simulation.states import StateAgent

__all__ = ["Reading", "Region", "StateAgent", "UnknownName"]
