"""Numbers of a scenario by their dotted keys, as sweeps know them (see `detente.assembly.numbers`)."""

from detente.assembly.numbers import Places, matching, places, with_numbers

__all__ = ["Places", "matching", "places", "with_numbers"]
