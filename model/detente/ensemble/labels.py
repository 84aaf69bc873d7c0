"""Give recorded arrays their names: an xarray Dataset with dates, state names, units and meanings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import xarray

from detente.mechanisms.consent import REASONS
from detente.scenario.scenario import Scenario
from detente.world.arrays import Array
from detente.world.outcomes import INDICATORS
from detente.world.text import DISCLAIMER
from detente.world.variables import variable

if TYPE_CHECKING:
    from detente.ensemble.ensemble import Ensemble

CRISES = ("onsets", "ends", "pair_steps_in_crisis", "pair_steps_at_top_stage")


def step_dates(scenario: Scenario) -> Array:
    """Return the dates of all instants, [steps + 1]: the start, then the end of each step."""
    months = {"month": 1, "quarter": 3, "year": 12}[scenario.step]
    start = np.datetime64(scenario.start.isoformat()[:7], "M")
    steps = (months * np.arange(scenario.steps + 1)).astype("timedelta64[M]")
    days = (start + steps).astype("datetime64[D]") + np.timedelta64(scenario.start.day - 1, "D")
    return days.astype("datetime64[ns]")


def dataset(ensemble: Ensemble) -> xarray.Dataset:
    """Return the Dataset of an ensemble; the diagonal of dyad variables is NaN."""
    layout, scenario, record = ensemble.program.layout, ensemble.scenario, ensemble.record
    names = list(layout.names)
    found = xarray.Dataset(
        {"indicator_mean": (("run", "indicator"), record.summary, {"long_name": "mean over the horizon"})},
        coords={"run": np.arange(ensemble.runs), "set": ("run", ensemble.sets), "indicator": list(INDICATORS)},
        attrs=_attributes(ensemble),
    )
    found = found.assign_coords(indicator_unit=("indicator", [i.unit for i in INDICATORS.values()]))
    found["consent_outcomes"] = (("lever", "outcome"), ensemble.outcomes_of_consent, {"units": "steps, all runs"})
    found["crises"] = (("run", "crisis_count"), record.crises, {"units": "count over the horizon"})
    found = found.assign_coords(
        lever=list(ensemble.program.lever_names), outcome=list(REASONS), crisis_count=list(CRISES)
    )
    if ensemble.recording.series:
        found = found.merge(_series(ensemble))
    dates = step_dates(scenario)
    diagonal = np.eye(len(names), dtype=bool)
    for v, name in enumerate(ensemble.recording.dyads):
        values = record.worlds[:, :, v] * (np.float32(0.25) if name == "tension" else np.float32(1))
        values[:, :, diagonal] = np.nan
        found[name] = (("run", "time", "observer", "target"), values, describe(name))
    for v, name in enumerate(ensemble.recording.states):
        found[name] = (("run", "time", "state"), record.state_worlds[:, :, v], describe(name))
    coords: dict[str, Any] = {"observer": names, "target": names} if ensemble.recording.dyads else {}
    coords |= {"time": dates} if ensemble.recording.dyads or ensemble.recording.states else {}
    return found.assign_coords(coords | ({"state": names} if ensemble.recording.states else {}))


def _series(ensemble: Ensemble) -> xarray.Dataset:
    """Return what is known of every step: indicators, delivered levels, outcomes of consent, shocks."""
    record = ensemble.record
    dims = ("run", "period")
    return xarray.Dataset(
        {
            "indicator_series": (
                (*dims, "indicator"),
                record.series.astype(np.float32),
                {"long_name": "indicator of a step"},
            ),
            "delivered": ((*dims, "lever"), record.outcomes[:, :, 0], {"units": "1", "long_name": "delivered level"}),
            "consent": (
                (*dims, "lever"),
                record.outcomes[:, :, 1].astype(np.int8),
                {"long_name": "index into outcome"},
            ),
            "shock_events": ((*dims, "shock"), record.events, {"units": "count"}),
        },
        coords={"period": step_dates(ensemble.scenario)[:-1], "shock": list(ensemble.program.shock_names)},
    )


def describe(name: str) -> dict[str, str]:
    """Return units and meaning of a variable as netCDF attributes."""
    found = variable(name)
    return {"units": found.unit, "long_name": found.meaning}


def _attributes(ensemble: Ensemble) -> dict[str, Any]:
    from detente.version import __version__

    return {
        "title": ensemble.scenario.title,
        "comment": DISCLAIMER,
        "detente_version": __version__,
        "seed": str(ensemble.seed),
        "replicates": ensemble.replicates,
        "scenario_digest": ensemble.scenario.digest(),
    }
