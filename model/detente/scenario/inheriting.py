"""Follows `extends` from a scenario file to its ancestors, without ever leaving the scenario folder."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import NamedTuple

from detente.scenario.faults import Faults, nearest, shown
from detente.scenario.loading import load_file
from detente.scenario.positioned import Layer, Mapping, Node, Scalar

DEPTH = 8
ROOT_NAME = "scenarios"
ELSEWHERE = re.compile(r"[A-Za-z]:|[A-Za-z][A-Za-z0-9+.-]*://|[/~]")


class Ancestor(NamedTuple):
    """One file of the chain, with its tree."""

    layer: Layer
    tree: Mapping


def load_chain(path: Path, faults: Faults) -> list[Ancestor]:
    """Return the trees of a scenario file and its ancestors, eldest first; faults say why the chain is shorter."""
    layer = Layer(str(path), "file")
    if "\0" in layer.file:
        faults.add_at(layer, 0, 0, "", "is not a usable path")
        return []
    root = scenario_root(path)
    chain: list[Ancestor] = []
    visited: list[Path] = []
    while True:
        real = Path(os.path.realpath(path))
        visited.append(real)
        tree = load_file(path, layer, faults)
        if tree is None:
            return chain[::-1]
        chain.append(Ancestor(layer, tree))
        node = tree.items.get("extends")
        parent = None if node is None else _parent(node, path, root, visited, faults)
        if parent is None or node is None:
            return chain[::-1]
        # Between two files there is room for the cards that the upper one brings.
        layer = Layer(str(parent), "parent", 2 * len(chain), f"{layer.file}:{node.line}")
        path = parent


def scenario_root(path: Path) -> Path:
    """Return the folder that `extends` must not leave: the nearest ancestor called `scenarios`, else the file's own."""
    folder = Path(os.path.realpath(path)).parent
    return next((f for f in (folder, *folder.parents) if f.name == ROOT_NAME), folder)


def inside(text: str, path: Path, root: Path, *, folder: bool = False) -> Path | str:
    """Return the file (or folder) that `text`, written in the file `path`, names inside the root; or what is wrong."""
    if ELSEWHERE.match(text) or "\\" in text:
        return f"found {shown(text)}; a relative path with / inside the scenario folder is needed"
    try:
        target = Path(os.path.normpath(path.parent / text))
        real = Path(os.path.realpath(path.parent / text))
        if not real.is_relative_to(root):
            return f"{shown(text)} leaves the scenario folder {shown(root.name)}"
        if folder and real.is_file():
            return f"{shown(text)} is a file; a folder of cards is needed"
        if not real.exists():
            beside = real.parent.iterdir() if folder else real.parent.glob("*.yaml")
            known = sorted(found.name for found in beside if found.is_dir() == folder)
            return f"no {'folder' if folder else 'file'} {shown(text)}{nearest(real.name, known)}"
    except (OSError, ValueError):
        return f"{shown(text)} is not a usable path"
    return target


def _parent(node: Node, path: Path, root: Path, visited: list[Path], faults: Faults) -> Path | None:
    """Return the file an `extends` names, or None with the reason noted."""
    if not isinstance(node, Scalar) or not isinstance(node.value, str):
        return None  # the schema check complains of it
    target = inside(node.value, path, root)
    if isinstance(target, str):
        faults.add(node, "extends", target)
        return None
    real = Path(os.path.realpath(target))
    if real in visited:
        circle = [*visited[visited.index(real) :], real]
        faults.add(node, "extends", f"cycle {' -> '.join(f.name for f in circle)}")
        return None
    if len(visited) > DEPTH:
        faults.add(node, "extends", f"more than {DEPTH} files extend one another")
        return None
    return target
