"""Checks the shape of a merged tree and says in plain words, with line and column, what does not fit."""

from __future__ import annotations

from typing import Any

from detente.scenario.context import Memory
from detente.scenario.faults import Faults, listed, shown
from detente.scenario.forms import FILE
from detente.scenario.kinds import Form
from detente.scenario.merging import PASSPORT
from detente.scenario.positioned import Broken, Mapping, Node, Scalar, Sequence, is_number, plain
from detente.scenario.shape import allowed

KINDS = {
    "string_type": "a text is needed",
    "float_type": "a number is needed",
    "int_type": "a whole number is needed",
    "bool_type": "true or false is needed",
    "list_type": "a list is needed, [a, b]",
    "dict_type": "`key: value` entries are needed",
    "model_type": "`key: value` entries are needed",
    "model_attributes_type": "`key: value` entries are needed",
}


def check_structure(tree: Mapping, faults: Faults, memory: Memory, form: Form = FILE) -> Mapping:
    """Return the tree with everything that does not fit taken out (a placeholder remains), after noting it."""
    return tree if _fits(tree, memory, form) else _explained(tree, faults, form)


def _fits(tree: Mapping, memory: Memory, form: Form) -> bool:
    """Return whether every group has its form; groups that fitted before are remembered."""
    for group, node in tree.items.items():
        field = form.fields.get(group)
        if field is None:
            return False
        key = (field.kind, id(node))
        if key not in memory:
            if not field.kind.fits(node):
                return False
            memory[key] = ((node,), True, {})
    return tree.items.keys() >= form.needed


def _explained(tree: Mapping, faults: Faults, form: Form) -> Mapping:
    """Note everything that does not fit in the words of the schema; return the tree without it."""
    from pydantic import ValidationError  # slow to import, and needed for what does not fit only

    from detente.scenario.schema import model

    try:
        model(form).model_validate(plain(tree))
    except ValidationError as error:
        missing: dict[tuple[str | int, ...], list[str]] = {}
        for item in error.errors(include_url=False, include_input=False)[:500]:
            path, at = _locate(tree, item["loc"])
            if item["type"] == "missing":
                missing.setdefault(path, []).append(str(item["loc"][-1]))
            else:
                tree = _note(tree, path, at, item, faults, form)
        for path, keys in missing.items():
            parent = _at(tree, path)
            if parent is not None and not isinstance(parent, Broken):
                faults.add(parent, _dotted(path), f"needs {listed(keys)}", at_key=True)
    return tree


def _note(tree: Mapping, path: tuple[str | int, ...], at: Node, item: Any, faults: Faults, form: Form) -> Mapping:
    """Note one complaint of the schema and return the tree without its cause."""
    kind = item["type"]
    if isinstance(at, Broken):
        return tree
    unknown = kind == "extra_forbidden" or item["loc"][-1] == "[key]"
    message = _unknown(path, faults, form) if unknown else _wrong(kind, at, item, faults)
    broken = faults.add(at, _dotted(path), message, at_key=unknown)
    return _replaced(tree, path, broken)


def _unknown(path: tuple[str | int, ...], faults: Faults, form: Form) -> str:
    texts = tuple(str(part) for part in path)
    known = allowed(texts[:-1], form) or PASSPORT
    return f"unknown key {shown(texts[-1])}{faults.nearest(texts[-1], known) or f'; allowed: {listed(known, 40)}'}"


def _wrong(kind: str, at: Node, item: Any, faults: Faults) -> str:
    context = item.get("ctx") or {}
    found = _found(at)
    if kind == "literal_error":
        words = context["expected"].replace("'", "").replace(" or ", ", ").split(", ")
        value = at.value if isinstance(at, Scalar) else None
        return (
            f"found {found}; allowed: {listed(words)}{faults.nearest(value, words) if isinstance(value, str) else ''}"
        )
    if kind in KINDS:
        quotes = "; put it in quotes" if kind == "string_type" and is_number(at) else ""
        return f"found {found}; {KINDS[kind]}{quotes}"
    if kind in ("date", "names"):
        return f"found {found}; {item['msg']}"
    if kind in ("greater_than_equal", "less_than_equal"):
        side, limit = ("least", context.get("ge")) if kind.startswith("g") else ("most", context.get("le"))
        return f"found {found}; at {side} {limit:,} is allowed"
    if kind in ("too_short", "too_long"):
        limit = f"least {context.get('min_length')}" if kind == "too_short" else f"most {context.get('max_length')}"
        return f"has {context.get('actual_length')} entries; at {limit} must be given"
    if kind == "string_too_short":
        return "is empty; a text is needed"
    return f"found {found}; {item['msg'].lower()}"


def _found(node: Node) -> str:
    if isinstance(node, Mapping):
        return "`key: value` entries"
    if isinstance(node, Sequence):
        return "a list"
    if not isinstance(node, Scalar) or node.value is None:
        return "nothing"
    if isinstance(node.value, str):
        return f"text {shown(node.value)}"
    return f"{node.text or node.value}"


def _locate(tree: Mapping, loc: tuple[str | int, ...]) -> tuple[tuple[str | int, ...], Node]:
    """Return the path that a location of the schema means (it also names unions and defaults), and the last node."""
    node: Node = tree
    path: list[str | int] = []
    for part in loc:
        below = _below(node, part)
        if below is not None:
            node = below
            path.append(part)
    return tuple(path), node


def _below(node: Node | None, part: str | int) -> Node | None:
    if isinstance(node, Mapping) and isinstance(part, str):
        return node.items.get(part)
    if isinstance(node, Sequence) and isinstance(part, int) and part < len(node.items):
        return node.items[part]
    return None


def _at(tree: Mapping, path: tuple[str | int, ...]) -> Node | None:
    """Return the node at a path, or the broken one above it."""
    node: Node | None = tree
    for part in path:
        if isinstance(node, Broken):
            return node
        node = _below(node, part)
    return node


def _replaced(tree: Mapping, path: tuple[str | int, ...], broken: Broken) -> Mapping:
    """Return the tree with one node replaced; trees are shared between layers and never changed in place."""
    if not path:
        return tree
    result = Mapping(tree.layer, tree.line, tree.column)
    result.placed_like(tree)
    result.items.update(tree.items)
    below = result.items.get(str(path[0]))
    if isinstance(below, Mapping) and len(path) > 1:
        result.items[str(path[0])] = _replaced(below, path[1:], broken)
    else:
        result.items[str(path[0])] = broken
    return result


def _dotted(path: tuple[str | int, ...]) -> str:
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text
