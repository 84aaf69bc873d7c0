"""Which blocs are stable in a simulated World: landscape theory on capability and alignment."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

import numpy as np

from detente.ensemble.instants import instant
from detente.errors import UsageError
from detente.landscapes.landscape import Landscape, landscape_of_problem
from detente.landscapes.problem import MOST, Problem
from detente.world.arrays import Array
from detente.world.variables import DOMAINS

if TYPE_CHECKING:
    import xarray

    from detente.scenario.scenario import Scenario


class Runs(Protocol):
    """An ensemble, a stored result, or what figures draw from."""

    @property
    def scenario(self) -> Scenario:
        """Return the scenario that was run."""

    @property
    def data(self) -> xarray.Dataset:
        """Return its runs."""


def blocs(runs: Runs, at: str | None = None, *, starts: int | None = None, seed: int = 1) -> Landscape:
    """Return the landscape of the mean World at a date (default: the last).

    Sizes are total capability (the domains weighted as the model weighs them), propensities the alignment of each pair,
    both as means over the runs.  A mean World need not be like any single run: `held` tells in what share of the runs the
    same sides are stable.  Raises `UsageError` where alignment
    was not recorded, or for a date outside the scenario.
    """
    data, states, day = _moment(runs, at)
    alignment = np.nan_to_num(np.asarray(data["alignment"].sel(time=day).to_numpy(), float))
    alignment = (alignment + np.swapaxes(alignment, 1, 2)) / 2.0
    sizes, note = _sizes(data, runs.scenario, states, day)
    notes = (note, "propensities: alignment of each pair in the mean World, -1 to 1")
    problem = Problem(states, sizes.mean(axis=0), alignment.mean(axis=0), None, _source(runs, day), notes)
    found = landscape_of_problem(problem, (), starts, seed)
    return replace(found, held=_held(found, sizes, alignment) if len(alignment) > 1 else None)


def _moment(runs: Runs, at: str | None) -> tuple[xarray.Dataset, tuple[str, ...], np.datetime64]:
    """Return the runs, the states and the recorded instant; raise `UsageError` where that cannot be."""
    data = runs.data
    if "alignment" not in data:
        recorded = [str(name) for name in data.data_vars if "observer" in data[name].dims]
        wanted = ",".join((*recorded, "alignment"))
        raise UsageError(f"alignment was not recorded; run the scenario again with --record {wanted}")
    states = tuple(str(name) for name in data["observer"].to_numpy())
    if not 2 <= len(states) <= MOST:
        raise UsageError(f"the scenario has {len(states)} states; a landscape needs 2 to {MOST}")
    return data, states, instant(data["time"].to_numpy(), at)


def _source(runs: Runs, day: np.datetime64) -> str:
    count, scenario = runs.data.sizes["run"], runs.scenario
    many = "1 run" if count == 1 else f"mean of {count} runs"
    variant = f" [{scenario.variant}]" if scenario.variant else ""
    return f"{scenario.title}{variant}, {np.datetime_as_string(day, 'D')}, {many}, seed {runs.data.attrs['seed']}"


def _sizes(data: xarray.Dataset, scenario: Scenario, states: tuple[str, ...], day: np.datetime64) -> tuple[Array, str]:
    """Return total capability, [runs, states]: at the date where all domains were recorded, else at the start."""
    weights = {domain: scenario.parameters[f"weight_{domain}"].value for domain in DOMAINS}
    total = np.zeros((data.sizes["run"], len(states)))
    names = [f"capability.{domain}" for domain in DOMAINS]
    recorded = all(name in data for name in names)
    for domain, name in zip(DOMAINS, names, strict=True):
        if recorded:
            total += weights[domain] * np.asarray(data[name].sel(time=day, state=list(states)).to_numpy(), float)
        else:
            total += weights[domain] * np.array([scenario.states[state].quantities[name].value for state in states])
    where = "in the mean World" if recorded else "at the start (it was not recorded)"
    return total, f"sizes: total capability {where}, domains weighted as in the model"


def _held(found: Landscape, sizes: Array, alignment: Array) -> tuple[float, ...]:
    """Return the share of runs in whose own World each minimum is stable, in order of minima."""
    signs, stable = found.signs(), np.zeros(len(found.minima))
    for size, pairs in zip(sizes, alignment, strict=True):
        stable += replace(found.problem, sizes=size, propensities=pairs).is_stable(signs)
    return tuple(float(share) for share in stable / len(alignment))
