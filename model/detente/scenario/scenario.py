"""Scenario: everything a run needs, complete, checked and frozen.  Knows nothing of YAML or of the engine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from detente.errors import UsageError
from detente.scenario import digests, keys
from detente.scenario.conditions import Postfix
from detente.scenario.faults import nearest
from detente.scenario.positioned import Mapping as Tree
from detente.scenario.positioned import Node, Origin
from detente.scenario.quantities import Quantity, shares
from detente.world.variables import THEORIES


@dataclass(frozen=True, slots=True)
class Source:
    """One entry of the bibliography; `known_by` is the year or day by which its content was known ("": not told)."""

    key: str
    citation: str
    url: str = ""
    known_by: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """A country or collective actor; `quantities` by variable, dotted where it has parts (`capability.cyber`)."""

    key: str
    name: str
    kind: str
    members: tuple[str, ...]
    posture: str
    quantities: dict[str, Quantity]

    def __getitem__(self, variable: str) -> Quantity:
        """Return the quantity of a variable (`nationalism`, `capability.cyber`)."""
        return self.quantities[variable]


@dataclass(frozen=True, slots=True)
class Framework:
    """A named group of states; `commitment` 0..1."""

    key: str
    name: str
    kind: str
    members: tuple[str, ...]
    commitment: Quantity
    since: date | None = None
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lever:
    """A lever in use.  `members`: a pact's sorted parties; otherwise the giver first, then the receivers sorted.

    In force in steps `first_step <= t < last_step`; `stages` holds (first step, multiplier of the level), ascending.
    `when` is the postfix program of `condition`, or None; `rule` that of `follows`, whose value (cut to 0..1) multiplies
    the level.  `announced` is the level promised in public, or None where nothing is said beyond what is done.
    """

    key: str
    title: str
    card: str
    form: str
    members: tuple[str, ...]
    influences: dict[str, Quantity]
    side_effects: dict[str, Quantity]
    lag: Quantity
    fade: Quantity
    cost: Quantity
    level: Quantity
    stages: tuple[tuple[int, float], ...]
    first_step: int
    last_step: int
    when: Postfix | None
    condition: str
    evidence: str
    claims: tuple[str, ...]
    rule: Postfix | None = None
    follows: str = ""
    announced: Quantity | None = None

    @property
    def idle(self) -> bool:
        """Whether the lever does nothing: switched off, and not announced either."""
        return self.level.high <= 0.0 and (self.announced is None or self.announced.high <= 0.0)


@dataclass(frozen=True, slots=True)
class Shock:
    """A shock: on scheduled `steps` (then `rate` is None), or at random with `rate` per year and `hazard` log factors.

    `trend` is the yearly growth of the log of `rate`, counted from the start of the scenario; None where it has none.

    `influences` maps an impulse to (where, effect at size 1); `towards` says where new leaders lean, by issue (empty: drawn).
    """

    key: str
    title: str
    card: str
    by: str | None
    on: tuple[str, ...]
    influences: dict[str, tuple[str, Quantity]]
    hazard: dict[str, Quantity]
    rate: Quantity | None
    steps: tuple[int, ...]
    size: Quantity
    evidence: str
    claims: tuple[str, ...]
    towards: dict[str, Quantity] = field(default_factory=dict)
    trend: Quantity | None = None


TieTable = dict[tuple[str, str], Quantity]


@dataclass(frozen=True, repr=False)
class Scenario:
    """A resolved scenario.  Two are equal when their content is, wherever they were written."""

    title: str
    question: str
    about: str
    start: date
    end: date
    step: str
    steps: int
    runs: int
    replicates: int
    seed: int
    focus: str
    bloc: tuple[str, ...]
    issues: tuple[str, ...]
    states: dict[str, State]
    frameworks: dict[str, Framework]
    ties: dict[str, TieTable]
    parameters: dict[str, Quantity]
    levers: dict[str, Lever]
    shocks: dict[str, Shock]
    sources: dict[str, Source]
    theory: str = THEORIES[0]
    path: Path | None = field(default=None, compare=False)
    variant: str | None = field(default=None, compare=False)
    variants: tuple[str, ...] = field(default=(), compare=False)
    reference: str | None = field(default=None, compare=False)
    cards: Mapping[str, Mapping[str, dict[str, Any]]] = field(default_factory=dict, compare=False, repr=False)
    tree: Tree | None = field(default=None, compare=False, repr=False)
    origins: Mapping[str, Node] = field(default_factory=dict, compare=False, repr=False)

    def __repr__(self) -> str:
        """Return title, variant and size: the whole content would fill screens."""
        variant = f" [{self.variant}]" if self.variant else ""
        parts = f"{len(self.states)} states, {len(self.levers)} levers, {len(self.shocks)} shocks"
        return f"<Scenario {self.title!r}{variant}: {parts}, {self.start} to {self.end} by {self.step}>"

    def _repr_html_(self) -> str:
        """Return an overview with passports for notebooks."""
        from detente.scenario.display import html

        return html(self)

    @property
    def dt(self) -> float:
        """Length of a step in years."""
        return {"month": 1 / 12, "quarter": 0.25, "year": 1.0}[self.step]

    def passports(self) -> Iterator[tuple[str, Quantity, Origin]]:
        """Yield dotted key, quantity and origin of every number, in a fixed order; symmetric ties once per pair."""
        for key, quantity in keys.quantities(self):
            yield key, quantity, self.origin(key)

    def lookup(self, key: str) -> object:
        """Return what a dotted key names: a quantity (`ties.trust.A.B`, `levers.cbm.level`) or a field (`start`).

        Raises `UsageError` with the nearest key.
        """
        found = keys.lookup(self, key)
        if found is None:
            known = [name for name, _ in keys.quantities(self)]
            raise UsageError(f"{self.path or 'scenario'}: nothing is called {key!r}{nearest(key, known)}")
        return found

    def origin(self, key: str) -> Origin:
        """Return where a dotted key's value was set (file, line, column, layer); raise `UsageError` if unknown."""
        node = keys.origin_node(self, key)
        if node is None:
            self.lookup(key)
            return Origin("(default)", 0, 0, "default")
        return node.origin

    def standing_shares(self) -> dict[str, float]:
        """Return which shares of all numbers are measured, derived and assumed (they add up to 1)."""
        return shares(quantity for _, quantity in keys.quantities(self))

    def resolved(self) -> dict[str, object]:
        """Return the scenario as plain data that needs no other file; written as YAML it reads back as the same."""
        return digests.resolved(self)

    def digest(self) -> str:
        """Return a sha256 over the resolved scenario without prose reasons: equal content, equal digest."""
        return digests.digest(self)

    def with_levers_off(self, *names: str) -> Scenario:
        """Return the scenario with these levers at level 0 and unannounced; raise `UsageError` for an unknown one."""
        levers = dict(self.levers)
        for key in names:
            if key not in levers:
                raise UsageError(f"no lever {key!r}{nearest(key, levers)}")
            levers[key] = replace(levers[key], level=Quantity.point(0.0, "1", "switched off"), announced=None)
        return replace(self, levers=levers)
