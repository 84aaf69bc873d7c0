"""What a report on runs rests on: two arms on common random numbers, read once from one results folder or from two."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.analysis.paired import Contrast, Side, comparable, contrasts
from detente.errors import UsageError
from detente.report.words import named
from detente.scenario.faults import nearest
from detente.store import Result
from detente.store.models import model_of, stale
from detente.world.outcomes import INDICATORS

if TYPE_CHECKING:
    from detente.figures import Material
    from detente.world.arrays import Array

HEADLINE = "trust_in_focus"


@dataclass(frozen=True)
class Evidence:
    """Runs of a scenario beside those of what it is compared with; `before` is None where there is nothing to compare.

    `after` and `before` [runs, 12] hold indicators; `of` is the indicator the answer is about; `old` says why the model
    of today may not be run again for this result, or nothing.
    """

    result: Result
    against: Result | None
    material: Material
    of: str
    replicates: int
    after: Array
    before: Array | None
    rows: tuple[Contrast, ...]
    old: str
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def runs(self) -> int:
        """Return the number of runs of each arm."""
        return len(self.after)

    @property
    def sets(self) -> int:
        """Return the number of sets of assumptions."""
        return self.runs // self.replicates

    @property
    def seed(self) -> int:
        """Return the seed."""
        return int(self.result.manifest["seed"])

    @property
    def headline(self) -> Contrast | None:
        """Return the contrast that the answer is about."""
        return next((row for row in self.rows if row.indicator == self.of), None)

    @cached_property
    def labels(self) -> tuple[str, str]:
        """Return what the two arms are called; equal names are told apart."""
        ours = titled(self.material.scenario.title, self.result.manifest.get("variant"))
        reference = self.material.reference
        if reference is None:
            return ours, ""
        other = self.against.manifest.get("variant") if self.against is not None else reference.variant
        theirs = titled(reference.title, other)
        if theirs != ours:
            return ours, theirs
        return ours, f"{theirs} (the other)" if self.against is not None else "the same without levers"

    def title(self, indicator: str) -> str:
        """Return an indicator's title with the focal state's name in it."""
        scenario = self.material.scenario
        return INDICATORS[indicator].title.replace("the focal state", named(scenario.states[scenario.focus].name))

    def state(self, key: str) -> str:
        """Return a state's display name."""
        return named(self.material.scenario.states[key].name)

    def by_set(self, indicator: str) -> Array:
        """Return the paired difference of an indicator in each set of assumptions, [sets]."""
        return np.asarray(self.differences(indicator).reshape(-1, self.replicates).mean(axis=1))

    def differences(self, indicator: str) -> Array:
        """Return the paired difference of an indicator in each run, [runs]."""
        assert self.before is not None
        k = list(INDICATORS).index(indicator)
        return np.asarray(self.after[:, k] - self.before[:, k])


def titled(title: str, variant: str | None) -> str:
    """Return a title with its variant, safe to stand in a sentence."""
    return named(f"{title} [{variant}]" if variant else title)


def check_indicator(of: str) -> str:
    """Return the name of an indicator; raise `UsageError` with the nearest where there is none."""
    if of not in INDICATORS:
        raise UsageError(f"no indicator '{of}'{nearest(of, INDICATORS)} (known: {', '.join(INDICATORS)})")
    return of


@contextmanager
def evidence(result: Result, against: Result | None = None, of: str = HEADLINE) -> Iterator[Evidence]:
    """Open what a report rests on and close it again; raise `UsageError` where two results cannot be compared.

    Compared is a result with its own reference, or with the scenario of `against`, run by run.
    """
    from detente.figures import Material

    with ExitStack() as stack:
        data = stack.enter_context(result.data)
        other = against.data if against is not None else result.reference_data
        reference = against.scenario if against is not None else result.reference
        if other is not None:
            stack.enter_context(other)
        material = Material(result.scenario, data, reference, other)
        replicates = material.replicates
        after = np.asarray(data["indicator_mean"].to_numpy(), float)
        before = None if other is None else np.asarray(other["indicator_mean"].to_numpy(), float)
        rows = () if before is None else tuple(_contrasts(result, against, material, after, before))
        old = stale(result) or (stale(against) if against is not None else "")
        yield Evidence(result, against, material, check_indicator(of), replicates, after, before, rows, old)


def _contrasts(
    result: Result, against: Result | None, material: Material, after: Array, before: Array
) -> list[Contrast]:
    """Return the paired contrasts of all indicators; raise `UsageError` where the arms are not run on the same numbers."""
    assert material.reference is not None
    _check_runs(result, against)
    held = against or result
    ours, theirs = (
        Side(scenario, int(of.manifest["seed"]), len(summary), material.replicates, summary, model_of(of))
        for scenario, of, summary in ((result.scenario, result, after), (material.reference, held, before))
    )
    if against is not None:
        comparable(theirs._replace(replicates=int(against.manifest["replicates"])),
                   ours._replace(replicates=int(result.manifest["replicates"])))  # fmt: skip
    return contrasts(theirs, ours)


def _check_runs(result: Result, against: Result | None) -> None:
    """Raise `UsageError` where one of two folders holds a single run and the other another one, or all."""
    if against is not None and result.only != against.only:
        told = ["all runs" if one.only is None else f"run {one.only} alone" for one in (result, against)]
        raise UsageError(f"{result.folder} holds {told[0]}, and {against.folder} {told[1]}; compare like with like")
