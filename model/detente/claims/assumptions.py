"""Where a claim holds: the one sampled number by whose size the sets of assumptions fall apart.

The number and the side are chosen on every second set and tested on the others, so that the search claims nothing.
Parameters, numbers of cards, levels, sizes and commitments are searched; single ties and states are not.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from detente.assembly import assemble
from detente.claims.content import Rules
from detente.claims.estimating import Estimate, of_means
from detente.claims.judging import Weighed
from detente.compiled import process_key
from detente.engine.sampling import draw_scalars
from detente.scenario.scenario import Scenario
from detente.world.arrays import Array

FEWEST = 8
"""Sets below which a half of a half says nothing."""


class Split(NamedTuple):
    """A half of the sets of assumptions: where `name` is above or below its median; `p` and `share` from fresh sets."""

    name: str
    side: str
    median: float
    p: float
    share: float


def assumptions(scenario: Scenario, seed: int, sets: int) -> dict[str, Array]:
    """Return every sampled scalar of a scenario by name, [sets]; what is fixed is left out."""
    plan = assemble(scenario, seed).plan
    drawn = np.zeros((sets, plan.scalar_low.size))
    for k in range(sets):
        draw_scalars(plan, np.uint64(k), True, drawn[k])
    names = {process_key(seed, name).tobytes(): name for name in _names(scenario)}
    found = {}
    for s, key in enumerate(plan.scalar_keys):
        name = names.get(key.tobytes())
        if name is not None and plan.scalar_high[s] > plan.scalar_low[s]:
            found[name] = drawn[:, s]
    return found


def _names(scenario: Scenario) -> Iterator[str]:
    """Yield the names under which a scenario's numbers are drawn."""
    yield from (f"parameter.{name}" for name in scenario.parameters)
    yield from (f"commitment.{name}" for name in scenario.frameworks)
    for key, lever in scenario.levers.items():
        yield from (f"level.{key}", f"announced.{key}")
        yield from (f"lever.{lever.card}.{name}" for name in ("lag", "fade", "cost"))
        yield from (f"lever.{lever.card}.influence.{name}" for name in lever.influences)
        yield from (f"lever.{lever.card}.side.{name}" for name in lever.side_effects)
    for key, shock in scenario.shocks.items():
        yield from (f"size.{key}", f"trend.{key}", f"shock.{shock.card}.rate")
        yield from (f"shock.{shock.card}.{name}" for name in shock.influences)
        yield from (f"shock.{shock.card}.hazard.{name}" for name in shock.hazard)
        yield from (f"towards.{key}.{issue}" for issue in shock.towards)


def split_of(found: Weighed, scenario: Scenario, rules: Rules) -> Split | None:
    """Return the half of the sets in which a claim's tests come out best, judged on sets that had no say in the choice."""
    judged = [part for part in found.tested if part.test.direction != "report"]
    if any(part.test.statistic != "mean" for part in judged):
        return None
    parts = [(part.test.direction, part.test.margin, e) for part in judged for e in part.estimates]
    sets = min(len(estimate.by_set) for _, _, estimate in parts)
    if sets < 4 * FEWEST:
        return None
    chosen = np.arange(sets) % 2 == 0
    best: tuple[float, str, str, float, Array] | None = None
    for name, values in assumptions(scenario, rules.seed, sets).items():
        median = float(np.median(values))
        for side, half in (("above", values > median), ("below", values <= median)):
            strength = min(
                _strength(estimate, half & chosen, direction, margin) for direction, margin, estimate in parts
            )
            if best is None or strength > best[0]:
                best = (strength, name, side, median, half)
    return None if best is None else _on_fresh(best, parts, ~chosen, rules)


def _on_fresh(
    best: tuple[float, str, str, float, Array], parts: list[tuple[str, float, Estimate]], fresh: Array, rules: Rules
) -> Split | None:
    """Return the chosen half with p-value and share from fresh sets, or None where there are too few."""
    _, name, side, median, half = best
    if int((half & fresh).sum()) < FEWEST:
        return None
    again = [of_means(e.by_set[half & fresh], direction, margin, rules.interval) for direction, margin, e in parts]
    shares = [e.share for e, (direction, _, _) in zip(again, parts, strict=True) if direction != "none"]
    return Split(name, side, median, max(e.p for e in again), min(shares, default=1.0))


def _strength(estimate: Estimate, which: Array, direction: str, margin: float) -> float:
    """Return by how many standard errors an estimate clears its margin in some sets."""
    known = estimate.by_set[which]
    known = known[np.isfinite(known)]
    if len(known) < FEWEST:
        return -np.inf
    mean, error = float(known.mean()), max(float(known.std(ddof=1) / np.sqrt(len(known))), 1e-300)
    beyond = {"more": mean - margin, "less": -mean - margin, "none": margin - abs(mean)}[direction]
    return beyond / error


def in_words(split: Split) -> str:
    """Return a split as it ends the verdict `holds only where ...`."""
    kind, _, name = split.name.partition(".")
    words = {"parameter": "the parameter", "lever": "the card's number", "shock": "the shock card's number",
             "level": "the level of", "size": "the size of", "commitment": "the commitment of"}.get(kind, kind)  # fmt: skip
    return f"{words} {name} is {split.side} {split.median:.3g}"
