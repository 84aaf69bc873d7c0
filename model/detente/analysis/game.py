"""The game behind an attribution: which players, on how many runs, and how the mixtures of two scenarios are visited."""

from __future__ import annotations

from concurrent.futures import Executor, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from detente.analysis.measures import Measure, measure_of
from detente.analysis.mixtures import Mixtures, mixtures_of
from detente.analysis.paired import unlike
from detente.analysis.players import Among, Player, players_of
from detente.analysis.shapley import Tick, Walk, all_values, shares_from
from detente.compiled import process_key
from detente.ensemble.ensemble import checked_seed, run_sizes, worker_count
from detente.errors import UsageError
from detente.scenario.scenario import Scenario
from detente.world.arrays import Array

EXACT_UP_TO = 10
"""Beyond this many players their orders are sampled."""
AFFORDABLE = 40_000
"""Up to so many runs of mixtures (half a minute) all coalitions are visited unasked."""
PERMUTATIONS = 4
"""Orders of the players that each run samples: two and their reverses."""
AT_ONCE = 1024
"""Runs held in memory at once, with all their mixtures."""
MOST = 62
"""More players do not fit into a mask."""
BLOCK = 50


class Played(NamedTuple):
    """Shares [players, runs], the measure on both sides [runs], mixtures looked at, and runs that had to be computed."""

    shares: Array
    scenario: Array
    reference: Array
    coalitions: int
    evaluations: int


@dataclass(frozen=True)
class Game:
    """What is to be shared out among whom, on which runs; `permutations` is 0 where all coalitions are visited."""

    scenario: Scenario
    reference: Scenario
    measure: Measure
    players: tuple[Player, ...]
    runs: int
    replicates: int
    seed: int
    permutations: int

    @property
    def evaluations(self) -> int:
        """Return how many runs of mixtures the shares rest on, computed or not: what `progress` counts up to."""
        return self.runs * self._per_run

    @property
    def _per_run(self) -> int:
        many = len(self.players)
        return self.permutations * (many - 1) + 2 if self.permutations else 1 << many

    def play(self, workers: int | None = None, tick: Tick | None = None) -> Played:
        """Return the shares of all players in every run; raise `RunError` when a run stops being finite."""
        mixtures = mixtures_of(
            self.scenario, self.reference, self.players, self.seed, self.replicates, self.measure
        )  # fmt: skip
        one = self._sampled if self.permutations else self._exact
        tick = tick or (lambda done: None)
        with ThreadPoolExecutor(worker_count(workers)) as pool:
            parts = [one(mixtures, np.arange(first, min(first + AT_ONCE, self.runs)), pool, tick)
                     for first in range(0, self.runs, AT_ONCE)]  # fmt: skip
        shares = np.concatenate([part.shares for part in parts], axis=1)
        ends = [np.concatenate([getattr(part, side) for part in parts]) for side in ("scenario", "reference")]
        coalitions = max(part.coalitions for part in parts)
        return Played(shares, ends[0], ends[1], coalitions, sum(part.evaluations for part in parts))

    def _exact(self, mixtures: Mixtures, runs: Array, pool: Executor, tick: Tick) -> Played:
        many = len(self.players)
        present, evaluated = all_values(mixtures.evaluate, many, runs, pool, BLOCK, tick)
        values = present[np.arange(1 << many) ^ mixtures.flipped]
        return Played(shares_from(values, many), values[-1], values[0], 1 << many, evaluated)

    def _sampled(self, mixtures: Mixtures, runs: Array, pool: Executor, tick: Tick) -> Played:
        """Return shares over each run's own orders, so that the error over runs holds that of the sampling too."""

        def walk(run: int) -> tuple[Array, Walk]:
            way = Walk(mixtures.evaluate, len(self.players), run)
            return way.shares(self._orders(run), mixtures.flipped), way

        shares, ends = np.zeros((len(self.players), len(runs))), np.zeros((2, len(runs)))
        jobs = {pool.submit(walk, int(run)): k for k, run in enumerate(runs)}
        seen: set[int] = set()
        evaluated = 0
        try:
            for job in as_completed(jobs):
                found, way = job.result()
                shares[:, jobs[job]] = found
                ends[:, jobs[job]] = [way.value(mixtures.full ^ mixtures.flipped), way.value(mixtures.flipped)]
                seen |= way.visited
                evaluated += way.evaluated
                tick(self._per_run)
        finally:
            for job in jobs:
                job.cancel()
        return Played(shares, ends[0], ends[1], len(seen), evaluated)

    def _orders(self, run: int) -> list[list[int]]:
        """Return the orders that a run samples, keyed by the players' names, each followed by its reverse."""
        found = []
        for k in range(self.permutations // 2):
            drawn = [tuple(process_key(self.seed, f"order.{run}.{k}.{player.name}")) for player in self.players]
            order = sorted(range(len(drawn)), key=drawn.__getitem__)
            found += [order, order[::-1]]
        return found


def pose(
    scenario: Scenario,
    reference: Scenario,
    of: str,
    among: Among | None = None,
    runs: int | None = None,
    seed: int | None = None,
    replicates: int | None = None,
    permutations: int | None = None,
) -> Game:
    """Return the Game of a difference; raise `UsageError` with what does not fit."""
    reasons = unlike(reference, scenario)
    if reasons:
        raise UsageError(f"these two cannot be compared: {'; '.join(reasons)}")
    players = players_of(scenario, reference, among)
    if len(players) > MOST:
        raise UsageError(f"{len(players)} things differ, and at most {MOST} can be told apart; group them with among")
    runs, replicates = run_sizes(scenario, runs, replicates)
    sampled = _orders_for(len(players), runs, permutations)
    return Game(scenario, reference, measure_of(of, scenario), players, runs, replicates,
                checked_seed(scenario, seed), sampled)  # fmt: skip


def _orders_for(players: int, runs: int, permutations: int | None) -> int:
    """Return how many orders each run samples, 0 for all coalitions: as asked, else exact where that is affordable."""
    if permutations is None:
        cheap = players <= EXACT_UP_TO and (runs << players) <= AFFORDABLE
        return 0 if cheap else PERMUTATIONS
    if permutations < 0 or permutations % 2:
        raise UsageError(
            f"permutations: found {permutations}; an even number is needed (orders and reverses), or 0 for all coalitions"
        )
    if permutations == 0 and players > EXACT_UP_TO:
        raise UsageError(
            f"{players} things differ; all coalitions of at most {EXACT_UP_TO} can be visited: sample orders, or group them"
        )
    return permutations
