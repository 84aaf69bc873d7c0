"""The measurement model: how surveys see trust, and what they say of the mood that events do not explain.

answer (signed logit) = offsets + scale of the question x (logit trust of the model + unexplained mood) + errors.
All offsets, moods and errors are normal, so that surveys seen condition surveys asked for in closed form.  Unexplained
mood is the sum of three stationary processes (of the dyad, of its target, of its observer), each forgotten with one
half-life; what it says of a state ends in part with that state's leaders.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from detente.history.observations import Observations
from detente.history.unknowns import fixed
from detente.world.arrays import Array

SCALED = ("cabinet", "genron", "pew")
FULL_BREAK = 4.0
"""The intensity of a change of leaders at which the whole share `renewal` is lost."""


class Frame(NamedTuple):
    """What two entries have in common, [n, n]: everything about covariances that does not depend on the unknowns."""

    apart: Array
    breaks: Array
    dyad: Array
    target: Array
    observer: Array
    question: Array
    wording: Array
    side: Array
    wave: Array
    changed: Array
    sampling: Array
    questions: Array


def frame(seen: Observations, renewals: Sequence[tuple[date, str, int]]) -> Frame:
    """Return the frame of some entries; `renewals` are the changes of leaders (day, state, intensity)."""
    same = {name: _equal(getattr(seen, name)) for name in ("observer", "target", "question", "sign")}
    dyad = same["observer"] & same["target"]
    apart = np.abs(seen.time[:, None] - seen.time[None, :])
    question = dyad & same["question"]
    share = 1.0 / (1.0 + np.exp(-np.nan_to_num(seen.value)))
    sampling = fixed("design_effect") / (seen.sample * np.maximum(share * (1.0 - share), 0.02))
    changed = same["question"] & seen.after[:, None] & seen.after[None, :]
    parts = (dyad, same["target"], same["observer"], question, same["question"] & same["sign"],
             question & same["sign"], question & (apart < 1e-6), changed)  # fmt: skip
    return Frame(apart, _breaks(seen, renewals), *(part.astype(float) for part in parts), sampling, seen.question)


def _equal(column: Array) -> Array:
    return column[:, None] == column[None, :]  # type: ignore[no-any-return]


def _breaks(seen: Observations, renewals: Sequence[tuple[date, str, int]]) -> Array:
    """Return how many full changes of leaders of their common target lie between two entries, [n, n]."""
    found = np.zeros((len(seen.time), len(seen.time)))
    for day, state, intensity in renewals:
        when = day.year + (day.timetuple().tm_yday - 1) / 365.25
        about, before = seen.target == state, seen.time < when
        parted = before[:, None] != before[None, :]
        found += intensity / FULL_BREAK * (parted & about[:, None] & about[None, :])
    return found


def covariance(common: Frame, value: Mapping[str, float]) -> Array:
    """Return the covariance of entries [n, n] (logit squared), without the errors of their samples."""
    scale = scales(common.questions, value)
    kept = np.exp(-np.log(2.0) / value["half_life"] * common.apart + np.log(1.0 - value["renewal"]) * common.breaks)
    mood = kept * (
        value["dyad_sd"] ** 2 * common.dyad
        + value["target_sd"] ** 2 * common.target
        + value["observer_sd"] ** 2 * common.observer
    )
    lasting = (
        value["offset_sd"] ** 2 * common.dyad
        + value["question_sd"] ** 2 * common.question
        + fixed("wording_sd") ** 2 * common.wording
        + fixed("side_sd") ** 2 * common.side
        + fixed("wave_sd") ** 2 * common.wave
        + fixed("break_sd") ** 2 * common.changed
    )
    return scale[:, None] * scale[None, :] * mood + lasting


def errors(common: Frame, value: Mapping[str, float]) -> Array:
    """Return the variance of each survey's own error, [n]: its sample and what lies beyond."""
    return common.sampling + value["noise_sd"] ** 2


def scales(questions: Array, value: Mapping[str, float]) -> Array:
    """Return how far each entry's question follows the model's logit, [n]."""
    table = {name: value[f"scale_{name}"] for name in SCALED}
    return np.array([table.get(str(question), 1.0) for question in questions])
