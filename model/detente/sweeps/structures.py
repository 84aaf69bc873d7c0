"""Structures: the few scenarios of a sweep that need a program of their own; all other points only move numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from detente.assembly import Program, assemble
from detente.assembly.numbers import matching, places
from detente.errors import UsageError
from detente.scenario.faults import Faults
from detente.scenario.positioned import Layer, Mapping, Node, made
from detente.scenario.scenario import Scenario
from detente.sweeps.factor_reading import known_here
from detente.sweeps.factors import Factor
from detente.sweeps.packages import Package, overlay_of
from detente.sweeps.sweep import Sweep
from detente.world.arrays import Array, Swept

MOST_STRUCTURES = 1000


class Structure(NamedTuple):
    """A scenario with its program, the keys that each numeric factor (by column) sets, and where these enter the kernel."""

    label: str
    scenario: Scenario
    program: Program
    keys: dict[int, tuple[str, ...]]
    swept: Swept


class Structures(NamedTuple):
    """All structures of a sweep, and which of them stands for each package at each point, [K, P]."""

    listed: tuple[Structure, ...]
    of: Array


def structures(sweep: Sweep) -> Structures:
    """Return the structures of a sweep; raise `UsageError` where there are too many, `ScenarioError` where one is none."""
    bare = {name: _structure(name, package.scenario, sweep, _all(sweep)) for name, package in sweep.packages.items()}
    shaping = [f for f, factor in enumerate(sweep.factors) if not factor.numeric or _shapes(f, factor, bare)]
    listed: list[Structure] = []
    of = np.zeros((len(sweep.packages), len(sweep.points)), np.int32)
    numeric = [f for f in _all(sweep) if f not in shaping]
    for k, (name, package) in enumerate(sweep.packages.items()):
        mine = [f for f in shaping if any(known_here(path, package) for path in sweep.factors[f].paths)]
        combinations, where = np.unique(sweep.points[:, mine], axis=0, return_inverse=True)
        of[k] = len(listed) + where.reshape(-1)
        _check_number(len(listed) + len(combinations), [sweep.factors[f].name for f in mine])
        for values in combinations:
            if mine:
                label, scenario = _changed(package, sweep, dict(zip(mine, values, strict=True)))
                listed.append(_structure(label, scenario, sweep, numeric))
            else:
                listed.append(bare[name])
    _check_alike(listed)
    return Structures(tuple(listed), of)


def _all(sweep: Sweep) -> list[int]:
    return [f for f, factor in enumerate(sweep.factors) if factor.numeric]


def _shapes(f: int, factor: Factor, bare: dict[str, Structure]) -> bool:
    """Return whether a number turned out to change more than what the kernel draws, in any package."""
    return any(matching(p, s.scenario) for s in bare.values() for p in factor.paths) and not any(
        f in s.keys for s in bare.values()
    )


def _check_number(many: int, names: list[str]) -> None:
    if many > MOST_STRUCTURES:
        raise UsageError(
            f"the factors {', '.join(names)} change the build of the scenario in more than {MOST_STRUCTURES:,} ways; "
            "list fewer values for them"
        )


def _check_alike(listed: Sequence[Structure]) -> None:
    spans = {(s.scenario.start, s.scenario.end, tuple(s.scenario.states)) for s in listed}
    if len(spans) > 1:
        raise UsageError("start, end and states cannot be factors: one table has to hold all runs")


def _changed(package: Package, sweep: Sweep, values: dict[int, float]) -> tuple[str, Scenario]:
    """Return a label and the package's scenario with factors that change its build at the given values."""
    items: list[tuple[str, Node]] = []
    words = []
    for f, number in values.items():
        factor, value = sweep.factors[f], sweep.factors[f].label(number)
        words.append(f"{factor.name}={value}")
        node = sweep.nodes.get(factor.name) or Mapping(Layer("sweep", "factors"), 0, 0)
        items += [(path, made(value, node)) for path in factor.paths if known_here(path, package)]
    faults = Faults()
    layer = Layer(str(sweep.path or "Sweep(...)"), "factors", 99)
    scenario = package.with_overlays([overlay_of(items, layer, faults)])
    faults.raise_any()
    return f"{package.name} {' '.join(words)}", scenario


def _structure(label: str, scenario: Scenario, sweep: Sweep, numeric: Sequence[int]) -> Structure:
    """Return a scenario with its program and the places of the numeric factors that it knows."""
    light = replace(scenario, tree=None, origins={})
    program = assemble(light, sweep.seed)
    groups = {f: tuple(k for path in sweep.factors[f].paths for k in matching(path, scenario)) for f in numeric}
    groups = {f: names for f, names in groups.items() if names}
    found = places(light, program, groups) if groups else {}
    columns: dict[str, list[Array]] = {name: [] for name in Swept._fields[1:]}
    for f, place in found.items():
        for part, at in zip(("scalar", "dyad", "state"), place, strict=True):
            columns[f"{part}_at"].append(at)
            columns[f"{part}_from"].append(np.full(len(at), f))
    none = np.zeros(0, np.int64)
    joined = {name: np.concatenate([none, *arrays]).astype(np.int64) for name, arrays in columns.items()}
    return Structure(label, light, program, {f: groups[f] for f in found}, Swept(np.zeros((0, 0)), **joined))
