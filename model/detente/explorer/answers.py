"""Paired runs as plain data for the page: contrasts, fans and matrices, in the shapes that its charts take."""

from __future__ import annotations

from math import isfinite
from typing import Any

import numpy as np

from detente.analysis.clear import clear_marks
from detente.analysis.paired import FEWEST_SETS, contrasts
from detente.ensemble import Ensemble
from detente.ensemble.labels import describe, step_dates
from detente.explorer.pairs import RECORDED
from detente.scenario.scenario import Scenario
from detente.world.arrays import Array
from detente.world.outcomes import INDICATORS

SHARES = (0.05, 0.25, 0.5, 0.75, 0.95)
MOST_NUMBERS = 150_000
"""Numbers of ties in one answer; with more states there are fewer instants, and first of all only trust."""
ROUNDED = {"trust": (0.0, 1.0, False), "alignment": (-1.0, 1.0, True)}
"""Range of each recorded variable, and whether it is of a pair."""


def answer(reference: Ensemble, scenario: Ensemble, tie: tuple[str, str] | None) -> dict[str, Any]:
    """Return everything that is drawn of a pair; `tie` names observer and target of the tie whose fan is wanted."""
    by_arm = {"scenario": scenario, "reference": reference}
    sets = -(-scenario.runs // scenario.replicates)
    return {
        "runs": scenario.runs, "sets": sets, "seed": scenario.seed, "spread": sets >= FEWEST_SETS,
        "indicators": _indicators(reference, scenario),
        "fans": _fans(by_arm),
        "region": _region(by_arm, tie),
    }  # fmt: skip


def title_of(name: str, scenario: Scenario) -> str:
    """Return an indicator's title with the focal state's name in it."""
    return INDICATORS[name].title.replace("the focal state", scenario.states[scenario.focus].name)


def _indicators(reference: Ensemble, scenario: Ensemble) -> list[dict[str, Any]]:
    """Return the paired contrast of every indicator; what cannot be known is null."""
    found = []
    for one in contrasts(reference, scenario):
        row = {key: plain_number(value) for key, value in one._asdict().items()}
        found.append({**row, "title": title_of(one.indicator, scenario.scenario), "clear": bool(one.clear)})
    return found


def _fans(by_arm: dict[str, Ensemble]) -> dict[str, Any]:
    """Return for each indicator the quantiles over runs of its mean in each year."""
    scenario = by_arm["scenario"].scenario
    starts = year_starts(scenario)
    years = {arm: np.add.reduceat(one.record.series, starts, axis=1) for arm, one in by_arm.items()}
    lengths = np.diff([*starts, scenario.steps])[None, :, None]
    found: dict[str, Any] = {name: {"values": {}} for name in INDICATORS}
    for arm, values in years.items():
        quantiles = np.quantile(values / lengths, SHARES, axis=0)  # [5, years, 12]
        for k, name in enumerate(INDICATORS):
            found[name]["values"][arm] = rounded(quantiles[:, :, k].T)
    times = [str(day)[:10] for day in step_dates(scenario)[starts]]
    for name, indicator in INDICATORS.items():
        found[name].update(title=title_of(name, scenario), unit=indicator.unit, low=None, high=None, times=times)
    return found


def _region(by_arm: dict[str, Ensemble], tie: tuple[str, str] | None) -> dict[str, Any]:
    """Return the ties at the beginning of each year and at the end: means of both arms, and the error of their difference."""
    scenario = by_arm["scenario"]
    n = len(scenario.program.layout.names)
    instants = instants_of(scenario.scenario, n)
    names = RECORDED.dyads if n * n * len(instants) * 6 <= MOST_NUMBERS else RECORDED.dyads[:1]
    variables = {}
    for v, name in enumerate(names):
        low, high, symmetric = ROUNDED[name]
        kept = {arm: one.record.worlds[:, instants, v] for arm, one in by_arm.items()}
        variables[name] = {
            "title": name.capitalize(), "unit": describe(name)["units"], "low": low, "high": high, "symmetric": symmetric,
            "mean": {arm: rounded(_undiagonal(values.mean(axis=0))) for arm, values in kept.items()},
            **_judged(kept["scenario"] - kept["reference"], scenario.replicates),
            "fans": {} if tie is None else {">".join(tie): _tie(kept, scenario, tie)},
        }  # fmt: skip
    return {"times": [str(day)[:10] for day in step_dates(scenario.scenario)[instants]], "variables": variables}


def _tie(kept: dict[str, Array], scenario: Ensemble, tie: tuple[str, str]) -> dict[str, Any]:
    i, j = (scenario.program.layout.state(name) for name in tie)
    return {arm: rounded(np.quantile(values[:, :, i, j], SHARES, axis=0).T) for arm, values in kept.items()}


def _judged(differences: Array, replicates: int) -> dict[str, Any]:
    """Return the Monte Carlo error of every change, and which changes are clear, judged before any number is rounded."""
    error = _undiagonal(_error(differences, replicates))
    return {"error": rounded(error), "clear": clear_marks(differences.mean(axis=0), error)}


def _error(differences: Array, replicates: int) -> Array:
    """Return the Monte Carlo error of mean differences over sets of assumptions; NaN where there is one set."""
    by_set = differences.reshape(-1, replicates, *differences.shape[1:]).mean(axis=1)
    if len(by_set) < 2:
        return np.full(by_set.shape[1:], np.nan)
    return np.asarray(by_set.std(axis=0, ddof=1) / np.sqrt(len(by_set)))


def _undiagonal(values: Array) -> Array:
    values = np.array(values, float)
    values[:, np.eye(values.shape[-1], dtype=bool)] = np.nan
    return values


def year_starts(scenario: Scenario) -> Array:
    """Return the first step of each year counted from the start."""
    return np.arange(0, scenario.steps, max(1, round(1.0 / scenario.dt)))


def instants_of(scenario: Scenario, n: int) -> Array:
    """Return the instants that are shown: the beginning of each year and the end, fewer where there are many states."""
    instants = np.append(year_starts(scenario), scenario.steps)
    most = max(2, MOST_NUMBERS // (n * n * 6))
    if len(instants) > most:
        instants = instants[np.unique(np.linspace(0, len(instants) - 1, most).round().astype(int))]
    return instants


def rounded(values: Array) -> Any:
    """Return an array as lists of numbers with four digits; null for what is no number."""
    found = np.asarray(values, float).round(4).astype(object)
    found[~np.isfinite(np.asarray(values, float))] = None
    return found.tolist()


def plain_number(value: Any) -> Any:
    """Return a number with six significant digits; None for what is no number."""
    if isinstance(value, float):
        return float(f"{value:.6g}") if isfinite(value) else None
    return value
