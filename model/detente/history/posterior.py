"""The posterior of a calibration: equally weighted settings of the unknowns, what the data said of each, and its file.

The file is a CSV, one setting a row, in the unknowns' own units; its manifest beside it (FILE.json) tells what was fitted
to what, so that a forecast refuses a sample that was fitted to other things.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from detente.errors import ResultError
from detente.history.fit_dates import Fit, parse_fit
from detente.history.manifests import read_with_manifest, write_with_manifest
from detente.history.unknowns import Unknown, quantile
from detente.scenario.quantities import Quantity
from detente.world.arrays import Array

ENDS = (0.05, 0.5, 0.95)
INFORMED = 0.3
"""From this contraction of variance on the data are said to inform an unknown."""


class Told(NamedTuple):
    """What the data said of one unknown, in its own unit: prior and posterior quantiles, and the variance they took away."""

    name: str
    of_model: bool
    unit: str
    prior: tuple[float, float, float]
    posterior: tuple[float, float, float]
    contraction: float
    keys: int
    settings: int

    @property
    def informed(self) -> bool:
        """Whether the data inform it, beyond what so few settings show by chance; else it stays at its prior."""
        return self.contraction >= max(INFORMED, chance(self.settings))


def chance(settings: int) -> float:
    """Return the contraction that an unknown without any data may show: two standard errors of a variance.

    sqrt(8 / n) is that of n / 4 independent settings: neighbours remember one another after their moves.
    """
    return min(2.0 * float(np.sqrt(8.0 / settings)), 1.0)


class Posterior(NamedTuple):
    """A sample `u` [N, unknowns] of positions in the priors, and how it came about (`manifest`, plain data)."""

    u: Array
    names: tuple[str, ...]
    log_likelihood: Array
    manifest: dict[str, Any]

    @property
    def fit(self) -> Fit:
        """Return the last month whose surveys were used."""
        return parse_fit(str(self.manifest["fit_until"]))


def told(unknowns: Sequence[Unknown], u: Array) -> list[Told]:
    """Return what the data said of each unknown; contraction is 1 - variance of values against that of the prior."""
    found = []
    for k, one in enumerate(unknowns):
        values = _values(one.prior, u[:, k])
        before = float(np.var(_values(one.prior, np.linspace(0.0005, 0.9995, 1000))))
        contraction = 1.0 - float(np.var(values)) / max(before, 1e-30)
        keys = sum(len(part.keys) for part in one.parts)
        prior, posterior = _ends(_values(one.prior, np.array(ENDS))), _ends(np.quantile(values, ENDS))
        found.append(Told(one.name, one.of_model, one.prior.unit, prior, posterior, contraction, keys, len(u)))
    return found


def _ends(values: Array) -> tuple[float, float, float]:
    low, middle, high = (float(value) for value in values)
    return low, middle, high


def _values(prior: Quantity, u: Array) -> Array:
    return u if prior.distribution == "uniform" else quantile(prior, u)


def _within(prior: Quantity, values: Array) -> bool:
    slack = 1e-9 * max(abs(prior.low), abs(prior.high), 1e-9)
    return bool((values >= prior.low - slack).all() and (values <= prior.high + slack).all())


def positions(prior: Quantity, values: Array) -> Array:
    """Return the cumulative prior probability of values: the inverse of `quantile`."""
    if prior.distribution == "uniform":
        return values
    low, mode, high = prior.low, prior.value, prior.high
    below = (values - low) ** 2 / max((high - low) * (mode - low), 1e-300)
    above = 1.0 - (high - values) ** 2 / max((high - low) * (high - mode), 1e-300)
    return np.clip(np.where(values < mode, below, above), 0.0, 1.0)


def save(path: Path, posterior: Posterior, unknowns: Sequence[Unknown]) -> None:
    """Write the sample and its manifest; raise `UsageError` where they cannot be written."""
    table = pd.DataFrame({one.name: _values(one.prior, posterior.u[:, k]) for k, one in enumerate(unknowns)})
    table["log_likelihood"] = posterior.log_likelihood
    write_with_manifest(path, table.to_csv(index=False, lineterminator="\n"), posterior.manifest)


def load(path: Path, unknowns: Sequence[Unknown]) -> Posterior:
    """Return the sample of a file; raise `ResultError` where it is damaged or does not fit these unknowns.

    An unknown of the scenario that only later events use is not in the sample: it is drawn from its prior.
    """
    content, manifest = read_with_manifest(path, "posterior")
    names = [one.name for one in unknowns]
    try:
        table = pd.read_csv(io.BytesIO(content)).astype(float)
    except ValueError as error:
        raise ResultError(f"{path}: is no table of numbers ({type(error).__name__})") from None
    needed = [one.name for one in unknowns if not one.of_model or one.name in table.columns]
    missing = [name for name in [*needed, "log_likelihood"] if name not in table.columns]
    if missing or not len(table) or not np.isfinite(table[[*needed, "log_likelihood"]].to_numpy(float)).all():
        what = f"has no column {', '.join(missing)}" if missing else "has no finite rows"
        raise ResultError(f"{path}: {what}; was it fitted with another scenario or version?")
    if outside := [
        one.name for one in unknowns if one.name in needed and not _within(one.prior, table[one.name].to_numpy(float))
    ]:
        raise ResultError(f"{path}: values outside their priors: {', '.join(outside)}; calibrate anew")
    rng = np.random.Generator(np.random.Philox(len(table)))
    drawn = {one.name: (rng.permutation(len(table)) + 0.5) / len(table) for one in unknowns if one.name not in needed}
    u = np.column_stack([
        drawn[one.name] if one.name in drawn else positions(one.prior, table[one.name].to_numpy(float)) for one in unknowns
    ])  # fmt: skip
    manifest["at_prior"] = sorted(drawn)
    return Posterior(np.clip(u, 1e-9, 1 - 1e-9), tuple(names), table["log_likelihood"].to_numpy(float), manifest)
