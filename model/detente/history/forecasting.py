"""Conditional forecasts of surveys: the posterior's settings, mixed into one predictive distribution per row."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from scipy.special import ndtri

from detente.history.fit import Problem, predict
from detente.history.measures import find_measure
from detente.history.observations import Asking, Observations
from detente.history.quantiles import NAMES
from detente.history.series import Key
from detente.world.arrays import Array

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
GRID = 21
"""Points at which each normal of the mixture is represented."""


def forecast(setup: Problem, u: Array, requests: pd.DataFrame, asked: Observations, how: Asking) -> pd.DataFrame:
    """Return requests with mean and quantiles on each measure's own scale, as worded (an unfavourable share stays one)."""
    mean, spread = predict(setup, u, asked)
    points = ndtri((np.arange(GRID) + 0.5) / GRID)
    logits = (mean[:, None, :] + spread[:, None, :] * points[None, :, None]).reshape(-1, len(requests))
    shares = 100.0 / (1.0 + np.exp(-logits))
    out = requests.copy()
    columns: list[Any] = [_on_scale(row, shares[:, k], how) for k, row in enumerate(requests.itertuples())]
    for k, name in enumerate(("mean", *NAMES)):
        out[name] = [column[k] for column in columns]
    return out


def _on_scale(row: Any, favourable: Array, how: Asking) -> list[float]:
    """Return mean and quantiles of one request from shares on the favourable side, 0..100."""
    third = how.third(Key(row.observer, row.target, row.question), row.measure)
    share = favourable if row.sign > 0 else np.clip(100.0 - third - favourable, 0.0, 100.0)
    measure = find_measure(row.measure)
    assert measure is not None
    values = measure.low + (measure.high - measure.low) * share / 100.0
    return [float(values.mean()), *(float(x) for x in np.quantile(values, LEVELS))]
