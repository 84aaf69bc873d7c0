"""Quantity: a number with its passport, and how it is read from a file."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from detente.scenario.faults import Faults, listed, shown
from detente.scenario.merging import set_by
from detente.scenario.positioned import Broken, Mapping, Node, Scalar, Sequence, child, is_number

STANDINGS = ("measured", "derived", "assumed")
DISTRIBUTIONS = ("triangular", "uniform")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, the range that is its uncertainty, and where it comes from.

    `low <= value <= high`; the value is the mode of a `triangular` distribution over the range, or the range is
    `uniform`.  `standing` is measured, derived or assumed; `source` holds keys of the bibliography.  `known_by` is the
    year or day by which all that the value leans on was known, as written ("": the latest of its sources).
    """

    value: float
    low: float
    high: float
    unit: str
    standing: str = "assumed"
    source: tuple[str, ...] = ()
    reason: str = ""
    distribution: str = "triangular"
    known_by: str = ""

    @property
    def fixed(self) -> bool:
        """Whether there is nothing to sample: the range is one point."""
        return self.low == self.high

    @classmethod
    def point(cls, value: float, unit: str, reason: str) -> Quantity:
        """Return an assumed number without uncertainty."""
        return cls(float(value), float(value), float(value), unit, "assumed", (), reason)

    def plain(self, *, every: bool = False) -> dict[str, object]:
        """Return the passport as plain data, as a file writes it; with `every` key, to leave none to inherit."""
        found: dict[str, object] = {"value": self.value, "range": [self.low, self.high], "unit": self.unit}
        found["standing"] = self.standing
        if self.source or every:
            found["source"] = list(self.source)
        if self.reason or every:
            found["reason"] = self.reason
        if self.known_by:
            found["known_by"] = self.known_by
        if self.distribution != "triangular" or every:
            found["distribution"] = self.distribution
        return found


def shares(quantities: Iterable[Quantity]) -> dict[str, float]:
    """Return which shares of some numbers are measured, derived and assumed (they add up to 1)."""
    found = [quantity.standing for quantity in quantities]
    return {standing: found.count(standing) / max(len(found), 1) for standing in STANDINGS}


class Declared(NamedTuple):
    """What is known of a number before it is read: its unit and hard bounds."""

    unit: str
    low: float
    high: float


def read_quantity(
    node: Node | None, declared: Declared, path: str, sources: Collection[str], faults: Faults
) -> Quantity | None:
    """Return the quantity at a node, or None with every reason noted (or noted before, or absent)."""
    if node is None or isinstance(node, Broken):
        return None
    if is_number(node):
        value = _number(node)
        return Quantity.point(value, declared.unit, set_by(node)) if _bounded(node, declared, path, faults) else None
    if not isinstance(node, Mapping):
        return None
    before = len(faults)
    value_node = node.items.get("value")
    if value_node is None:
        faults.add(node, path, f"has no value; needs {{value: number}} in {declared.unit}", at_key=True)
        return None
    if not is_number(value_node):
        return None
    _bounded(value_node, declared, path, faults)
    _check_unit(node, declared, path, faults)
    value = _number(value_node)
    low, high = _range(node, value_node, declared, path, faults)
    standing, source, reason = _standing(node, path, sources, faults, ranged="range" in node.items)
    distribution = _word(node, "distribution") or "triangular"
    if len(faults) > before:
        return None
    known_by = written(node.items.get("known_by"))
    return Quantity(value, low, high, declared.unit, standing, source, reason, distribution, known_by)


def written(node: Node | None) -> str:
    """Return a date as it was written, or nothing."""
    return str(node.value) if isinstance(node, Scalar) and node.value is not None else ""


def _number(node: Node | None) -> float:
    assert isinstance(node, Scalar)
    return float(node.value) + 0.0  # minus zero becomes zero: one number, one digest


def _bounded(node: Node, declared: Declared, path: str, faults: Faults) -> bool:
    """Note a number outside its hard bounds; return whether it is inside."""
    assert isinstance(node, Scalar)
    if declared.low <= node.value <= declared.high:
        return True
    faults.add(node, path, f"found {node.text or node.value}; {_between(declared)}")
    return False


def _between(declared: Declared) -> str:
    unit = "" if declared.unit == "1" else f" {declared.unit}"
    if declared.high == float("inf"):
        return f"at least {declared.low:g}{unit} is allowed"
    return f"{declared.low:g} to {declared.high:g}{unit} is allowed"


def _check_unit(node: Mapping, declared: Declared, path: str, faults: Faults) -> None:
    unit = node.items.get("unit")
    if isinstance(unit, Scalar) and unit.text != declared.unit:
        faults.add(unit, f"{path}.unit", f"found {shown(unit.text)}; the unit is {shown(declared.unit)}")


def _range(node: Mapping, value: Node, declared: Declared, path: str, faults: Faults) -> tuple[float, float]:
    """Return low and high of a passport; a passport without a range is a point."""
    found = node.items.get("range")
    number = _number(value)
    if not isinstance(found, Sequence) or len(found.items) != 2 or not all(is_number(item) for item in found.items):
        return number, number
    low, high = (_number(item) for item in found.items)
    if low > high:
        faults.add(found, f"{path}.range", f"runs from {low:g} down to {high:g}; write the lower end first")
    elif not low <= number <= high:
        # Blame the one that was written last, as that is what the user just changed.
        at = value if value.layer.rank <= found.layer.rank else found
        outside = f"value {number:g} lies outside its range {low:g} to {high:g}"
        faults.add(at, path, f"{outside}; give both, or a bare number")
    for item in found.items:
        _bounded(item, declared, f"{path}.range", faults)
    return low, high


def _standing(
    node: Mapping, path: str, sources: Collection[str], faults: Faults, *, ranged: bool
) -> tuple[str, tuple[str, ...], str]:
    """Return standing, sources and reason of a passport; note what is missing or unknown."""
    standing = _word(node, "standing") or "assumed"
    reason = _word(node, "reason")
    source = read_sources(node.items.get("source"), f"{path}.source", sources, faults)
    if standing != "assumed" and not source and _has_none(node.items.get("source")):
        faults.add(node, path, f"is {standing} but names no source; add source: [Key]", at_key=True)
    if standing == "assumed" and not reason and not isinstance(node.items.get("reason"), Broken):
        if ranged:
            faults.add(node, path, 'is assumed but gives no reason; add reason: "..."', at_key=True)
        else:
            reason = set_by(node.items["value"])
    return standing, source, reason


def read_sources(node: Node | None, path: str, known: Collection[str], faults: Faults) -> tuple[str, ...]:
    """Return the source keys a list names; note those that the bibliography lacks."""
    if not isinstance(node, Sequence):
        return ()
    keys: list[str] = []
    for item in node.items:
        if not isinstance(item, Scalar) or not isinstance(item.value, str):
            continue
        if item.value not in known:
            hint = faults.nearest(item.value, known) or f"; known: {listed(sorted(known), 4)}"
            hint += (
                "; one of your own stands under sources: as KEY: {citation: ...}, or in sources.yaml beside your cards"
            )
            faults.add(item, path, f"no source {shown(item.value)}{hint}")
        keys.append(item.value)
    return tuple(sorted(set(keys)))


def _has_none(node: Node | None) -> bool:
    """Return whether no source is given (a broken one was given, and noted)."""
    return node is None or (isinstance(node, Sequence) and not node.items)


def _word(node: Mapping, key: str) -> str:
    found = child(node, key)
    return found.value if isinstance(found, Scalar) and isinstance(found.value, str) else ""
