"""A sweep file, or the same as plain data, as a positioned tree of known form: every fault with its place, all at once."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from detente.scenario.context import Memory, given, text, texts, whole
from detente.scenario.faults import Faults, shown
from detente.scenario.inheriting import inside, scenario_root
from detente.scenario.loading import load_file
from detente.scenario.names import name_complaint
from detente.scenario.positioned import COMMAND_LINE, Layer, Mapping, Node, Scalar, Sequence, child, entries, made
from detente.scenario.structure import check_structure
from detente.sweeps.form import SWEEP

NEWEST_SCHEMA = 1
INLINE = "Sweep(...)"
OF_SCENARIOS = ("extends", "states", "ties", "levers", "shocks", "start", "end", "variants")


def load_sweep(path: Path, faults: Faults) -> Mapping:
    """Return the checked tree of a sweep file; raise `ScenarioError` where it holds nothing usable."""
    tree = load_file(path, Layer(str(path), "sweep"), faults)
    faults.raise_any()
    assert tree is not None
    if _is_scenario(tree):
        faults.add_at(tree.layer, 0, 0, "", f"this is a scenario, not a sweep; run it with: detente run {path}")
        faults.raise_any()
    return checked(tree, faults)


def _is_scenario(tree: Mapping) -> bool:
    """Return whether a file names no scenario to sweep, and has what only scenarios have."""
    return "scenario" not in tree.items and any(key in tree.items for key in OF_SCENARIOS)


def inline_sweep(data: dict[str, Any], faults: Faults) -> Mapping:
    """Return the checked tree of a sweep given as plain data, in the form of a sweep file."""
    layer = Layer(INLINE, COMMAND_LINE)
    tree = made({key: value for key, value in data.items() if value is not None}, Scalar(layer, 0, 0, None))
    assert isinstance(tree, Mapping)
    return checked(tree, faults)


def checked(tree: Mapping, faults: Faults) -> Mapping:
    """Return the tree without what does not fit, after noting it; names are checked too."""
    tree = check_structure(tree, faults, Memory(), SWEEP)
    schema = child(tree, "schema")
    if whole(schema, 1) > NEWEST_SCHEMA and schema is not None:
        faults.add(schema, "schema", f"{whole(schema, 1)} is newer than this program ({NEWEST_SCHEMA}); upgrade")
    for name, node in entries(child(tree, "packages")):
        if complaint := name_complaint(name):
            faults.add(node, "packages", complaint, at_key=True)
    return tree


def scenario_path(tree: Node, own: Path | None, path: str, faults: Faults) -> Path | None:
    """Return the scenario file that a node names, beside the sweep file or inside its scenario folder."""
    if not isinstance(tree, Scalar) or not isinstance(tree.value, str):
        return None
    if own is None:
        return Path(tree.value)
    target = inside(tree.value, own, scenario_root(own))
    if isinstance(target, str):
        faults.add(tree, path, target)
        return None
    return Path(os.path.normpath(target))


def names(node: Node | None) -> tuple[str, ...]:
    """Return the texts of a name or a list of names."""
    if isinstance(node, Sequence):
        return texts(node)
    return (text(node),) if given(node) else ()


def plain_values(node: Node | None, path: str, faults: Faults) -> tuple[Any, ...] | None:
    """Return the values a list holds; note what is no number, word or truth value, and what stands there twice."""
    if not isinstance(node, Sequence):
        return None
    found: list[Any] = []
    for item in node.items:
        if not isinstance(item, Scalar) or item.value is None:
            faults.add(item, path, "a number, a word, a date or true/false is needed")
        elif item.value in found:
            faults.add(item, path, f"{shown(item.value)} stands there twice")
        else:
            found.append(item.value)
    return tuple(found)
