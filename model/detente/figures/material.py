"""What figures draw from: the runs of a scenario and of what it is compared with, in memory or on disk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from detente.ensemble import Ensemble
from detente.ensemble.instants import instant
from detente.ensemble.recording import DYAD_VARIABLES
from detente.errors import UsageError
from detente.figures.scripts import in_order, writable
from detente.store import Result
from detente.world.arrays import Array
from detente.world.outcomes import INDICATORS

if TYPE_CHECKING:
    import xarray

    from detente.scenario.scenario import Scenario


ALONE = "the scenario has a single state: there is no tie between two to draw"


@dataclass(frozen=True)
class Material:
    """The runs of a scenario as a Dataset, and those of its reference where there is one."""

    scenario: Scenario
    data: xarray.Dataset
    reference: Scenario | None = None
    reference_data: xarray.Dataset | None = None

    @property
    def variables(self) -> tuple[str, ...]:
        """Return the variables of dyads that were recorded."""
        return tuple(name for name in DYAD_VARIABLES if name in self.data)

    @property
    def beside(self) -> Material | None:
        """Return the runs of the reference as material of its own, or None."""
        if self.reference is None or self.reference_data is None:
            return None
        return Material(self.reference, self.reference_data)

    @property
    def runs(self) -> int:
        """Return the number of runs."""
        return self.data.sizes["run"]

    @property
    def replicates(self) -> int:
        """Return how many runs share one set of assumptions."""
        found = int(self.data.attrs["replicates"])
        return found if self.runs % found == 0 else 1  # the replay of one run is no whole set

    @property
    def summary(self) -> Array:
        """Return the mean of each indicator over the horizon, [runs, 12]; NaN for those the result does not know."""
        return summary_of(self.data)

    @property
    def source(self) -> str:
        """Return the line that says where a figure's numbers come from."""
        many = "1 run" if self.runs == 1 else f"{self.runs} runs"
        variant = f" [{self.scenario.variant}]" if self.scenario.variant else ""
        against = f" Reference: {_title(self.reference)}." if self.reference is not None else ""
        return f"{_title(self.scenario)}{variant}; {many}, seed {self.data.attrs['seed']}.{against}{self.unwritten}"

    def name(self, key: str) -> str:
        """Return the display name of a state, or its code where no font here can write the name."""
        name = self.scenario.states[key].name
        return in_order(name) if writable(name) else self.code(key)

    def code(self, key: str) -> str:
        """Return a state's code, or its number in the scenario where no font here can write the code."""
        return in_order(key) if writable(key) else f"#{list(self.scenario.states).index(key) + 1}"

    @property
    def codes(self) -> list[str]:
        """Return the codes of the states in the order of the data, as figures write them."""
        return [self.code(str(key)) for key in self.data["observer"].to_numpy()]

    @property
    def unwritten(self) -> str:
        """Return in words which names no font here can write, and what stands for them, or nothing."""
        names = [state.name for state in self.scenario.states.values() if not writable(state.name)]
        numbered = any(not writable(key) for key in self.scenario.states)
        if not names and not numbered:
            return ""
        instead = "numbers in the order of the scenario" if numbered else "codes"
        return f" {len(names)} names of states need a font that is not here (such as Noto Sans CJK): {instead} stand for them."

    def state(self, key: str, option: str = "state") -> str:
        """Return a state's key; raise `UsageError` with the nearest where there is none."""
        from detente.scenario.faults import listed, nearest

        if key in self.scenario.states:
            return key
        hint = nearest(key, self.scenario.states)
        raise UsageError(f"{option}: no state '{key}'{hint} (known: {listed(self.scenario.states, 20)})")

    def need(self, variable: str) -> str:
        """Return the variable; raise `UsageError` that says what to record where it is not there."""
        from detente.scenario.faults import nearest

        if variable in self.variables:
            if self.data.sizes["observer"] < 2:
                raise UsageError(ALONE)
            return variable
        if variable not in DYAD_VARIABLES:
            known = ", ".join(DYAD_VARIABLES)
            raise UsageError(
                f"no variable of two states '{variable}'{nearest(variable, DYAD_VARIABLES)} (known: {known})"
            )
        wanted = ",".join((*self.variables, variable))
        raise UsageError(f"'{variable}' was not recorded; run the scenario again with --record {wanted}")

    def day(self, at: str | None) -> np.datetime64:
        """Return the recorded instant nearest to a date (default: the last); raise `UsageError` for a wrong date."""
        return instant(self.data["time"].to_numpy(), at)

    def mean(self, variable: str, at: str | None = None) -> Array:
        """Return the mean of a variable over runs at a date, [observer, target]."""
        values = self.data[self.need(variable)].sel(time=self.day(at)).mean("run")
        return np.asarray(values.to_numpy(), float)

    def change(self, variable: str, at: str | None = None) -> tuple[Array, Array] | None:
        """Return mean paired difference to the reference and its Monte Carlo error, both [observer, target], or None."""
        if self.reference_data is None or variable not in self.reference_data:
            return None
        day = self.day(at)
        sides = [np.asarray(side[variable].sel(time=day), float) for side in (self.data, self.reference_data)]
        differences = sides[0] - sides[1]
        sets = differences.reshape(-1, self.replicates, *differences.shape[1:]).mean(axis=1)
        units = sets if len(sets) > 1 else differences
        if len(units) < 2:
            return differences.mean(axis=0), np.full(differences.shape[1:], np.nan)
        return sets.mean(axis=0), units.std(axis=0, ddof=1) / np.sqrt(len(units))


def _title(scenario: Scenario) -> str:
    """Return a scenario's title, or the name of its file where no font here can write the title."""
    if writable(scenario.title):
        return in_order(scenario.title)
    stem = scenario.path.stem if scenario.path is not None else ""
    return stem if stem and writable(stem) else "a scenario whose title no font here can write"


def summary_of(data: xarray.Dataset) -> Array:
    """Return the mean of each of today's indicators over the horizon, [runs, 12]; NaN for what an older result lacks."""
    means = data["indicator_mean"]
    found = np.full((means.sizes["run"], len(INDICATORS)), np.nan)
    known = list(means["indicator"].to_numpy())
    for k, name in enumerate(INDICATORS):
        if name in known:
            found[:, k] = means.isel(indicator=known.index(name)).to_numpy()
    return found


def material_of(results: Material | Ensemble | Result, reference: Ensemble | None = None) -> Material:
    """Return what figures draw from; a results folder brings its own reference, an Ensemble takes the one given."""
    if isinstance(results, Material):
        return results
    if isinstance(results, Result):
        return Material(results.scenario, results.data, results.reference, results.reference_data)
    if reference is None:
        return Material(results.scenario, results.data)
    return Material(results.scenario, results.data, reference.scenario, reference.data)
