"""The posterior of a calibration: equally weighted settings of the unknowns, what the data said of each, and its file.

The file is a CSV, one setting a row, in the unknowns' own units; its manifest beside it (FILE.json) tells what was fitted
to what, so that a forecast refuses a sample that was fitted to other things.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from detente.errors import ResultError
from detente.history.fit_dates import Fit, parse_fit
from detente.history.unknowns import Unknown, quantile
from detente.scenario.quantities import Quantity
from detente.whole_files import write_whole
from detente.world.arrays import Array

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

    @property
    def informed(self) -> bool:
        """Whether the data inform it; else it stays at its prior."""
        return self.contraction >= INFORMED


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
    """Return what the data said of each unknown; contraction is 1 - variance of position against that of the prior."""
    found = []
    for k, one in enumerate(unknowns):
        ends = [float(x) for x in _values(one.prior, np.array([0.05, 0.5, 0.95]))]
        values = _values(one.prior, u[:, k])
        after = [float(x) for x in np.quantile(values, [0.05, 0.5, 0.95])]
        spread = float(np.var(values)) / max(
            float(np.var(_values(one.prior, np.linspace(0.0005, 0.9995, 1000)))), 1e-30
        )
        keys = sum(len(part.keys) for part in one.parts)
        found.append(Told(one.name, one.of_model, one.prior.unit, tuple(ends), tuple(after), 1.0 - spread, keys))  # type: ignore[arg-type]
    return found


def _values(prior: Quantity, u: Array) -> Array:
    return u if prior.distribution == "uniform" else quantile(prior, u)


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


def write_with_manifest(path: Path, text: str, manifest: dict[str, Any]) -> None:
    """Write a table, and beside it (FILE.json) how it came about with the table's digest, each whole or not at all."""
    content = text.encode()
    told = {**manifest, "sha256": hashlib.sha256(content).hexdigest()}
    write_whole(path.with_name(f"{path.name}.json"), (json.dumps(told, indent=1) + "\n").encode())
    write_whole(path, content)


def load(path: Path, unknowns: Sequence[Unknown]) -> Posterior:
    """Return the sample of a file; raise `ResultError` where it is damaged or does not fit these unknowns.

    An unknown of the scenario that only later events use is not in the sample: it is drawn from its prior.
    """
    content, manifest = _read(path)
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
    rng = np.random.Generator(np.random.Philox(len(table)))
    drawn = {one.name: (rng.permutation(len(table)) + 0.5) / len(table) for one in unknowns if one.name not in needed}
    u = np.column_stack([
        drawn[one.name] if one.name in drawn else positions(one.prior, table[one.name].to_numpy(float)) for one in unknowns
    ])  # fmt: skip
    manifest["at_prior"] = sorted(drawn)
    return Posterior(np.clip(u, 1e-9, 1 - 1e-9), tuple(names), table["log_likelihood"].to_numpy(float), manifest)


def _read(path: Path) -> tuple[bytes, dict[str, Any]]:
    """Return the bytes of a sample and its manifest; raise `ResultError` where they do not belong together."""
    try:
        content = path.read_bytes()
        manifest = json.loads(path.with_name(f"{path.name}.json").read_text(encoding="utf-8"))
        parse_fit(str(manifest["fit_until"]))
        sound = manifest["what"] == "posterior" and manifest["sha256"] == hashlib.sha256(content).hexdigest()
    except OSError as error:
        raise ResultError(
            f"{error.filename}: {error.strerror}; a sample and its .json of `detente calibrate` are needed"
        ) from None
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ResultError(f"{path}: is no sample of `detente calibrate` ({type(error).__name__})") from None
    if not sound:
        raise ResultError(f"{path}: table and manifest do not belong together; calibrate anew")
    return content, manifest
