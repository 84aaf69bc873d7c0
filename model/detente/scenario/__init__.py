"""YAML -> frozen, validated Scenario: inheritance, variants, overrides, passports and the origin of every value."""

from detente.scenario.positioned import Origin
from detente.scenario.quantities import Quantity
from detente.scenario.reading import read_scenario
from detente.scenario.scenario import Framework, Lever, Scenario, Shock, Source, State
from detente.scenario.variants import read_reference, read_variants

__all__ = [
    "Framework",
    "Lever",
    "Origin",
    "Quantity",
    "Scenario",
    "Shock",
    "Source",
    "State",
    "read_reference",
    "read_scenario",
    "read_variants",
]
