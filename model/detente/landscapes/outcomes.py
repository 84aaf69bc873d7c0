"""How much of what came about a stable configuration has right, and how easily chance would have done as well."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import comb, fsum
from typing import NamedTuple

from detente.errors import UsageError
from detente.landscapes.problem import Problem
from detente.scenario.faults import listed, nearest
from detente.world.arrays import Array


class Hit(NamedTuple):
    """One stable configuration against the outcome: whom it has right, by count and by size (0..1), and `wrong` whom.

    `chance` is how probable it is that as many random configurations as there are predictions hold one that has at most
    as many wrong (the union bound of the published test, at most 1).
    """

    side_a: str
    side_b: str
    right: int
    share_of_actors: float
    share_of_size: float
    wrong: tuple[str, ...]
    chance: float


class Verdict(NamedTuple):
    """All stable configurations against the outcome, in their order; None for one that the condition rules out.

    `sides` are the two labels that most actors bear; whoever bears another is on neither side, and counts as wrong.
    """

    sides: tuple[str, str]
    together: tuple[str, ...]
    predictions: int
    hits: tuple[Hit | None, ...]

    @property
    def best(self) -> Hit | None:
        """Return the hit with the fewest wrong, of several the one with most size right."""
        hits = [hit for hit in self.hits if hit is not None]
        return max(hits, key=lambda hit: (hit.right, hit.share_of_size), default=None)


def judged(problem: Problem, signs: Array, together: Sequence[str] = ()) -> Verdict:
    """Return how configurations given as signs [m, n] compare with the problem's outcome.

    `together`: actors that are known to have been on one side; only configurations in which they are count as
    predictions, and chance is taken given that.  Raises `UsageError` for unknown actors, or where the outcome
    denies it.
    """
    outcome = problem.outcome
    assert outcome is not None
    sides = _sides(problem, outcome)
    _check_together(problem, outcome, together, sides)
    at = [problem.actors.index(name) for name in together]
    fitting = [len({float(row[k]) for k in at}) <= 1 for row in signs]
    predictions = sum(fitting)
    hits = [_hit(problem, outcome, row, sides, together, predictions) if fits else None
            for row, fits in zip(signs, fitting, strict=True)]  # fmt: skip
    return Verdict(sides, tuple(together), predictions, tuple(hits))


def chance_of(actors: int, wrong: int, predictions: int = 1, together: int = 0) -> float:
    """Return predictions x (configurations with at most so many wrong) / (all configurations), at most 1.

    17 actors, 2 wrong, 2 predictions: 2 (1 + 17 + 136) / 2^16.  With some known to be `together` their side is given,
    and the others are free: 9 actors, 2 together, 1 wrong: (1 + 7) / 2^7.
    """
    free = actors - together
    all_of_them = 2 ** (actors - max(together, 1))
    near: int = sum(comb(free, k) for k in range(min(wrong, free) + 1))
    return min(1.0, float(predictions * near / all_of_them))


def _sides(problem: Problem, outcome: Mapping[str, str]) -> tuple[str, str]:
    """Return the two labels that most actors bear; of equals the one with more size, then by name."""
    count = Counter(outcome.values())
    size = {label: fsum(float(s) for a, s in zip(problem.actors, problem.sizes, strict=True) if outcome[a] == label)
            for label in count}  # fmt: skip
    first, second = sorted(count, key=lambda label: (-count[label], -size[label], label))[:2]
    return first, second


def _check_together(
    problem: Problem, outcome: Mapping[str, str], together: Sequence[str], sides: tuple[str, str]
) -> None:
    """Raise `UsageError` with all that is wrong with the condition."""
    faults = [
        f"--together: no actor '{name}'{nearest(name, problem.actors)} (known: {listed(problem.actors, 30)})"
        for name in together
        if name not in problem.actors
    ]
    if len(together) == 1:
        faults.append(f"--together: found one actor, '{together[0]}'; name two or more")
    if len(set(together)) < len(together):
        faults.append("--together: an actor is named twice")
    if not faults and together and ({outcome[name] for name in together} not in [{side} for side in sides]):
        told = ", ".join(f"{name}: {outcome[name]}" for name in together)
        faults.append(f"--together: the outcome does not have them on one of the sides {' and '.join(sides)} ({told})")
    if faults:
        raise UsageError("\n".join(faults))


def _hit(
    problem: Problem, outcome: Mapping[str, str], row: Array, sides: tuple[str, str], together: Sequence[str], predictions: int
) -> Hit:  # fmt: skip
    """Return a configuration against the outcome, its two sides named so that it has most actors (then size) right."""
    anchor = outcome[together[0]] if together else None
    named = []
    for a, b in (sides, sides[::-1]):
        said = {name: a if row[k] > 0 else b for k, name in enumerate(problem.actors)}
        if anchor is not None and said[together[0]] != anchor:
            continue
        named.append(_counted(problem, outcome, said, (a, b), len(together), predictions))
    return max(named, key=lambda hit: (hit.right, hit.share_of_size))


def _counted(
    problem: Problem, outcome: Mapping[str, str], said: Mapping[str, str], sides: tuple[str, str], together: int, predictions: int
) -> Hit:  # fmt: skip
    wrong = tuple(name for name in problem.actors if said[name] != outcome[name])
    sizes = dict(zip(problem.actors, map(float, problem.sizes), strict=True))
    total = fsum(sizes.values())
    right = len(problem.actors) - len(wrong)
    by_size = 1.0 - fsum(sizes[name] for name in wrong) / total if total > 0.0 else 0.0
    chance = chance_of(len(problem.actors), len(wrong), predictions, together)
    return Hit(*sides, right, right / len(problem.actors), by_size, wrong, chance)
