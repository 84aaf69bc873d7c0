"""Calibrate and hindcast: files in, a posterior or predictions out; nothing later than the fit date enters by any road."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from detente.errors import UsageError
from detente.history.driving import drive
from detente.history.events import Events, read_events, renewals
from detente.history.fit import Problem, log_likelihoods, problem
from detente.history.fit_dates import Fit
from detente.history.forecasting import forecast
from detente.history.known import require_known
from detente.history.observations import Asking, Observations, asked, asking, seen
from detente.history.posterior import Posterior, told
from detente.history.sampling import Progress, sample
from detente.history.surveys import SurveyTable, read_surveys
from detente.scenario.event_kinds import read_event_kinds
from detente.scenario.reading import Reading
from detente.scenario.scenario import Scenario
from detente.version import __version__

LEAST = 30
PARTICLES = 400
Arm = Callable[[Events, date], Events]
"""Changes the events after a day: what a forecast is told of them."""


class Inputs(NamedTuple):
    """Everything read: the driven scenario, surveys up to the fit date, all events, and digests of what was read."""

    scenario: Scenario
    surveys: SurveyTable
    later: SurveyTable
    events: Events
    fit: Fit
    manifest: dict[str, Any]


def read_inputs(
    path: Path, surveys: Sequence[Path], events: Path, fit: Fit, arm: Arm | None = None, variant: str | None = None,
    overrides: Sequence[str] = (), until: Fit | None = None,
) -> Inputs:  # fmt: skip
    """Read and check everything; raise `ScenarioError` or `UsageError` with all faults of a kind.

    `until` is the last month to be predicted; events after the fit date count only as far as it.
    """
    reading = Reading(path, overrides, cards=sorted({k.card for k in read_event_kinds().kinds.values() if k.card}))
    plain = reading.scenario(variant)
    _check_dates(plain, fit, until)
    found = read_events(events, plain.states).until(_last_day(until or fit))
    if arm is not None:
        found = arm(found, _last_day(fit))
    scenario = drive(reading, found, variant)
    require_known(scenario, str(fit))
    whole = read_surveys(*surveys)
    known = whole.until(*fit)
    _check_many(known, fit)
    manifest = {
        "fit_until": str(fit), "scenario": path.name, "scenario_digest": plain.digest(), "version": __version__,
        "surveys": {"files": [one.name for one in surveys], "values": len(known.frame), "digest": _digest(known)},
        "events": {"file": events.name, "used": len(found.within(plain.start, plain.end).listed), "left_out": found.left_out,
                   "digest": _events_digest(found.until(_last_day(fit)))},
    }  # fmt: skip
    return Inputs(scenario, known, whole, found, fit, manifest)


def _check_dates(scenario: Scenario, fit: Fit, until: Fit | None) -> None:
    """Raise `UsageError` where the dates do not follow one another within the scenario."""
    faults = []
    first, last = (scenario.start.year, scenario.start.month), (scenario.end.year, scenario.end.month)
    if not first < tuple(fit) <= last:
        faults.append(f"fit until {fit}: it lies outside the scenario, which runs from {scenario.start} to {scenario.end}")
    if until is not None and tuple(until) > last:
        faults.append(f"predict until {until}: the scenario ends on {scenario.end}; --set end={until[0]}-12-31 moves its end")
    if until is not None and tuple(until) <= tuple(fit):
        faults.append(f"predict until {until}: the fit ends at {fit}; a later month is needed")
    if faults:
        raise UsageError("\n".join(faults))


def _check_many(known: SurveyTable, fit: Fit) -> None:
    if len(known.frame) < LEAST:
        raise UsageError(f"{len(known.frame)} survey values up to {fit}; at least {LEAST} are needed to fit anything")


def _last_day(month: Fit) -> date:
    year, number = month
    return date(year + number // 12, number % 12 + 1, 1) - date.resolution


def _digest(table: SurveyTable) -> str:
    """Return a digest of the values a fit may see, in order of keys."""
    columns = ["observer", "target", "year", "month", "measure", "value_percent"]
    return hashlib.sha256(table.frame[columns].to_csv(index=False).encode()).hexdigest()[:16]


def _events_digest(events: Events) -> str:
    lines = (f"{e.day},{e.kind},{e.initiator},{';'.join(e.targets)},{e.intensity}" for e in events.listed)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


class Prepared(NamedTuple):
    """A fit made ready: the problem, how questions are put, and what is asked for (no rows: nothing)."""

    setup: Problem
    how: Asking
    requests: pd.DataFrame
    asked: Observations | None


def prepare(inputs: Inputs, requests: pd.DataFrame | None = None) -> Prepared:
    """Return the problem of inputs, with what will be asked for."""
    how = asking(inputs.surveys)
    more = None if requests is None else asked(requests, how)
    setup = problem(inputs.scenario, seen(inputs.surveys, how), renewals(inputs.events), more)
    return Prepared(setup, how, pd.DataFrame() if requests is None else requests, more)


def calibrate(
    inputs: Inputs, ready: Prepared, particles: int = PARTICLES, seed: int | None = None, workers: int | None = None,
    progress: Progress | None = None,
) -> Posterior:  # fmt: skip
    """Return a posterior sample; numbers do not depend on the number of workers."""
    seed = inputs.scenario.seed if seed is None else seed
    setup = ready.setup
    cloud = sample(lambda u: log_likelihoods(setup, u, workers), len(setup.unknowns), particles, seed, progress)
    names = tuple(one.name for one in setup.unknowns)
    manifest = {
        **inputs.manifest, "seed": seed, "particles": particles, "histories": cloud.histories, "stages": cloud.stages,
        "log_evidence": round(cloud.evidence, 3), "accepted": round(cloud.accepted, 3),
        "unknowns": {one.name: {**one._asdict(), "informed": one.informed} for one in told(setup.unknowns, cloud.u)},
    }  # fmt: skip
    return Posterior(cloud.u, names, cloud.log_likelihood, manifest)


def hindcast(ready: Prepared, posterior: Posterior) -> pd.DataFrame:
    """Return the requests with mean and quantiles, from an equally weighted posterior sample."""
    if ready.asked is None or not len(ready.requests):
        raise UsageError("nothing to predict: no survey value lies after the fit date, and no --request was given")
    return forecast(ready.setup, np.asarray(posterior.u), ready.requests, ready.asked, ready.how)
