"""Compare two ensembles run on common random numbers, keeping three kinds of uncertainty apart.

Run r of both sides shares every draw, and runs of one assumption set share their parameters.  So of a paired
difference d[set, replicate] one may say: its mean and Monte Carlo error; how far it spreads over assumption sets; and
in which share of the sets it has the sign of the mean.  The last two are taken over the means of sets as they are:
chance within sets widens the range and dims the sign, so that too little is claimed rather than too much.
"""

from __future__ import annotations

import platform
from collections.abc import Mapping
from importlib.metadata import version
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from detente.compiled import source_digest
from detente.ensemble.ensemble import Ensemble
from detente.errors import UsageError
from detente.scenario.scenario import Scenario
from detente.version import __version__
from detente.world.arrays import Array
from detente.world.outcomes import INDICATORS

if TYPE_CHECKING:
    import pandas


FEWEST_SETS = 10
"""Fewer sets of assumptions say nothing of their spread or of the share with a sign."""


class Model(NamedTuple):
    """What numbers were computed with: version of detente, digest of the kernel's source, tools that compiled it.

    The digest covers the tools, but the tools move no bit: two digests tell models apart only where tools are the same.
    What is not known is "".
    """

    version: str
    digest: str = ""
    tools: str = ""


class Side(NamedTuple):
    """One side of a comparison, run or stored; `summary` [runs, 12] holds the mean of each indicator over the horizon."""

    scenario: Scenario
    seed: int
    runs: int
    replicates: int
    summary: Array
    model: Model


def this_model() -> Model:
    """Return the model that runs here and now."""
    packages = {"python": platform.python_version(), **{name: version(name) for name in ("numba", "numpy")}}
    return Model(__version__, source_digest(), tools(packages))


def tools(packages: Mapping[str, object]) -> str:
    """Return the tools that a digest of the kernel's source covers, from a table of versions."""
    return " ".join(f"{name} {packages.get(name)}" for name in ("python", "numba", "numpy"))


def side_of(ensemble: Ensemble | Side) -> Side:
    """Return an Ensemble as a side of a comparison."""
    if isinstance(ensemble, Side):
        return ensemble
    e = ensemble
    return Side(e.scenario, e.seed, e.runs, e.replicates, e.summary, this_model())


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
    low, high = np.quantile(means, (0.05, 0.95)) if len(means) >= FEWEST_SETS else (np.nan, np.nan)
    told = mean != 0.0 and len(means) >= FEWEST_SETS
    agreement = float((np.sign(means) == np.sign(mean)).mean()) if told else float("nan")
    return mean, float(np.sqrt(variance / len(means))), float(low), float(high), agreement


def unlike(reference: Scenario, scenario: Scenario) -> list[str]:
    """Return every reason why two scenarios cannot be compared run by run, in words."""
    a, b = reference, scenario
    only = ", ".join(sorted(set(a.states) ^ set(b.states)))
    horizons = [f"{x.start} to {x.end} by {x.step}" for x in (a, b)]
    found = [
        (f"the states differ (on one side only: {only})", bool(only)),
        (f"the horizons differ ({horizons[0]}; {horizons[1]})", horizons[0] != horizons[1]),
        (f"the focal states differ ({a.focus}; {b.focus})", a.focus != b.focus),
        (f"the blocs differ ({', '.join(sorted(a.bloc))}; {', '.join(sorted(b.bloc))})", set(a.bloc) != set(b.bloc)),
    ]
    return [text for text, differs in found if differs]


def of_two_models(a: Model, b: Model) -> list[str]:
    """Return in words why the same run of two models may differ, or nothing."""
    first, second = (".".join(x.version.split(".")[:2]) for x in (a, b))
    if first != second:
        return [f"they come from different versions of detente ({a.version}; {b.version})"]
    if a.digest and b.digest and a.digest != b.digest and a.tools == b.tools:
        return [f"they come from different states of the model's source ({a.digest[:8]}; {b.digest[:8]})"]
    return []


def comparable(reference: Ensemble | Side, scenario: Ensemble | Side) -> None:
    """Raise `UsageError` with every reason, unless run r of one is run r of the other under another scenario."""
    a, b = side_of(reference), side_of(scenario)
    sizes = [f"{x.runs} runs in sets of {x.replicates}" for x in (a, b)]
    found = [
        (f"the seeds differ ({a.seed}; {b.seed})", a.seed != b.seed),
        (f"runs and replicates differ ({sizes[0]}; {sizes[1]})", sizes[0] != sizes[1]),
    ]
    reasons = (
        unlike(a.scenario, b.scenario) + [text for text, differs in found if differs] + of_two_models(a.model, b.model)
    )
    if reasons:
        raise UsageError(f"these two cannot be compared: {'; '.join(reasons)}")


def contrast(reference: Ensemble | Side, scenario: Ensemble | Side) -> pandas.DataFrame:
    """Return a table of paired contrasts, one row per indicator (columns: the fields of Contrast)."""
    import pandas

    return pandas.DataFrame(contrasts(reference, scenario)).set_index("indicator")


def contrasts(reference: Ensemble | Side, scenario: Ensemble | Side) -> list[Contrast]:
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
