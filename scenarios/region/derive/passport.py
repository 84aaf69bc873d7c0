"""A number with its passport, and how one line of the scenario file is written."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from derive.moment import now

WRITTEN: Counter[str] = Counter()


class Passport(NamedTuple):
    """A value, the range of its uncertainty, its standing, its sources, the reason, and the year by which it was known."""

    value: float
    low: float
    high: float
    standing: str
    source: tuple[str, ...] = ()
    reason: str = ""
    known_by: int = 0  # 0: by the moment's own year


def measured(value: float, low: float, high: float, *source: str, reason: str = "") -> Passport:
    """Return a passport for a value read from a survey or a table as it is."""
    return Passport(value, low, high, "measured", source, reason)


def derived(value: float, low: float, high: float, *source: str, reason: str = "") -> Passport:
    """Return a passport for a value computed from sources by a stated rule."""
    return Passport(value, low, high, "derived", source, reason)


def assumed(value: float, low: float, high: float, reason: str, *source: str) -> Passport:
    """Return a passport for a judgement."""
    return Passport(value, low, high, "assumed", source, reason)


def bounded(passport: Passport, low: float, high: float) -> Passport:
    """Return the passport with value and range inside hard bounds and the value inside its range."""
    least = min(max(passport.low, low), high)
    most = min(max(passport.high, low), high)
    value = min(max(passport.value, least), most)
    return passport._replace(value=value, low=least, high=most)


def latest(passports: Iterable[Passport]) -> int:
    """Return the latest year by which any of several values was known."""
    return max((p.known_by for p in passports), default=0)


def number(value: float, digits: int = 2) -> str:
    """Return a number rounded for reading, never as -0 or in exponent form."""
    text = f"{round(value, digits):.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def line(passport: Passport, digits: int = 2) -> str:
    """Return the flow mapping of one passport; the rounded range still holds the rounded value."""
    step = 10.0**digits
    low = min(math.floor(passport.low * step + 1e-9) / step, round(passport.value, digits))
    high = max(math.ceil(passport.high * step - 1e-9) / step, round(passport.value, digits))
    parts = [f"value: {number(passport.value, digits)}", f"range: [{number(low, digits)}, {number(high, digits)}]"]
    parts.append(f"standing: {passport.standing}")
    if passport.source:
        parts.append(f"source: [{', '.join(dict.fromkeys(passport.source))}]")
    if passport.reason:
        parts.append(f'reason: "{passport.reason}"')
    if now().known_by:
        parts.append(f"known_by: {passport.known_by or now().known_by}")
    WRITTEN[passport.standing] += 1
    return "{" + ", ".join(parts) + "}"
