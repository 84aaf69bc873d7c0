"""The tables of ODD.md that state the model's own facts, written from the code: run with --write after a change.

`python tests/description/tables.py --write` renews every row of a parameter in place and says which are missing.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import yaml

from detente.world.outcomes import INDICATORS

ROOT = Path(__file__).parents[2]
ODD = ROOT / "ODD.md"
CATALOGUE = ROOT / "model" / "detente" / "catalogue" / "parameters.yaml"
ROW = re.compile(r"^\| `([a-z_0-9]+)` \|.*\|$")
COLUMNS = "| parameter | value | range | unit | standing | meaning |"


def parameters() -> dict[str, dict[str, Any]]:
    """Return the passports of all parameters as the catalogue states them."""
    found: dict[str, dict[str, Any]] = yaml.safe_load(CATALOGUE.read_text("utf-8"))
    return found


def parameter_row(name: str, passport: dict[str, Any]) -> str:
    """Return the row of a parameter: value, range, unit, standing with its sources, meaning."""
    low, high = passport["range"]
    sources = f" [{', '.join(passport['source'])}]" if passport.get("source") else ""
    standing = f"{passport['standing']}{sources}"
    return f"| `{name}` | {passport['value']:g} | {low:g} to {high:g} | {passport['unit']} | {standing} | {passport['meaning']} |"


def parameter_rows(text: str) -> dict[str, str]:
    """Return every row of a table of parameters in ODD.md by name; raise `ValueError` where one stands twice."""
    found: dict[str, str] = {}
    inside = False
    for line in text.splitlines():
        inside = line == COLUMNS or (inside and line.startswith("|"))
        named = ROW.match(line)
        if inside and named:
            if named[1] in found:
                raise ValueError(f"{named[1]} stands twice")
            found[named[1]] = line
    return found


def indicator_heads() -> list[tuple[str, str, str, str]]:
    """Return code, name, unit and direction of every indicator."""
    return [(i.code, name, i.unit, "more" if i.better > 0 else "less") for name, i in INDICATORS.items()]


def renewed(text: str) -> str:
    """Return ODD.md with every row of a parameter as the catalogue has it."""
    known = parameters()
    for name, row in parameter_rows(text).items():
        if name in known:
            text = text.replace(row, parameter_row(name, known[name]))
    return text


if __name__ == "__main__":
    before = ODD.read_text("utf-8")
    after = renewed(before)
    if "--write" in sys.argv:
        ODD.write_text(after, "utf-8")
    print("without a row:", sorted(set(parameters()) - set(parameter_rows(after))) or "none")
    print("changed" if after != before else "as it was")
