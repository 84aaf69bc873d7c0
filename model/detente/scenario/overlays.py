"""Variants and `--set` overrides: dotted paths and stars -> a tree to lay over the scenario."""

from __future__ import annotations

from detente.scenario.faults import Faults, listed, shown
from detente.scenario.loading import load_text
from detente.scenario.merging import PASSPORT, copied, merge
from detente.scenario.positioned import COMMAND_LINE, Broken, Layer, Mapping, Node, Scalar, child, entries
from detente.scenario.shape import NAMED, OF_FILE, allowed, split_path

STAR = "*"


def parse_override(text: str, faults: Faults) -> Mapping | None:
    """Return the tree of one `path=value`; the value follows the rules of scenario files (`0.5`, `[A, B]`)."""
    layer = Layer(f"--set {text}", COMMAND_LINE, -1)
    path, equals, value = text.partition("=")
    if not equals or not path.strip():
        faults.add_at(layer, 0, 0, "", "path=value is needed, for instance levers.hotline.level=0.5")
        return None
    before = len(faults)
    node = load_text(value, layer, faults)
    if len(faults) > before:
        return None
    node = node or Scalar(layer, 0, 0, None)
    if isinstance(node, Mapping) and not node.items and not path.strip().endswith(".rate"):
        faults.add_at(layer, 0, 0, path.strip(), "an empty {} adds nothing; to switch levers off use levers.*.level=0")
        return None
    tree = Mapping(layer, 0, 0)
    tree.items[path.strip()] = _unplaced(node)
    return unfold(tree, layer, "", faults)


def _unplaced(node: Node) -> Node:
    """Return the node without line numbers, which mean nothing on a command line."""
    copy = copied(node, node.layer)
    stack = [copy]
    while stack:
        one = stack.pop()
        one.line = one.column = one.key_line = one.key_column = 0
        stack.extend(value for _, value in entries(one))
        stack.extend(getattr(one, "items", []) if not isinstance(one, Mapping) else [])
    return copy


def unfold(node: Mapping, layer: Layer, prefix: str, faults: Faults, below: tuple[str, ...] = ()) -> Mapping:
    """Return a mapping with every dotted key unfolded into nested mappings; note what is set twice."""
    result = Mapping(layer, node.line, node.column)
    result.key_line, result.key_column = node.key_line, node.key_column
    for key, value in node.items.items():
        path = split_path(key, below)
        if not all(part.strip() for part in path):
            faults.add(value, f"{prefix}{key}", "a path has an empty part; write a.b.c", at_key=True)
            continue
        inner = (*below, *path)
        value = unfold(value, layer, prefix, faults, inner) if isinstance(value, Mapping) else copied(value, layer)
        _insert(result, path, value, f"{prefix}{'.'.join((*below, *path))}", faults)
    return result


def _insert(tree: Mapping, path: tuple[str, ...], value: Node, shown_path: str, faults: Faults) -> None:
    for key in path[:-1]:
        step = tree.items.get(key)
        if step is None:
            step = tree.items[key] = Mapping(value.layer, value.line, value.column)
            step.key_line, step.key_column = value.key_line, value.key_column
        if not isinstance(step, Mapping):
            faults.add(value, shown_path, f"set twice; {key} has a value at line {step.key_line}", at_key=True)
            return
        tree = step
    earlier = tree.items.get(path[-1])
    if isinstance(earlier, Mapping) and isinstance(value, Mapping):
        for key, item in value.items.items():
            _insert(earlier, (key,), item, f"{shown_path}.{key}", faults)
    elif earlier is not None:
        faults.add(value, shown_path, f"set twice; first at line {earlier.key_line}", at_key=True)
    else:
        tree.items[path[-1]] = value


