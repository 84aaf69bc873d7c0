"""Give the states of a scenario other names, and let the random numbers follow them or not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from unittest.mock import patch

from detente.compiled import name_hash
from detente.scenario import Scenario
from detente.scenario.scenario import Lever

Names = dict[str, str]


def relabelled(scenario: Scenario, new: Names) -> Scenario:
    """Return the scenario in which everything that was about an old name is about its new one."""

    def among(members: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted(new[m] for m in members))

    levers = {key: _lever(lever, new) for key, lever in scenario.levers.items()}
    shocks = {
        key: replace(shock, by=None if shock.by is None else new[shock.by], on=among(shock.on))
        for key, shock in scenario.shocks.items()
    }
    return replace(
        scenario, levers=levers, shocks=shocks, focus=new[scenario.focus], bloc=among(scenario.bloc),
        states={new[key]: replace(state, key=new[key]) for key, state in scenario.states.items()},
        ties={v: {(new[i], new[j]): q for (i, j), q in table.items()} for v, table in scenario.ties.items()},
        frameworks={k: replace(group, members=among(group.members)) for k, group in scenario.frameworks.items()},
    )  # fmt: skip


def _lever(lever: Lever, new: Names) -> Lever:
    giver = () if lever.form == "pact" else (new[lever.members[0]],)
    others = tuple(sorted(new[m] for m in lever.members[len(giver) :]))
    when, rule = (
        None if program is None else tuple(_token(token, new) for token in program)
        for program in (lever.when, lever.rule)
    )  # fmt: skip
    return replace(lever, members=(*giver, *others), when=when, rule=rule)


def _token(token: tuple[object, ...], new: Names) -> tuple[object, ...]:
    if token[0] != "variable":
        return token
    states = token[2]
    assert isinstance(states, tuple)
    return ("variable", token[1], tuple(new[state] for state in states))


@contextmanager
def draws_carried_along(new: Names) -> Iterator[None]:
    """Let a state under its new name draw what it drew under the old one: only the hash that keys its draws changes."""
    old = {name: key for key, name in new.items()}
    with patch("detente.assembly.layout.name_hash", lambda name: name_hash(old.get(name, name))):
        yield
