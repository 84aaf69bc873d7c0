"""Numerical conventions of ODD 7.1 with the functions of the standard library."""

from __future__ import annotations

import math


def exp(x: float) -> float:
    return math.exp(-40.0 if x < -40.0 else 40.0 if x > 40.0 else x)


def forgotten(x: float) -> float:
    return -math.expm1(-40.0 if x > 40.0 else -x)


def log(x: float) -> float:
    return math.log(x if x > 1e-30 else 1e-30)


def logistic(x: float) -> float:
    return 1.0 / (1.0 + exp(-x))


def logit(p: float) -> float:
    q = clip(p, 1e-9, 1.0 - 1e-9)
    return log(q / (1.0 - q))


def clip(x: float, low: float, high: float) -> float:
    return low if x < low else high if x > high else x


def decay(dt: float, half_life: float) -> float:
    """Share forgotten in `dt`; all of it (but e^-40) at a half-life of 0."""
    return forgotten(dt * math.log(2.0) / half_life if half_life > 0.0 else 40.0)


def reach(dt: float, half_life: float) -> float:
    """Effective years of a constant rate against decay; 0 at a half-life of 0."""
    if half_life <= 0.0:
        return 0.0
    x = dt * math.log(2.0) / half_life
    return dt if x <= 1e-12 else dt * forgotten(x) / x
