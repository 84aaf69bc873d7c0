"""Numbers of a scenario by their dotted keys, as sweeps know them (see `detente.assembly.numbers`)."""

from detente.assembly.numbers import matching, places, settable, with_numbers

__all__ = ["matching", "places", "settable", "with_numbers"]
