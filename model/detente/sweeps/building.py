"""A checked tree -> a `Sweep`: packages, factors, design, points, each against the other, all faults at once."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from detente.assembly.numbers import matching
from detente.ensemble.recording import recording_of
from detente.errors import Fault, ScenarioError, UsageError
from detente.scenario import keys
from detente.scenario.context import given, text, whole
from detente.scenario.faults import SHOWN, Faults, nearest, shown
from detente.scenario.inheriting import inside, scenario_root
from detente.scenario.parts import to_yaml_files
from detente.scenario.positioned import Layer, Mapping, Node, Scalar, Sequence, child, entries, is_number, made
from detente.scenario.reading import read_scenario
from detente.scenario.scenario import Scenario
from detente.sweeps.design_reading import read_design
from detente.sweeps.designs import Design, points
from detente.sweeps.factor_reading import known_here, read_factors
from detente.sweeps.factors import Factor
from detente.sweeps.packages import Package, overlay_of, read_packages
from detente.sweeps.points_file import read_points, table_points
from detente.sweeps.reading import INLINE, inline_sweep, load_sweep, names, scenario_path
from detente.sweeps.sweep import YEARLY, Stop, Sweep
from detente.world.arrays import Array

MOST_RUNS = 10**11
MEANS = "means"


def from_file(path: Path) -> Sweep:
    """Return the sweep in a file; raise `ScenarioError`."""
    faults = Faults()
    tree = load_sweep(path, faults)
    base = scenario_path(child(tree, "scenario") or tree, path, "scenario", faults)
    if base is None:
        faults.raise_any()
        raise UsageError(f"{path}: names no scenario")
    return _Builder(tree, path, base, faults).sweep(None, path.read_text("utf-8"))


def from_parts(scenario: Scenario | str | os.PathLike[str], table: Any, parts: dict[str, Any]) -> Sweep:
    """Return the sweep of a scenario given as plain data; raise `ScenarioError`."""
    faults = Faults()
    spec = scenario if isinstance(scenario, Scenario) else read_scenario(scenario, parts.get("variant"))
    parts = {"title": f"Sweep of {spec.title}", **parts, "scenario": str(spec.path or "scenario.yaml")}
    if isinstance(scenario, Scenario) and spec.variant is not None:
        parts.setdefault("variant", spec.variant)
    tree = inline_sweep(parts, faults)
    with tempfile.TemporaryDirectory() as room:
        if isinstance(scenario, Scenario) and not _as_written(spec):
            tree.items.pop("variant", None)
            base = _written(spec, Path(room))
        else:
            base = Path(spec.path or "")
        return _Builder(tree, None, base, faults).sweep(table, "")


def _as_written(scenario: Scenario) -> bool:
    """Return whether a scenario is what its file says, so that the file may stand for it."""
    try:
        return scenario.path is not None and read_scenario(scenario.path, scenario.variant) == scenario
    except ScenarioError:
        return False


def _written(scenario: Scenario, room: Path) -> Path:
    for name, content in to_yaml_files(scenario, "scenario").items():
        (room / name).write_text(content, "utf-8")
    return room / "scenario.yaml"


class _Builder:
    """Puts a sweep together from its tree; what is wrong gathers in `faults` and `found`."""

    def __init__(self, tree: Mapping, own: Path | None, base: Path, faults: Faults) -> None:
        self._tree, self._own, self._faults = tree, own, faults
        self._found: dict[Fault, None] = {}
        self._nodes = dict(entries(child(tree, "factors")))
        self._packages = read_packages(tree, base, own, faults, self._found, self._beside())
        self._raise()

    def sweep(self, table: Any, content: str) -> Sweep:
        """Return the sweep; raise `ScenarioError` with all faults."""
        tree, faults, packages = self._tree, self._faults, self._packages
        first = next(iter(packages.values())).scenario
        reference = self._reference()
        seed = whole(child(tree, "seed"), first.seed)
        factors = read_factors(tree, packages, faults)
        design = read_design(tree, factors, seed, faults, table is not None)
        futures = whole(child(tree, "futures"), 0) or None
        replicates = whole(child(tree, "replicates"), 10)
        stop = self._stop(futures or replicates)
        record = self._record(first)
        self._raise()
        self._check_limits(factors)
        matrix = self._points(design, factors, table)
        self._raise()
        made_of = Sweep(
            text(child(tree, "title")), text(child(tree, "question")), self._own, packages, reference, factors, design, matrix,
            futures, replicates, seed, record, stop, self._nodes, content,
        )  # fmt: skip
        if made_of.runs > MOST_RUNS:
            raise UsageError(f"{made_of.runs:,} runs; at most {MOST_RUNS:,} are possible")
        _check_years(packages)
        return made_of

    def _raise(self) -> None:
        """Raise everything found so far, what stands in the sweep file first."""
        listed: list[Fault] = []
        try:
            self._faults.raise_any()
        except ScenarioError as error:
            listed = list(error.faults)
        listed += [fault for fault in self._found if fault not in listed]
        if listed:
            more = [Fault("", "", f"and {len(listed) - SHOWN} further faults")] if len(listed) > SHOWN + 1 else []
            raise ScenarioError(listed[: SHOWN + (not more)] + more)

    def _beside(self) -> list[Mapping]:
        """Return trees that name the cards which listed values of factors may choose."""
        tree = Mapping(self._tree.layer, 0, 0)
        tree.items["factors"] = child(self._tree, "factors") or tree
        return [tree] if tree.items["factors"] is not tree else []

    def _reference(self) -> str:
        node = child(self._tree, "reference")
        name = text(node)
        if name and name not in self._packages and node is not None:
            hint = nearest(name, self._packages) or f"; packages: {', '.join(self._packages)}"
            self._faults.add(node, "reference", f"no package {shown(name)}{hint}")
        return name if name in self._packages else next(iter(self._packages))

    def _record(self, scenario: Scenario) -> tuple[str, ...]:
        node = child(self._tree, "record")
        kept = []
        for name in names(node):
            try:
                if name not in (MEANS, YEARLY):
                    recording_of([name], scenario.issues)
                if name in ("all", "indicators"):
                    raise UsageError(f"found {shown(name)}; write means, yearly, or names of variables")
                if name != MEANS:
                    kept.append(name)
            except UsageError as error:
                self._faults.add(node or self._tree, "record", str(error))
        return tuple(dict.fromkeys(kept))

    def _stop(self, batch: int) -> Stop | None:
        node = child(self._tree, "stop")
        if not isinstance(node, Mapping):
            return None
        error, most = node.items.get("error"), whole(child(node, "at_most"), 2)
        size = float(error.value) if isinstance(error, Scalar) and is_number(error) else 0.0
        if size <= 0.0 and error is not None:
            self._faults.add(error, "stop.error", f"found {size:g}; a standard error above 0 is needed")
        if most < batch:
            self._faults.add(node, "stop.at_most", f"found {most}; one batch has {batch} already", at_key=True)
        if len(self._packages) < 2:
            self._faults.add(node, "stop", "needs two packages to tell the difference of", at_key=True)
        if batch < 2 and given(child(node, "indicator")):
            self._faults.add(node, "stop", "a batch needs two futures (or replicates) at least", at_key=True)
        return Stop(text(child(node, "indicator")), size, most, text(child(node, "each")) or "design")

    def _points(self, design: Design, factors: tuple[Factor, ...], table: Any) -> Array:
        if table is not None:
            return table_points(table, factors, self._faults)
        if design.kind != "points":
            return points(design, factors) if factors else np.zeros((1, 0))
        node = child(self._tree, "design", "file")
        named = text(node)
        if self._own is None or node is None:
            return read_points(Path(named), factors, self._faults)
        target = inside(named, self._own, scenario_root(self._own))
        if isinstance(target, str):
            self._faults.add(node, "design.file", target)
            return np.zeros((1, len(factors)))
        return read_points(target, factors, self._faults)

    def _check_limits(self, factors: tuple[Factor, ...]) -> None:
        """Note factors whose ends or values a package's scenario does not allow: they are read as any others would be."""
        layer = Layer(str(self._own) if self._own else INLINE, "factors", 99)
        for package in self._packages.values():
            for end in ("low", "high"):
                items = list(_ends(factors, package, self._nodes, end))
                self._try(package, items, layer)
            for factor in factors:
                listed = child(self._nodes[factor.name], "values")
                paths = [path for path in factor.paths if known_here(path, package)]
                for item in listed.items if isinstance(listed, Sequence) and not factor.numeric else ():
                    self._try(package, [(path, item) for path in paths], layer)
        self._raise()

    def _try(self, package: Package, items: list[tuple[str, Node]], layer: Layer) -> None:
        """Read a package with values laid over it, for the faults that shows."""
        try:
            package.with_overlays([overlay_of(items, layer, self._faults)] if items else [])
        except ScenarioError as error:
            self._found.update(dict.fromkeys(error.faults))


def _ends(factors: tuple[Factor, ...], package: Package, nodes: dict[str, Node], end: str) -> list[tuple[str, Node]]:
    """Return what sets the numeric factors of a package at an end of their ranges."""
    found = []
    for factor in factors:
        held = dict(keys.quantities(package.scenario))
        node = nodes[factor.name]
        own = child(node, "range") or child(node, "values") or node
        for path in factor.paths if factor.numeric else ():
            found += [(keys.settable(key, package.scenario), made(getattr(factor, end), own))
                      for key in matching(path, package.scenario) if key in held]  # fmt: skip
    return list(dict(found).items())


def _check_years(packages: dict[str, Package]) -> None:
    """Raise `UsageError` where packages do not cover the same years or states, so that no table could hold them all."""
    spans = {(p.scenario.start, p.scenario.end, tuple(p.scenario.states)) for p in packages.values()}
    if len(spans) > 1:
        raise UsageError("packages differ in start, end or states; a sweep needs the same for all of them")
