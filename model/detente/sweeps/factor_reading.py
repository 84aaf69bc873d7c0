"""Factors as a sweep file gives them -> checked `Factor`s, with ranges and units from the passports."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from detente.assembly.numbers import matching
from detente.scenario import keys
from detente.scenario.context import given, text, whole
from detente.scenario.faults import Faults, shown
from detente.scenario.forms import FILE
from detente.scenario.positioned import Mapping, Node, Scalar, Sequence, child, entries, is_number
from detente.scenario.quantities import Quantity
from detente.scenario.shape import allowed
from detente.sweeps.factors import LEVELS, Factor
from detente.sweeps.packages import Package
from detente.sweeps.reading import names, plain_values
from detente.world.outcomes import INDICATORS

TAKEN = {
    "run",
    "package",
    "point",
    "future",
    "replicate",
    "year",
    "time",
    "observer",
    "target",
    "state",
    "status",
    *INDICATORS,
}
"""Names of dims and columns in the results."""
GROUPS = ("levers", "shocks", "frameworks", "states")


def read_factors(tree: Mapping, packages: dict[str, Package], faults: Faults) -> tuple[Factor, ...]:
    """Return the factors in file order; note what no package knows, empty ranges, and what is set twice."""
    found = []
    owners: dict[tuple[str, str], str] = {}
    taken = TAKEN | set(names(child(tree, "record")))
    for name, node in entries(child(tree, "factors")):
        if not isinstance(node, Mapping):
            continue
        if name in taken:
            faults.add(
                node,
                f"factors.{name}",
                f"the name {shown(name)} is taken; call it otherwise, with path: KEY",
                at_key=True,
            )
            continue
        factor = _factor(name, node, packages, faults)
        if factor is None:
            continue
        found.append(factor)
        for package in packages.values():
            for key in [k for path in factor.paths for k in matching(path, package.scenario) or (path,)]:
                other = owners.setdefault((package.name, key), name)
                if other != name:
                    faults.add(
                        node, f"factors.{name}", f"sets {key}, which the factor {other} sets as well", at_key=True
                    )
                    break
    return tuple(found)


def known_here(path: str, package: Package) -> bool:
    """Return whether a package has what a path leads to: a lever that only other packages use changes nothing here."""
    group, _, rest = path.partition(".")
    first = rest.split(".")[0]
    if group not in GROUPS or first == "*":
        return True
    return first in getattr(package.scenario, group)


def _factor(name: str, node: Mapping, packages: dict[str, Package], faults: Faults) -> Factor | None:
    where = f"factors.{name}"
    paths = names(node.items.get("path")) or (name,)
    quantities = _quantities(paths, packages)
    values = plain_values(node.items.get("values"), f"{where}.values", faults)
    if values is not None and given(child(node, "range")):
        faults.add(node.items["range"], where, "range and values are both given; use one", at_key=True)
        return None
    if quantities:
        return _number(name, node, paths, quantities, values, faults)
    if not _somewhere(name, node, paths, packages, faults):
        return None
    if values is None:
        faults.add(node, where, f"{paths[0]} is no number with a passport; list its values: [...]", at_key=True)
        return None
    about = text(child(node, "meaning"))
    return Factor(name, paths, 0.0, float(len(values)), 0.0, "", values, "uniform", len(values), False, about)


def _quantities(paths: Iterable[str], packages: dict[str, Package]) -> list[Quantity]:
    """Return the numbers that paths lead to, in any package."""
    found = []
    for package in packages.values():
        held = [matching(path, package.scenario) for path in paths]
        if all(held):
            known = dict(keys.quantities(package.scenario))
            found += [known[key] for group in held for key in group]
    return found


def _somewhere(name: str, node: Mapping, paths: tuple[str, ...], packages: dict[str, Package], faults: Faults) -> bool:
    """Return whether something stands at each path in some package; else name the nearest key."""
    listed = given(child(node, "values"))  # then reading the values tells better what is wrong with the path
    for path in paths:
        if packages and not any(_leads(path, package, listed) for package in packages.values()):
            known = {*FILE.fields, *(key for one in packages.values() for key, _ in keys.quantities(one.scenario))}
            hint = faults.nearest(path, sorted(known)) or "; `detente show FILE` lists what can be set"
            at = child(node, "path")
            faults.add(at or node, f"factors.{name}", f"nothing is called {shown(path)}{hint}", at_key=at is None)
            return False
    return True


def _leads(path: str, package: Package, listed: bool) -> bool:
    """Return whether a path that is no number's may be set: in what a package has, or a key of the file itself."""
    if "." not in path:
        return listed or path in FILE.fields
    group, _, rest = path.partition(".")
    parts = rest.split(".")
    fields = allowed((group, "x")) or ()
    return group in GROUPS and len(parts) > 1 and known_here(path, package) and parts[1] in fields


def _number(name: str, node: Mapping, paths: tuple[str, ...], quantities: list[Quantity], values: tuple[Any, ...] | None,
            faults: Faults) -> Factor | None:  # fmt: skip
    where, first = f"factors.{name}", quantities[0]
    about, spread = text(child(node, "meaning")), text(child(node, "distribution")) or "uniform"
    levels = whole(child(node, "levels"), LEVELS)
    if values is not None:
        listed = child(node, "values")
        items = listed.items if isinstance(listed, Sequence) else []
        for item in items:
            if not is_number(item) and isinstance(item, Scalar) and item.value is not None:
                faults.add(item, where, f"found {shown(item.value)}; {paths[0]} is a number")
        if not all(is_number(item) for item in items) or not values:
            return None
        numbers = tuple(float(value) for value in values)
        return Factor(name, paths, min(numbers), max(numbers), numbers[0], first.unit, numbers, "uniform", len(numbers),
                      True, about)  # fmt: skip
    limits = _limits(where, node, quantities, faults)
    if limits is None:
        return None
    low, high = limits
    if spread == "log_uniform" and low <= 0.0:
        faults.add(node.items["distribution"], where, f"log_uniform needs a range above 0; found {low:g} to {high:g}")
        return None
    mode = first.value if low <= first.value <= high else (low + high) / 2
    return Factor(name, paths, low, high, mode, first.unit, None, spread, levels, True, about)


def _limits(where: str, node: Mapping, quantities: list[Quantity], faults: Faults) -> tuple[float, float] | None:
    """Return the range of a factor: its own, or the passports' where they agree on one that is not a point."""
    own = child(node, "range")
    if isinstance(own, Sequence) and len(own.items) == 2 and all(is_number(item) for item in own.items):
        low, high = (float(_value(item)) for item in own.items)
        if low < high:
            return low, high
        what = "is a single value" if low == high else f"runs from {low:g} down to {high:g}"
        cure = "give two different ends, or take the factor out" if low == high else "write the lower end first"
        faults.add(own, f"{where}.range", f"{what}; {cure}")
        return None
    ranges = {(quantity.low, quantity.high) for quantity in quantities}
    low, high = min(ranges)
    if len(ranges) > 1:
        faults.add(
            node, where, f"{len(quantities)} numbers with different ranges; give one: range: [low, high]", at_key=True
        )
    elif low == high:
        faults.add(
            node,
            where,
            f"its passport has no range (it is fixed at {low:g}); give one: range: [low, high]",
            at_key=True,
        )
    else:
        return low, high
    return None


def _value(node: Node) -> float:
    assert isinstance(node, Scalar)
    return float(node.value)
