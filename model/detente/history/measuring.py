"""The measurement model: how surveys see trust, and what they say of the mood that events do not explain.

answer (logit, favourable side) = offsets + scale of the question x (movement of the model's logit trust + unexplained mood)
+ errors.  All offsets, moods and errors are normal, so that surveys seen condition surveys asked for in closed form.
Unexplained mood is the sum of three stationary processes (of the dyad, of its target, of its observer), each forgotten
with one half-life; what it says of a state ends in part with that state's leaders.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from detente.compiled import jit
from detente.history.observations import Observations
from detente.history.unknowns import fixed
from detente.world.arrays import Array

SCALED = ("cabinet", "genron", "pew")
FULL_BREAK = 4.0
"""The intensity of a change of leaders at which the whole share `renewal` is lost."""
DYAD, TARGET, OBSERVER, QUESTION, SERIES, CHANGED = 1, 2, 4, 8, 16, 32


class Frame(NamedTuple):
    """What two entries have in common: everything about covariances that does not depend on the unknowns.

    `apart` [n, n] years between them, `breaks` [n, n] changes of leaders of their common target between them (1: full),
    `shared` [n, n] bits of what is the same, `sampling` [n] variance of each sample (logit squared), `questions` [n].
    """

    apart: Array
    breaks: Array
    shared: Array
    sampling: Array
    questions: Array


def frame(entries: Observations, renewals: Sequence[tuple[date, str, int]]) -> Frame:
    """Return the frame of some entries; `renewals` are the changes of leaders (day, state, intensity)."""
    observer, target, question = (_equal(getattr(entries, name)) for name in ("observer", "target", "question"))
    dyad = observer & target
    shared = (
        DYAD * dyad + TARGET * target + OBSERVER * observer + QUESTION * question + SERIES * (dyad & question)
        + CHANGED * (question & entries.after[:, None] & entries.after[None, :])
    ).astype(np.uint8)  # fmt: skip
    share = 1.0 / (1.0 + np.exp(-np.nan_to_num(entries.value)))
    sampling = fixed("design_effect") / (entries.sample * np.maximum(share * (1.0 - share), 0.02))
    apart = np.abs(entries.time[:, None] - entries.time[None, :])
    return Frame(apart, _breaks(entries, renewals), shared, sampling, entries.question)


def _equal(column: Array) -> Array:
    return column[:, None] == column[None, :]  # type: ignore[no-any-return]


def _breaks(entries: Observations, renewals: Sequence[tuple[date, str, int]]) -> Array:
    """Return how many full changes of leaders of their common target lie between two entries, [n, n]."""
    found = np.zeros((len(entries.time), len(entries.time)))
    for day, state, intensity in renewals:
        when = day.year + (day.timetuple().tm_yday - 1) / 365.25
        about, before = entries.target == state, entries.time < when
        parted = before[:, None] != before[None, :]
        found += intensity / FULL_BREAK * (parted & about[:, None] & about[None, :])
    return found


def covariance(common: Frame, value: Mapping[str, float]) -> Array:
    """Return the covariance of entries [n, n] (logit squared), without the errors of their samples."""
    size = np.array([value["dyad_sd"], value["target_sd"], value["observer_sd"], fixed("wording_sd"),
                     value["question_sd"], fixed("break_sd"), value["offset_sd"]]) ** 2  # fmt: skip
    out = np.empty_like(common.apart)
    _fill(common.apart, common.breaks, common.shared, scales(common.questions, value), size,
          np.log(2.0) / value["half_life"], -np.log(1.0 - value["renewal"]), out)  # fmt: skip
    return out


@jit
def _fill(apart, breaks, shared, scale, size, forgotten, lost, out):  # type: ignore[no-untyped-def]
    """Write the covariance, symmetric; see `covariance` for its terms."""
    for i in range(out.shape[0]):
        for j in range(i + 1):
            bits = shared[i, j]
            mood = 0.0
            if bits & (TARGET | OBSERVER):
                kept = np.exp(-forgotten * apart[i, j])
                about = kept * np.exp(-lost * breaks[i, j]) if breaks[i, j] > 0.0 else kept
                mood += size[0] * about if bits & DYAD else 0.0
                mood += size[1] * about if bits & TARGET else 0.0
                mood += size[2] * kept if bits & OBSERVER else 0.0
            lasting = size[6] if bits & DYAD else 0.0
            lasting += size[3] if bits & QUESTION else 0.0
            lasting += size[4] if bits & SERIES else 0.0
            lasting += size[5] if bits & CHANGED else 0.0
            out[i, j] = scale[i] * scale[j] * mood + lasting
            out[j, i] = out[i, j]


def errors(common: Frame, value: Mapping[str, float]) -> Array:
    """Return the variance of each survey's own error, [n]: its sample and what lies beyond."""
    return common.sampling + value["noise_sd"] ** 2


def scales(questions: Array, value: Mapping[str, float]) -> Array:
    """Return how far each entry's question follows the model's logit, [n]."""
    table = {name: value[f"scale_{name}"] for name in SCALED}
    return np.array([table.get(str(question), 1.0) for question in questions])
