"""The design as a sweep file gives it -> a checked `Design`: what each kind needs, and sizes that it can have."""

from __future__ import annotations

from typing import Any

from detente.scenario.context import given, text, whole
from detente.scenario.faults import Faults
from detente.scenario.positioned import Mapping, Scalar, child, entries
from detente.sweeps.designs import MOST_POINTS, Design, sized
from detente.sweeps.factors import Factor

NEEDS = {
    "grid": (), "one_at_a_time": (), "latin_hypercube": ("points",), "sobol": ("samples",), "sobol_sequence": ("points",),
    "morris": ("trajectories",), "random": ("points",), "points": ("file",),
}  # fmt: skip
MAY = {
    "sobol": ("second_order", "scramble", "seed"), "sobol_sequence": ("scramble", "seed"), "morris": ("levels", "seed"),
    "latin_hypercube": ("seed",), "random": ("seed",),
}  # fmt: skip


def read_design(tree: Mapping, factors: tuple[Factor, ...], seed: int, faults: Faults, table: bool = False) -> Design:
    """Return the design; note what its kind lacks, cannot use, or cannot be; `table`: points come as a table instead."""
    node = child(tree, "design")
    named = dict(entries(child(tree, "factors")))
    if not isinstance(node, Mapping):
        if named and node is None and not table:
            first = next(iter(named.values()))
            faults.add(
                first, "design", "there are factors but no design; for instance design: {kind: grid}", at_key=True
            )
        return Design("points" if table else "grid", seed=seed)
    kind = text(child(node, "kind"))
    if not named:
        faults.add(node, "design", "there is nothing to design: the sweep has no factors", at_key=True)
    _check_keys(node, kind, faults, table)
    design = Design(
        kind, _size(node, "points"), _size(node, "samples"), _size(node, "trajectories"), whole(child(node, "levels"), 4),
        _truth(node, "second_order", False), _truth(node, "scramble", True), whole(child(node, "seed"), seed),
    )  # fmt: skip
    _check_sizes(node, design, faults)
    many = sized(design, factors) if kind in NEEDS else 0
    if many > MOST_POINTS:
        faults.add(node, "design", f"has {many:,} points; at most {MOST_POINTS:,} are allowed", at_key=True)
    return design


def _check_keys(node: Mapping, kind: str, faults: Faults, table: bool) -> None:
    needs = () if table and kind == "points" else NEEDS.get(kind, ())
    for key in needs:
        if not given(child(node, key)):
            faults.add(node, "design", f"kind {kind} needs {key}", at_key=True)
    allowed = ("kind", *NEEDS.get(kind, ()), *MAY.get(kind, ()))
    for key, value in entries(node):
        if kind in NEEDS and key not in allowed:
            faults.add(value, f"design.{key}", f"is not for kind {kind}; it takes {', '.join(allowed)}", at_key=True)


def _check_sizes(node: Mapping, design: Design, faults: Faults) -> None:
    for key, kind in (("samples", "sobol"), ("points", "sobol_sequence")):
        size = getattr(design, key)
        if design.kind == kind and size and size & (size - 1):
            lower = 1 << (size.bit_length() - 1)
            faults.add(
                node.items[key], f"design.{key}", f"found {size}; {kind} needs a power of two: {lower} or {2 * lower}"
            )
    if design.kind == "morris" and design.levels % 2:
        faults.add(node.items["levels"], "design.levels", f"found {design.levels}; morris needs an even number")


def _size(node: Mapping, key: str) -> int | None:
    return whole(child(node, key), 0) or None


def _truth(node: Mapping, key: str, default: bool) -> bool:
    found: Any = child(node, key)
    return bool(found.value) if isinstance(found, Scalar) else default
