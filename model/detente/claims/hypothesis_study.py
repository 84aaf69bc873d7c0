"""One hypothesis in full: its answer, under rival theories, where it flips, who gains and loses, and what others answer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from detente.claims import judging
from detente.claims.cells import Scenarios
from detente.claims.content import Hypothesis, Rules, Size
from detente.claims.estimating import Estimate, of_means, per_set
from detente.claims.expressions import Expression, parse
from detente.claims.judging import Tested, Weighed, tested, weighed
from detente.claims.numbers import bounded, matching, scenario_number, with_number
from detente.claims.running import Job, Runner
from detente.claims.worth import OUTCOMES
from detente.scenario.positioned import Mapping
from detente.scenario.scenario import Scenario
from detente.world.arrays import Array
from detente.world.variables import THEORIES

MAIN = "main"
COPE = "capability_to_cope"


class Answer(NamedTuple):
    """A state's option: what it is worth to the state beside doing nothing (standard deviations over sets), and what
    is then left of the effect."""

    option: str
    worth: Estimate
    remaining: Estimate


class Answers(NamedTuple):
    """The options of a state and the best of them; `clear` says whether it beats the first beyond its interval."""

    state: str
    options: tuple[Answer, ...]
    best: str
    clear: bool


class Studied(NamedTuple):
    """What was found of a hypothesis.

    `theories` holds the verdict of the claim alone and its tests; `map` the estimate for every pair of conditions,
    [first, second]; `by_state` the difference of each outcome of each state.
    """

    hypothesis: Hypothesis
    found: Weighed
    verdict: str
    theories: dict[str, tuple[str, Weighed]]
    map: tuple[tuple[Estimate, ...], ...]
    by_state: dict[str, dict[str, Estimate]]
    answers: tuple[Answers, ...]
    states: dict[str, str]


class HypothesisStudy:
    """Asks a runner for everything that the page of a hypothesis needs, and puts it together afterwards."""

    def __init__(self, item: Hypothesis, scenarios: Scenarios, rules: Rules, runner: Runner, size: Size) -> None:
        self._item, self._rules, self._runner, self._size = item, rules, runner, size
        self._scenarios = scenarios
        self._cells = {name: scenarios.of(cell) for name, cell in item.test.cells.items()}
        self._main: dict[Any, dict[str, Job]] = {}
        self._outcomes: dict[tuple[Any, str, str], Job] = {}
        self._measures = {
            (state, name): parse(outcome.measure.replace("{A}", state))
            for state in self._states for name, outcome in OUTCOMES.items()
        }  # fmt: skip

    @property
    def _states(self) -> list[str]:
        return list(next(iter(self._cells.values())).states)

    def plan(self) -> None:
        """Ask for all runs."""
        item, size = self._item, self._size
        self._plan_main(MAIN, self._cells, size.claims)
        for theory in THEORIES:
            self._plan_main(
                theory, {name: replace(cell, theory=theory) for name, cell in self._cells.items()}, size.arms
            )
        for i, j, cells in self._conditions():
            self._plan_main((i, j), cells, size.sweeps)
        for name in item.contrast if len(set(item.contrast)) == 2 else ():
            for state in self._states:
                self._plan_outcomes(name, self._cells[name], state)
        for state, options in item.answers.items():
            for option, overlay in options.items():
                cell = self._answered(overlay)
                self._plan_main((state, option), {**self._cells, item.contrast[1]: cell}, size.sweeps)
                self._plan_outcomes((state, option), cell, state)

    def _plan_main(self, key: Any, cells: dict[str, Scenario], sets: int) -> None:
        test = self._item.test
        self._main[key] = {name: self._runner.want(cell, test.measure, test.over, sets) for name, cell in cells.items()}

    def _plan_outcomes(self, key: Any, scenario: Scenario, state: str) -> None:
        """Ask for the outcomes of a state; its capability to cope is that of a bloc of itself alone."""
        for name in OUTCOMES:
            seen = replace(scenario, bloc=(state,)) if name == COPE else scenario
            measure = self._measures[state, name]
            self._outcomes[key, state, name] = self._runner.want(seen, measure, self._item.test.over, self._size.sweeps)

    def _conditions(self) -> list[tuple[int, int, dict[str, Scenario]]]:
        """Return the cells under every pair of conditions."""
        if len(self._item.flips) != 2:
            return []
        first, second = self._item.flips
        found = []
        for i, one in enumerate(first.values):
            for j, other in enumerate(second.values):
                cells = {
                    name: _set(_set(cell, first.key, one), second.key, other) for name, cell in self._cells.items()
                }
                found.append((i, j, cells))
        return found

    def _answered(self, overlay: Mapping | None) -> Scenario:
        return self._scenarios.of(self._item.test.cells[self._item.contrast[1]], overlay)

    def studied(self) -> Studied:
        """Return what was found."""
        found = self._weighed(MAIN, self._size.claims)
        by_state = self._by_state() if len(set(self._item.contrast)) == 2 else {}
        theories = {}
        for theory in THEORIES:
            under = self._weighed(theory, self._size.arms)
            theories[theory] = (self._verdict(under), under)
        names = {key: state.name for key, state in next(iter(self._cells.values())).states.items()}
        return Studied(self._item, found, self._verdict(found), theories, self._map(), by_state, self._answers(), names)

    def _verdict(self, found: Weighed) -> str:
        if self._item.test.direction == "report":
            return "reported: no direction is claimed"
        return judging.alone(found, self._rules)

    def _weighed(self, key: Any, sets: int) -> Weighed:
        return weighed((self._tested(key, sets),))

    def _tested(self, key: Any, sets: int) -> Tested:
        test = self._item.test
        cells = {name: self._runner.values(job, test.measure, test.over, sets) for name, job in self._main[key].items()}
        return tested(test, cells, self._rules)

    def _map(self) -> tuple[tuple[Estimate, ...], ...]:
        if len(self._item.flips) != 2:
            return ()
        first, second = self._item.flips
        return tuple(
            tuple(self._tested((i, j), self._size.sweeps).estimates[0] for j in range(len(second.values)))
            for i in range(len(first.values))
        )

    def _outcome(self, key: Any, state: str, name: str) -> Array:
        """Return an outcome of a state by set."""
        measure, job = self._measures[state, name], self._outcomes[key, state, name]
        values = self._runner.values(job, measure, self._item.test.over, self._size.sweeps)
        return per_set({"cell": values}, _CELL)

    def _by_state(self) -> dict[str, dict[str, Estimate]]:
        off, on = self._item.contrast
        return {
            state: {
                name: of_means(self._outcome(on, state, name) - self._outcome(off, state, name), "report", 0.0,
                               self._rules.interval)
                for name in OUTCOMES
            }
            for state in self._states
        }  # fmt: skip

    def _answers(self) -> tuple[Answers, ...]:
        return tuple(self._answers_of(state, list(options)) for state, options in self._item.answers.items())

    def _answers_of(self, state: str, options: list[str]) -> Answers:
        """Return a state's options, each beside the first (doing nothing)."""
        found = []
        for option in options:
            gain = self._gain((state, option), (state, options[0]), state)
            remaining = self._tested((state, option), self._size.sweeps).estimates[0]
            found.append(Answer(option, of_means(gain, "report", 0.0, self._rules.interval), remaining))
        best = max(found, key=lambda answer: answer.worth.mean)
        return Answers(state, tuple(found), best.option, best.worth.low > 0.0)

    def _gain(self, key: Any, nothing: Any, state: str) -> Array:
        """Return what an option is worth to a state by set: weighted outcomes in standard deviations over sets."""
        total = np.zeros(self._size.sweeps)
        for name, weight in self._rules.worth.items():
            usual = self._outcome(nothing, state, name)
            scale = float(usual.std(ddof=1)) or 1.0
            total += weight * OUTCOMES[name].better * (self._outcome(key, state, name) - usual) / scale
        return total


_CELL: Expression = parse("cell")


def _set(scenario: Scenario, pattern: str, value: float) -> Scenario:
    """Return the scenario with every number that a pattern names at a value, within its bounds."""
    for key in matching(scenario, pattern):
        old = scenario_number(scenario, key)
        scenario = with_number(scenario, key, bounded(key, value, old.unit))
    return scenario
