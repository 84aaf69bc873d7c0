"""Capability alone: Richardson's arms race, and the contest function."""

from __future__ import annotations

from typing import Any

import numpy as np

from detente.compiled import forgotten
from detente.docking.expected import expected, rows_of
from detente.docking.passes import W, flat, mask_of, parameters, square, zeros
from detente.mechanisms.capability import build, grown, pressure, total_of
from detente.mechanisms.threat import power, reach_of, strengths
from detente.world.arrays import Array

ONE_DOMAIN = {
    "weight_conventional": 1.0, "weight_maritime": 0.0, "weight_missile_defence": 0.0, "weight_cyber": 0.0,
    "weight_space": 0.0,
}  # fmt: skip


def race(
    start: Array, felt: Array, planned: Array, p: Any, dt: float, steps: int, drive0: Array | None = None
) -> Array:
    """Return capability of states in one domain after some steps; `felt` is the threat matrix, passed through as given."""
    n = len(start)
    now, plan = zeros(5 * W), zeros(5 * W)
    now[:n], plan[:n] = start, planned
    growing, lever, totals, drive = zeros(W), np.zeros((5, W)), zeros(W), zeros(W)
    grown(zeros(W), dt, growing)
    for _ in range(steps):
        out, out_plan = zeros(5 * W), zeros(5 * W)
        total_of(now, p, W, totals)
        pressure(flat(felt), totals, n, W, drive)
        build(
            now, plan, drive, zeros(W) if drive0 is None else drive0, growing, lever, zeros(W), p, dt, W, out, out_plan,
            None, 0,
        )  # fmt: skip
        now, plan = out, out_plan
    return now[:n]


def published_race(dt: float, *, exact: bool) -> tuple[Array, Array, Any]:
    """Return threat, plans and parameters of k=.3 l=.2 a=.5 b=.4 g=1 h=2.

    One fatigue serves both states: the second's own weight on the diagonal of threat makes up a - b = 0.1.
    """
    rate = forgotten(0.5 * dt) / dt if exact else 0.5  # what stands for the fatigue in a step of this length
    p = parameters(**ONE_DOMAIN, arms_reaction=0.3 * rate / 0.5, arms_fatigue=0.5)
    return np.array([[0.0, 1.0], [0.2 / 0.3, 0.1 / 0.3]]), np.array([1 / 0.5, 2 / 0.5]), p


def race_rest() -> Array:
    """Return where the published race of two states comes to rest, by quarters."""
    felt, plans, p = published_race(0.25, exact=True)
    return race(np.array([1.0, 20.0]), felt, plans, p, 0.25, 640)


def totals_1909() -> Array:
    """Return the printed yearly totals of the four budgets, million pounds."""
    return np.array([float(row["total"]) for row in rows_of("richardson_1909_1913")])


def regression_1909() -> tuple[float, float]:
    """Return the slope (per year) and the zero-change level (million pounds) of yearly change on the mid-year total."""
    totals = totals_1909()
    slope, level = np.polyfit((totals[1:] + totals[:-1]) / 2, np.diff(totals), 1)
    return float(slope), float(-level / slope)


def race_1909() -> Array:
    """Return the totals that the race reaches year by year from that of 1909, with the published slope and level."""
    slope, level = (expected()[key].numbers[0] for key in ("V-RI-01", "V-RI-02"))
    totals = totals_1909()
    p = parameters(**ONE_DOMAIN, arms_reaction=slope + 0.2, arms_fatigue=0.2)
    felt, half = np.array([[0.0, 1.0], [1.0, 0.0]]), np.full(2, totals[0] / 2)
    balanced = zeros(W)
    balanced[:2] = level / 2  # where reaction and fatigue cancel
    years = range(len(totals))
    return np.array([race(half, felt, np.full(2, level / 2), p, 0.01, 100 * y, balanced).sum() for y in years])


def settles(k: float, ratio: float, a: float, own: float) -> tuple[bool, bool]:
    """Return whether a race settles, and whether fatigue outweighs reaction in it (a b > k l)."""
    b, other = a * (1 - 0.5 * own), k * ratio
    p = parameters(**ONE_DOMAIN, arms_reaction=k, arms_fatigue=a)
    felt, start = np.array([[0.0, 1.0], [ratio, (a - b) / k]]), np.ones(2)
    early = np.abs(race(start, felt, start, p, 0.05, 40) - start).max()
    late = race(start, felt, start, p, 0.05, 1200)
    speed = np.abs(race(late, felt, start, p, 0.05, 40) - late).max()
    return bool(speed < early), a * b > k * other


def contest(exponent: float) -> Array:
    """Return the share that each of two states of strengths 1 and 2 would win, at 1,000 km without allies, [2, 2]."""
    p = parameters(**ONE_DOMAIN, contest_exponent=exponent, nuclear_weight=0.0)
    capability, strength, near, out = zeros(5 * W), zeros(W), zeros(), zeros()
    capability[:2] = 1.0, 2.0
    strengths(capability, zeros(W), p, W, strength)
    reach_of(np.full(W * W, 1000.0), mask_of(2), p, near)
    power(near, np.tile(strength, W), np.repeat(strength, W), zeros(), mask_of(2), p, out)
    return square(out, 2)
