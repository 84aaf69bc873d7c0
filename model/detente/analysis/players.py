"""The players of an attribution: what a difference is shared out over, one by one or in groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from detente.analysis.differences import Difference, differences, in_force
from detente.errors import UsageError
from detente.scenario.faults import listed, nearest
from detente.scenario.scenario import Scenario

OTHERS = "all others"
GRADES = ("none", "weak", "some", "good")
Among = Sequence[str] | Mapping[str, Sequence[str]]


class Player(NamedTuple):
    """Differences that are switched together; `kind` is lever, shock, group or rest."""

    name: str
    kind: str
    title: str
    evidence: str
    items: tuple[Difference, ...]

    @property
    def adds(self) -> bool:
        """Whether switching to the scenario only puts levers in force that the reference has not."""
        return all(item.kind == "lever" and item.reference is None for item in self.items)

    @property
    def drops(self) -> bool:
        """Whether switching to the scenario only takes levers away that the reference has in force."""
        return all(item.kind == "lever" and item.scenario is None for item in self.items)


def players_of(scenario: Scenario, reference: Scenario, among: Among | None = None) -> tuple[Player, ...]:
    """Return the players, single ones by kind and name; raise `UsageError` where there are none, or `among` is wrong.

    A name that a lever and a shock share is written `levers.NAME` and `shocks.NAME`.
    """
    found = differences(scenario, reference)
    if not found:
        raise UsageError("there is nothing to attribute: the two do not differ in anything that moves results")
    keys = [item.key for item in found]
    singles = {
        item.key if keys.count(item.key) == 1 else f"{item.kind}s.{item.key}": item for item in found
    }  # fmt: skip
    if among is None:
        return tuple(Player(name, item.kind, item.title, item.evidence, (item,)) for name, item in singles.items())
    return _gathered(singles, _groups(among), _Knowledge(scenario, reference))


def _groups(among: Among) -> dict[str, tuple[str, ...] | None]:
    """Return what is named: a group with its members, or a single player with None."""
    if isinstance(among, str):
        among = (among,)
    if isinstance(among, Mapping):
        return {name: (members,) if isinstance(members, str) else tuple(members) for name, members in among.items()}
    return dict.fromkeys(map(str, among))


class _Knowledge(NamedTuple):
    scenario: Scenario
    reference: Scenario

    def complaint(self, name: str, known: Sequence[str]) -> str:
        """Return why a name is no player: ambiguous, off on both sides, the same on both, or unknown."""
        if f"levers.{name}" in known:
            return f"'{name}' is a lever and a shock; write levers.{name} or shocks.{name}"
        kind, _, bare = name.rpartition(".")
        groups = [group for group in ("levers", "shocks") if kind in ("", group)]
        parts = [getattr(side, group).get(bare) for side in self for group in groups]
        if any(in_force(part, self.scenario.steps) for part in parts):
            return f"'{name}' is the same on both sides: it makes no difference{_these(known)}"
        if any(part is not None for part in parts):
            return f"'{name}' is off on both sides: it makes no difference{_these(known)}"
        return f"nothing that differs is called '{name}'{nearest(name, known)}{_these(known)}"


def _these(known: Sequence[str]) -> str:
    return f" (these differ: {listed(known, 20)})"


def _gathered(
    singles: dict[str, Difference], groups: dict[str, tuple[str, ...] | None], knowledge: _Knowledge
) -> tuple[Player, ...]:
    faults: list[str] = [] if groups else ["among: names nothing; leave it out to take every difference"]
    aliases = {f"{item.kind}s.{item.key}": name for name, item in singles.items() if item.kind != "rest"}
    left, found = dict(singles), []
    for group, members in groups.items():
        items = []
        if members == ():
            faults.append(f"among: the group '{group}' is empty")
        if members is not None and (group == OTHERS or group in singles):
            faults.append(f"among: a group cannot be called '{group}', which is taken")
        for member in (group,) if members is None else members:
            name = aliases.get(member, member)
            if name not in singles:
                faults.append(f"among: {knowledge.complaint(member, list(singles))}")
            elif name not in left:
                faults.append(f"among: '{member}' is named twice")
            else:
                items.append(left.pop(name))
        if items:
            found.append(_single(group, items[0]) if members is None else _group(group, "group", tuple(items)))
    if faults:
        raise UsageError("\n".join(faults))
    rest = tuple(left.values())
    return (*found, _group(OTHERS, "rest", rest)) if rest else tuple(found)


def _single(name: str, item: Difference) -> Player:
    return Player(name, item.kind, item.title, item.evidence, (item,))


def _group(name: str, kind: str, items: tuple[Difference, ...]) -> Player:
    """Return several differences as one player, as well supported as its weakest card."""
    graded = [item.evidence for item in items if item.evidence in GRADES]
    return Player(name, kind, ", ".join(item.key for item in items), min(graded, key=GRADES.index, default=""), items)
