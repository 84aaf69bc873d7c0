"""Compute a stored scenario anew: the whole ensemble, or one run of it with everything recorded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from detente.scenario.scenario import Scenario
from detente.store.comparing import same_bits
from detente.store.opening import Result

if TYPE_CHECKING:
    import xarray

    from detente.ensemble import Ensemble
    from detente.ensemble.ensemble import Progress

Record = str | Sequence[str]


def ensemble_again(
    result: Result, scenario: Scenario, stored: xarray.Dataset, record: Record | None, workers: int | None,
    progress: Progress | None,
) -> Ensemble:  # fmt: skip
    """Return the ensemble of a stored scenario; `record` defaults to what the stored Dataset shows."""
    from detente.ensemble import run

    return run(
        scenario, result.manifest["runs"], result.manifest["seed"], replicates=result.manifest["replicates"],
        record=recorded(stored) if record is None else record, sampled=sampled(result, scenario, stored),
        workers=workers, progress=progress,
    )  # fmt: skip


def run_again(
    result: Result, scenario: Scenario, stored: xarray.Dataset, run: int, record: Record
) -> tuple[Ensemble, xarray.Dataset]:
    """Return one run of a result: as an Ensemble of one, and labelled with its number and set of assumptions."""
    from detente.assembly import assemble
    from detente.ensemble import Ensemble
    from detente.ensemble.ensemble import run_ids
    from detente.ensemble.recording import recording_of

    replicates = int(result.manifest["replicates"])
    program = assemble(scenario, result.manifest["seed"])
    recording = recording_of(record, scenario.issues)
    drawn = sampled(result, scenario, stored)
    kept = run_ids(program, np.array([run]), replicates, recording, sampled=drawn)
    outcomes = kept.reasons.sum(axis=0).astype(np.int64)
    ensemble = Ensemble(scenario, program.seed, 1, replicates, recording, program, kept, outcomes)
    return ensemble, ensemble.data.assign_coords(run=[run], set=("run", [run // replicates]))


def recorded(stored: xarray.Dataset) -> Record:
    """Return what a Dataset shows to have been recorded."""
    if "indicator_series" not in stored:
        return "indicators"
    names = [str(name) for name, array in stored.data_vars.items() if {"observer", "state"} & set(array.dims)]
    return names or ["indicators", "indicators"]  # the series alone, without any variable


def sampled(result: Result, scenario: Scenario, stored: xarray.Dataset) -> bool:
    """Return whether the assumptions were drawn (as always on the command line) or held at their modes.

    The stored numbers tell: the first run with everything at its mode is held against the same run in the folder.
    """
    from detente.assembly import assemble
    from detente.ensemble.ensemble import run_ids
    from detente.ensemble.recording import recording_of

    program = assemble(scenario, result.manifest["seed"])
    first = stored["run"].to_numpy()[:1]
    replicates = int(result.manifest["replicates"])
    found = run_ids(program, first, replicates, recording_of("indicators"), sampled=False).summary
    kept = stored["indicator_mean"].to_numpy()[:1]
    return not (found.shape == kept.shape and bool(same_bits(found, kept).all()))
