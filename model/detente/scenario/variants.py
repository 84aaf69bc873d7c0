"""Reads the relatives of a scenario: its reference, and all variants of its file at once."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from detente.errors import Fault, ScenarioError
from detente.scenario.reading import Reading, read_scenario
from detente.scenario.scenario import Scenario


def read_reference(scenario: Scenario, overrides: Sequence[str] = ()) -> Scenario | None:
    """Return what this scenario is compared with, or None where there is nothing to compare.

    A scenario that names a `reference` gets that variant of its file, or that file (in the variant of the same name
    where it has one); any other gets itself with every lever off, if it has levers.  Overrides apply to both sides.
    Raises `ScenarioError` as `read_scenario` does.
    """
    if scenario.reference is None or scenario.path is None:
        working = [key for key, lever in scenario.levers.items() if not lever.idle]
        return replace(scenario.with_levers_off(*working), title="the same without levers") if working else None
    if scenario.reference in scenario.variants:
        return read_scenario(scenario.path, scenario.reference, overrides)
    plain = read_scenario(scenario.reference, None, overrides)
    if scenario.variant in plain.variants:
        return read_scenario(scenario.reference, scenario.variant, overrides)
    return plain


def read_variants(path: str | os.PathLike[str], overrides: Sequence[str] = ()) -> dict[str, Scenario]:
    """Return every variant of a file by name, sorted; raise `ScenarioError` with the faults of all of them.

    `read_scenario` checks the paths of variants that are not chosen, but not their values; this does.
    """
    return read_all(path, overrides)[1]


def read_all(path: str | os.PathLike[str], overrides: Sequence[str] = ()) -> tuple[Scenario, dict[str, Scenario]]:
    """Return the plain scenario of a file and its variants by name; raise `ScenarioError` as `read_variants` does."""
    reading = Reading(Path(path), overrides)
    plain = reading.scenario()
    found: dict[str, Scenario] = {}
    faults: dict[Fault, None] = {}
    for name in plain.variants:
        try:
            found[name] = reading.scenario(name)
        except ScenarioError as error:
            faults.update(dict.fromkeys(error.faults))
    if faults:
        raise ScenarioError(list(faults))
    return plain, found
