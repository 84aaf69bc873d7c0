"""A scenario as plain data that needs no other file, and the digest of its content."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detente.scenario.dates import date_of
from detente.scenario.keys import each_pair_once

if TYPE_CHECKING:
    from detente.scenario.scenario import Lever, Scenario, Shock, TieTable


def resolved(scenario: Scenario) -> dict[str, Any]:
    """Return the scenario as plain data in the form of a scenario file that stands alone (`complete: true`)."""
    data: dict[str, Any] = {"schema": 1, "complete": True}
    data.update((key, getattr(scenario, key)) for key in ("title", "question", "about"))
    data.update(start=scenario.start.isoformat(), end=scenario.end.isoformat())
    data.update((key, getattr(scenario, key)) for key in ("step", "runs", "replicates", "seed", "theory", "focus"))
    data["bloc"], data["issues"] = list(scenario.bloc), list(scenario.issues)
    data["sources"] = {
        key: {
            "citation": source.citation,
            **({"url": source.url} if source.url else {}),
            **({"known_by": source.known_by} if source.known_by else {}),
        }
        for key, source in sorted(scenario.sources.items())
    }
    data["states"] = {key: _state(state) for key, state in sorted(scenario.states.items())}
    data["frameworks"] = {key: _framework(group) for key, group in sorted(scenario.frameworks.items())}
    data["ties"] = {variable: _table(variable, table) for variable, table in sorted(scenario.ties.items())}
    data["parameters"] = {key: quantity.plain() for key, quantity in sorted(scenario.parameters.items())}
    data["cards"] = {kind: dict(sorted(cards.items())) for kind, cards in sorted(scenario.cards.items())}
    data["levers"] = {key: _lever(scenario, lever) for key, lever in sorted(scenario.levers.items())}
    data["shocks"] = {key: _shock(scenario, shock) for key, shock in sorted(scenario.shocks.items())}
    return data


def digest(scenario: Scenario) -> str:
    """Return the sha256 of the resolved scenario.  Reasons and `known_by` are left out: they move no number."""
    import hashlib  # reading and checking a scenario need no digest
    import json

    text = json.dumps(_without_prose(resolved(scenario)), sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


_PROSE = ("reason", "known_by")


def _without_prose(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _without_prose(value) for key, value in data.items() if key not in _PROSE}
    return [_without_prose(item) for item in data] if isinstance(data, list) else data


def _state(state: Any) -> dict[str, Any]:
    data: dict[str, Any] = {"name": state.name, "kind": state.kind, "posture": state.posture}
    if state.members:
        data["members"] = list(state.members)
    for variable, quantity in sorted(state.quantities.items()):
        group, _, part = variable.partition(".")
        if part:
            data.setdefault(group, {})[part] = quantity.plain()
        else:
            data[variable] = quantity.plain()
    return data


def _framework(group: Any) -> dict[str, Any]:
    data = {"name": group.name, "kind": group.kind, "members": list(group.members)}
    data["commitment"] = group.commitment.plain()
    if group.since:
        data["since"] = group.since.isoformat()
    if group.source:
        data["source"] = list(group.source)
    return data


def _table(variable: str, table: TieTable) -> dict[str, Any]:
    rows: dict[str, Any] = {}
    for (observer, target), quantity in sorted(each_pair_once(variable, table).items()):
        rows.setdefault(observer, {})[target] = quantity.plain()
    return rows


def _lever(scenario: Scenario, lever: Lever) -> dict[str, Any]:
    data: dict[str, Any] = {"lever": lever.card, "title": lever.title}
    if lever.form == "pact":
        data["among"] = list(lever.members)
    else:
        data["by"] = lever.members[0]
        data["to"] = list(lever.members[1:])
    if len(lever.members) == 1:
        del data["to"]
    data["from"] = date_of(lever.first_step, scenario.start, scenario.step).isoformat()
    if lever.last_step < scenario.steps:
        data["until"] = date_of(lever.last_step, scenario.start, scenario.step).isoformat()
    data["level"] = lever.level.plain()
    known = scenario.cards["levers"][lever.card].get("stages")
    if known:
        # Stages with equal multipliers do the same, so any of their names will do.
        named = {multiplier: name for name, multiplier in sorted(known.items(), reverse=True)}
        data["stages"] = {
            named[multiplier]: date_of(first, scenario.start, scenario.step).isoformat()
            for first, multiplier in lever.stages
        }
    if lever.condition:
        data["when"] = lever.condition
    if lever.follows:
        data["follows"] = lever.follows
    if lever.announced is not None:
        data["announced"] = lever.announced.plain()
    data["influences"] = {name: quantity.plain(every=True) for name, quantity in sorted(lever.influences.items())}
    return data


def _shock(scenario: Scenario, shock: Shock) -> dict[str, Any]:
    data: dict[str, Any] = {"shock": shock.card, "title": shock.title, "size": shock.size.plain()}
    if shock.by:
        data["by"] = shock.by
    if shock.on:
        data["on"] = list(shock.on)
    if shock.towards:
        data["towards"] = {issue: quantity.plain() for issue, quantity in sorted(shock.towards.items())}
    if shock.rate is not None:
        data["rate"] = shock.rate.plain(every=True)
        if shock.trend is not None:
            data["trend"] = shock.trend.plain()
    else:
        data["at"] = [date_of(step, scenario.start, scenario.step).isoformat() for step in shock.steps]
    return data
