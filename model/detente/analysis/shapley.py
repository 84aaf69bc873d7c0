"""Shapley values of a game whose value is known per run: exact over all coalitions, or by sampled permutations.

share of p = sum over coalitions S without p of |S|! (n - |S| - 1)! / n! x (v(S + p) - v(S))
           = mean over all orders of the players of what p changes when it is switched after those before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, as_completed
from math import factorial

import numpy as np

from detente.world.arrays import Array

Evaluate = Callable[[int, Array], tuple[Array, Array]]
"""Of (mask of players present, run ids): value and mask of the players that did anything, both [runs]."""
Tick = Callable[[int], None]


def shares_from(values: Array, players: int) -> Array:
    """Return the shares, [players, runs], from the value of every coalition, [2^players, runs] (row: bit mask)."""
    n = players
    weight = [factorial(s) * factorial(n - s - 1) / factorial(n) for s in range(n)]
    found = np.zeros((n, values.shape[1]))
    for p in range(n):
        for coalition in range(1 << n):
            if not coalition >> p & 1:
                gain = values[coalition | 1 << p] - values[coalition]
                found[p] += weight[coalition.bit_count()] * gain
    return found


def all_values(
    evaluate: Evaluate, players: int, runs: Array, pool: Executor, block: int, tick: Tick
) -> tuple[Array, int]:
    """Return the value of every coalition, [2^players, runs], and how many runs had to be evaluated.

    Coalitions are visited from the full one down.  A player that did nothing in a run of a coalition changes nothing
    by leaving it: that run of the smaller coalition is the same, to the bit, and need not be repeated.
    """
    many, evaluated = 1 << players, 0
    values, active = np.full((many, len(runs)), np.nan), np.zeros((many, len(runs)), np.int64)
    for size in range(players, -1, -1):
        jobs: dict[Future[tuple[Array, Array]], tuple[int, Array]] = {}
        try:
            for coalition in (c for c in range(many) if c.bit_count() == size):
                rows = _inherit(coalition, players, values, active)
                tick(len(runs) - len(rows))
                evaluated += len(rows)
                for cut in range(0, len(rows), block):
                    part = rows[cut : cut + block]
                    jobs[pool.submit(evaluate, coalition, runs[part])] = (coalition, part)
            for job in as_completed(jobs):
                coalition, part = jobs[job]
                values[coalition, part], active[coalition, part] = job.result()
                tick(len(part))
        finally:
            for job in jobs:
                job.cancel()
    return values, evaluated


def _inherit(coalition: int, players: int, values: Array, active: Array) -> Array:
    """Fill in the runs that a larger coalition has shown already; return the rows of those that remain."""
    todo = np.ones(values.shape[1], bool)
    for p in range(players):
        larger = coalition | 1 << p
        if larger != coalition:
            same = todo & (active[larger] >> p & 1 == 0)
            values[coalition, same], active[coalition, same] = values[larger, same], active[larger, same]
            todo &= ~same
    return np.flatnonzero(todo)


class Walk:
    """One run's way through the coalitions: what was evaluated once is kept, what follows from it is not evaluated."""

    def __init__(self, evaluate: Evaluate, players: int, run: int) -> None:
        self._evaluate, self._players, self._run = evaluate, players, np.array([run])
        self._known: dict[int, tuple[float, int]] = {}
        self.evaluated = 0

    @property
    def visited(self) -> set[int]:
        """Return the coalitions whose value is known."""
        return set(self._known)

    def value(self, present: int) -> float:
        """Return the value of the run with these players present."""
        if present not in self._known:
            self._known[present] = next(self._inherited(present), None) or self._fresh(present)
        return self._known[present][0]

    def shares(self, orders: Sequence[Sequence[int]], flipped: int) -> Array:
        """Return the mean over orders of what each player changes, [players]; they add up to the difference.

        Walks from all players as in the scenario to none: those in `flipped` enter as others leave.
        """
        found = np.zeros(self._players)
        for order in orders:
            present = (1 << self._players) - 1 ^ flipped
            for p in order:
                before, present = self.value(present), present ^ 1 << p
                found[p] += before - self.value(present)
        return found / len(orders)

    def _inherited(self, present: int) -> Iterator[tuple[float, int]]:
        for p in range(self._players):
            larger = self._known.get(present | 1 << p)
            if larger is not None and not larger[1] >> p & 1:
                yield larger

    def _fresh(self, present: int) -> tuple[float, int]:
        values, active = self._evaluate(present, self._run)
        self.evaluated += 1
        return float(values[0]), int(active[0])
