"""Why a scenario came out as it did: each lever is taken back in turn to what the reference has, on the same random numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from detente.analysis.differences import differences
from detente.analysis.paired import spread
from detente.ensemble.ensemble import Ensemble, Progress, run
from detente.mechanisms.consent import BUDGET, CONDITION, GRANTED, REASONS, TALKS
from detente.scenario.scenario import Scenario
from detente.world.outcomes import INDICATORS


class Reason(NamedTuple):
    """What an indicator would lose if one lever were as in the reference (mostly: off): full scenario minus that.

    `granted` is the share of steps with an answer in which consent held (NaN where nobody is asked); `evidence` the
    card's own grading.
    """

    lever: str
    title: str
    indicator: str
    effect: float
    error: float
    low: float
    high: float
    agreement: float
    granted: float
    evidence: str


def reasons(
    scenario: Ensemble,
    indicator: str = "trust_in_focus",
    progress: Progress | None = None,
    reference: Scenario | None = None,
) -> list[Reason]:
    """Return the effect of every lever on an indicator, largest first; only of those that differ from a `reference`.

    Effects of single levers need not add up to the whole where levers work together or crowd each other out.
    """
    k = list(INDICATORS).index(indicator)
    found = []
    changed = changed_levers(scenario.scenario, reference)
    for row, key in enumerate(scenario.program.lever_names):
        if key not in changed:
            continue
        lever = scenario.scenario.levers[key]
        without = run(
            as_in(scenario.scenario, reference, key), scenario.runs, scenario.seed, replicates=scenario.replicates,
            record="indicators", progress=progress,
        )  # fmt: skip
        numbers = spread(scenario.summary[:, k] - without.summary[:, k], scenario.replicates)
        granted = consent(scenario, row).get("granted", float("nan"))
        found.append(Reason(key, lever.title, indicator, *numbers, granted, lever.evidence))
    return sorted(found, key=lambda reason: -abs(reason.effect))


def changed_levers(scenario: Scenario, reference: Scenario | None) -> list[str]:
    """Return the levers that are in force and, where there is a reference, not the same there."""
    if reference is None:
        return [key for key, lever in scenario.levers.items() if not lever.idle]
    found = differences(scenario, reference)
    return [each.key for each in found if each.kind == "lever" and each.scenario is not None]


def as_in(scenario: Scenario, reference: Scenario | None, key: str) -> Scenario:
    """Return the scenario with one lever as the reference has it, or off where it has none."""
    theirs = None if reference is None else reference.levers.get(key)
    if theirs is None:
        return scenario.with_levers_off(key)
    return replace(scenario, levers={**scenario.levers, key: theirs})


def consent(scenario: Ensemble, row: int) -> dict[str, float]:
    """Return the shares of granted and of each refusal among the steps with an answer; nothing where nobody is asked."""
    lever = scenario.scenario.levers[scenario.program.lever_names[row]]
    counts = scenario.outcomes_of_consent[row]
    answers = int(counts[GRANTED : TALKS + 1].sum())
    if not answers or lever.form == "unilateral":
        return {}
    return {REASONS[k]: float(counts[k]) / answers for k in range(GRANTED, TALKS + 1)}


def stalls(scenario: Ensemble) -> dict[str, dict[str, float]]:
    """Return for every lever the shares of answers (`granted`, `low trust`, ...), and what kept it from being asked.

    Answers add up to 1; `budget` and `condition not met` are shares of the steps in which the lever was wanted.
    """
    found = {}
    for row, key in enumerate(scenario.program.lever_names):
        counts = scenario.outcomes_of_consent[row]
        wanted = int(counts[GRANTED:].sum())
        if wanted:
            kept = {REASONS[k]: float(counts[k]) / wanted for k in (BUDGET, CONDITION)}
            found[key] = {**consent(scenario, row), **kept}
    return found
