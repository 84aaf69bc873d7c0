"""The scenario that was opened, and what it and its reference become under changes; every change is checked as a file's is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from detente.errors import ScenarioError, UsageError
from detente.explorer.sliders import path_of
from detente.scenario import keys
from detente.scenario.faults import Faults
from detente.scenario.merging import merge
from detente.scenario.overlays import unfold
from detente.scenario.positioned import Layer, Mapping, made, plain
from detente.scenario.reading import Reading
from detente.scenario.scenario import Scenario

Changes = dict[str, Any]
"""Dotted paths of a scenario file to numbers, dates as text, or words: what one would write as `--set path=value`."""
MOST_CHANGES = 500
LAYER = Layer("explorer", "explorer", 99)
WITHOUT = "the same without levers"
AS_OPENED = "as opened"


@dataclass(frozen=True)
class Pair:
    """A scenario under changes, what it is compared with, and what that is called."""

    scenario: Scenario
    reference: Scenario
    words: str


class Opened:
    """A scenario file that was read once; changes are laid over it in a few milliseconds."""

    def __init__(self, path: Path, variant: str | None = None) -> None:
        """Read the file and what it is compared with; raise `ScenarioError` with all faults."""
        self.path, self.variant = path, variant
        self._reading = Reading(path)
        self.scenario = self._reading.scenario(variant)
        name = self.scenario.reference
        self._beside = None if name is None or name in self.scenario.variants else Reading(Path(name))
        plain = None if self._beside is None else self._beside.scenario()
        self._beside_variant = variant if plain is not None and variant in plain.variants else None
        self.start = self.pair({})

    def pair(self, changes: Changes) -> Pair:
        """Return the scenario and its reference under changes; raise `ScenarioError` or `UsageError` in words.

        What is assumed holds on both sides; levers are moved on the scenario's side, unless the reference is a variant
        of the same file, which lies over whatever the file says.
        """
        scenario = self.changed(changes)
        if self._beside is not None:
            reference = self._beside_under(self.shared(changes))
            return Pair(scenario, reference, reference.title)
        if self.scenario.reference is not None:
            other = self._reading.scenario(None, [overlay(changes), self._reading.variant(self.scenario.reference)])
            return Pair(scenario, replace(other, variant=self.scenario.reference), f"variant {self.scenario.reference}")
        if self.scenario.levers:
            working = [key for key, lever in scenario.levers.items() if not lever.idle]
            return Pair(scenario, replace(scenario.with_levers_off(*working), title=WITHOUT), WITHOUT)
        return Pair(scenario, self.scenario, AS_OPENED)

    def changed(self, changes: Changes) -> Scenario:
        """Return the opened scenario under changes; raise `ScenarioError` with all faults."""
        if len(changes) > MOST_CHANGES:
            raise UsageError(f"{len(changes)} changes; at most {MOST_CHANGES} at once are possible")
        return self._reading.scenario(self.variant, [overlay(changes)] if changes else [])

    def _beside_under(self, changes: Changes) -> Scenario:
        assert self._beside is not None
        return self._beside.scenario(self._beside_variant, [overlay(changes)] if changes else [])

    def shared(self, changes: Changes) -> Changes:
        """Return the changes that also hold for a reference in a file of its own: no levers, and what it knows."""
        if self._beside is None:
            return {}
        plain = self._beside_under({})
        known = {path_of(key, plain) for key, _ in keys.quantities(plain)}
        return {
            key: value for key, value in changes.items()
            if key == "theory" or (key in known and not key.startswith("levers."))
        }  # fmt: skip

    def body(self, changes: Changes) -> dict[str, Any]:
        """Return what a file that extends the opened one has to say: the opened variant, and the changes over it."""
        return _body(self._reading, self.variant, changes)

    def body_beside(self, changes: Changes) -> dict[str, Any]:
        """Return what a file for the reference has to say beyond what it extends; nothing where the one there is will do."""
        if self._beside is not None:
            return _body(self._beside, self._beside_variant, self.shared(changes))
        if self.scenario.reference is None or not (changes or self.variant):
            return {}
        found: dict[str, Any] = plain(merge(_unfolded(changes), self._reading.variant(self.scenario.reference)))
        return found

    @property
    def path_beside(self) -> Path:
        """Return the file in which the reference is written."""
        return self.path if self._beside is None else Path(str(self.scenario.reference))


def _body(reading: Reading, variant: str | None, changes: Changes) -> dict[str, Any]:
    below = Mapping(LAYER, 0, 0) if variant is None else reading.variant(variant)
    found: dict[str, Any] = plain(merge(below, _unfolded(changes)))
    return found


def _unfolded(changes: Changes) -> Mapping:
    faults = Faults()
    found = unfold(overlay(changes), LAYER, "", faults)
    faults.raise_any()
    return found


def overlay(changes: Changes) -> Mapping:
    """Return changes as a tree to lay over a scenario, under the name by which faults speak of them."""
    root = Mapping(LAYER, 0, 0)
    root.items.update((key, made(value, root)) for key, value in changes.items())
    return root


def words_of(error: Exception) -> list[str]:
    """Return the faults of an error, one sentence each."""
    if isinstance(error, ScenarioError):
        return [": ".join(part for part in (fault.path, fault.message) if part) for fault in error.faults]
    return [str(error)]
