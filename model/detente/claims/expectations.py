"""Reads the tests of claims: cells, measure, window, estimates, direction and margin."""

from __future__ import annotations

from pathlib import PurePosixPath

import numpy as np

from detente.claims.arithmetic import evaluate
from detente.claims.content import DIRECTIONS, STATISTICS, Alteration, Cell, Test
from detente.claims.expressions import Expression, name_of, names
from detente.claims.shapes import Shapes
from detente.scenario.faults import listed, shown
from detente.scenario.names import name_complaint
from detente.scenario.positioned import Mapping, Node, Scalar, is_number

TEST = ("cells", "measure", "over", "estimate", "direction", "margin", "margin_reason", "statistic", "note")
NEEDED = ("cells", "measure", "estimate", "direction")


def read_tests(shapes: Shapes, node: Node | None, path: str) -> tuple[Test, ...]:
    """Return the tests under a key, by name; those with faults are left out."""
    found = [read_test(shapes, name, below, f"{path}.{name}") for name, below in shapes.table(node, path).items()]
    return tuple(test for test in found if test is not None)


def read_test(shapes: Shapes, name: str, node: Node, path: str, more: tuple[str, ...] = ()) -> Test | None:
    """Return one test, or None with its faults noted; `more` keys may stand beside."""
    before = len(shapes.faults)
    table = shapes.table(node, path, (*TEST, *more), NEEDED)
    cells = read_cells(shapes, table.get("cells"), f"{path}.cells")
    measure = shapes.expression(table.get("measure"), f"{path}.measure")
    estimates = _estimates(shapes, table.get("estimate"), f"{path}.estimate", cells)
    direction = shapes.word(table.get("direction"), f"{path}.direction", DIRECTIONS)
    statistic = shapes.word(table.get("statistic"), f"{path}.statistic", STATISTICS) or STATISTICS[0]
    margin, reason = _margin(shapes, table, path, node, direction)
    over = _over(shapes, table.get("over"), f"{path}.over")
    if len(shapes.faults) > before or measure is None or not cells:
        return None
    return Test(name, cells, measure, over, estimates, direction, margin, reason, statistic, node)


def read_cells(shapes: Shapes, node: Node | None, path: str) -> dict[str, Cell]:
    """Return the cells of a test by name, in the order in which they stand."""
    found: dict[str, Cell] = {}
    for name, below in shapes.table(node, path).items():
        if complaint := name_complaint(name):
            shapes.faults.add(below, path, complaint, at_key=True)
        table = shapes.table(below, f"{path}.{name}", ("scenario", "with", "note"), ("scenario",))
        file, _, variant = shapes.text(table.get("scenario"), f"{path}.{name}.scenario").partition(":")
        overlay = table.get("with")
        if file and (PurePosixPath(file).is_absolute() or ".." in PurePosixPath(file).parts):
            shapes.faults.add(table["scenario"], f"{path}.{name}", f"{shown(file)} leaves the folder of scenarios")
        elif file and (overlay is None or isinstance(overlay, Mapping)):
            found[name] = Cell(name, file, variant or None, overlay, below)
        elif file and overlay is not None:
            shapes.table(overlay, f"{path}.{name}.with")
    return found


def _estimates(shapes: Shapes, node: Node | None, path: str, cells: dict[str, Cell]) -> tuple[Expression, ...]:
    """Return the estimates over cells; every cell they name must exist, and every cell must be used."""
    found = []
    used: set[str] = set()
    before = len(shapes.faults)
    for item in shapes.items(node, path):
        estimate = shapes.expression(item, path)
        if estimate is None:
            continue
        found.append(estimate)
        for name, at in names(estimate):
            used.add(name)
            if cells and name not in cells:
                hint = shapes.faults.nearest(name, cells) or f"; cells: {listed(cells)}"
                shapes.faults.add(item, path, f"no cell {shown(name)} (character {at + 1}){hint}")
        if cells and len(shapes.faults) == before and _is_fixed(estimate, cells):
            shapes.faults.add(item, path, "comes out the same whatever the cells are: a test that could not fail")
    for name in cells if found else ():
        if name not in used:
            shapes.faults.add(cells[name].node, path, f"the cell {shown(name)} is in no estimate", at_key=True)
    return tuple(found)


def _is_fixed(estimate: Expression, cells: dict[str, Cell]) -> bool:
    """Return whether an estimate has one value, or none, for any values of its cells (64 drawn ones are tried)."""
    dice = np.random.default_rng(1)
    values = {name: dice.normal(scale=2.0, size=64) for name in sorted(cells)}
    found = np.broadcast_to(evaluate(estimate.tree, lambda tree: values[name_of(tree)]), 64)
    known = found[np.isfinite(found)]
    return not len(known) or bool(np.ptp(known) < 1e-12)


def _margin(shapes: Shapes, table: dict[str, Node], path: str, node: Node, direction: str) -> tuple[float, str]:
    """Return margin and its reason; a test that judges needs both."""
    margin = shapes.number(table.get("margin"), f"{path}.margin", 0.0)
    reason = shapes.text(table.get("margin_reason"), f"{path}.margin_reason")
    if direction in ("more", "less", "none"):
        missing = [key for key in ("margin", "margin_reason") if key not in table]
        if missing:
            shapes.faults.add(
                node, path, f"needs {listed(missing)}: a margin is fixed in advance, with a reason", at_key=True
            )
    if direction == "none" and margin == 0.0:
        shapes.faults.add(table["margin"], f"{path}.margin", "an equivalence needs a margin above 0")
    return margin or 0.0, reason


def _over(shapes: Shapes, node: Node | None, path: str) -> tuple[int, int] | None:
    """Return first and last year, or None for the whole horizon."""
    if node is None:
        return None
    years = [item.value for item in shapes.items(node, path) if isinstance(item, Scalar) and type(item.value) is int]
    if len(years) != 2 or years[0] > years[1]:
        shapes.faults.add(node, path, "needs two years, the earlier first: [2030, 2044]")
        return None
    return years[0], years[1]


def read_alterations(shapes: Shapes, node: Node | None, path: str, words: tuple[str, ...]) -> tuple[Alteration, ...]:
    """Return the numbers to change, by dotted key: to a number, or by one of some words (`zero`, `flip`)."""
    found = []
    for key, below in shapes.table(node, path).items():
        if is_number(below):
            assert isinstance(below, Scalar)
            found.append(Alteration(key, "set", float(below.value), below))
        elif word := shapes.word(below, f"{path}.{key}", words):
            found.append(Alteration(key, word, 0.0, below))
    return tuple(found)
