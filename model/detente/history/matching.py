"""Predictions beside what was found, and beside what the rivals would have said: a row per wording, year and origin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from detente.history.event_regression import EventRegression, fit_events
from detente.history.event_table import DatedEvent
from detente.history.predictions import Predictions
from detente.history.quantiles import NAMES
from detente.history.rivals import Forecasts, Request, Rival, fit_rivals
from detente.history.series import Key, Series, signed_series
from detente.history.surveys import SurveyTable
from detente.world.arrays import Array

MODEL = "model"


class Matched(NamedTuple):
    """Rows that can be scored, and forecasts of them by forecaster (the model first), as worded, on 0..100.

    Columns of `rows`: observer, target, question, measure, year, month, origin (year of the fit date), horizon (years
    after it), value, primary (the value without rows of secondary provenance, NaN where all are), known (values of the
    series at the fit date).  `without` are the predicted keys, as text, that no survey value answers.
    """

    rows: pd.DataFrame
    forecasts: dict[str, Forecasts]
    without: tuple[str, ...]
    past: int


def match(predictions: Predictions, surveys: SurveyTable, events: Sequence[DatedEvent] | None) -> Matched:
    """Return the predictions of one origin with values and rivals; the rivals see nothing after the fit date but events."""
    fit = predictions.fit
    series = signed_series(surveys.until(*fit))
    rows, without = _found(predictions, surveys)
    before = rows["year"] * 12 + rows["month"].where(rows["month"] > 0, 12) <= fit[0] * 12 + fit[1]
    rows = rows[~before].reset_index(drop=True)
    keys = [Key(*key) for key in zip(rows["observer"], rows["target"], rows["question"], strict=True)]
    rows["origin"], rows["horizon"] = fit[0], rows["year"] - fit[0]
    rows["known"] = [len(series[key].values) if key in series else 0 for key in keys]
    forecasts = {
        MODEL: Forecasts(rows["mean"].to_numpy(float), rows[list(NAMES)].to_numpy(float).reshape(-1, len(NAMES)))
    }
    requests = [
        _request(key, series, year, month) for key, year, month in zip(keys, rows["year"], rows["month"], strict=True)
    ]
    for rival in _rivals(series, events):
        forecasts[rival.name] = as_worded(
            rival.forecast(series, requests), rows["sign"].to_numpy(int), _thirds(keys, series)
        )
    return Matched(rows, forecasts, without, int(before.sum()))


def _rivals(series: dict[Key, Series], events: Sequence[DatedEvent] | None) -> Sequence[Rival | EventRegression]:
    """Return all rivals, fitted to the series as known; without events there is no event regression."""
    rivals = fit_rivals(series)
    reversion = next(rival.parameter for rival in rivals if rival.name == "AR(1)")
    return [*rivals, *([] if events is None else [fit_events(series, events, reversion)])]


def _request(key: Key, series: dict[Key, Series], year: int, month: int) -> Request:
    return Request(key, series[key].when(int(year), int(month)) if key in series else float(year))


def _thirds(keys: Sequence[Key], series: dict[Key, Series]) -> Array:
    return np.array([series[key].third if key in series else 0.0 for key in keys])


def as_worded(found: Forecasts, sign: Array, third: Array) -> Forecasts:
    """Return forecasts of the favourable side as forecasts of each row's wording: u = 100 - third - f, turned round."""
    turned = (sign < 0)[:, None]
    mean = np.where(sign < 0, 100.0 - third - found.mean, found.mean)
    quantiles = np.where(turned, 100.0 - third[:, None] - found.quantiles[:, ::-1], found.quantiles)
    return Forecasts(np.clip(mean, 0.0, 100.0), np.clip(quantiles, 0.0, 100.0))


def _found(predictions: Predictions, surveys: SurveyTable) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return the predictions that a value answers, and the others; without a month the value is the mean of the year.

    Of the year of the fit date, what was known by then is no outcome of a prediction for the rest of the year.
    """
    frame = surveys.frame
    year, month = predictions.fit
    fresh = frame[(frame["year"] != year) | (frame["month"].where(frame["month"] > 0, 12) > month) | (month == 12)]
    by_month = [*_NAMED, "month"]
    monthly = frame.groupby(by_month)["share"].mean()
    yearly = fresh.groupby(_NAMED)["share"].mean()
    clean, clean_fresh = frame[~frame["secondary"]], fresh[~fresh["secondary"]]
    clean_monthly, clean_yearly = clean.groupby(by_month)["share"].mean(), clean_fresh.groupby(_NAMED)["share"].mean()
    rows = predictions.frame.copy()
    keys = list(rows[by_month].itertuples(index=False, name=None))
    rows["value"] = [monthly.get(key, np.nan) if key[-1] else yearly.get(key[:-1], np.nan) for key in keys]
    rows["primary"] = [
        clean_monthly.get(key, np.nan) if key[-1] else clean_yearly.get(key[:-1], np.nan) for key in keys
    ]
    missing = rows["value"].isna()
    return rows[~missing], tuple(
        " ".join(str(part) for part in key if part) for key, gone in zip(keys, missing, strict=True) if gone
    )


_NAMED = ["observer", "target", "measure", "year"]
