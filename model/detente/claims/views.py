"""A block of runs as measures see it: named variables over the steps of a window, indicators, levers, shocks, crises."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from detente.assembly import Program
from detente.ensemble.recording import Recording
from detente.mechanisms.consent import GRANTED, TALKS
from detente.scenario.scenario import Scenario
from detente.world.arrays import Array, Record
from detente.world.outcomes import INDICATORS
from detente.world.variables import DOMAINS, POSTURES

TOP = 3.5
BEGUN = 0.5


class View(NamedTuple):
    """The record of some runs of a program, cut to the steps of a window.

    A step counts for the year in which it starts; of a variable its value at the end of the step is taken, so that
    the whole horizon gives the means that indicators have.
    """

    program: Program
    recording: Recording
    record: Record
    window: Array

    @property
    def scenario(self) -> Scenario:
        """Return the scenario that was run."""
        return self.program.scenario

    @property
    def years(self) -> Array:
        """Return when each step of the window starts, in years."""
        return np.asarray(self.program.plan.years[self.window])

    def dyads(self, name: str, pairs: list[tuple[int, int]]) -> Array:
        """Return a variable of pairs (row observes column), [runs, steps, pairs]."""
        rows, columns = (np.array(side) for side in zip(*pairs, strict=True))
        v = self.recording.dyads.index(name)
        values = self.record.worlds[:, 1:, v][:, :, rows, columns][:, self.window].astype(float)
        return values * (0.25 if name == "tension" else 1.0)

    def states(self, name: str, which: list[int]) -> Array:
        """Return a variable of states, [runs, steps, states]; `capability` is the sum of its domains."""
        if name == "capability":
            return np.asarray(sum(self.states(f"capability.{domain}", which) for domain in DOMAINS))
        v = self.recording.states.index(name)
        return self.record.state_worlds[:, 1:, v][:, :, which][:, self.window].astype(float)

    def indicator(self, name: str) -> Array:
        """Return an indicator of each step, [runs, steps, 1]."""
        return self.record.series[:, self.window, list(INDICATORS).index(name)][:, :, None]

    def delivered(self, key: str) -> Array:
        """Return the delivered level of a lever (0 where there is none of that key), [runs, steps, 1]."""
        if key not in self.program.lever_names:
            return np.zeros((len(self.record.summary), int(self.window.sum()), 1))
        lever = self.program.lever_names.index(key)
        return self.record.outcomes[:, self.window, 0, lever].astype(float)[:, :, None]

    def consent(self, key: str) -> Array:
        """Return the share of steps with an answer in which a lever was granted, [runs]; NaN where nobody was asked."""
        outcomes = self.record.outcomes[:, self.window, 1, self.program.lever_names.index(key)]
        asked = ((outcomes >= GRANTED) & (outcomes <= TALKS)).sum(axis=1)
        granted = (outcomes == GRANTED).sum(axis=1)
        return np.where(asked > 0, granted / np.maximum(asked, 1), np.nan)

    def events(self, key: str) -> Array:
        """Return the events of a shock per year (0 where there is none of that key), [runs, steps, 1]."""
        if key not in self.program.shock_names:
            return np.zeros((len(self.record.summary), int(self.window.sum()), 1))
        shock = self.program.shock_names.index(key)
        return np.asarray(self.record.events[:, self.window, shock].astype(float)[:, :, None] / self.scenario.dt)

    def crises(self, what: str, pair: tuple[int, int] | None) -> Array:
        """Return how many crises of pairs a year begin, or reach the top stage, as seen at the ends of steps: [runs, steps, 1]."""
        limit = TOP if what == "top" else BEGUN
        stage = self.record.worlds[:, :, self.recording.dyads.index("tension")]
        n = stage.shape[-1]
        rows, columns = np.triu_indices(n, 1) if pair is None else (np.array([pair[0]]), np.array([pair[1]]))
        over = stage[:, :, rows, columns] > limit
        entered = (over[:, 1:] & ~over[:, :-1])[:, self.window].sum(axis=2)
        return np.asarray(entered[:, :, None] / self.scenario.dt)

    def prosperity(self, state: int) -> Array:
        """Return interdependence x (1 - tension) of a state with all others, [runs, steps, pairs]."""
        pairs = [(state, other) for other in range(len(self.program.layout.names)) if other != state]
        return np.asarray(self.dyads("interdependence", pairs) * (1.0 - self.dyads("tension", pairs)))

    def in_posture(self, posture: str, which: list[int]) -> Array:
        """Return 1 where a state has a posture, [runs, steps, states]."""
        held = self.states("posture", which)
        return np.asarray(held == POSTURES.index(posture), dtype=float)


def window_of(scenario: Scenario, years: Array, over: tuple[int, int] | None) -> Array:
    """Return which steps belong to the years from `over[0]` to `over[1]` (all without it), [steps]."""
    if over is None:
        return np.ones(len(years), bool)
    return np.asarray((years >= over[0] - 1e-9) & (years < over[1] + 1 - 1e-9))
