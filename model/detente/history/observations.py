"""Survey values as the measurement model sees them: one logit per question, dyad and wave, on the favourable side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from detente.history.measures import find_measure
from detente.history.series import Key, signed_series, third_of
from detente.history.surveys import SurveyTable
from detente.world.arrays import Array

LEAST, MOST = 0.005, 0.995
MIDDLE = 0.5


class Observations(NamedTuple):
    """What was asked, when and of whom; arrays of one entry a value, [n].

    `time` in years, `observer` and `target` names, `question`, `after` whether the question's mode had changed,
    `sample` the typical number asked, `value` the logit of the share on the favourable side (NaN: only asked for).
    """

    time: Array
    observer: Array
    target: Array
    question: Array
    after: Array
    sample: Array
    value: Array

    def chosen(self, which: Array) -> Observations:
        """Return some of the entries, by a mask or positions."""
        return Observations(*(column[which] for column in self))

    def joined(self, other: Observations) -> Observations:
        """Return these entries and then the others."""
        return Observations(*(np.concatenate(pair) for pair in zip(self, other, strict=True)))


class Asking(NamedTuple):
    """What surveys seen tell of how questions are put: `seasons` (part of the year) by question, third answers by key."""

    seasons: dict[str, float]
    thirds: dict[Key, float]

    def season(self, question: str) -> float:
        """Return the part of the year in which a question is usually put."""
        return self.seasons.get(question, MIDDLE)

    def third(self, key: Key, measure: str) -> float:
        """Return the share of third answers, 0..100: of the series, else of its observer's, else what is usual."""
        return third_of(key, self.thirds, measure)


def logit(share: Array) -> Array:
    """Return the log odds of shares, kept away from 0 and 1."""
    inside = np.clip(share, LEAST, MOST)
    return np.log(inside / (1.0 - inside))


def asking(table: SurveyTable) -> Asking:
    """Return what a table tells of its questions."""
    dated = table.frame[table.frame["month"] > 0]
    seasons = {str(q): float((months.mean() - 0.5) / 12.0) for q, months in dated.groupby("question")["month"]}
    return Asking(seasons, {key: series.third for key, series in signed_series(table).items()})


def seen(table: SurveyTable, how: Asking) -> Observations:
    """Return the values of a table, both sides of a question in one wave as one observation (their mean)."""
    frame = table.frame
    keys = [Key(*row) for row in zip(frame["observer"], frame["target"], frame["question"], strict=True)]
    third = np.array([how.third(key, str(name)) for key, name in zip(keys, frame["measure"], strict=True)])
    favourable = np.where(frame["sign"] > 0, frame["share"], 100.0 - frame["share"] - third)
    waves = frame.assign(favourable=favourable).groupby(
        ["observer", "target", "question", "year", "month"], as_index=False, sort=True
    ).agg({"favourable": "mean", "measure": "first"})  # fmt: skip
    return _entries(waves, how, logit(np.clip(waves["favourable"].to_numpy(float), 0.0, 100.0) / 100.0))


def asked(requests: pd.DataFrame, how: Asking) -> Observations:
    """Return what is asked for: rows with observer, target, question, year, month (0: the year) and measure."""
    return _entries(requests, how, np.full(len(requests), np.nan))


def _entries(frame: pd.DataFrame, how: Asking, value: Array) -> Observations:
    month = frame["month"].to_numpy(float)
    season = np.array([how.season(str(question)) for question in frame["question"]])
    time = frame["year"].to_numpy(float) + np.where(month > 0, (month - 0.5) / 12.0, season)
    found = [find_measure(str(name)) for name in frame["measure"]]
    breaks = np.array([np.inf if m is None or m.level_break is None else m.level_break for m in found], float)
    sample = np.array([1000 if m is None else m.sample_size for m in found], float)
    observer, target, question = (
        np.array([str(x) for x in frame[c]], object) for c in ("observer", "target", "question")
    )
    return Observations(time, observer, target, question, time >= breaks, sample, value)


def dyads_of(entries: Observations) -> tuple[tuple[str, str], ...]:
    """Return the directed dyads that are asked about, sorted."""
    return tuple(sorted(set(zip(entries.observer, entries.target, strict=True))))


def position(names: Sequence[tuple[str, str]], entries: Observations) -> Array:
    """Return the place of each entry's dyad among `names`, -1 where it is not there."""
    at: Mapping[tuple[str, str], int] = {name: k for k, name in enumerate(names)}
    return np.array([at.get(pair, -1) for pair in zip(entries.observer, entries.target, strict=True)], int)
