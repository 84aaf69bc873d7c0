"""Plain YAML scalars by the core rules of YAML 1.2, and stricter: nothing is silently turned into something else."""

from __future__ import annotations

import math
import re

WORDS: dict[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
INTEGER = re.compile(r"[-+]?[0-9]+")
LEADING_ZERO = re.compile(r"[-+]?0[0-9]+")
OTHER_BASE = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
STARTS = frozenset("-+.0123456789")
DIGITS = 18


class ScalarFault(ValueError):
    """A plain scalar that looks like a number and is none that may be used."""


def resolve(text: str) -> str | int | float | bool | None:
    """Return the value of an unquoted scalar; raise `ScalarFault` for numbers that other readers read differently."""
    if text in WORDS:
        return WORDS[text]
    if text[0] not in STARTS:
        return text
    if INTEGER.fullmatch(text):
        return _integer(text)
    if OTHER_BASE.fullmatch(text):
        if len(text) > DIGITS:
            raise ScalarFault(f"a number of {len(text)} characters; at most {DIGITS} digits are allowed")
        return int(text, 0)
    if FLOAT.fullmatch(text):
        number = float(text)
        if not math.isfinite(number):
            raise ScalarFault(f"the number {text[:30]} is too large")
        return number
    if NOT_FINITE.fullmatch(text):
        raise ScalarFault(f"{text} is not a finite number")
    return text


def _integer(text: str) -> int:
    if LEADING_ZERO.fullmatch(text):
        raise ScalarFault(f"the number {text[:30]} starts with a zero; write it without, or in quotes if it is text")
    if len(text.lstrip("-+")) > DIGITS:
        raise ScalarFault(f"a number of {len(text)} characters; at most {DIGITS} digits are allowed")
    return int(text)
