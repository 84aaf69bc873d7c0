"""Fit dates: the last month whose survey values a forecast may rest on, as asked for or as written beside its file."""

from __future__ import annotations

import json
import re
from pathlib import Path

from detente.scenario.faults import Faults, shown
from detente.scenario.positioned import Layer
from detente.scenario.texts import decode, read_bytes

FIT = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2]))?")
FIT_NEEDED = "a year or a month is needed, such as 2018 or 2018-12"
NEEDED = '{"fit_until": "2018-12"} is needed'


class Fit(tuple[int, int]):
    """The last month, (year, month), whose survey values a forecast may rest on."""

    __slots__ = ()

    def __str__(self) -> str:
        """Return it as written, such as 2018-12."""
        return f"{self[0]:04d}-{self[1]:02d}"


def parse_fit(text: str) -> Fit:
    """Return the month that a text names (December where it names a year); raise ValueError with the reason."""
    match = FIT.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"found {shown(text)}; {FIT_NEEDED}")
    return Fit((int(match[1]), int(match[2] or 12)))


def fit_beside(path: Path, faults: Faults, rank: int) -> Fit | None:
    """Return the fit date in the file of the same name with .json behind, None where there is no such file or entry."""
    other = path.with_name(f"{path.name}.json")
    if not other.exists():
        return None
    layer = Layer(str(other), "table", rank)
    data = read_bytes(other, layer, faults, "a JSON file", "")
    text = None if data is None else decode(data, layer, faults, "a JSON file")
    if text is None:
        return None
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        faults.add_at(layer, error.lineno, error.colno, "", f"is not JSON: {error.msg}; {NEEDED}")
        return None
    except RecursionError:
        faults.add_at(layer, 1, 1, "", f"is nested too deeply; {NEEDED}")
        return None
    value = content.get("fit_until") if isinstance(content, dict) else None
    if value is None:
        faults.add_at(layer, 1, 1, "fit_until", f"no entry fit_until; {NEEDED}, or --fit-until")
        return None
    try:
        return parse_fit(str(value))
    except ValueError as error:
        faults.add_at(layer, 1, 1, "fit_until", str(error))
        return None
