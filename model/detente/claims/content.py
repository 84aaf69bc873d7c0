"""What a folder of claims holds once it is read: claims with their tests, hypotheses, rules, evidence, registrations."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from detente.claims.expressions import Expression
from detente.scenario.positioned import Mapping, Node

if TYPE_CHECKING:
    from detente.claims.cells import Scenarios

CLASSES = {
    "definitional": "its sign is forced by how a mechanism is written",
    "parametric": "it follows from the sign of a range",
    "emergent": "competing paths decide",
    "empirical": "outside data decide",
    "structure": "a matter of structure: the element is there, and nothing is to be measured",
}
HEADLINE = ("emergent", "empirical")
KINDS = ("actor", "driver", "lever", "constraint", "mechanism", "state", "shock", "outcome", "trade-off", "hypothesis",
         "scenario", "structure", "frame")  # fmt: skip
DIRECTIONS = ("more", "less", "none", "report")
STATISTICS = ("mean", "bimodality", "variance")
OPPOSITE = {"more": "less", "less": "more"}


class Element(NamedTuple):
    """A part of the model that a claim stands for: its kind and name."""

    kind: str
    name: str

    def __str__(self) -> str:
        """Return `KIND NAME`."""
        return f"{self.kind} {self.name}"


class Cell(NamedTuple):
    """One side of a test: a scenario file below the folder of scenarios, a variant, and what is laid over it."""

    name: str
    file: str
    variant: str | None
    overlay: Mapping | None
    node: Node


class Test(NamedTuple):
    """Cells, what is measured in each run of them, and what is expected of an estimate over them.

    `over` are the first and last year; `estimates` all have to be in the `direction` by the `margin`.
    """

    name: str
    cells: dict[str, Cell]
    measure: Expression
    over: tuple[int, int] | None
    estimates: tuple[Expression, ...]
    direction: str
    margin: float
    margin_reason: str
    statistic: str
    node: Node


class Alteration(NamedTuple):
    """Numbers of a scenario to change, by a dotted key with stars: to a number, or `flip`ped at zero."""

    key: str
    action: str
    value: float
    node: Node


class Claim(NamedTuple):
    """One claim of the sources, as it was written down before anything was run."""

    id: str
    where: str
    claim: str
    kind: str
    elements: tuple[Element, ...]
    evidence: tuple[str, ...]
    expects: str
    declared: str
    because: str
    tests: tuple[Test, ...]
    direct: tuple[Alteration, ...]
    mutant: tuple[Alteration, ...]
    untestable: str
    node: Node

    @property
    def judged(self) -> tuple[Test, ...]:
        """Return the tests that decide a verdict: all but those that only report."""
        return tuple(test for test in self.tests if test.direction != "report")


class Flip(NamedTuple):
    """A condition that is swept to see where an answer flips: a dotted key and its values."""

    key: str
    values: tuple[float, ...]
    node: Node


class Hypothesis(NamedTuple):
    """A named question with a main test, conditions, and what other states may answer.

    `contrast` names the cells without and with what the question is about; `answers` maps a state to its options.
    """

    id: str
    title: str
    claims: tuple[str, ...]
    question: str
    test: Test
    contrast: tuple[str, str]
    flips: tuple[Flip, ...]
    seen_from: tuple[str, ...]
    answers: dict[str, dict[str, Mapping | None]]
    note: str
    node: Node


class Size(NamedTuple):
    """How many sets of sampled assumptions are run for claims, for other arms, and for sweeps; runs on each set."""

    claims: int
    arms: int
    sweeps: int
    replicates: int


class Rules(NamedTuple):
    """What turns estimates into verdicts, fixed before the first run; `reasons` says why, by name of the rule."""

    alpha: float
    sign_share: float
    interval: float
    least_sets: float
    seed: int
    base: str
    sizes: dict[str, Size]
    placebo: Mapping | None
    worth: dict[str, float]
    parts: dict[str, str]
    reasons: dict[str, str]


class Finding(NamedTuple):
    """A row of the evidence table: what research found on a lever or shock, as printed there."""

    id: str
    lever_or_shock: str
    outcome: str
    direction: str
    size: str
    persistence: str
    conditions: str
    counter_evidence_or_limit: str
    source: str
    read: str


class Registration(NamedTuple):
    """When a state of the claim files was registered, its digest, and why it is another than before."""

    date: str
    digest: str
    reason: str


class Claims(NamedTuple):
    """Everything in a folder of claims; `digest` covers its files apart from the registrations.

    `scenarios` has read every cell already.
    """

    folder: Path
    scenarios: Scenarios
    claims: dict[str, Claim]
    hypotheses: dict[str, Hypothesis]
    rules: Rules
    evidence: dict[str, Finding]
    registrations: tuple[Registration, ...]
    digest: str
