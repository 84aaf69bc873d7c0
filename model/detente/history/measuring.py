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

    `gaps` the distinct years between entries and `apart` [n, n] which of them lies between two; `changes` the distinct
    counts of changes of leaders (1: full) and `breaks` [n, n] which of them lies between two of one target: few exponentials
    serve many pairs.  `shared` [n, n] bits of what is the same, `sampling` [n] variance of each sample (logit squared),
    `questions` [n].
    """

    gaps: Array
    apart: Array
    changes: Array
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
    return Frame(*_distinct(apart), *_distinct(_breaks(entries, renewals)), shared, sampling, entries.question)


def _distinct(table: Array) -> tuple[Array, Array]:
    """Return the distinct values of a table, and which of them stands where, [n, n]."""
    found, at = np.unique(np.round(table, 12), return_inverse=True)
    return found, at.reshape(table.shape).astype(np.int32)


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


def covariance(common: Frame, value: Mapping[str, float], half: bool = False) -> Array:
    """Return the covariance of entries [n, n] (logit squared), without the errors of their samples.

    `half`: the lower triangle alone (above it anything), which is all that a Cholesky factor reads.
    """
    n, bits = len(common.questions), np.arange(CHANGED * 2)
    out = np.empty((n, n))

    def where(bit: int, size: float) -> Array:
        return np.where(bits & bit, size**2, 0.0)

    lasting = where(DYAD, value["offset_sd"]) + where(QUESTION, fixed("wording_sd"))
    lasting += where(SERIES, value["question_sd"]) + where(CHANGED, fixed("break_sd"))
    about = where(DYAD, value["dyad_sd"]) + where(TARGET, value["target_sd"])
    kept = np.exp(-np.log(2.0) / value["half_life"] * common.gaps)
    renewed = np.exp(np.log(1.0 - value["renewal"]) * common.changes)
    _fill(common.apart, common.breaks, common.shared, scales(common.questions, value), kept, renewed,
          about, where(OBSERVER, value["observer_sd"]), lasting, half, out)  # fmt: skip
    return out.T


@jit
def _fill(apart, breaks, shared, scale, kept, renewed, about, generally, lasting, half, out):  # type: ignore[no-untyped-def]
    """Write scale_i scale_j kept (about x renewed + generally) + lasting; sizes by the bits of what two entries share."""
    n = out.shape[0]
    for i in range(n):
        for j in range(i, n):
            bits = shared[i, j]
            mood = kept[apart[i, j]] * (about[bits] * renewed[breaks[i, j]] + generally[bits])
            out[i, j] = scale[i] * scale[j] * mood + lasting[bits]
            if not half:
                out[j, i] = out[i, j]


def errors(common: Frame, value: Mapping[str, float]) -> Array:
    """Return the variance of each survey's own error, [n]: its sample and what lies beyond."""
    return common.sampling + value["noise_sd"] ** 2


def scales(questions: Array, value: Mapping[str, float]) -> Array:
    """Return how far each entry's question follows the model's logit, [n]."""
    out = np.ones(len(questions))
    for name in SCALED:
        out[questions == name] = value[f"scale_{name}"]
    return out
