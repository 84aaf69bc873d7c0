"""Scores of forecasts by row, and their means: wordings within a question, questions and years within a dyad, dyads alike.

The order of averaging: the two wordings of a question (and months of a year, where both were asked for) count once; all
that is known of a directed dyad counts as one; every directed dyad counts the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from detente.history.matching import Matched
from detente.history.quantiles import NAMES, crps_of
from detente.history.rivals import Forecasts
from detente.world.arrays import Array

SCORES = ("crps", "squared", "absolute", "cover50", "cover90", "width50", "width90")
DYAD = ["observer", "target"]
UNIT = [*DYAD, "question", "year", "origin"]


class Scored(NamedTuple):
    """Rows as in `Matched`, of all origins, and the scores of every forecaster, [rows, SCORES] (NaN: it knew nothing)."""

    rows: pd.DataFrame
    scores: dict[str, Array]

    def where(self, mask: Array) -> Scored:
        """Return some of the rows."""
        return Scored(
            self.rows[mask].reset_index(drop=True), {name: found[mask] for name, found in self.scores.items()}
        )

    @property
    def answered(self) -> Array:
        """Return whether every forecaster has a forecast, [rows]."""
        return np.asarray(np.all([np.isfinite(found).all(axis=1) for found in self.scores.values()], axis=0))


class Means(NamedTuple):
    """Mean scores by dyad: `by_dyad` maps a forecaster to [dyads, SCORES]; dyads in order of names."""

    dyads: tuple[tuple[str, str], ...]
    units: int
    by_dyad: dict[str, Array]


def score_rows(forecasts: Forecasts, observed: Array) -> Array:
    """Return CRPS, squared error of the mean, absolute error of the median, coverage (0 or 1) and widths, [n, SCORES]."""
    q = forecasts.quantiles
    inside = [(observed >= q[:, low]) & (observed <= q[:, high]) for low, high in ((1, 3), (0, 4))]
    found = np.column_stack([
        crps_of(q, observed), (forecasts.mean - observed) ** 2, np.abs(q[:, 2] - observed), *inside,
        q[:, 3] - q[:, 1], q[:, 4] - q[:, 0],
    ])  # fmt: skip
    found[~np.isfinite(q).all(axis=1) | ~np.isfinite(observed)] = np.nan
    return np.asarray(found)


def score(matched: Sequence[Matched], value: str = "value") -> Scored:
    """Return the scores of all origins against the column `value` (or `primary`) of the rows."""
    rows = pd.concat([one.rows for one in matched], ignore_index=True)
    names = list(matched[0].forecasts)
    scores = {
        name: np.concatenate([score_rows(one.forecasts[name], one.rows[value].to_numpy(float)) for one in matched])
        for name in names
    }
    whole = np.isfinite(rows[value].to_numpy(float))
    return Scored(rows, scores).where(whole)


def means(scored: Scored) -> Means:
    """Return mean scores by directed dyad; the order of rows changes nothing."""
    rows = scored.rows
    order = np.lexsort([rows[name].to_numpy() for name in ("month", "measure", *reversed(UNIT))])
    rows = rows.iloc[order]
    units = rows.groupby(UNIT, sort=True).ngroup().to_numpy()
    of_unit = rows.drop_duplicates(UNIT)
    dyads = of_unit.groupby(DYAD, sort=True)
    place = dyads.ngroup().to_numpy()
    names = tuple(sorted(set(zip(of_unit["observer"], of_unit["target"], strict=True))))
    by_dyad = {name: _grouped(_grouped(found[order], units), place) for name, found in scored.scores.items()}
    return Means(names, len(of_unit), by_dyad)


def _grouped(found: Array, place: Array) -> Array:
    """Return the means of the rows of each group, groups in order."""
    count = int(place.max(initial=-1)) + 1
    total = np.zeros((count, found.shape[1]))
    np.add.at(total, place, found)
    return np.asarray(total / np.bincount(place, minlength=count)[:, None])


def row_table(matched: Sequence[Matched], scored: Scored) -> pd.DataFrame:
    """Return the rows with every forecaster's mean, quantiles and CRPS, for a file."""
    rows = scored.rows.drop(columns=["sign", "where", "mean", *NAMES])
    columns: dict[str, Array] = {}
    for name in matched[0].forecasts:
        word = name.replace(" ", "_").replace("(", "").replace(")", "").lower()
        columns[f"{word}_mean"] = np.concatenate([one.forecasts[name].mean for one in matched])
        quantiles = np.concatenate([one.forecasts[name].quantiles for one in matched])
        columns |= {f"{word}_{label}": quantiles[:, k] for k, label in enumerate(NAMES)}
        columns[f"{word}_crps"] = scored.scores[name][:, 0]
    return pd.concat([rows, pd.DataFrame(columns)], axis=1)
