"""Reads the rules of judgement; each number stands with the reason for it."""

from __future__ import annotations

from pathlib import Path

from detente.claims.content import Rules, Size
from detente.claims.shapes import Shapes
from detente.claims.worth import OUTCOMES
from detente.scenario.positioned import Layer, Mapping, Node

RULES = "rules.yaml"
NUMBERS = {
    "alpha": (1e-6, 0.5),
    "sign_share": (0.5, 1.0),
    "interval": (0.5, 0.999),
    "least_sets": (0.0, 1.0),
    "seed": (0.0, 2**31),
}
KEYS = (*NUMBERS, "base", "sizes", "placebo", "worth", "parts")


def read_rules(shapes: Shapes, tree: Mapping | None, folder: Path) -> Rules | None:
    """Return the rules, or None after noting what is wrong with them."""
    before = len(shapes.faults)
    table = shapes.table(tree, "", KEYS, ("alpha", "sign_share", "interval", "least_sets", "seed", "base", "sizes"))
    reasons: dict[str, str] = {}
    numbers = {key: _number(shapes, table.get(key), key, *NUMBERS[key], reasons) for key in NUMBERS}
    sizes = {name: _size(shapes, node, f"sizes.{name}", reasons)
             for name, node in shapes.table(table.get("sizes"), "sizes", ("full", "short"), ("full", "short")).items()}  # fmt: skip
    placebo = shapes.table(table.get("placebo"), "placebo", ("with", "reason"), ("with", "reason"))
    overlay = placebo.get("with")
    worth = shapes.table(table.get("worth"), "worth", ("weights", "reason"), ("weights", "reason"))
    weights = {name: shapes.number(node, f"worth.weights.{name}", -10, 10) or 0.0
               for name, node in shapes.table(worth.get("weights"), "worth.weights", OUTCOMES).items()}  # fmt: skip
    parts = {
        name: shapes.text(node, f"parts.{name}") for name, node in shapes.table(table.get("parts"), "parts").items()
    }
    for name, found in (("placebo", placebo), ("worth", worth)):
        reasons[name] = shapes.text(found.get("reason"), f"{name}.reason")
    _check_parts(shapes, table.get("parts"), parts)
    base = shapes.text(table.get("base"), "base")
    if len(shapes.faults) > before or tree is None:
        return None
    return Rules(
        numbers["alpha"], numbers["sign_share"], numbers["interval"], numbers["least_sets"], int(numbers["seed"]), base,
        sizes, overlay if isinstance(overlay, Mapping) else None, weights, parts, reasons,
    )  # fmt: skip


def _number(shapes: Shapes, node: Node | None, key: str, low: float, high: float, reasons: dict[str, str]) -> float:
    table = shapes.table(node, key, ("value", "reason"), ("value", "reason"))
    reasons[key] = shapes.text(table.get("reason"), f"{key}.reason")
    return shapes.number(table.get("value"), f"{key}.value", low, high) or 0.0


def _size(shapes: Shapes, node: Node, path: str, reasons: dict[str, str]) -> Size:
    keys = (*Size._fields, "reason")
    table = shapes.table(node, path, keys, keys)
    reasons[path] = shapes.text(table.get("reason"), f"{path}.reason")
    return Size(*(int(shapes.number(table.get(key), f"{path}.{key}", 2 if key != "replicates" else 1, 100_000) or 2)
                  for key in Size._fields))  # fmt: skip


def _check_parts(shapes: Shapes, node: Node | None, parts: dict[str, str]) -> None:
    """Note parts of the model whose file does not exist; a file stands relative to the package."""
    package = Path(__file__).resolve().parent.parent
    for name, below in shapes.table(node, "parts").items():
        file = parts[name].split("#")[0]
        if file and not (package / file).exists():
            layer: Layer = below.layer
            shapes.faults.add_at(layer, below.line, below.column, f"parts.{name}", f"no file {file} in the package")
