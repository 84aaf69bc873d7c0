"""Alignment and stances against structural balance (Marvel et al.), DeGroot and Friedkin-Johnsen."""

from __future__ import annotations

import csv
from itertools import pairwise

import numpy as np
import pytest
from passes import DATA, PAD, Array, W, expected, flat, mask_of, parameters, square, zeros

from detente.mechanisms.alignment import alignment, heard, innate_stances, stances
from detente.world.matrices import product

X0 = np.array([[0, 1, -1, 0.5], [1, 0, -0.5, 0.2], [-1, -0.5, 0, 0.3], [0.5, 0.2, 0.3, 0]])
SCALE = 1e-3
"""X is carried as SCALE X, so that it stays far inside the bounds -1..1; balance is divided by SCALE."""


def flow(start: Array, years: float, steps: int) -> Array:
    """Return X after `years` of balance alone: the lag is huge, nothing else pulls, the diagonal moves as well."""
    n = len(start)
    p = parameters(alignment_lag=1e12, balance=(n - 2) / SCALE)
    mask, none = mask_of(n, diagonal=True), zeros()
    now, squares = flat(start * SCALE), zeros()
    for _ in range(steps):
        product(now, now, squares, n, PAD)
        out = zeros()
        alignment(now, none, none, none, none, none, none, none, squares, none, none, mask, p, years / steps, n, out,
                  None, 0)  # fmt: skip
        now = out
    return square(now, n) / SCALE


def refined(years: float) -> tuple[Array, list[Array]]:
    """Return the limit of step refinement (Romberg over 40 .. 1,280 steps, error in powers of dt), and the rough values."""
    rough = [flow(X0, years, 40 * 2**k) for k in range(6)]
    table = list(rough)
    for order in range(1, 6):
        table = [b + (b - a) / (2**order - 1) for a, b in pairwise(table)]
    return table[0], rough


def test_marvel_structural_balance() -> None:
    """Docking level: numerical (V-SB-01, 02, 03): X' = X^2 from the published start; X(t) = X(0)(I - X(0)t)^-1."""
    values = expected()
    found, rough = refined(0.4)
    assert found[0, 1] == pytest.approx(float(values["V-SB-03"]["value"]), abs=float(values["V-SB-03"]["tolerance"]))
    assert found == pytest.approx(X0 @ np.linalg.inv(np.eye(4) - 0.4 * X0), abs=1e-6)
    # The largest eigenvalue grows as 1 / (t* - t), so that any moment tells the time of blow-up.
    late = float(np.linalg.eigvalsh(found)[-1])
    assert 0.4 + 1 / late == pytest.approx(float(values["V-SB-02"]["value"]), abs=1e-7)
    early = float(np.linalg.eigvalsh(refined(0.1)[0])[-1])
    assert 1 / (0.1 + 1 / early) == pytest.approx(float(values["V-SB-01"]["value"]), abs=1e-7)
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


def spread(weights: Array, start: Array, steps: int, **given: float) -> Array:
    """Return stances [5, n] after some years of listening to partners; `innate` is the start."""
    n = len(weights)
    p = parameters(**given)
    innate = np.zeros((5, W))
    innate[:, :n] = start
    now = innate.ravel().copy()
    for _ in range(steps):
        out, mean = zeros(5 * W), zeros(6 * W)
        heard(now, flat(weights), n, W, mean)
        stances(now, innate.ravel(), zeros(5 * W), mean, p, 1.0, n, W, out)
        now = out
    return now.reshape(5, W)[:, :n]


@pytest.mark.parametrize("rate", [1e12, 0.7])
def test_degroot_consensus(rate: float) -> None:
    """Docking level: numerical (V-DG-01).  Full susceptibility: consensus at weights 1/3, 2/3, at any rate of listening."""
    weights = np.array([[0.5, 0.5], [0.25, 0.75]])
    ours = [eval_fraction(x) for x in expected()["V-DG-01"]["value"].split(";")]
    start = np.array([[1, -1], [0.3, 0.9], [0, 1], [-0.2, 0.4], [-1, -1]])
    found = spread(weights, start, 200, susceptibility=1.0, influence_rate=rate)
    assert found == pytest.approx(np.repeat(start @ ours, 2).reshape(5, 2), abs=1e-12)
    if rate > 1e6:
        one = spread(weights, start, 1, susceptibility=1.0, influence_rate=rate)
        assert one == pytest.approx(start @ weights.T, abs=1e-15)


def eval_fraction(text: str) -> float:
    top, bottom = text.split("/")
    return int(top) / int(bottom)


def example() -> tuple[Array, Array]:
    """Return the weights and the start (in hundreds) of the published four persons."""
    lines = (DATA / "friedkin_johnsen_example.csv").read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    weights = np.array([[float(row[f"w{k}"]) for k in range(1, 5)] for row in rows])
    return weights, np.array([float(row["x0"]) / 100 for row in rows])


def test_friedkin_johnsen_published_example() -> None:
    """Docking level: numerical (V-FJ-01).  Each person's own susceptibility 1 - w_ii is carried by the row sums of weights."""
    weights, start = example()
    open_minded = 1 - np.diag(weights)
    found = spread(weights * open_minded[:, None], np.tile(start, (5, 1)), 300, susceptibility=1.0, influence_rate=1e12)
    published = [float(x) for x in expected()["V-FJ-01"]["value"].split(";")]
    for row in found * 100:
        assert row == pytest.approx(published, abs=float(expected()["V-FJ-01"]["tolerance"]))


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
