"""The published and closed-form values that mechanisms are held against, and the inputs of their cases."""

from __future__ import annotations

import csv
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from detente.scenario.catalogue_files import FOLDER

CASES = FOLDER / "cases"
FILES = ("expected_values", "expected_more")


class Expected(NamedTuple):
    """One value of a published model: `value` as written, `tolerance` in its unit, `status` whether read or computed."""

    id: str
    model: str
    case: str
    quantity: str
    value: str
    tolerance: float
    status: str
    source: str

    @property
    def numbers(self) -> tuple[float, ...]:
        """Return the value as numbers; raise ValueError where it is a rule and not a number."""
        return tuple(float(Fraction(part.strip())) for part in self.value.split(";"))

    @property
    def is_number(self) -> bool:
        """Return whether the value is written in numbers."""
        try:
            return bool(self.numbers)
        except ValueError:
            return False


def rows_of(name: str) -> list[dict[str, str]]:
    """Return the rows of a case file, without its comments."""
    lines = (CASES / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if line and not line.startswith("#")))


@cache
def expected() -> dict[str, Expected]:
    """Return all expected values by id."""
    rows = [row for name in FILES for row in rows_of(name)]
    return {row["id"]: Expected(**{**row, "tolerance": float(row["tolerance"])}) for row in rows}  # type: ignore[arg-type]
