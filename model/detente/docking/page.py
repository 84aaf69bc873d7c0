"""The page of docking as Markdown: what was run, what came out, what may not be concluded."""

from __future__ import annotations

from collections.abc import Sequence

from detente.docking.table import Docked

INTRODUCTION = """\
# Docking

Written by `detente dock --out docs/docking.md`. Every mechanism is run alone, by parameters, against published and
closed-form results; where it is a generalisation, the remark names the limit in which it becomes the published model.
Levels after Axtell, Axelrod, Epstein & Cohen (1996): **numerical** (the same numbers within the tolerance),
**distributional** (the same distribution within sampling error), **relational** (the same relations). A **check** is reproduced
by construction, or without a mechanism, and docks nothing. A dash: not run, and why. Numbers that are drawn must come
within four standard errors. Expected values and inputs stand in `model/detente/catalogue/cases/`.

Docking shows that the formulas are what they are said to be. It is no evidence that the formulas describe states.
"""
HEADS = ("id", "mechanism", "model", "case: quantity", "expected", "found", "tolerance", "level met", "remark")


def page_of(rows: Sequence[Docked]) -> str:
    """Return the page for these cases."""
    lines = [INTRODUCTION, _line(HEADS), _line(["---"] * len(HEADS))]
    for row in rows:
        level = "-" if row.met is None else row.level or "**not met**"
        tolerance = "; ".join(f"{most:.2g}" for most in dict.fromkeys(row.tolerances))
        cells = (
            row.id,
            row.mechanism,
            row.model,
            f"{row.case}: {row.quantity}",
            row.expected,
            row.found,
            tolerance,
            level,
        )
        lines.append(_line((*cells, row.remark)))
    met = sum(row.met is True for row in rows)
    run = sum(row.met is not None for row in rows)
    return "\n".join([*lines, "", f"{met} of {run} cases met; {len(rows) - run} not run.", ""])


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
