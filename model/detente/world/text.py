"""Sentences that the program says of itself in more than one place."""

DISCLAIMER = "Conditional scenario output, not a forecast and not a probability that an event will occur."
