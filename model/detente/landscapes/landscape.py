"""A landscape: the stable configurations of actors, how deep they lie and how many descents end in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from detente.errors import UsageError
from detente.landscapes.outcomes import Verdict, judged
from detente.landscapes.problem import EXACT_UP_TO, Problem
from detente.landscapes.searching import Found, enumerated, sampled
from detente.landscapes.sources import Given, problem_of
from detente.world.arrays import Array

STARTS = 20_000
MOST_STARTS = 10_000_000


@dataclass(frozen=True, slots=True)
class Minimum:
    """A stable configuration: nobody can lower its own frustration alone.

    `energy` is over ordered pairs; `side_a` holds the first actor of the input; `basin` counts the configurations (or, of
    sampled starts, the starts) whose steepest descent ends here; `strict` says that nobody is indifferent either.
    """

    energy: float
    side_a: tuple[str, ...]
    side_b: tuple[str, ...]
    basin: int
    strict: bool
    actors: tuple[str, ...] = field(repr=False)
    felt: Array = field(repr=False, compare=False)

    @property
    def frustration(self) -> dict[str, float]:
        """Return F_i by actor: the size-weighted propensities towards those on the other side, added up."""
        return dict(zip(self.actors, map(float, self.felt), strict=True))


class Null(NamedTuple):
    """The realist null, everybody equally against everybody: how many are stable, and how many of these do as well."""

    stable: int
    strict: int
    as_good: int


@dataclass(frozen=True)
class Landscape:
    """The stable configurations of a problem, deepest first.

    `configurations` is 2^(n-1); `descents` those that were followed (all, or the sampled starts); `shared` in how many
    configurations several moves were equally steep (the first actor by name then moves; None where sampled).
    `held` is, of a landscape drawn from the mean of many runs, the share of runs in which each minimum is stable too.
    """

    problem: Problem
    configurations: int
    descents: int
    exact: bool
    shared: int | None
    minima: tuple[Minimum, ...]
    verdict: Verdict | None = None
    null: Null | None = None
    held: tuple[float, ...] | None = None

    @property
    def strict(self) -> int:
        """Return the number of stable configurations in which nobody is indifferent."""
        return sum(minimum.strict for minimum in self.minima)

    @property
    def unseen(self) -> float:
        """Return the share of descents thought to end where none of the sampled ones did (Good and Turing); 0 if exact."""
        return 0.0 if self.exact else sum(minimum.basin == 1 for minimum in self.minima) / self.descents

    def share(self, minimum: Minimum) -> float:
        """Return the share of all descents that end in a minimum, 0..1."""
        return minimum.basin / self.descents

    def error(self, minimum: Minimum) -> float:
        """Return the standard error of that share: 0 where all descents were followed."""
        share = self.share(minimum)
        return 0.0 if self.exact else float(np.sqrt(share * (1.0 - share) / self.descents))

    def signs(self) -> Array:
        """Return the minima as signs, [m, n]: 1 on side_a, -1 on side_b."""
        sides = [set(minimum.side_a) for minimum in self.minima]
        return np.array([[1.0 if name in side else -1.0 for name in self.problem.actors] for side in sides])

    def plain(self) -> dict[str, Any]:
        """Return all of it as plain data, as `--json` prints it; `details` and hits go with `minima`, in their order."""
        rows = [
            {"energy": m.energy, "side_a": list(m.side_a), "side_b": list(m.side_b), "basin": m.basin} for m in self.minima
        ]  # fmt: skip
        details = [
            {"share": self.share(m), "error": self.error(m), "strict": m.strict, "frustration": m.frustration}
            for m in self.minima
        ]
        return {
            "configurations": self.configurations, "minima": rows, "details": details, "strict_minima": self.strict,
            "exact": self.exact, "descents": self.descents, "unseen": self.unseen, "shared_moves": self.shared,
            "sizes": dict(zip(self.problem.actors, map(float, self.problem.sizes), strict=True)),
            "source": self.problem.source, "notes": list(self.problem.notes), "outcome": self._judgement(),
            "held_in_runs": None if self.held is None else list(self.held),
        }  # fmt: skip

    def _judgement(self) -> dict[str, Any] | None:
        verdict = self.verdict
        if verdict is None:
            return None
        hits = [None if hit is None else hit._asdict() for hit in verdict.hits]
        null = None if self.null is None else self.null._asdict()
        return {**verdict._asdict(), "hits": hits, "null": null}


def landscape(
    sizes: Given, propensities: Given | None = None, *, outcome: Given | None = None, together: Sequence[str] = (),
    starts: int | None = None, seed: int = 1,
) -> Landscape:  # fmt: skip
    """Return the stable sides of actors by landscape theory: exact up to 24 actors, from sampled starts beyond.

    `sizes` (>= 0): a CSV file with the columns actor and size, a mapping, or a Series.  `propensities`, symmetric: a CSV file
    with the actors in header and first column, a mapping of mappings, or a DataFrame; or None where the file of sizes
    has a column `type` (then -1 between actors of a type, 0 between others).  `outcome`: a CSV file with a column
    outcome, or a mapping from actor to side.  `starts` forces sampling, with that many.  Raises `ScenarioError` with every
    fault of the input, `UsageError` for options out of range.
    """
    return landscape_of_problem(problem_of(sizes, propensities, outcome), together, starts, seed)


def landscape_of_problem(
    problem: Problem, together: Sequence[str] = (), starts: int | None = None, seed: int = 1
) -> Landscape:
    """Return the landscape of a problem whose input has been checked."""
    if starts is not None and not 1 <= starts <= MOST_STARTS:
        raise UsageError(f"--starts: found {starts}; allowed is 1 to {MOST_STARTS:,}")
    if together and problem.outcome is None:
        raise UsageError("--together: a condition on predictions needs an outcome to hold them against")
    n = len(problem.actors)
    exact = starts is None and n <= EXACT_UP_TO
    ordered, order = problem.in_order_of_names()
    found = enumerated(ordered) if exact else sampled(ordered, starts or STARTS, seed)
    signs, minima = _minima(ordered, problem.actors, order, found)
    verdict = None if problem.outcome is None else judged(problem, signs, together)
    null = _null(problem, verdict) if exact and verdict is not None else None
    descents = 2 ** (n - 1) if exact else starts or STARTS
    return Landscape(problem, 2 ** (n - 1), descents, exact, found.shared, minima, verdict, null)


def _minima(ordered: Problem, actors: tuple[str, ...], order: Array, found: Found) -> tuple[Array, tuple[Minimum, ...]]:
    """Return the stable configurations as signs and as minima, both in the order of the input and deepest first."""
    frustration, there = ordered.felt(found.signs)
    strict = np.all(there - frustration > ordered.tolerance, axis=1)
    energy = ordered.energy(frustration)
    place = np.argsort(order)
    signs = found.signs[:, place] * found.signs[:, place][:, :1]
    felt = frustration[:, place]
    minima = [
        Minimum(float(energy[m]), _side(actors, signs[m], 1.0), _side(actors, signs[m], -1.0), int(found.basins[m]),
                bool(strict[m]), actors, felt[m])
        for m in range(len(signs))
    ]  # fmt: skip
    ranks = _ranked(energy, found, 100.0 * ordered.slack * len(actors))
    return signs[ranks], tuple(minima[m] for m in ranks)


def _ranked(energy: Array, found: Found, same: float) -> list[int]:
    """Return minima by energy; of those within `same` of each other the wider basin, then the names, come first."""
    by_energy = np.argsort(energy, kind="stable")
    group = np.concatenate(([0], np.cumsum(np.diff(energy[by_energy]) > same)))
    keys = [
        (int(g), -int(found.basins[m]), found.signs[m].tobytes(), int(m)) for g, m in zip(group, by_energy, strict=True)
    ]
    return [key[-1] for key in sorted(keys)]


def _side(actors: tuple[str, ...], signs: Array, sign: float) -> tuple[str, ...]:
    return tuple(name for name, one in zip(actors, signs, strict=True) if one == sign)


def _null(problem: Problem, verdict: Verdict) -> Null | None:
    """Return how the realist null does against the same outcome, or None where too much of it is stable to be listed."""
    null, order = problem.without_preferences().in_order_of_names()
    try:
        found = enumerated(null)
    except UsageError:
        return None
    signs = found.signs[:, np.argsort(order)]
    hits = [hit for hit in judged(problem, signs, verdict.together).hits if hit is not None]
    best = verdict.best
    as_good = sum(best is not None and hit.right >= best.right for hit in hits)
    return Null(len(signs), int(null.is_strict(found.signs).sum()), as_good)
