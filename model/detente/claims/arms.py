"""The models in which every test is run: as it is, without the direct influence, mutants, without weak levers, shams."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from detente.claims.altering import mutated, reversed_, symmetric, unsupported_off, without
from detente.claims.cells import Scenarios
from detente.claims.content import Claim, Rules, Test
from detente.claims.judging import Tested, Weighed, tested, weighed
from detente.claims.running import Job, Runner
from detente.errors import ScenarioError
from detente.scenario.scenario import Scenario

BASE, ZERO, REVERSED, MUTANT = "base", "zero", "reversed", "mutant"
UNSUPPORTED, SYMMETRIC, SHAM, PLACEBO = "unsupported_off", "symmetric", "sham", "placebo"
DIRECT = (ZERO, REVERSED)
"""The arms that decide a class, and so are run in as many sets as the claim itself."""
ARMS = {
    BASE: "the model as it is",
    ZERO: "the influence that the claim itself cites at zero",
    REVERSED: "the influence that the claim itself cites with its sign reversed",
    MUTANT: "a model in which the verdict has to change",
    UNSUPPORTED: "every lever without quantitative evidence off",
    SYMMETRIC: "every influence of a lever drawn evenly around zero",
    SHAM: "treatment replaced by the untreated scenario under other chance",
    PLACEBO: "treatment replaced by a lever whose influences are drawn evenly around zero",
}


class Placed(NamedTuple):
    """A cell in an arm: its scenario, and the chance under which it runs."""

    scenario: Scenario
    chance: int


class Arms:
    """Places the cells of tests in every arm, asks for what they measure, and weighs what came out."""

    def __init__(self, scenarios: Scenarios, rules: Rules, runner: Runner) -> None:
        self._scenarios, self._rules, self._runner = scenarios, rules, runner
        self._jobs: dict[tuple[str, str, str], dict[str, Job]] = {}

    def plan(self, claim: Claim, arm: str, sets: int) -> bool:
        """Ask for everything that the tests of a claim measure in an arm; return whether the arm applies to it."""
        placed = {test.name: self._placed(claim, test, arm) for test in claim.tests}
        if not claim.tests or any(cells is None for cells in placed.values()):
            return False
        for test in claim.tests:
            cells = placed[test.name] or {}
            self._jobs[claim.id, arm, test.name] = {
                name: self._runner.want(cell.scenario, test.measure, test.over, sets, cell.chance)
                for name, cell in cells.items()
            }
        return True

    def weigh(self, claim: Claim, arm: str, sets: int) -> Weighed | None:
        """Return a claim's tests in an arm, from so many sets; None where the arm does not apply."""
        if not claim.tests or (claim.id, arm, claim.tests[0].name) not in self._jobs:
            return None
        return weighed(tuple(self._tested(claim, test, arm, sets) for test in claim.tests))

    def differs(self, claim: Claim, arm: str, other: str) -> bool:
        """Return whether an arm runs any other scenario than another arm."""
        return any(
            self._jobs[claim.id, arm, test.name] != self._jobs[claim.id, other, test.name] for test in claim.tests
        )

    def _tested(self, claim: Claim, test: Test, arm: str, sets: int) -> Tested:
        jobs = self._jobs[claim.id, arm, test.name]
        cells = {name: self._runner.values(job, test.measure, test.over, sets) for name, job in jobs.items()}
        return tested(test, cells, self._rules)

    def _placed(self, claim: Claim, test: Test, arm: str) -> dict[str, Placed] | None:
        """Return the cells of a test in an arm, or None where it does not apply."""
        plain = {name: self._scenarios.of(cell) for name, cell in test.cells.items()}
        if arm == SHAM:
            return _sham(test, plain)
        if arm == PLACEBO:
            return self._with_placebo(test, plain)
        change = self._change(claim, arm)
        return None if change is None else {name: Placed(change(one), 0) for name, one in plain.items()}

    def _change(self, claim: Claim, arm: str) -> Callable[[Scenario], Scenario] | None:
        """Return what an arm does to every scenario, or None where the claim gives nothing for it."""
        if arm in (ZERO, REVERSED) or (arm == MUTANT and not claim.mutant):
            act = without if arm == ZERO else reversed_
            return (lambda scenario: act(claim.direct, scenario)) if claim.direct else None
        if arm == MUTANT:
            return lambda scenario: mutated(claim.mutant, scenario)
        return {BASE: lambda scenario: scenario, UNSUPPORTED: unsupported_off, SYMMETRIC: symmetric}[arm]

    def _with_placebo(self, test: Test, plain: dict[str, Scenario]) -> dict[str, Placed] | None:
        if self._rules.placebo is None or not _has_treatment(test):
            return None
        first = next(iter(test.cells.values()))
        try:
            treated = self._scenarios.of(first, self._rules.placebo)
        except ScenarioError:
            return None  # another region: the states of the placebo are not there
        return {name: Placed(plain[name] if name == first.name else treated, 0) for name in plain}


def _has_treatment(test: Test) -> bool:
    """Return whether a test compares cells and claims a direction: only then does a sham make sense."""
    return len(test.cells) > 1 and test.direction in ("more", "less") and test.statistic == "mean"


def _sham(test: Test, plain: dict[str, Scenario]) -> dict[str, Placed] | None:
    if not _has_treatment(test):
        return None
    first = next(iter(plain.values()))
    return {name: Placed(first, k) for k, name in enumerate(plain)}
