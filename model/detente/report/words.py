"""Sentences from numbers: how likely, how sure, how much.  Pure functions; every number keeps its uncertainty beside it.

Words of likelihood follow the published scale of Intelligence Community Directive 203 (Analytic Standards, 2015).  They
speak of shares of sets of assumptions in the model, never of the probability of an event in the world.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, isfinite, log10, sqrt
from typing import NamedTuple
from unicodedata import bidirectional

from detente.analysis.paired import FEWEST_SETS

MINUS, THIN = "\u2212", "\u202f"
"""The minus sign, and the thin space that keeps a number with its per cent sign."""
SOURCE = (
    "Office of the Director of National Intelligence, Intelligence Community Directive 203, Analytic Standards (2015)"
)

CHANCE = {True: "beyond chance", False: "within chance"}
"""What is called more than chance, and what is not."""


class Band(NamedTuple):
    """One word of the scale, for shares from `low` up to `high`."""

    word: str
    low: float
    high: float

    @property
    def span(self) -> str:
        """Return the band in per cent, as it is published."""
        return f"{100 * self.low:.0f}–{100 * self.high:.0f}{THIN}%"


SCALE = (
    Band("almost no chance", 0.01, 0.05), Band("very unlikely", 0.05, 0.20), Band("unlikely", 0.20, 0.45),
    Band("roughly even chance", 0.45, 0.55), Band("likely", 0.55, 0.80), Band("very likely", 0.80, 0.95),
    Band("almost certain", 0.95, 0.99),
)  # fmt: skip


def likelihood(share: float, sets: int) -> Band | None:
    """Return the band of a share of sets; None where it is unknown or the sets are fewer than ten.

    All or none of the sets fall into the outermost bands: no number of sets gives certainty.
    """
    if not isfinite(share) or sets < FEWEST_SETS:
        return None
    return next((band for band in SCALE if share < band.high), SCALE[-1])


def share_interval(count: int, total: int) -> tuple[float, float]:
    """Return the 95 % interval of a share by Wilson's score: what `total` sets can tell of it."""
    if total < 1:
        return 0.0, 1.0
    z, p = 1.959964, count / total
    middle = (p + z * z / (2 * total)) / (1 + z * z / total)
    half = z / (1 + z * z / total) * sqrt(p * (1 - p) / total + z * z / (4 * total * total))
    return max(0.0, middle - half), min(1.0, middle + half)


def decimals(size: float, digits: int = 2) -> int:
    """Return how many decimals show a number of this size with so many significant digits (0 to 8)."""
    return min(8, max(0, digits - 1 - floor(log10(abs(size))))) if size and isfinite(size) else digits


def amount(value: float, unit: str, error: float = float("nan"), *, sign: bool = False, bare: bool = False) -> str:
    """Return a number with its unit, as precise as its error (or its own size) allows: `+2.9 points`, `9.9 a year`.

    Shares are told in percentage points when they are differences (`sign`), else in per cent; `bare` leaves out the unit.
    """
    if not isfinite(value):
        return "not known"
    scale = 100.0 if unit in ("share", "probability") else 1.0
    known = isfinite(error) and error > 0.0
    places = decimals(error * scale, 1) if known else decimals(value * scale, 2)
    text = signed(value * scale, places) if sign else f"{value * scale:.{places}f}".replace("-", MINUS)
    return text if bare else f"{text}{_unit(unit, sign)}"


def signed(value: float, places: int) -> str:
    """Return a number with its sign, minus as a minus; what rounds to nothing has none."""
    text = f"{abs(value):.{places}f}"
    if not float(text):
        return text
    return f"{'+' if value > 0 else MINUS}{text}"


def _unit(unit: str, difference: bool) -> str:
    if unit in ("share", "probability"):
        return " points" if difference else f"{THIN}%"
    return {"1": "", "1/year": " a year", "year": " years"}.get(unit, f" {unit}")


def headed(title: str, unit: str, *, change: bool = False) -> str:
    """Return a title with the unit in which `bare` numbers of it (or of its changes) stand."""
    told = "%" if unit in ("share", "probability") and not change else _unit(unit, True).strip()
    return f"{title}, {told}" if told else title


def figure(value: float, digits: int = 3) -> str:
    """Return a number of no known unit or error with so many significant digits, minus as a minus."""
    return f"{value:.{digits}g}".replace("-", MINUS) if isfinite(value) else "–"


def span(low: float, high: float, unit: str, error: float = float("nan"), *, bare: bool = False) -> str:
    """Return a range with its unit (unless `bare`): `+1.1 to +5.5 points`; nothing where it is not known."""
    if not (isfinite(low) and isfinite(high)):
        return ""
    scale = 100.0 if unit in ("share", "probability") else 1.0
    places = decimals((error if isfinite(error) and error > 0.0 else max(abs(low), abs(high))) * scale, 1)
    return f"{signed(low * scale, places)} to {signed(high * scale, places)}{'' if bare else _unit(unit, True)}"


def percent(share: float) -> str:
    """Return a share in whole per cent; what is not quite none or all is not called so."""
    if not isfinite(share):
        return "not known"
    if 0.0 < share < 0.005:
        return f"under 1{THIN}%"
    return f"over 99{THIN}%" if 0.995 < share < 1.0 else f"{100 * share:.0f}{THIN}%"


def listed(words: Sequence[str]) -> str:
    """Return `a, b and c`."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else list(words))


def many(count: int, one: str, more: str = "") -> str:
    """Return a count with its noun: `1 run`, `2 runs`, `no run`."""
    return f"{count or 'no'} {one if count < 2 else more or one + 's'}"


def named(text: str) -> str:
    """Return a name that keeps to itself inside a sentence, whichever way it is written."""
    turned = any(bidirectional(letter) in ("R", "AL", "AN") for letter in text)
    return f"\u2068{text}\u2069" if turned else text


def plain(name: object) -> str:
    """Return a name of a file in words: underscores are spaces."""
    return named(str(name).replace("_", " "))


def bare(text: str) -> str:
    """Return text for a terminal: without isolates, and with plain spaces."""
    return text.translate({0x2068: None, 0x2069: None, ord(THIN): " "})


def capital(text: str) -> str:
    """Return text with its first letter large."""
    return text[:1].upper() + text[1:]


def lowered(text: str) -> str:
    """Return text that can stand inside a sentence; an abbreviation at its head stays large."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def against_spread(difference: float, deviation: float) -> str:
    """Return how large a difference is beside the spread of runs, as `0.8 of the standard deviation between runs`."""
    if not (isfinite(deviation) and deviation > 0.0 and isfinite(difference)):
        return ""
    ratio = abs(difference) / deviation
    size = "small" if ratio < 0.5 else "middling" if ratio < 0.8 else "large"
    return f"{size} beside chance: {ratio:.2g} of the standard deviation between runs of the reference"
