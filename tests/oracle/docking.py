"""What both programs show of a run, and how far apart they are."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np

import detente
from oracle.model import OracleRegion
from oracle.postures import POSTURES
from oracle.state import DOMAINS, OracleState

TESTS = Path(__file__).parents[1]
SHIPPED = TESTS.parent / "scenarios" / "unified_framework.yaml"
MUSEUM = TESTS / "museum" / "base.yaml"
FIVE = TESTS / "data" / "five_states.yaml"
LEADERS = TESTS / "data" / "new_leaders.yaml"
OWN = Path(__file__).with_name("every_form.yaml")
RESTLESS = (
    "parameters.posture_review=1000",
    "parameters.posture_inertia=0.05",
    "parameters.posture_submission=0.02",
    "parameters.posture_dependence=20",
)
"""Overrides under which states change their posture often, and to each of the four."""

BELIEFS = ("trust", "grievance", "intent", "threat", "credibility", "interdependence")
DYADS = (*BELIEFS, "alignment", "channel", "claim", "know_how", "act")
RECORDED = (*DYADS, "trigger", "misperception", "interoperability", "tension")
HOMES = ("nationalism", "doubt", "posture", "burden", "access_denial", *(f"capability.{x}" for x in DOMAINS))
CLOSE = 1e-9  # doubles
SINGLE = 1e-6  # recorded in single precision


def scenario(path: Path, folder: Path, variant: str | None = None, *overrides: str) -> detente.Scenario:
    """Read a scenario; the oracle's own stands beside a copy of what it extends."""
    if path == OWN:
        shutil.copy(FIVE, folder)
        path = Path(shutil.copy(path, folder))
    return detente.read_scenario(path, variant, overrides)


def homes(spec: detente.Scenario) -> tuple[str, ...]:
    """Name the variables of a state, by domain and issue."""
    return (*HOMES, *(f"priorities.{issue}" for issue in spec.issues))


def dyad(state: OracleState, variable: str, other: str) -> float:
    return state.stage[other] / 4 if variable == "tension" else getattr(state, variable)[other]


def home(state: OracleState, variable: str) -> float:
    name, _, part = variable.partition(".")
    return getattr(state, name)[part] if part else getattr(state, name)


def differences(region: detente.Region, oracle: OracleRegion) -> Iterator[tuple[str, str, float]]:
    """Yield variable, place and distance of everything both show in double precision."""
    for key, mine in oracle.states.items():
        theirs = region.state(key)
        for variable in (*DYADS, "tension"):
            row = getattr(theirs, variable)
            for other in mine.others:
                yield variable, f"{key}, {other}", abs(row[other] - dyad(mine, variable, other))
        for variable in homes(oracle.spec):
            name, _, part = variable.partition(".")
            found = getattr(theirs, name)[part] if part else getattr(theirs, name)
            found = POSTURES.index(found) if variable == "posture" else found  # shown by its name
            yield variable, key, abs(found - home(mine, variable))
    if oracle.indicators:
        found = region.indicators() if callable(region.indicators) else region.indicators
        for name, value in oracle.indicators.items():
            yield name, "region", abs(found[name] - value) / max(abs(value), 1.0)


def worlds_of(oracle: OracleRegion, keys: list[str]) -> dict[str, list[list[float]] | list[float]]:
    """Copy what is recorded of a world."""
    states = [oracle.states[key] for key in keys]
    found: dict[str, list[list[float]] | list[float]] = {
        name: [[dyad(i, name, j) if i.key != j else np.nan for j in keys] for i in states] for name in RECORDED
    }
    return found | {name: [home(state, name) for state in states] for name in homes(oracle.spec)}


def pair_steps(worlds: list[dict[str, list[list[float]] | list[float]]]) -> list[int]:
    """Count pair-steps in crisis and at the top stage."""
    tension = np.nan_to_num([world["tension"] for world in worlds[1:]])
    return [int(np.triu(counted).sum()) for counted in (tension > 0, tension == 1)]
