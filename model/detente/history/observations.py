"""Survey values as the measurement model sees them: one signed logit per value, with its time, dyad and question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from detente.history.measures import find_measure
from detente.world.arrays import Array

LEAST, MOST = 0.005, 0.995
MIDDLE = 0.5


class Observations(NamedTuple):
    """What was asked, when and of whom; arrays of one entry a value, [n].

    `time` in years, `observer` and `target` names, `question` and `sign` of the wording, `after` whether the question's
    mode had changed, `sample` the typical number asked, `value` the answer on the side that rises with trust as a logit
    (NaN where it is only requested).
    """

    time: Array
    observer: Array
    target: Array
    question: Array
    sign: Array
    after: Array
    sample: Array
    value: Array

    def chosen(self, which: Array) -> Observations:
        """Return some of the entries, by a mask or positions."""
        return Observations(*(column[which] for column in self))

    def __add__(self, other: Observations) -> Observations:  # type: ignore[override]
        """Return these entries and then the others."""
        return Observations(*(np.concatenate(pair) for pair in zip(self, other, strict=True)))


def logit(share: Array) -> Array:
    """Return the log odds of shares, kept away from 0 and 1."""
    inside = np.clip(share, LEAST, MOST)
    return np.log(inside / (1.0 - inside))


def seasons(frame: pd.DataFrame) -> dict[str, float]:
    """Return the part of the year in which each question is usually put, where months are known."""
    dated = frame[frame["month"] > 0]
    return {str(q): float((group.mean() - 0.5) / 12.0) for q, group in dated.groupby("question")["month"]}


def observations(frame: pd.DataFrame, usual: dict[str, float] | None = None) -> Observations:
    """Return survey rows (or requests, without `share`) as observations; `usual` are the seasons of questions."""
    usual = seasons(frame) if usual is None else usual
    month = frame["month"].to_numpy(float)
    season = np.array([usual.get(str(question), MIDDLE) for question in frame["question"]])
    time = frame["year"].to_numpy(float) + np.where(month > 0, (month - 0.5) / 12.0, season)
    sign = frame["sign"].to_numpy(float)
    share = frame["share"].to_numpy(float) / 100.0 if "share" in frame else np.full(len(frame), np.nan)
    found = [find_measure(str(name)) for name in frame["measure"]]
    breaks = np.array([np.inf if m is None or m.level_break is None else m.level_break for m in found], float)
    sample = np.array([1000 if m is None else m.sample_size for m in found], float)
    names = [np.array([str(x) for x in frame[c]], object) for c in ("observer", "target", "question")]
    return Observations(time, *names, sign, time >= breaks, sample, sign * logit(share))


def dyads_of(seen: Observations) -> tuple[tuple[str, str], ...]:
    """Return the directed dyads that are asked about, sorted."""
    return tuple(sorted(set(zip(seen.observer, seen.target, strict=True))))


def position(names: Sequence[tuple[str, str]], seen: Observations) -> Array:
    """Return the place of each entry's dyad among `names`, -1 where it is not there."""
    at = {name: k for k, name in enumerate(names)}
    return np.array([at.get(pair, -1) for pair in zip(seen.observer, seen.target, strict=True)], int)
