"""Find the stable configurations and how many descents end in each: all of them, or from sampled starts."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from detente.compiled import process_key, words
from detente.errors import UsageError
from detente.landscapes.kernel import descend, first_moves, settle
from detente.landscapes.problem import Problem
from detente.world.arrays import Array

LOW_BITS = 12
BLOCK = 4096
"""Starts that are drawn and moved at once, so that memory does not grow with their number."""
MOST_STABLE = 100_000


class Found(NamedTuple):
    """Stable configurations as signs [m, n] (actors sorted by name), and how many descents end in each, [m].

    `shared` counts configurations in which several moves were equally steep (None where starts were sampled).
    """

    signs: Array
    basins: Array
    shared: int | None


def enumerated(problem: Problem) -> Found:
    """Return all stable configurations of a problem, with exact basins; needs 9 bytes per configuration."""
    n = len(problem.actors)
    moves = np.empty(1 << (n - 1), np.int8)
    low, high = _pulls(problem)
    best = np.empty((2, low.shape[1]))
    shared = first_moves(low, high, problem.sizes, problem.tolerance, problem.slack, best, moves)
    stable = np.flatnonzero(moves < 0)
    if len(stable) > MOST_STABLE:
        raise UsageError(
            f"{len(stable):,} of {len(moves):,} configurations are stable; at most {MOST_STABLE:,} are listed: too many "
            "propensities or sizes are zero, so that actors have no preference"
        )
    ends, basins = np.full(moves.size, -1, np.int32), np.zeros(moves.size, np.int32)
    settle(moves, n, ends, basins)
    return Found(np.hstack((_signs(stable, n - 1), np.ones((len(stable), 1)))), basins[stable], int(shared))


def sampled(problem: Problem, starts: int, seed: int) -> Found:
    """Return the stable configurations in which descents from random starts end, and how often they do."""
    n, counted = len(problem.actors), dict[bytes, int]()
    weights, scratch = problem.weights, np.empty(n)
    key = process_key(seed, "landscape")
    for first in range(0, starts, BLOCK):
        signs = _starts(n, first, min(BLOCK, starts - first), key)
        descend(signs, weights, problem.sizes, problem.tolerance, problem.slack, scratch)
        signs *= signs[:, -1:]  # a configuration and its mirror image are one
        rows, times = np.unique(np.packbits(signs > 0, axis=1), axis=0, return_counts=True)
        for row, count in zip(rows, times, strict=True):
            counted[row.tobytes()] = counted.get(row.tobytes(), 0) + int(count)
    packed = np.frombuffer(b"".join(sorted(counted)), np.uint8).reshape(len(counted), -1)
    signs = np.unpackbits(packed, axis=1, count=n) * 2.0 - 1.0
    return Found(signs, np.array([counted[name] for name in sorted(counted)]), None)


def _starts(n: int, first: int, count: int, key: Array) -> Array:
    """Return random configurations [count, n], keyed by the number of the start and of the actor."""
    at, actor = np.divmod(np.arange(count * n, dtype=np.uint64), np.uint64(n))
    drawn = np.empty((4, at.size))
    words(at + np.uint64(first), actor, np.uint64(0), np.uint64(0), key, drawn)
    return np.where(drawn[0] < 0.5, 1.0, -1.0).reshape(count, n)


def _signs(numbers: Array, bits: int) -> Array:
    """Return configurations given as numbers as signs [m, bits]: a bit of 0 is 1, a bit of 1 is -1."""
    return 1.0 - 2.0 * ((numbers[:, None] >> np.arange(bits)) & 1)


def _pulls(problem: Problem) -> tuple[Array, Array]:
    """Return sum_j s_j p_kj x_j over the lower bits [n, 2^L] and over the higher and the last actor [n, 2^H]."""
    n, weights = len(problem.actors), problem.weights
    split = min(n - 1, LOW_BITS)
    parts = []
    for start, stop in ((0, split), (split, n - 1)):
        signs = _signs(np.arange(1 << (stop - start)), stop - start)
        table = np.zeros((n, len(signs)))
        for j in range(start, stop):  # added in order, so that the same numbers give the same bits anywhere
            table += weights[:, j, None] * signs[None, :, j - start]
        parts.append(table)
    return parts[0], parts[1] + weights[:, n - 1, None]
