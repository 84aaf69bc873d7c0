"""Alignment and stances against structural balance (Marvel et al.), DeGroot and Friedkin-Johnsen."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from passes import W, expected, flat, parameters, zeros

from detente.docking.balance import SCALE, X0, end_of, flow, gaussian, gaussian_end, refined
from detente.docking.influence import example, example_limit, spread
from detente.mechanisms.alignment import heard, innate_stances


def test_marvel_structural_balance() -> None:
    """Docking level: numerical (V-SB-01, 02, 03): X' = X^2 from the published start; X(t) = X(0)(I - X(0)t)^-1."""
    values = expected()
    found, rough = refined(0.4)
    assert found[0, 1] == pytest.approx(values["V-SB-03"].numbers[0], abs=values["V-SB-03"].tolerance)
    assert found == pytest.approx(X0 @ np.linalg.inv(np.eye(4) - 0.4 * X0), abs=1e-6)
    # The largest eigenvalue grows as 1 / (t* - t), so that any moment tells the time of blow-up.
    assert end_of(found, 0.4) == pytest.approx(values["V-SB-02"].numbers[0], abs=1e-7)
    assert 1 / end_of(refined(0.1)[0], 0.1) == pytest.approx(values["V-SB-01"].numbers[0], abs=1e-7)
    errors = [abs(x[0, 1] - found[0, 1]) for x in rough]
    assert all(1.7 < a / b < 2.3 for a, b in pairwise(errors[2:])), "first order in the step"


def test_marvel_ends_in_two_factions() -> None:
    """Docking level: relational.  Run into the bounds: the signs are those of the leading eigenvector, two hostile camps."""
    found = flow(X0, 2.0, 4000) * SCALE
    leading = np.linalg.eigh(X0)[1][:, -1]
    assert np.array_equal(np.sign(found), np.sign(np.outer(leading, leading)))
    assert np.abs(found) == pytest.approx(1.0, abs=1e-12)


def test_marvel_one_friendly_bloc_from_a_kind_start() -> None:
    """Docking level: relational.  With a positive mean large against the spread, harmony wins."""
    rng = np.random.default_rng(3)
    start = rng.normal(1.0, 0.3, (6, 6))
    start = (start + start.T) / 2 * (1 - np.eye(6))
    assert np.all(flow(start, 3.0, 4000) * SCALE == pytest.approx(1.0, abs=1e-12))


@pytest.mark.parametrize("seed", [1, 2])
def test_marvel_blow_up_of_a_random_start(seed: int) -> None:
    """Docking level: numerical against 1 / lambda1 of the same start; near 1 / (2 sqrt n) (V-SB-04, of 200 states).

    Over 40 starts of 200 states 2 sqrt(n) / lambda1 has a mean of 1.025 and a spread of 0.020: tolerance three spreads.
    """
    end = gaussian_end(200, seed)
    assert end * float(np.linalg.eigvalsh(gaussian(200, seed))[-1]) == pytest.approx(1.0, abs=1e-3)
    assert end * 2 * np.sqrt(200) == pytest.approx(1.025, abs=0.06)


@pytest.mark.parametrize("rate", [1e12, 0.7])
def test_degroot_consensus(rate: float) -> None:
    """Docking level: numerical (V-DG-01).  Full susceptibility: consensus at weights 1/3, 2/3, at any rate of listening."""
    weights = np.array([[0.5, 0.5], [0.25, 0.75]])
    ours = np.array(expected()["V-DG-01"].numbers)
    start = np.array([[1, -1], [0.3, 0.9], [0, 1], [-0.2, 0.4], [-1, -1]])
    found = spread(weights, start, 200, susceptibility=1.0, influence_rate=rate)
    assert found == pytest.approx(np.repeat(start @ ours, 2).reshape(5, 2), abs=1e-12)
    if rate > 1e6:
        one = spread(weights, start, 1, susceptibility=1.0, influence_rate=rate)
        assert one == pytest.approx(start @ weights.T, abs=1e-15)


def test_friedkin_johnsen_published_example() -> None:
    """Docking level: numerical (V-FJ-01).  Each person's own susceptibility 1 - w_ii is carried by the row sums of weights."""
    row = expected()["V-FJ-01"]
    assert example_limit() == pytest.approx(row.numbers, abs=row.tolerance)


@pytest.mark.parametrize("rate", [1e12, 0.4])
def test_friedkin_johnsen_common_susceptibility(rate: float) -> None:
    """Docking level: numerical.  The limit is (I - a W)^-1 (1 - a) x0; and the given stances are found back as innate."""
    weights, start = example()
    a = 0.6
    limit = np.linalg.solve(np.eye(4) - a * weights, (1 - a) * start)
    found = spread(weights, np.tile(start, (5, 1)), 400, susceptibility=a, influence_rate=rate)
    assert found == pytest.approx(np.tile(limit, (5, 1)), abs=1e-12)
    now, innate = np.zeros((5, W)), zeros(5 * W)
    now[:, :4] = limit
    mean = zeros(6 * W)
    heard(now.ravel(), flat(weights), 4, W, mean)
    innate_stances(now.ravel(), mean, parameters(susceptibility=a), 4, W, innate)
    assert innate.reshape(5, W)[:, :4] == pytest.approx(np.tile(start, (5, 1)), abs=1e-12)


def test_a_state_without_partners_keeps_its_innate_stance() -> None:
    """Docking level: relational."""
    found = spread(np.zeros((3, 3)), np.full((5, 3), 0.4), 20, susceptibility=0.9, influence_rate=5.0)
    assert found == pytest.approx(0.4, abs=1e-15)
