"""Why a scenario came out as it did: each lever is switched off in turn, on the same random numbers."""

from __future__ import annotations

from typing import NamedTuple

from detente.analysis.paired import spread
from detente.ensemble.ensemble import Ensemble, Progress, run
from detente.world.outcomes import INDICATORS


class Reason(NamedTuple):
    """What an indicator would lose without one lever: full scenario minus scenario without it.

    `granted` is the share of asked steps in which consent held; `evidence` the card's own grading.
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


def reasons(scenario: Ensemble, indicator: str = "trust_in_focus", progress: Progress | None = None) -> list[Reason]:
    """Return the effect of every lever on an indicator, largest first.

    Effects of single levers need not add up to the whole where levers work together or crowd each other out.
    """
    k = list(INDICATORS).index(indicator)
    found = []
    for row, key in enumerate(scenario.program.lever_names):
        lever = scenario.scenario.levers[key]
        if lever.level.high <= 0.0:
            continue
        without = run(
            scenario.scenario.with_levers_off(key), scenario.runs, scenario.seed, replicates=scenario.replicates,
            record="indicators", progress=progress,
        )  # fmt: skip
        numbers = spread(scenario.summary[:, k] - without.summary[:, k], scenario.replicates)
        outcomes = scenario.outcomes_of_consent[row]
        asked = int(outcomes[1:].sum())
        granted = float(outcomes[1]) / asked if asked else float("nan")
        found.append(Reason(key, lever.title, indicator, *numbers, granted, lever.evidence))
    return sorted(found, key=lambda reason: -abs(reason.effect))


def stalls(scenario: Ensemble) -> dict[str, dict[str, float]]:
    """Return for every lever that was asked for the share of steps by outcome of consent (granted, low trust, ...)."""
    from detente.mechanisms.consent import REASONS

    found = {}
    for row, key in enumerate(scenario.program.lever_names):
        counts = scenario.outcomes_of_consent[row]
        asked = int(counts[1:].sum())
        if asked:
            found[key] = {name: float(count) / asked for name, count in zip(REASONS[1:], counts[1:], strict=True)}
    return found
