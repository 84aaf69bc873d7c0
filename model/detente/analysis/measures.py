"""What may be attributed: an indicator, or the mean over the horizon of a variable of a tie or state."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np

from detente.assembly.layout import Layout
from detente.ensemble.recording import DYAD_VARIABLES, Recording, state_variables
from detente.errors import UsageError
from detente.scenario.faults import listed, nearest
from detente.scenario.scenario import Scenario
from detente.world.arrays import Array, Record
from detente.world.outcomes import INDICATORS
from detente.world.variables import variable

EVERYONE = "*"
CALL = re.compile(r"\s*([\w.]+)\s*\(([^()]*)\)\s*")


class Measure(NamedTuple):
    """One number per run: an indicator (no states), or a variable of one state, or of a tie (observer, target)."""

    name: str
    states: tuple[str, ...]
    title: str
    unit: str
    recording: Recording

    @property
    def of(self) -> str:
        """Return the measure as it is written."""
        return f"{self.name}({', '.join(self.states)})" if self.states else self.name

    def of_record(self, record: Record, layout: Layout) -> Array:
        """Return the measure of each run, [runs]; the same bits for any number of runs in the record."""
        if not self.states:
            return record.summary[:, list(INDICATORS).index(self.name)].copy()
        if len(self.states) == 1:
            return _mean(record.state_worlds[:, 1:, 0, layout.state(self.states[0])])
        j = layout.state(self.states[1])
        seen = range(len(layout.names)) if self.states[0] == EVERYONE else [layout.state(self.states[0])]
        observers = [i for i in seen if i != j]
        total = np.zeros(len(record.worlds))
        for i in observers:
            total += _mean(record.worlds[:, 1:, 0, i, j])
        return total / len(observers) * (0.25 if self.name == "tension" else 1.0)


def _mean(values: Array) -> Array:
    """Return the mean over time of [runs, time], added in order."""
    return np.asarray(np.cumsum(values, axis=1, dtype=np.float64)[:, -1] / values.shape[1])


def measure_of(of: str, scenario: Scenario) -> Measure:
    """Return the Measure that a text names, such as `cohesion`, `trust(A, B)`, `trust(*, B)`, `nationalism(A)`.

    Raises `UsageError` with what is known and the nearest name.
    """
    call = CALL.fullmatch(of)
    if call is None:
        return _indicator(of.strip(), scenario)
    name, states = call[1], tuple(part.strip() for part in call[2].split(","))
    known = {**dict.fromkeys(DYAD_VARIABLES, 2), **dict.fromkeys(state_variables(scenario.issues), 1)}
    faults = []
    if name not in known:
        faults.append(f"no variable '{name}' changes in a run{nearest(name, known)} (known: {', '.join(known)})")
    elif len(states) != known[name]:
        form = f"{name}(OBSERVER, TARGET)" if known[name] == 2 else f"{name}(STATE)"
        faults.append(f"'{of}': write {form}")
    for k, state in enumerate(states):
        if state not in scenario.states and not (state == EVERYONE and k == 0 and len(states) == 2):
            faults.append(f"no state '{state}'{nearest(state, scenario.states)} (known: {listed(scenario.states, 20)})")
    if len(states) == 2 and states[0] == states[1]:
        faults.append(f"'{of}': a state has no tie with itself; name two different states")
    if faults:
        raise UsageError("\n".join(faults))
    return Measure(name, states, _title(name, states, scenario), variable(name).unit, _recording(name))


def _indicator(name: str, scenario: Scenario) -> Measure:
    if name not in INDICATORS:
        also = "; or a variable, such as trust(A, B) or nationalism(A)"
        raise UsageError(f"no indicator '{name}'{nearest(name, INDICATORS)} (known: {', '.join(INDICATORS)}{also})")
    found = INDICATORS[name]
    title = found.title.replace("the focal state", scenario.states[scenario.focus].name)
    return Measure(name, (), title, found.unit, Recording((), (), False))


def _recording(name: str) -> Recording:
    """Return what to record: the one variable (series come with it and are small)."""
    return Recording((name,), (), False) if name in DYAD_VARIABLES else Recording((), (name,), False)


def _title(name: str, states: tuple[str, ...], scenario: Scenario) -> str:
    words = name.replace("_", " ").replace(".", ", ").capitalize()
    called = ["the others" if s == EVERYONE else scenario.states[s].name for s in states]
    return f"{words} of {called[0]}" + (f" towards {called[1]}" if len(called) == 2 else "")
