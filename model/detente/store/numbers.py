"""Whether the stored numbers are those that the manifest and the scenario tell of: shapes, labels, finite means."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from detente.errors import ResultError
from detente.scenario.scenario import Scenario
from detente.world.outcomes import INDICATORS

if TYPE_CHECKING:
    import xarray

PERIODS = {"indicator_series": "indicator", "delivered": "lever", "consent": "lever", "shock_events": "shock"}
WHOLE = {
    "indicator_mean": ("run", "indicator"),
    "consent_outcomes": ("lever", "outcome"),
    "crises": ("run", "crisis_count"),
    **{name: ("run", "period", last) for name, last in PERIODS.items()},
}
ALWAYS = ("indicator_mean", "consent_outcomes", "crises")
AGAIN = "run the scenario again"


def check_numbers(
    path: Path, data: xarray.Dataset, scenario: Scenario, seed: int, size: tuple[int, int],
    recorded: Sequence[str] | None,
) -> None:  # fmt: skip
    """Raise `ResultError` unless a Dataset holds what was recorded of `size` (runs, replicates) runs of a scenario.

    `recorded` names its variables; None, as in folders of detente 0.1, lets any be missing but the means.
    """
    try:
        found = (str(data.attrs["seed"]), data.sizes["run"], int(data.attrs["replicates"]))
    except (KeyError, TypeError, ValueError):
        raise ResultError(f"{path} holds no ensemble of detente; {AGAIN}") from None
    if found != (str(seed), *size):
        raise ResultError(f"{path.parent}: the manifest's seed, runs or replicates are not those of {path.name}; "
                          "it was edited")  # fmt: skip
    names = {str(name) for name in data.data_vars}
    missing = sorted(set(ALWAYS if recorded is None else (*ALWAYS, *recorded)) - names)
    if missing:
        raise ResultError(f"{path} lacks {', '.join(missing)}, which was recorded; it was edited, {AGAIN}")
    if recorded is not None and (others := sorted(names - set(recorded))):
        raise ResultError(f"{path} holds {', '.join(others)}, which was not recorded; it was edited, {AGAIN}")
    _check_shapes(path, data, scenario)
    _check_means(path, data)


def _check_shapes(path: Path, data: xarray.Dataset, scenario: Scenario) -> None:
    """Raise `ResultError` where a variable lies along other dimensions, or these have other sizes or labels."""
    for name, array in data.data_vars.items():
        last = ("observer", "target") if "observer" in array.dims else ("state",)
        wanted = WHOLE.get(str(name), ("run", "time", *last))
        if array.dims != wanted:
            raise ResultError(f"{path}: {name} lies along {', '.join(map(str, array.dims)) or 'nothing'}, "
                              f"and not along {', '.join(wanted)}; {AGAIN}")  # fmt: skip
    sizes = {"time": scenario.steps + 1, "period": scenario.steps, "lever": len(scenario.levers)}
    states = sorted(scenario.states)
    labels = {"indicator": sorted(INDICATORS), "observer": states, "target": states, "state": states}
    for dim, size in data.sizes.items():
        if size != sizes.get(str(dim), size):
            raise ResultError(f"{path}: {dim} has {size} labels, and not {sizes[str(dim)]}; {AGAIN}")
        if dim in labels and sorted(map(str, data[dim].to_numpy())) != labels[str(dim)]:
            raise ResultError(f"{path}: the labels of {dim} are not those of the scenario; {AGAIN}")


def _check_means(path: Path, data: xarray.Dataset) -> None:
    """Raise `ResultError` where a mean over the horizon is no finite number."""
    try:
        means = data["indicator_mean"].to_numpy()
    except Exception as error:  # whatever a file library makes of odd bytes
        raise ResultError(f"{path}: indicator_mean cannot be read ({type(error).__name__}); {AGAIN}") from None
    if means.dtype != np.float64 or not np.isfinite(means).all():
        raise ResultError(f"{path}: indicator_mean holds what is no finite number; it was edited, {AGAIN}")
