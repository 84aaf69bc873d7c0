"""Cells -> scenarios: files are read once, what is laid over them is resolved by the scenario reader, equal ones are one."""

from __future__ import annotations

import hashlib
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from detente.claims.content import Cell
from detente.scenario.catalogue_files import card_names
from detente.scenario.faults import nearest, shown
from detente.scenario.positioned import Mapping, plain
from detente.scenario.quantities import Quantity
from detente.scenario.reading import Reading
from detente.scenario.scenario import Scenario

_PROSE = frozenset({"title", "question", "about", "sources", "runs", "replicates", "seed", "reason", "standing", "source",
                    "evidence", "claims", "name", "since", "condition", "unit", "known_by"})  # fmt: skip


class Scenarios:
    """The scenarios below a folder, with any overlay; keeps what it has read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._readings: dict[str, Reading] = {}
        self._found: dict[tuple[str, str | None, str], Scenario] = {}
        self._whole: dict[int, tuple[Scenario, str]] = {}
        self._parts: dict[int, tuple[object, bytes]] = {}

    def of(self, cell: Cell, *more: Mapping | None) -> Scenario:
        """Return the scenario of a cell, with `more` laid over it in order; raise `ScenarioError` with its faults."""
        overlays = tuple(node for node in (cell.overlay, *more) if node is not None)
        return self.read(cell.file, cell.variant, overlays)

    def read(self, file: str, variant: str | None = None, overlays: tuple[Mapping, ...] = ()) -> Scenario:
        """Return a scenario file below the folder, as a variant, with mappings laid over it in order."""
        key = (file, variant, repr([plain(overlay) for overlay in overlays]))
        if key not in self._found:  # what reads without a fault is the same wherever it was written
            self._found[key] = self._reading(file).scenario(variant, overlays)
        return self._found[key]

    def missing(self, file: str) -> str | None:
        """Return a complaint where there is no such file, or None."""
        if (self.folder / file).is_file():
            return None
        known = [path.relative_to(self.folder).as_posix() for path in sorted(self.folder.rglob("*.yaml"))]
        return f"no scenario {shown(file)} below {self.folder}{nearest(file, known)}"

    def _reading(self, file: str) -> Reading:
        if file not in self._readings:
            cards = (*card_names("levers"), *card_names("shocks"))
            self._readings[file] = Reading(self.folder / file, cards=cards)
        return self._readings[file]

    def fingerprint(self, scenario: Scenario) -> str:
        """Return a digest of everything of a scenario that moves a number, and of nothing else."""
        if id(scenario) not in self._whole:
            total = hashlib.sha256()
            for field in fields(scenario):
                if field.compare and field.name not in _PROSE:
                    value = getattr(scenario, field.name)
                    total.update(field.name.encode())
                    total.update(self._digest(value) if isinstance(value, dict) else repr(value).encode())
            self._whole[id(scenario)] = (scenario, total.hexdigest())
        return self._whole[id(scenario)][1]

    def _digest(self, table: dict[Any, Any]) -> bytes:
        """Return the digest of a table, remembered with its parts by identity: scenarios share most of them."""
        if id(table) not in self._parts:
            total = hashlib.sha256()
            for key in sorted(table):
                total.update(repr(key).encode())
                total.update(self._part(table[key]))
            self._parts[id(table)] = (table, total.digest())
        return self._parts[id(table)][1]

    def _part(self, part: Any) -> bytes:
        if isinstance(part, Quantity):
            return repr(_plain(part)).encode()
        if isinstance(part, dict):
            return self._digest(part)
        if id(part) not in self._parts:
            self._parts[id(part)] = (part, hashlib.sha256(repr(_plain(part)).encode()).digest())
        return self._parts[id(part)][1]


def _plain(value: Any) -> Any:
    """Return a value without prose, in an order of its own."""
    if isinstance(value, Quantity):
        return (value.low, value.value, value.high, value.distribution)
    if isinstance(value, dict):
        return [(key, _plain(value[key])) for key in sorted(value)]
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if is_dataclass(value):
        return [(field.name, _plain(getattr(value, field.name))) for field in fields(value) if field.name not in _PROSE]
    return value
