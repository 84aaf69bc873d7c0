"""What differs between two scenarios in substance: each lever, each shock, and everything else as one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import NamedTuple

from detente.scenario.quantities import Quantity
from detente.scenario.scenario import Framework, Lever, Scenario, Shock, State

REST = "everything else"
SILENT: dict[type, frozenset[str]] = {
    Lever: frozenset({"title", "condition", "follows", "evidence", "claims"}),
    Shock: frozenset({"title", "evidence", "claims"}),
    State: frozenset({"name", "kind", "members"}),
    Framework: frozenset({"name", "kind", "since", "source"}),
}
"""Fields that move no number."""
REMAINDER = ("theory", "parameters", "ties", "states", "frameworks")


class Difference(NamedTuple):
    """One thing that differs; `scenario` and `reference` are what each side has in force (None: off or absent)."""

    kind: str
    key: str
    title: str
    evidence: str
    scenario: Lever | Shock | None
    reference: Lever | Shock | None


def substance(part: object) -> object:
    """Return what of a part of a scenario moves numbers: no titles, sources, standings or reasons."""
    if isinstance(part, Quantity):
        return part.value if part.fixed else (part.value, part.low, part.high, part.distribution)
    if isinstance(part, dict):
        return {key: substance(value) for key, value in part.items()}
    if isinstance(part, tuple):
        return tuple(substance(item) for item in part)
    if is_dataclass(part):
        silent = SILENT[type(part)]
        return {f.name: substance(getattr(part, f.name)) for f in fields(part) if f.name not in silent}
    return part


def in_force(part: Lever | Shock | None, steps: int) -> bool:
    """Return whether a lever or shock can do anything within `steps`."""
    if part is None:
        return False
    if isinstance(part, Shock):
        return part.size.high > 0.0 and (part.steps != () if part.rate is None else part.rate.high > 0.0)
    last = min(part.last_step, steps)
    staged = any(share > 0.0 and max(first, part.first_step, 0) < last for first, share in part.stages)
    return not part.idle and staged


def differences(scenario: Scenario, reference: Scenario) -> tuple[Difference, ...]:
    """Return every lever and shock that differs, by kind and key, and last everything else where anything else does."""
    found = [*_of_kind("lever", scenario, reference), *_of_kind("shock", scenario, reference)]
    sides = scenario, reference
    rest = [name for name in REMAINDER if substance(getattr(sides[0], name)) != substance(getattr(sides[1], name))]
    if rest:
        found.append(Difference("rest", REST, f"{REST} ({', '.join(rest)})", "", None, None))
    return tuple(found)


def _of_kind(kind: str, scenario: Scenario, reference: Scenario) -> Iterator[Difference]:
    ours: dict[str, Lever | Shock] = getattr(scenario, f"{kind}s")
    theirs: dict[str, Lever | Shock] = getattr(reference, f"{kind}s")
    for key in sorted({*ours, *theirs}):
        new, old = (p if in_force(p, scenario.steps) else None for p in (ours.get(key), theirs.get(key)))
        named = new or old
        if named is not None and substance(new) != substance(old):
            note = ", switched off" if new is None else ", changed" if old is not None else ""
            yield Difference(kind, key, named.title + note, named.evidence, new, old)