class Fitting:
    """Fits an unfolded overlay to the tree it will lie on: expands stars, refuses paths that lead nowhere."""

    def __init__(self, base: Mapping, overlay: Mapping, prefix: str, faults: Faults) -> None:
        self._base = base
        self._prefix = prefix
        self._faults = faults
        self._states = [*dict(entries(child(base, "states"))), *dict(entries(child(overlay, "states")))]

    def fit(self, overlay: Mapping, base: Node | None, path: tuple[str, ...] = ()) -> Mapping:
        """Return the part of the overlay below `path` that fits."""
        result = Mapping(overlay.layer, overlay.line, overlay.column)
        result.placed_like(overlay)
        star = overlay.items.get(STAR)
        if star is not None:
            for name in self._names(star, base, path):
                self._take(result, name, self._without_self(star, name, path), base, path)
        for key, value in overlay.items.items():
            if key != STAR and self._known(key, value, base, path):
                self._take(result, key, value, base, path)
        return result

    def _take(self, result: Mapping, key: str, value: Node, base: Node | None, path: tuple[str, ...]) -> None:
        if isinstance(value, Mapping):
            value = self.fit(value, child(base, key), (*path, key))
        # A name written out wins over a star, whichever comes first in the file.
        result.items[key] = merge(result.items[key], value) if key in result.items else value

    def _names(self, star: Node, base: Node | None, path: tuple[str, ...]) -> list[str]:
        """Return the names a star stands for."""
        if path[:1] == ("ties",) and 2 <= len(path) <= 3:
            return [name for name in self._states if len(path) == 2 or name != path[2]]
        if isinstance(base, Mapping) and "value" not in base.items and path:
            return list(base.items)
        if isinstance(base, Scalar | Broken) and path in NAMED:
            return []  # the group itself is faulty, and that is noted elsewhere
        if base is None and (path in NAMED or (path and path[0] in ("frameworks", "levers", "shocks"))):
            return []
        self._note(star, path, STAR, "* stands for the names of a group, and there is none here")
        return []

    def _without_self(self, star: Node, name: str, path: tuple[str, ...]) -> Node:
        """Return what a star brings, without a state's tie with itself (`ties.trust.*.A`)."""
        if len(path) != 2 or path[0] != "ties" or not isinstance(star, Mapping) or name not in star.items:
            return star
        rest = Mapping(star.layer, star.line, star.column)
        rest.placed_like(star)
        rest.items.update((key, value) for key, value in star.items.items() if key != name)
        return rest

    def _known(self, key: str, value: Node, base: Node | None, path: tuple[str, ...]) -> bool:
        """Return whether a key exists or may be created here; otherwise note it with the nearest name."""
        if not path and key in OF_FILE:
            self._note(value, path, key, f"{key} belongs to the file; it cannot be changed here")
            return False
        if isinstance(value, Broken) or (isinstance(base, Mapping) and key in base.items):
            return True
        if path in NAMED:
            return self._new_entry(key, value, base, path)
        if path[:1] == ("ties",) and 2 <= len(path) <= 3:
            known: list[str] | tuple[str, ...] | None = self._states
        elif path == ("parameters",):
            known = list(dict(entries(base)))
        elif isinstance(base, Scalar) or (isinstance(base, Mapping) and "value" in base.items):
            known = allowed(path) or PASSPORT
        else:
            known = allowed(path)
        if known is None or key in known:
            return True
        hint = self._faults.nearest(key, known) or f"; allowed: {listed(known, 40)}"
        self._note(value, path, key, f"nothing is called {shown(key)} here{hint}")
        return False

    def _new_entry(self, key: str, value: Node, base: Node | None, path: tuple[str, ...]) -> bool:
        needed = NAMED[path]
        if isinstance(value, Mapping) and needed in value.items:
            return True
        if isinstance(base, Scalar | Broken):
            return False  # the group itself is faulty, and that is noted elsewhere
        hint = self._faults.nearest(key, dict(entries(base))) or f"; a new one needs at least {{{needed}: ...}}"
        self._note(value, path, key, f"nothing is called {shown(key)} here{hint}")
        return False

    def _note(self, node: Node, path: tuple[str, ...], key: str, message: str) -> None:
        self._faults.add(node, f"{self._prefix}{'.'.join((*path, key))}", message, at_key=True)


def fitted(overlay: Mapping, base: Mapping, prefix: str, faults: Faults) -> Mapping:
    """Return the overlay ready to be merged over the base tree; `prefix` starts the paths in messages."""
    return Fitting(base, overlay, prefix, faults).fit(overlay, base)
