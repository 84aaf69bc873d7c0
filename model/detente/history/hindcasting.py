"""Calibrate and hindcast: inputs in, a posterior or predictions out; nothing later than the fit date enters by any road."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from detente.errors import UsageError
from detente.history.events import renewals
from detente.history.fit import Problem, log_likelihoods, problem
from detente.history.forecasting import forecast
from detente.history.inputs import LEAST, Arm, Inputs, read_inputs
from detente.history.observations import Asking, Observations, asked, asking, seen
from detente.history.posterior import Posterior, told
from detente.history.sampling import MOST, Progress, sample
from detente.world.arrays import Array

__all__ = ["LEAST", "PARTICLES", "Arm", "Inputs", "Prepared", "calibrate", "hindcast", "prepare", "read_inputs"]

PARTICLES = 400


class Prepared(NamedTuple):
    """A fit made ready: the problem, how questions are put, and what is asked for (no rows: nothing)."""

    setup: Problem
    how: Asking
    requests: pd.DataFrame
    asked: Observations | None


def prepare(inputs: Inputs, requests: pd.DataFrame | None = None) -> Prepared:
    """Return the problem of inputs, with what will be asked for (`requests`, else those of the inputs)."""
    rows = inputs.requests if requests is None else requests
    how = asking(inputs.surveys)
    more = None if rows is None else asked(rows, how)
    setup = problem(inputs.scenario, seen(inputs.surveys, how), renewals(inputs.events), more)
    return Prepared(setup, how, pd.DataFrame() if rows is None else rows, more)


def calibrate(
    inputs: Inputs, ready: Prepared, particles: int = PARTICLES, seed: int | None = None, workers: int | None = None,
    progress: Progress | None = None, most: int = MOST,
) -> Posterior:  # fmt: skip
    """Return a posterior sample; numbers do not depend on the number of workers.

    `progress` hears of the power reached and the histories simulated; `most` bounds the moves of a stage.
    """
    seed = inputs.scenario.seed if seed is None else seed
    setup = ready.setup
    watched = _Watched(setup, workers, progress)
    cloud = sample(watched.likelihood, len(setup.unknowns), particles, seed, watched.reached, most)
    names = tuple(one.name for one in setup.unknowns)
    manifest = {
        "what": "posterior", **inputs.manifest, "seed": seed, "particles": particles, "histories": cloud.histories,
        "stages": cloud.stages, "most": most, "log_evidence": round(cloud.evidence, 3), "accepted": round(cloud.accepted, 3),
        "unknowns": {one.name: {**one._asdict(), "informed": one.informed} for one in told(setup.unknowns, cloud.u)},
    }  # fmt: skip
    return Posterior(cloud.u, names, cloud.log_likelihood, manifest)


class _Watched:
    """A likelihood that tells how far it has come after each sweep over the particles."""

    def __init__(self, setup: Problem, workers: int | None, progress: Progress | None) -> None:
        self._setup, self._workers, self._progress = setup, workers, progress
        self._power, self._done = 0.0, 0

    def likelihood(self, u: Array) -> Array:
        """Return the log-likelihoods of particles, and count them."""
        found = log_likelihoods(self._setup, u, self._workers)
        self._done += len(u)
        if self._progress is not None:
            self._progress(self._power, self._done)
        return found

    def reached(self, power: float, histories: int) -> None:
        """Note the power that is reached."""
        self._power = power
        if self._progress is not None:
            self._progress(power, histories)


def hindcast(ready: Prepared, posterior: Posterior) -> pd.DataFrame:
    """Return the requests with mean and quantiles, from an equally weighted posterior sample."""
    if ready.asked is None or not len(ready.requests):
        raise UsageError("nothing to predict: no survey value lies after the fit date, and no --request was given")
    return forecast(ready.setup, np.asarray(posterior.u), ready.requests, ready.asked, ready.how)
