"""What the charts of a page draw: a region's ties over time as plain numbers, few enough to be sent as one file.

The shape is written down where it is used, at the top of `templates/charts.js`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from detente.analysis.clear import clear_marks
from detente.world.variables import variable

if TYPE_CHECKING:
    from detente.figures import Material
    from detente.world.arrays import Array

INSTANTS = 41
"""At most so many points in time are sent."""
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
FANS = 240
"""At most so many ties of a variable get a fan; the others their means."""
SHOWN = ("trust", "alignment", "threat", "tension", "grievance")
"""Variables that are sent where they were recorded, the first one first."""


def instants(times: Array) -> slice:
    """Return which points of time are sent: the turns of years (or all of a short horizon), never more than `INSTANTS`."""
    months = times.astype("datetime64[M]").astype(int)
    turns = np.flatnonzero(months % 12 == months[0] % 12)
    first, stride = (int(turns[0]), int(turns[1] - turns[0])) if len(turns) >= 9 else (0, 1)
    count = -(-(len(times) - first) // stride)
    step = -(-(count - 1) // (INSTANTS - 1)) if count > INSTANTS else 1
    return slice(first, None, stride * step)


def region_data(
    material: Material, labels: tuple[str, str], variables: tuple[str, ...] | None = None
) -> dict[str, Any]:
    """Return the region of a result for matrix, network and fans; `labels` name scenario and reference.

    Without any recorded variable of two states `variables` is empty, and there is nothing to draw.
    """
    from detente.figures.placing import placed

    chosen = [name for name in (variables or SHOWN) if name in material.variables]
    arms = [{"key": "scenario", "name": labels[0]}]
    if material.reference_data is not None:
        arms.append({"key": "reference", "name": labels[1]})
    if not chosen:
        return {
            "states": placed(material.scenario, list(material.scenario.states)),
            "times": [],
            "arms": arms,
            "variables": {},
        }
    at = instants(material.data["time"].to_numpy())
    order = [str(name) for name in material.data["observer"].to_numpy()]
    times = [str(np.datetime_as_string(day, "D")) for day in material.data["time"].to_numpy()[at]]
    found = {name: variable_data(material, name, at) for name in chosen}
    return {"states": placed(material.scenario, order), "times": times, "arms": arms, "variables": found}


def variable_data(material: Material, name: str, at: slice) -> dict[str, Any]:
    """Return means, errors of the paired change, and fans of one variable at some instants."""
    what = variable(name)
    sides = {"scenario": np.asarray(material.data[name].isel(time=at).to_numpy(), np.float32)}
    if material.reference_data is not None and name in material.reference_data:
        sides["reference"] = np.asarray(material.reference_data[name].isel(time=at).to_numpy(), np.float32)
    mean = {arm: values.mean(axis=0, dtype=np.float64) for arm, values in sides.items()}
    found: dict[str, Any] = {
        "title": name.replace("_", " ").capitalize(), "meaning": what.meaning, "unit": what.unit, "low": what.low,
        "high": what.high, "symmetric": what.of == "pair", "mean": {arm: rounded(values) for arm, values in mean.items()},
    }  # fmt: skip
    if len(sides) == 2:
        error = paired_error(sides["scenario"] - sides["reference"], material.replicates)
        found.update(error=rounded(error, 5), clear=clear_marks(mean["scenario"] - mean["reference"], error))
    names = [str(state) for state in material.data["observer"].to_numpy()]
    found["fans"] = {
        f"{names[i]}>{names[j]}": {arm: rounded(quantiles(values[:, :, i, j])) for arm, values in sides.items()}
        for i, j in fanned(material, names, mean)
    }
    return found


def fanned(material: Material, names: list[str], mean: dict[str, Array]) -> list[tuple[int, int]]:
    """Return the ties that get a fan: all of a small region; of a large one the focal state's and those that moved most."""
    n = len(names)
    ties = [(i, j) for i in range(n) for j in range(n) if i != j]
    if len(ties) <= FANS:
        return ties
    focus = names.index(material.scenario.focus)
    gap = mean["scenario"] - mean["reference"] if "reference" in mean else mean["scenario"] - mean["scenario"][:1]
    size = np.nan_to_num(np.abs(gap)).max(axis=0)
    return sorted(sorted(ties, key=lambda tie: (focus not in tie, -size[tie]))[:FANS])


def quantiles(values: Array) -> Array:
    """Return the quantiles over runs of [run, time], as [time, 5]."""
    return np.asarray(np.quantile(values, LEVELS, axis=0).T)


def paired_error(differences: Array, replicates: int) -> Array:
    """Return the Monte Carlo error of a mean paired difference over the first axis, sets of assumptions apart."""
    sets = differences.reshape(-1, replicates, *differences.shape[1:]).mean(axis=1)
    units = sets if len(sets) > 1 else differences
    if len(units) < 2:
        return np.full(differences.shape[1:], np.nan)
    return np.asarray(units.std(axis=0, ddof=1) / np.sqrt(len(units)))


def rounded(values: Array, digits: int = 3) -> list[Any]:
    """Return an array as nested lists of short numbers; what is no number is None."""
    flat = [round(float(v), digits) + 0.0 if np.isfinite(v) else None for v in np.ravel(values)]
    for size in reversed(np.shape(values)[1:]):
        flat = [flat[k : k + size] for k in range(0, len(flat), size)]  # type: ignore[misc]
    return flat
