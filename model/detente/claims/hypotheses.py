"""Reads hypotheses: a main test, the conditions swept to see where its answer flips, and what others may answer."""

from __future__ import annotations

from detente.claims.content import Flip, Hypothesis
from detente.claims.expectations import TEST, read_test
from detente.claims.shapes import Shapes
from detente.scenario.faults import listed, shown
from detente.scenario.positioned import Mapping, Node, Scalar, is_number

OWN = ("title", "claims", "question", "flips", "seen_from", "answers", "contrast")


def read_hypotheses(shapes: Shapes, tree: Mapping | None) -> dict[str, Hypothesis]:
    """Return the hypotheses by id; those with faults are left out."""
    found = {key: _hypothesis(shapes, key, node) for key, node in shapes.table(tree, "").items()}
    return {key: hypothesis for key, hypothesis in found.items() if hypothesis is not None}


def _hypothesis(shapes: Shapes, key: str, node: Node) -> Hypothesis | None:
    table = shapes.table(node, key, (*TEST, *OWN), ("title", "claims", "question", "seen_from"))
    test = read_test(shapes, "main", node, key, OWN)
    flips = tuple(_flip(shapes, name, below, f"{key}.flips.{name}")
                  for name, below in shapes.table(table.get("flips"), f"{key}.flips").items())  # fmt: skip
    if len(flips) not in (0, 2):
        shapes.faults.add(
            table["flips"], f"{key}.flips", f"sweeps {len(flips)} conditions; two are needed for a map", at_key=True
        )
    if test is None:
        return None
    contrast = _contrast(shapes, table.get("contrast"), key, list(test.cells))
    return Hypothesis(
        key, shapes.text(table.get("title"), f"{key}.title"),
        tuple(text for text, _ in shapes.texts(table.get("claims"), f"{key}.claims")),
        shapes.text(table.get("question"), f"{key}.question"), test, contrast,
        flips, tuple(text for text, _ in shapes.texts(table.get("seen_from"), f"{key}.seen_from")),
        _answers(shapes, table.get("answers"), f"{key}.answers"), shapes.text(table.get("note"), f"{key}.note"), node,
    )  # fmt: skip


def _flip(shapes: Shapes, name: str, node: Node, path: str) -> Flip:
    values = [float(item.value) for item in shapes.items(node, path) if isinstance(item, Scalar) and is_number(item)]
    if len(values) < 2 or len(values) != len(shapes.items(node, path)):
        shapes.faults.add(node, path, "needs two numbers or more, [a, b, c]")
    return Flip(name, tuple(values), node)


def _contrast(shapes: Shapes, node: Node | None, key: str, cells: list[str]) -> tuple[str, str]:
    """Return the cells without and with what is asked about: as named, else the first and the last."""
    named = [text for text, _ in shapes.texts(node, f"{key}.contrast")]
    wrong = [name for name in named if name not in cells]
    if node is not None and (wrong or len(named) != 2):
        text = f"no cell {shown(wrong[0])}" if wrong else f"names {len(named)} cells"
        shapes.faults.add(node, f"{key}.contrast", f"{text}; [WITHOUT, WITH] is needed; cells: {listed(cells)}")
    return (named[0], named[1]) if len(named) == 2 and not wrong else (cells[0], cells[-1])


def _answers(shapes: Shapes, node: Node | None, path: str) -> dict[str, dict[str, Mapping | None]]:
    """Return each state's options: what is laid over the cell with what is asked about (None: nothing)."""
    found: dict[str, dict[str, Mapping | None]] = {}
    for state, options in shapes.table(node, path).items():
        table = shapes.table(options, f"{path}.{state}")
        for option, overlay in table.items():
            shapes.table(overlay, f"{path}.{state}.{option}")
            laid = overlay if isinstance(overlay, Mapping) and overlay.items else None
            found.setdefault(state, {})[option] = laid
        if len(table) < 2:
            shapes.faults.add(options, f"{path}.{state}", "needs two options or more; {} is to do nothing", at_key=True)
    return found
