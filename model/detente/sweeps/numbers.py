"""Numbers of a scenario by their dotted keys, as sweeps know them (see `detente.assembly.numbers`)."""

from detente.assembly.numbers import matching, places, with_numbers

__all__ = ["matching", "places", "with_numbers"]
