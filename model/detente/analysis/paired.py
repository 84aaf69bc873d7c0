"""Compare two ensembles run on common random numbers, keeping three kinds of uncertainty apart.

Run r of both sides shares every draw, and runs of one assumption set share their parameters.  So of a paired
difference d[set, replicate] one may say: its mean and Monte Carlo error; how far it spreads over assumption sets; and
in which share of the sets it has the sign of the mean.  Noise within sets would blur the last two: set means are
shrunk towards the mean by the share of their variance that is not noise (one-way analysis of variance).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from detente.ensemble.ensemble import Ensemble
from detente.errors import UsageError
from detente.world.arrays import Array
from detente.world.outcomes import INDICATORS

if TYPE_CHECKING:
    import pandas


FEWEST_SETS = 10
"""Fewer sets of assumptions say nothing of their spread or of the share with a sign."""


class Contrast(NamedTuple):
    """A paired difference of one indicator (scenario minus reference).

    `deviation` is the standard deviation of the reference's runs; `error` the Monte Carlo standard error of the mean;
    `low, high` the 5 to 95 per cent range over assumption sets (NaN with fewer than ten); `agreement` the share of
    sets with the sign of the mean.
    """

    indicator: str
    unit: str
    better: int
    reference: float
    scenario: float
    deviation: float
    difference: float
    error: float
    low: float
    high: float
    agreement: float

    @property
    def clear(self) -> bool:
        """Whether the mean differs from zero by more than two Monte Carlo errors and most sets agree on its sign."""
        return abs(self.difference) > 2.0 * self.error and self.agreement >= 0.9


def spread(differences: Array, replicates: int) -> tuple[float, float, float, float, float]:
    """Return mean, Monte Carlo error, 5 % and 95 % over sets, and the share of sets with the sign of the mean.

    `differences` is [runs], whole sets of `replicates` runs in order.
    """
    by_set = differences.reshape(-1, replicates)
    means = by_set.mean(axis=1)
    mean = float(means.mean())
    if len(means) < 2:
        error = float(differences.std(ddof=1) / np.sqrt(differences.size)) if differences.size > 1 else float("nan")
        return mean, error, float("nan"), float("nan"), float("nan")
    variance = float(means.var(ddof=1))
    noise = float(by_set.var(axis=1, ddof=1).mean()) / replicates if replicates > 1 else 0.0
    kept = np.sqrt(max(variance - noise, 0.0) / variance) if variance > 0.0 else 0.0
    shrunk = mean + (means - mean) * kept
    low, high = np.quantile(shrunk, (0.05, 0.95)) if len(means) >= FEWEST_SETS else (np.nan, np.nan)
    told = mean != 0.0 and len(means) >= FEWEST_SETS
    agreement = float((np.sign(shrunk) == np.sign(mean)).mean()) if told else float("nan")
    return mean, float(np.sqrt(variance / len(means))), float(low), float(high), agreement


def comparable(reference: Ensemble, scenario: Ensemble) -> None:
    """Raise `UsageError`, saying why, unless the two share states, horizon, seed and runs."""
    a, b = reference.scenario, scenario.scenario
    only = ", ".join(sorted(set(a.states) ^ set(b.states)))
    sizes = [f"{x.runs} x {x.replicates}" for x in (reference, scenario)]
    found = [
        (f"the states differ ({only})", bool(only)),
        ("the horizons differ", (a.start, a.end, a.step) != (b.start, b.end, b.step)),
        (f"the seeds differ ({reference.seed}, {scenario.seed})", reference.seed != scenario.seed),
        (f"runs and replicates differ ({sizes[0]}, {sizes[1]})", sizes[0] != sizes[1]),
        ("the focal states differ", a.focus != b.focus),
    ]
    reasons = [text for text, differs in found if differs]
    if reasons:
        raise UsageError(f"these two cannot be compared: {'; '.join(reasons)}")


def contrast(reference: Ensemble, scenario: Ensemble) -> pandas.DataFrame:
    """Return a table of paired contrasts, one row per indicator (columns: the fields of Contrast)."""
    import pandas

    return pandas.DataFrame(contrasts(reference, scenario)).set_index("indicator")


def contrasts(reference: Ensemble, scenario: Ensemble) -> list[Contrast]:
    """Return the paired contrast of every indicator; raise `UsageError` where the two are not comparable."""
    comparable(reference, scenario)
    found = []
    for k, (name, indicator) in enumerate(INDICATORS.items()):
        before, after = reference.summary[:, k], scenario.summary[:, k]
        numbers = spread(after - before, scenario.replicates)
        deviation = float(before.std(ddof=1)) if before.size > 1 else float("nan")
        found.append(
            Contrast(
                name, indicator.unit, indicator.better, float(before.mean()), float(after.mean()), deviation, *numbers
            )
        )
    return found
