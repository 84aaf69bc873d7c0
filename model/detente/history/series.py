"""One signed series per question: what a directed dyad's public answers over the years, as known at a date.

A share of favourable answers f and one of unfavourable answers u are two observations of one series.  It is written on
the favourable side: u stands for 100 - u - c, where c is the mean share of third answers, 100 - f - u, in the years in
which both were published: of the dyad, else of the observer's other dyads, else what is usual for the question (`USUAL`).
Publics differ too much in this to stand for one another: in one house's surveys a third of one public, one in twenty of another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np

from detente.history.measures import find_measure
from detente.history.surveys import SurveyTable
from detente.world.arrays import Array

MIDDLE = 0.5
USUAL = {"none": 0.0, "small": 3.0, "sizeable": 9.0, "by_dyad": 9.0}
"""Third answers, 0..100, where no public tells its own, by what the catalogue says of a measure.

Known by 2018: `small` is the Cabinet Office's (2.2 to 3.4), `sizeable` the middle of twelve publics in Pew's microdata (9.1; 3.6
to 22.7).
"""


class Key(NamedTuple):
    """One question put to one state's public about another."""

    observer: str
    target: str
    question: str


class Series(NamedTuple):
    """Yearly means on 0..100, favourable side: `years`, `times` (mean fieldwork time in years) and `values`, [n].

    `third` is the share of third answers, 0..100; `season` the part of the year in which the question is usually put.
    """

    key: Key
    years: Array
    times: Array
    values: Array
    third: float
    season: float

    def until(self, count: int) -> Series:
        """Return the first `count` values."""
        return self._replace(years=self.years[:count], times=self.times[:count], values=self.values[:count])

    def when(self, year: int, month: int = 0) -> float:
        """Return the time of a request in years."""
        return year + ((month - 0.5) / 12.0 if month else self.season)


def signed_series(table: SurveyTable) -> dict[Key, Series]:
    """Return every series of a table by key, in order of keys."""
    rows: dict[Key, list[tuple[int, int, int, float]]] = defaultdict(list)
    frame = table.frame
    for observer, target, question, year, month, sign, share in zip(
        frame["observer"], frame["target"], frame["question"], frame["year"], frame["month"], frame["sign"], frame["share"],
        strict=True,
    ):  # fmt: skip
        rows[Key(observer, target, question)].append((int(year), int(month), int(sign), float(share)))
    told = {key: _third(found) for key, found in sorted(rows.items())}
    thirds = {key: share for key, share in told.items() if share is not None}
    measures = dict(zip(frame["question"], frame["measure"], strict=True))
    return {key: _series(key, rows[key], third_of(key, thirds, measures[key.question])) for key in sorted(rows)}


def _third(rows: Iterable[tuple[int, int, int, float]]) -> float | None:
    """Return the mean share of third answers over the years with both wordings, or None where there is no such year."""
    by_year: dict[int, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    for year, _, sign, share in rows:
        by_year[year][sign].append(share)
    both = [100.0 - np.mean(sides[1]) - np.mean(sides[-1]) for _, sides in sorted(by_year.items()) if len(sides) == 2]
    return max(float(np.mean(both)), 0.0) if both else None


def third_of(key: Key, thirds: Mapping[Key, float], measure: str) -> float:
    """Return a series' share of third answers: its own, else the mean of its observer's, else what is usual for the measure."""
    if key in thirds:
        return thirds[key]
    others = [
        share
        for other, share in sorted(thirds.items())
        if (other.observer, other.question) == (key.observer, key.question)
    ]
    found = find_measure(measure)
    return float(np.mean(others)) if others else USUAL["none" if found is None else found.third_answer]


def _series(key: Key, rows: list[tuple[int, int, int, float]], third: float) -> Series:
    """Return yearly means of a key's rows."""
    by_year: dict[int, list[tuple[float, float]]] = defaultdict(list)
    months = [(month - 0.5) / 12.0 for _, month, _, _ in rows if month]
    season = float(np.mean(sorted(months))) if months else MIDDLE
    for year, month, sign, share in sorted(rows):
        value = share if sign > 0 else 100.0 - share - third
        by_year[year].append((year + ((month - 0.5) / 12.0 if month else season), value))
    years = sorted(by_year)
    means = np.array([np.mean(by_year[year], axis=0) for year in years]).reshape(-1, 2)
    return Series(key, np.array(years), means[:, 0], np.clip(means[:, 1], 0.0, 100.0), third, season)
