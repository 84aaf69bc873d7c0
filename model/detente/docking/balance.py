"""Alignment under balance alone: Marvel's flow X' = X^2, and Antal's triads as its strongest, one-sided form."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from detente.docking.passes import PAD, flat, mask_of, parameters, square, zeros
from detente.mechanisms.alignment import alignment
from detente.world.arrays import Array
from detente.world.matrices import product

X0 = np.array([[0, 1, -1, 0.5], [1, 0, -0.5, 0.2], [-1, -0.5, 0, 0.3], [0.5, 0.2, 0.3, 0]])
SCALE = 1e-3
"""X is carried as SCALE X, so that it stays far inside the bounds -1..1; balance is divided by SCALE."""
STRONG = 1e6


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


def romberg(rough: list[Array]) -> Array:
    """Return the limit of values at steps that halve, whose error is in powers of the step."""
    table = rough
    for order in range(1, len(rough)):
        table = [b + (b - a) / (2**order - 1) for a, b in pairwise(table)]
    return table[0]


def refined(years: float) -> tuple[Array, list[Array]]:
    """Return the limit of step refinement (40 .. 1,280 steps), and the rough values."""
    rough = [flow(X0, years, 40 * 2**k) for k in range(6)]
    return romberg(rough), rough


def end_of(found: Array, years: float) -> float:
    """Return the time of blow-up that a moment tells: the largest eigenvalue grows as 1 / (t* - t)."""
    return years + 1.0 / float(np.linalg.eigvalsh(found)[-1])


def gaussian(n: int, seed: int) -> Array:
    """Return a symmetric start of Gaussian ties of unit variance, [n, n]."""
    draws = np.triu(np.random.default_rng(seed).normal(size=(n, n)), 1)
    return np.asarray(draws + draws.T)


def gaussian_end(n: int, seed: int) -> float:
    """Return the time of blow-up from a Gaussian symmetric start of unit variance, by the pass over n x n ties."""
    start = gaussian(n, seed)
    years = 0.3 / (2.0 * np.sqrt(n))
    p = parameters(alignment_lag=1e12, balance=(n - 2) / SCALE)
    none, mask, ends = zeros(n * n), np.ones(n * n), []
    for steps in (2, 4, 8):
        now = (start * SCALE).ravel()
        for _ in range(steps):
            square_n = now.reshape(n, n)
            out = zeros(n * n)
            alignment(now, none, none, none, none, none, none, none, (square_n @ square_n).ravel(), none, none, mask, p,
                      years / steps, n, out, None, 0)  # fmt: skip
            now = out
        ends.append(np.array([end_of(now.reshape(n, n) / SCALE, years)]))
    return float(romberg(ends)[0])


def triads(n: int, p: float, worlds: int, sweeps: float, seed: int) -> Array:
    """Return the share of friendly ties of each world after local triad dynamics (Antal et al. 2005), [worlds].

    A tie of an unbalanced triad is chosen as published (all three hostile: any; one hostile: that one with chance p,
    else a friendly one); the pass then moves it, with balance so strong that one third state decides alone.  The
    region itself moves all ties at once and by little: the order of moves is the only thing that is not the pass's.
    """
    rng = np.random.default_rng(seed)
    ties = np.sign(rng.random((worlds, n, n)) - 0.5)
    ties = np.triu(ties, 1) + np.transpose(np.triu(ties, 1), (0, 2, 1))
    every = np.arange(worlds)
    for _ in range(int(sweeps * n * (n - 1) / 2)):
        three = _three(n, worlds, rng)
        sides = [(three[0], three[1]), (three[1], three[2]), (three[2], three[0])]
        values = np.stack([ties[every, i, j] for i, j in sides])
        chosen = _chosen(values, p, rng)
        i, j = (np.choose(chosen, [side[k] for side in sides]) for k in (0, 1))
        third = np.choose(chosen, [three[2], three[0], three[1]])
        moved = pushed(ties[every, i, j], ties[every, i, third] * ties[every, third, j])
        moving = values.prod(axis=0) < 0
        ties[every, i, j] = ties[every, j, i] = np.where(moving, moved, ties[every, i, j])
    return np.asarray((ties > 0).sum(axis=(1, 2)) / (n * (n - 1)))


def pushed(tie: Array, through_third: Array) -> Array:
    """Return ties after the pass under overwhelming balance through one third state: friends of friends, enemies of enemies."""
    none, out = zeros(tie.size), zeros(tie.size)
    p = parameters(alignment_lag=1e12, balance=STRONG)
    alignment(tie, none, none, none, none, none, none, none, through_third, none, none, np.ones(tie.size), p, 1.0, 3, out,
              None, 0)  # fmt: skip
    return out


def _three(n: int, worlds: int, rng: np.random.Generator) -> Array:
    """Return three different states per world, [3, worlds]."""
    first = rng.integers(0, n, worlds)
    second = (first + rng.integers(1, n, worlds)) % n
    third = rng.integers(0, n - 2, worlds)
    low, high = np.minimum(first, second), np.maximum(first, second)
    third += third >= low
    third += third >= high
    return np.stack((first, second, third))


def _chosen(values: Array, p: float, rng: np.random.Generator) -> Array:
    """Return which of three ties is to move, [worlds]; means something in unbalanced triads only."""
    hostile = values.argmin(axis=0)
    friendly = (hostile + rng.integers(1, 3, hostile.size)) % 3
    one_hostile = (values < 0).sum(axis=0) == 1
    of_one = np.where(rng.random(hostile.size) < p, hostile, friendly)
    return np.asarray(np.where(one_hostile, of_one, rng.integers(0, 3, hostile.size)))
