"""Lays one tree over another: mappings merge, lists and scalars replace, and numbers keep their passports."""

from __future__ import annotations

import os

from detente.scenario.positioned import COMMAND_LINE, Broken, Layer, Mapping, Node, Scalar, Sequence, is_number

PASSPORT = ("value", "range", "unit", "standing", "source", "reason", "known_by", "distribution")
# What a bare number does not replace in the passport it overrides.
LASTING = ("unit", "where", "meaning", "bounds")


def merge(lower: Node | None, upper: Node) -> Node:
    """Return `upper` laid over `lower`.  Neither is changed; the result stands where `upper` was written.

    A bare number over a passport fixes the quantity at that number; a passport over a bare number adds to it.
    """
    if isinstance(lower, Mapping):
        if isinstance(upper, Mapping):
            return _merge_mappings(lower, upper)
        if is_number(upper) and "value" in lower.items:
            return _fixed(lower, upper)
    elif is_number(lower) and isinstance(upper, Mapping) and _adds_to_number(upper):
        assert lower is not None
        promoted = Mapping(lower.layer, lower.line, lower.column)
        promoted.items["value"] = lower
        promoted.alone = True
        return _merge_mappings(promoted, upper)
    return upper


def _merge_mappings(lower: Mapping, upper: Mapping) -> Mapping:
    result = Mapping(upper.layer, upper.line, upper.column)
    result.placed_like(upper)
    result.alone = lower.alone or upper.alone
    result.items.update(_lasting(lower) if upper.alone else lower.items)
    if "value" in upper.items:
        result.items.pop("known_by", None)  # it spoke of the value below; of a new one only its author can tell
    for key, value in upper.items.items():
        result.items[key] = merge(lower.items.get(key), value)
    return result


def _adds_to_number(upper: Mapping) -> bool:
    return bool(upper.items) and all(key in PASSPORT for key in upper.items)


def _fixed(lower: Mapping, upper: Node) -> Mapping:
    result = Mapping(upper.layer, upper.line, upper.column)
    result.placed_like(upper)
    result.alone = True
    result.items.update(_lasting(lower))
    result.items["value"] = upper  # without a range it is a point, without a reason whoever set it is the reason
    return result


def _lasting(lower: Mapping) -> dict[str, Node]:
    return {key: lower.items[key] for key in LASTING if key in lower.items}


def set_by(node: Node) -> str:
    """Return the reason of a number that came without one: who set it."""
    if node.layer.name == COMMAND_LINE:
        return "set on the command line"
    return f"set by {os.path.basename(node.layer.file)}:{node.line}"


def copied(node: Node, layer: Layer) -> Node:
    """Return a copy of a tree under another layer's name, with places kept."""
    result: Node
    if isinstance(node, Mapping):
        result = mapping = Mapping(layer, node.line, node.column)
        mapping.alone = node.alone
        mapping.items.update((key, copied(value, layer)) for key, value in node.items.items())
    elif isinstance(node, Sequence):
        result = sequence = Sequence(layer, node.line, node.column)
        sequence.items.extend(copied(item, layer) for item in node.items)
    elif isinstance(node, Scalar):
        result = Scalar(layer, node.line, node.column, node.value, node.text, node.style)
    else:
        result = Broken(layer, node.line, node.column)
    result.key_line, result.key_column = node.key_line, node.key_column
    return result
