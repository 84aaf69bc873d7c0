"""Reading an act: which draw turns it into what, at the very border, and the news that the reading is."""

from __future__ import annotations

import numpy as np
import pytest
from passes import parameters

from detente.mechanisms.perception import perceive

M, BIAS = 0.25, 0.75  # worse by less than 0.375 of a cooperative act, better by less than 0.125 of a pressing one


def read(act: float, draw: float, step: float = 1.0) -> tuple[float, float, float]:
    """Return the act seen, and whether it is good or bad news."""
    out = [np.zeros(2) for _ in range(3)]
    p = parameters(hostile_bias=BIAS, misreading_step=step)
    perceive(np.full(2, act), np.full(2, M), np.full(2, draw), np.array([1.0, 0.0]), p, *out)
    assert [part[1] for part in out] == [0.0, 0.0, 0.0], "nothing is seen where there is no dyad"
    return float(out[0][0]), float(out[1][0]), float(out[2][0])


@pytest.mark.parametrize(
    ("act", "draw", "seen"),
    [
        (1, 0.37, 0), (1, 0.375, 1), (1, 0.9, 1), (-1, 0.12, 0), (-1, 0.125, -1), (-1, 0.9, -1),
        (0, 0.18, -1), (0, 0.1875, 1), (0, 0.24, 1), (0, 0.25, 0), (0, 0.9, 0),
    ],
)  # fmt: skip
def test_which_draw_reads_what(act: float, draw: float, seen: float) -> None:
    """Of holding the share 3/4 of a quarter is misread for the worse; a draw at the border itself reads right."""
    assert read(act, draw) == (seen, float(seen == 1), float(seen == -1))


@pytest.mark.parametrize(
    ("act", "draw", "seen"), [(1, 0.37, -1), (1, 0.375, 1), (-1, 0.12, 1), (-1, 0.125, -1), (0, 0.1, -1)]
)
def test_with_two_acts_opposites_are_confused(act: float, draw: float, seen: float) -> None:
    assert read(act, draw, step=2.0) == (seen, float(seen == 1), float(seen == -1))
