"""Thresholds: where a mean difference rises to a margin for good, and how sure that is over futures."""

from __future__ import annotations

import numpy as np
import pytest

from detente.analysis.thresholds import threshold
from detente.errors import UsageError

X = np.array([0.0, 1.0, 2.0, 3.0])


def test_the_crossing_of_a_straight_line_is_exact() -> None:
    found = threshold(X, np.tile(X - 1.25, (8, 1)))
    assert found.at == pytest.approx(1.25)
    assert (found.low, found.high) == (pytest.approx(1.25), pytest.approx(1.25))
    assert found.reached == 1.0
    assert threshold(X, np.tile(X - 1.25, (8, 1)), margin=0.5).at == pytest.approx(1.75)
    assert threshold(X[::-1], np.tile((X - 1.25)[::-1], (8, 1))).at == pytest.approx(1.25)  # in any order


def test_a_dip_further_on_counts() -> None:
    assert threshold(X, [[1.0, -1.0, 1.0, 1.0]]).at == pytest.approx(1.5)


def test_never_and_always_are_said_in_words() -> None:
    never, always = threshold(X, np.full((5, 4), -1.0)), threshold(X, np.full((5, 4), 1.0))
    assert never.at == np.inf
    assert "beyond the range" in never.words()
    assert never.reached == 0.0
    assert always.at == -np.inf
    assert "below the range" in always.words()
    assert always.reached == 1.0


def test_the_range_covers_the_true_crossing_as_often_as_it_says() -> None:
    """Of 200 made-up sweeps, about 90 % must have the true crossing, 1.5, in their range; the margin is fixed at 80 %."""
    draws = np.random.default_rng(7)
    hits = 0
    for k in range(200):
        luck = draws.normal(0.0, 0.5, (30, 1))
        found = threshold(X, X - 1.5 + luck, seed=k)
        hits += found.low <= 1.5 <= found.high
    assert 0.80 <= hits / 200 <= 0.97


@pytest.mark.parametrize("shape", [(4,), (3, 3), (0, 4)])
def test_shapes_that_do_not_fit_are_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(UsageError, match="differences by future and value"):
        threshold(X, np.zeros(shape))
