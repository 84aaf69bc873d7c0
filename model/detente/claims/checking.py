"""Checks claims against the model: elements exist, cells read and fit together, measures and keys mean something there."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from detente.claims.cells import Scenarios
from detente.claims.content import Alteration, Cell, Claim, Flip, Hypothesis, Rules, Test
from detente.claims.measures import complaints
from detente.claims.numbers import matching
from detente.claims.shapes import Shapes
from detente.claims.vocabulary import known_elements
from detente.errors import Fault, ScenarioError
from detente.scenario.faults import listed, nearest, shown
from detente.scenario.keys import quantities
from detente.scenario.positioned import Mapping, Node, child
from detente.scenario.scenario import Scenario


class Checking:
    """Holds claims and hypotheses against the scenarios of a folder and notes what does not fit."""

    def __init__(self, folder: Path, rules: Rules, shapes: Shapes) -> None:
        self.scenarios = Scenarios(folder)
        self._shapes = shapes
        self._faults = shapes.faults
        self._others: dict[Fault, None] = {}
        self._base = self._read(rules.base)
        self._known = known_elements(self._base, folder, rules) if self._base is not None else {}
        if self._base is not None and rules.placebo is not None:
            self._resolved(Cell("base", rules.base, None, rules.placebo, rules.placebo), "placebo.with")

    def check(self, claims: dict[str, Claim], hypotheses: dict[str, Hypothesis]) -> None:
        """Note everything that does not fit; raise `ScenarioError` where scenario files have faults of their own."""
        for claim in claims.values():
            self._elements(claim)
            found = [scenario for test in claim.tests for scenario in self._cells(test, claim.id)]
            for name in ("direct", "mutant"):
                self._alterations(getattr(claim, name), found, f"{claim.id}.{name}")
        for hypothesis in hypotheses.values():
            self._hypothesis(hypothesis)
        if self._others:
            raise ScenarioError([*self._others, *self._own()])

    def _own(self) -> tuple[Fault, ...]:
        try:
            self._faults.raise_any()
        except ScenarioError as error:
            return error.faults
        return ()

    def _read(self, file: str) -> Scenario | None:
        try:
            return self.scenarios.read(file)
        except ScenarioError as error:
            self._others.update(dict.fromkeys(error.faults))
            return None

    def _elements(self, claim: Claim) -> None:
        node = child(claim.node, "element") or child(claim.node, "present") or claim.node
        for element in claim.elements if self._known else ():
            if element.kind not in self._known:
                hint = nearest(element.kind, self._known) or f"; allowed: {', '.join(self._known)}"
                self._faults.add(node, f"{claim.id}.element", f"no kind of element {shown(element.kind)}{hint}")
            elif element.name.split(":")[0].removesuffix(".yaml") not in self._known[element.kind]:
                known = self._known[element.kind]
                hint = nearest(element.name, known) or f" (known: {listed(known, 40)})"
                self._faults.add(node, f"{claim.id}.element", f"no {element.kind} {shown(element.name)}{hint}")

    def _cells(self, test: Test, path: str) -> list[Scenario]:
        """Return the scenarios of a test's cells after checking that they fit together and can be measured."""
        found = {name: self._resolved(cell, f"{path}.{test.name}.cells.{name}") for name, cell in test.cells.items()}
        scenarios = [scenario for scenario in found.values() if scenario is not None]
        for name, scenario in found.items():
            if scenario is None:
                continue
            unlike = _unlike(scenarios[0], scenario)
            if unlike:
                self._faults.add(
                    test.cells[name].node, f"{path}.{test.name}", f"cell {name!r} cannot be compared: {unlike}"
                )
            self._measure(test, name, scenario, path)
        if test.over is not None and scenarios:
            first, last = scenarios[0].start.year, scenarios[0].end.year
            if test.over[0] > last or test.over[1] < first:
                node = child(test.node, "over") or test.node
                self._faults.add(node, f"{path}.{test.name}.over", f"lies outside the horizon {first} to {last}")
        return scenarios

    def _measure(self, test: Test, name: str, scenario: Scenario, path: str) -> None:
        node = child(test.node, "measure") or test.node
        for fault in complaints(test.measure, scenario):
            self._shapes.misplaced(node, f"{path}.{test.name}.measure, cell {name}", fault)

    def _resolved(self, cell: Cell, path: str, *more: Mapping | None) -> Scenario | None:
        """Return the scenario of a cell, or None after noting why it does not read."""
        missing = self.scenarios.missing(cell.file)
        if missing:
            self._faults.add(child(cell.node, "scenario") or cell.node, path, missing)
            return None
        try:
            return self.scenarios.of(cell, *more)
        except ScenarioError as error:
            for fault in error.faults:
                self._note(fault, cell.node, path)
            return None

    def _note(self, fault: Fault, node: Node, path: str) -> None:
        """Note a fault of the scenario reader: in the claim file where it was written there, else as it is."""
        file, _, place = fault.where.partition(f"{node.layer.file}:")
        if file or not place:
            self._others[fault] = None
            return
        line, column = (int(part) for part in place.split(":"))
        inner = f"{path}: {fault.path}" if fault.path else path
        self._faults.add_at(node.layer, line, column, inner, fault.message)

    def _alterations(self, items: tuple[Alteration, ...], scenarios: list[Scenario], path: str) -> None:
        for item in items if scenarios else ():
            if not any(matching(scenario, item.key) for scenario in scenarios):
                self._unmatched(item.key, item.node, scenarios, path)

    def _unmatched(self, key: str, node: Node, scenarios: Iterable[Scenario], path: str) -> None:
        known = dict.fromkeys(name for scenario in scenarios for name, _ in quantities(scenario))
        self._faults.add(node, path, f"no cell has a number {shown(key)}{nearest(key, known)}", at_key=True)

    def _hypothesis(self, hypothesis: Hypothesis) -> None:
        scenarios = self._cells(hypothesis.test, hypothesis.id)
        flips: tuple[Flip, ...] = hypothesis.flips if scenarios else ()
        for flip in flips:
            if not any(matching(scenario, flip.key) for scenario in scenarios):
                self._unmatched(flip.key, flip.node, scenarios, f"{hypothesis.id}.flips")
        treated = hypothesis.test.cells[hypothesis.contrast[1]]
        for state in (*hypothesis.seen_from, *hypothesis.answers):
            if scenarios and state not in scenarios[0].states:
                known = scenarios[0].states
                self._faults.add(
                    hypothesis.node, hypothesis.id, f"no state {shown(state)}{nearest(state, known)}", at_key=True
                )
        for state, options in hypothesis.answers.items():
            for option, overlay in options.items():
                if overlay is not None:
                    self._resolved(treated, f"{hypothesis.id}.answers.{state}.{option}", overlay)


def _unlike(one: Scenario, other: Scenario) -> str:
    """Return why runs of two scenarios cannot be paired, or nothing."""
    if set(one.states) != set(other.states):
        return f"other states ({', '.join(sorted(set(one.states) ^ set(other.states)))})"
    horizons = [f"{x.start} to {x.end} by {x.step}" for x in (one, other)]
    return f"another horizon ({horizons[0]}; {horizons[1]})" if horizons[0] != horizons[1] else ""
