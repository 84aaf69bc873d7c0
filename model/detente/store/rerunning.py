"""Run a result again from its folder alone, and hold what comes out against what is stored, bit for bit."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from detente.errors import ResultError, UsageError
from detente.scenario.scenario import Scenario
from detente.store.comparing import Difference, differences
from detente.store.manifest import made_with
from detente.store.opening import Result, open_result
from detente.store.packing import packed, rounded
from detente.store.replaying import Record, ensemble_again, run_again
from detente.store.tables import table_differences

if TYPE_CHECKING:
    import xarray

    from detente.ensemble import Ensemble
    from detente.ensemble.ensemble import Progress


@dataclass(frozen=True)
class Rerun:
    """What came out of running a result again: the scenario first, then the reference where there is one.

    `datasets` are the `ensembles` labelled; for a single run, that run alone, unrounded.  `differences` is empty when
    every stored bit came out again; `compared` counts the numbers and labels that were held against each other.
    """

    result: Result
    run: int | None
    ensembles: tuple[Ensemble, ...]
    datasets: tuple[xarray.Dataset, ...]
    differences: tuple[Difference, ...]
    compared: int

    @property
    def same(self) -> bool:
        """Return whether everything stored came out again, bit for bit."""
        return not self.differences

    @property
    def changed(self) -> dict[str, tuple[str, str]]:
        """Return what is not as it was when the result was written: name -> (then, now)."""
        then, now = _flat(self.result.manifest), _flat(made_with())
        return {name: (then[name], now[name]) for name in now if name in then and then[name] != now[name]}


def _flat(made: dict[str, object]) -> dict[str, str]:
    packages = made.get("packages")
    found = {name: str(made[name]) for name in ("detente", "kernel", "python", "platform") if name in made}
    return found | ({name: str(one) for name, one in packages.items()} if isinstance(packages, dict) else {})


def rerun(
    folder: Path | str, *, record: Record | None = None, workers: int | None = None, progress: Progress | None = None
) -> Ensemble:
    """Run the scenario of a results folder again, with its seed, runs and replicates, and return the Ensemble.

    Nothing but the folder is needed.  `record` defaults to what the result recorded; recording more changes no bit.
    Raises `ResultError` for a folder that cannot be opened and `UsageError` for the replay of a single run.
    """
    result = open_result(folder)
    if result.only is not None:
        raise UsageError(f"{folder} holds the replay of run {result.only} alone; name the result it was replayed from")
    with result.data as stored:
        return ensemble_again(result, result.scenario, stored, record, workers, progress)


def reproduce(
    result: Result, *, run: int | None = None, record: Record | None = None, workers: int | None = None,
    progress: Progress | None = None,
) -> Rerun:  # fmt: skip
    """Run a result and its reference again, or one run of both with everything recorded, and compare with the stored.

    With all runs, the table of contrasts in the manifest is held against the stored runs too.
    Raises `UsageError` for a run that the result does not have.
    """
    run = _checked(result, run)
    ensembles, datasets, found, compared = [], [], [], 0
    for part, scenario, lazy in _parts(result):
        with lazy:
            stored = _loaded(result, lazy, run)
        if run is None:
            ensemble = ensemble_again(result, scenario, stored, record, workers, progress)
            data = packed(ensemble)
        else:
            ensemble, data = run_again(result, scenario, stored, run, "all" if record is None else record)
        fresh = data if run is None and record is None else _narrowed(data, stored)
        stored, fresh = _comparable(stored, fresh)
        ensembles.append(ensemble)
        datasets.append(data)
        found += differences(part, stored, fresh)
        compared += sum(variable.size for variable in stored.variables.values())
    if run is None:
        other, numbers = table_differences(result)
        found, compared = [*found, *other], compared + numbers
    return Rerun(result, run, tuple(ensembles), tuple(datasets), tuple(found), compared)


def _checked(result: Result, run: int | None) -> int | None:
    """Return the run to replay, or None for all; raise `UsageError` where the result has no such run."""
    runs = int(result.manifest["runs"])
    if run is not None and (not 0 <= run < runs or result.only not in (None, run)):
        known = f"run {result.only} alone" if result.only is not None else f"runs 0 to {runs - 1}"
        raise UsageError(f"--run: found {run}; the result has {known}")
    return result.only if run is None else run


def _parts(result: Result) -> list[tuple[str, Scenario, xarray.Dataset]]:
    parts = [("scenario", result.scenario, result.data)]
    other = result.reference_data
    return parts if result.reference is None or other is None else [*parts, ("reference", result.reference, other)]


def _loaded(result: Result, data: xarray.Dataset, run: int | None) -> xarray.Dataset:
    """Return a Dataset, or one run of it, in memory; raise `ResultError` where its numbers cannot be unpacked."""
    try:
        if run is not None and result.only is None:
            data = data.sel(run=[run]).drop_vars("consent_outcomes")  # these are counts over all runs
        return data.load()
    except Exception as error:  # whatever a file library makes of odd bytes
        raise ResultError(f"{result.folder}: the numbers cannot be read ({type(error).__name__}); run again") from None


def _narrowed(fresh: xarray.Dataset, stored: xarray.Dataset) -> xarray.Dataset:
    """Return what was recorded now without what goes beyond the stored variables."""
    fresh = fresh[[name for name in fresh.data_vars if name in stored.data_vars]]
    return fresh.drop_vars([name for name in fresh.coords if name not in stored.coords])


def _comparable(stored: xarray.Dataset, fresh: xarray.Dataset) -> tuple[xarray.Dataset, xarray.Dataset]:
    """Return both sides rounded alike, and without labels that nothing uses any more."""
    fresh = fresh.copy()
    for name, array in stored.data_vars.items():
        if "quantised" in array.attrs and name in fresh:
            fresh[name] = fresh[name].copy(data=rounded(fresh[name].to_numpy()))
    return stored[list(stored.data_vars)], fresh[list(fresh.data_vars)]
