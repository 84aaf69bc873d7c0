"""Packages: named sets of levers (and whatever else a variant may change), each a scenario of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from detente.errors import Fault, ScenarioError
from detente.scenario.context import text
from detente.scenario.faults import Faults
from detente.scenario.overlays import unfold
from detente.scenario.positioned import Layer, Mapping, Node, child, entries
from detente.scenario.reading import Reading
from detente.scenario.scenario import Scenario
from detente.sweeps.reading import scenario_path

ALONE = "scenario"
"""The name of the only package of a sweep that names none."""


@dataclass(frozen=True)
class Package:
    """A named scenario: what it is read from, and how a point may change it further."""

    name: str
    reading: Reading
    variant: str | None
    overlays: tuple[Mapping, ...]
    scenario: Scenario

    def with_overlays(self, overlays: Sequence[Mapping]) -> Scenario:
        """Return the package's scenario with further trees laid over it; raise `ScenarioError`."""
        return self.reading.scenario(self.variant, [*self.overlays, *overlays]) if overlays else self.scenario


def read_packages(tree: Mapping, base: Path, own: Path | None, faults: Faults, found: dict[Fault, None],
                  beside: Sequence[Mapping]) -> dict[str, Package]:  # fmt: skip
    """Return the packages by name, in file order; what is wrong with their scenarios is added to `found`.

    `beside` are trees that points may lay over them, so that the cards these name are read.
    """
    variant = text(child(tree, "variant")) or None
    named = {name: node for name, node in entries(child(tree, "packages")) if isinstance(node, Mapping)}
    plans = {}
    for name, node in (named or {ALONE: Mapping(tree.layer, tree.line, tree.column)}).items():
        path, chosen = base, variant
        if (other := child(node, "scenario")) is not None:
            path = scenario_path(other, own, f"packages.{name}.scenario", faults) or base
            chosen = None
        chosen = text(child(node, "variant")) or chosen
        plans[name] = (path, chosen, _overlay(name, node, faults))
    readings = _readings({path for path, *_ in plans.values()}, [o for *_, o in plans.values()] + [*beside], found)
    packages = {}
    for name, (path, chosen, overlay) in plans.items():
        if path not in readings:
            continue
        overlays = (overlay,) if overlay.items else ()
        try:
            scenario = readings[path].scenario(chosen, overlays)
            packages[name] = Package(name, readings[path], chosen, overlays, scenario)
        except ScenarioError as error:
            found.update(dict.fromkeys(error.faults))
    return packages


def _overlay(name: str, node: Mapping, faults: Faults) -> Mapping:
    """Return what a package lays over its scenario, with dotted keys unfolded."""
    kept = Mapping(node.layer, node.line, node.column)
    kept.placed_like(node)
    kept.items.update((key, value) for key, value in node.items.items() if key not in ("scenario", "variant"))
    return unfold(kept, Layer(node.layer.file, f"package {name}", node.layer.rank), f"packages.{name}.", faults)


def _readings(paths: set[Path], overlays: list[Mapping], found: dict[Fault, None]) -> dict[Path, Reading]:
    readings = {}
    for path in sorted(paths):
        try:
            readings[path] = Reading(path, (), overlays)
        except ScenarioError as error:
            found.update(dict.fromkeys(error.faults))
    return readings


def overlay_of(items: Sequence[tuple[str, Node]], layer: Layer, faults: Faults) -> Mapping:
    """Return the tree that sets values (as nodes) at dotted paths."""
    tree = Mapping(layer, 0, 0)
    tree.items.update(items)
    return unfold(tree, layer, "", faults)
