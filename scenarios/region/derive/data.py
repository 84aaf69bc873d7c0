"""Where the reference tables are, how they are read, and the names of the region."""

from __future__ import annotations

import csv
import math
import os
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

STATES = ("JPN", "USA", "KOR", "CHN", "PRK", "AUS", "IND", "PHL", "VNM", "IDN", "SGP", "MYS", "THA", "RUS", "TWN")
MEMBERS = ("PHL", "VNM", "IDN", "SGP", "MYS", "THA")
ENTITIES = (*STATES, "ASEAN")
# Newcomers of the wider region.  Nothing about the narrower one is computed from them.
NEWCOMERS = ("FRA", "EU", "LKA")
WIDER = (*ENTITIES, *NEWCOMERS)
# The members of the European Union, whose mean stands for the body; of them only France acts in the region.
UNION = (
    "AUT", "BEL", "BGR", "HRV", "CYP", "CZE", "DNK", "EST", "FIN", "FRA", "DEU", "GRC", "HUN", "IRL", "ITA", "LVA",
    "LTU", "LUX", "MLT", "NLD", "POL", "PRT", "ROU", "SVK", "SVN", "ESP", "SWE",
)  # fmt: skip
VARIABLE = "DETENTE_REFERENCE"

Pair = frozenset[str]


def reference_folder() -> Path:
    """Return the folder of reference data; raises SystemExit with a clear word where it is not set."""
    folder = os.environ.get(VARIABLE, "")
    if not folder or not Path(folder).is_dir():
        raise SystemExit(f"{VARIABLE} must name the folder with the reference data; found: {folder or 'nothing'}")
    return Path(folder)


@cache
def reference(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of one reference table."""
    return _rows(reference_folder() / f"{name}.csv")


@cache
def published(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of one published table (beside the reference folder)."""
    return _rows(reference_folder().parent / "published" / f"{name}.csv")


def _rows(path: Path) -> tuple[dict[str, str], ...]:
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def pairs(names: Iterable[str] = ENTITIES) -> Iterator[tuple[str, str]]:
    """Yield each unordered pair once, in the order of the region."""
    listed = list(names)
    for position, first in enumerate(listed):
        for second in listed[position + 1 :]:
            yield first, second


def dyads(names: Iterable[str] = ENTITIES) -> Iterator[tuple[str, str]]:
    """Yield each ordered pair of distinct names (observer, target)."""
    listed = list(names)
    for observer in listed:
        for target in listed:
            if observer != target:
                yield observer, target


def members_of(name: str) -> tuple[str, ...]:
    """Return the states behind an entity: its members for a collective, else itself."""
    return MEMBERS if name == "ASEAN" else (name,)


def mean(values: Iterable[float]) -> float:
    """Return the arithmetic mean."""
    listed = list(values)
    return math.fsum(listed) / len(listed)


def logit(share: float) -> float:
    """Return the log odds of a share, kept off 0 and 1 by half a per cent."""
    bounded = min(max(share, 0.005), 0.995)
    return math.log(bounded / (1 - bounded))


def logistic(value: float) -> float:
    """Return the share whose log odds are given."""
    return 1 / (1 + math.exp(-value))


def quantile(values: Iterable[float], level: float) -> float:
    """Return a quantile with linear interpolation."""
    ordered = sorted(values)
    place = level * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
