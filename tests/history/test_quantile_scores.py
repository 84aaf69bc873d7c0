"""CRPS of a forecast given by quantiles: closed forms, definition, laws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from detente.history.quantiles import LEVELS, REACH, crps, crps_of, with_tails

SHARE = st.floats(0.0, 100.0, allow_subnormal=False)
FORECAST = st.lists(SHARE, min_size=5, max_size=5).map(sorted)


def normal_crps(z: float) -> float:
    """Return the CRPS of a standard normal forecast."""
    return float(z * (2 * norm.cdf(z) - 1) + 2 * norm.pdf(z) - 1 / np.sqrt(np.pi))


@pytest.mark.parametrize("z", [0.0, 0.5, -1.0, 3.0])
def test_many_quantiles_of_a_normal_reach_its_closed_form(z: float) -> None:
    levels = np.linspace(0.0, 1.0, 4001)[1:-1]
    knots = np.concatenate([[-6.0], norm.ppf(levels), [6.0]])[None]
    found = crps(knots, np.concatenate([[0.0], levels, [1.0]]), np.array([z]))
    assert found[0] == pytest.approx(normal_crps(z), abs=1e-4)
    if z == 0.0:
        assert found[0] == pytest.approx(0.233695, abs=1e-4)


@pytest.mark.parametrize("z", [0.0, 0.7, 1.5, 3.0])
def test_five_quantiles_of_a_normal_come_near_it(z: float) -> None:
    found = crps_of(norm.ppf(LEVELS)[None], np.array([z]), -50.0, 50.0)
    assert found[0] == pytest.approx(normal_crps(z), abs=0.03)


def test_a_tail_has_the_mean_of_a_normals() -> None:
    ends = with_tails(norm.ppf(LEVELS)[None], -50.0, 50.0)[0]
    assert (ends[0] + ends[1]) / 2 == pytest.approx(-norm.pdf(norm.ppf(0.05)) / 0.05, abs=1e-3)
    assert 0.86 < REACH < 0.862


@given(FORECAST, SHARE)
def test_it_is_the_integral_it_is_said_to_be(forecast: list[float], y: float) -> None:
    knots = with_tails(np.array([forecast]))[0]
    levels = np.array([0.0, *LEVELS, 1.0])
    grid = np.linspace(-1.0, 101.0, 40_001)
    right = np.searchsorted(knots, grid, side="right")
    inside = np.clip(right, 1, 6)
    low, high = knots[inside - 1], knots[inside]
    part = np.divide(grid - low, high - low, out=np.zeros_like(grid), where=high > low)
    below = np.where(
        right == 0, 0.0, np.where(right == 7, 1.0, levels[inside - 1] + part * (levels[inside] - levels[inside - 1]))
    )
    by_sum = np.trapezoid((below - (grid >= y)) ** 2, grid)
    assert crps_of(np.array([forecast]), np.array([y]))[0] == pytest.approx(by_sum, abs=0.02)


@given(FORECAST, SHARE)
def test_turning_forecast_and_value_round_changes_nothing(forecast: list[float], y: float) -> None:
    quantiles = np.array([forecast])
    turned = crps_of(100.0 - quantiles[:, ::-1], np.array([100.0 - y]))
    assert turned[0] == pytest.approx(crps_of(quantiles, np.array([y]))[0], abs=1e-9)


@given(SHARE, SHARE)
def test_a_certain_forecast_scores_its_distance(told: float, y: float) -> None:
    assert crps_of(np.full((1, 5), told), np.array([y]))[0] == pytest.approx(abs(told - y), abs=1e-9)


@given(FORECAST, SHARE)
def test_it_is_never_below_zero_nor_above_the_farthest_end(forecast: list[float], y: float) -> None:
    found = crps_of(np.array([forecast]), np.array([y]))[0]
    assert -1e-12 <= found <= 100.0
