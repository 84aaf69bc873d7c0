"""What a claim measures in each run: indicators, variables of states and pairs, consent, events, and arithmetic of them.

    trust(A, B)   trust(*, B)   trust(bloc, bloc)   nationalism(A)   capability.cyber(A)   crises(begun)
    consent(KEY)  delivered(KEY)  events(KEY)  share_of_posture(hedge)  prosperity(A)
    spread(V)  year_when(V > 0.5)  rank_correlation(V, W)  abs(X)  min(X, Y)  max(X, Y)

Arithmetic is that of means over the window (and over states where there are several); inside `year_when` it is that of
each step.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from detente.claims.expressions import EVERYONE, Expression, ExpressionFault, name_of
from detente.ensemble.recording import DYAD_VARIABLES, Recording, state_variables
from detente.scenario.faults import listed, nearest, shown
from detente.scenario.scenario import Scenario
from detente.world.outcomes import INDICATORS
from detente.world.variables import DOMAINS, POSTURES, variable

BLOC = "bloc"
CRISES = ("begun", "top")
KEYED = {"consent": "levers", "delivered": "levers", "events": "shocks"}
REDUCED = {"spread": 1, "year_when": 1, "rank_correlation": 2}
FOLDED = {"abs": 1, "min": 2, "max": 2}


class Part(NamedTuple):
    """A variable, indicator, lever, ... named in a measure: its name, arguments and place in the text."""

    name: str
    arguments: tuple[str, ...]
    at: int


def parts(tree: ast.expr) -> Iterator[Part]:
    """Yield everything named in a measure; raise `ExpressionFault` where a call has the wrong shape."""
    if isinstance(tree, ast.Call):
        name = name_of(tree.func)
        if name in REDUCED or name in FOLDED:
            need = {**REDUCED, **FOLDED}[name]
            if len(tree.args) != need:
                raise ExpressionFault(tree.col_offset, f"{name} takes {need} argument{'s' if need > 1 else ''}")
            for argument in tree.args:
                yield from parts(argument)
        else:
            yield part_of(tree)
    elif isinstance(tree, ast.Name | ast.Attribute):
        yield part_of(tree)
    else:
        for below in ast.iter_child_nodes(tree):
            if isinstance(below, ast.expr):
                yield from parts(below)


def part_of(tree: ast.expr) -> Part:
    """Return a leaf of a measure."""
    arguments: tuple[str, ...] = ()
    if isinstance(tree, ast.Call):
        arguments = tuple(name_of(argument) for argument in tree.args)
        if not arguments or not all(arguments):
            raise ExpressionFault(tree.col_offset, f"{name_of(tree.func)} takes names, not numbers or sums")
        return Part(name_of(tree.func), arguments, tree.col_offset)
    return Part(name_of(tree), arguments, tree.col_offset)


def complaints(expression: Expression, scenario: Scenario) -> list[ExpressionFault]:
    """Return everything that is wrong with a measure in a scenario: unknown variables, states, levers, shocks."""
    try:
        found = list(parts(expression.tree))
    except ExpressionFault as fault:
        return [fault]
    return [ExpressionFault(part.at, text) for part in found for text in _wrong(part, scenario)]


def _wrong(part: Part, scenario: Scenario) -> Iterator[str]:
    name, given = part.name, part.arguments
    of_states = {*state_variables(scenario.issues), "capability"}
    if not given and name in INDICATORS:
        return
    if name in KEYED:
        yield from _wrong_key(part, scenario)
    elif name == "share_of_posture":
        if given[:1] and given[0] not in POSTURES:
            yield f"no posture {shown(given[0])}{nearest(given[0], POSTURES)} (known: {', '.join(POSTURES)})"
        yield from _wrong_states(given[1:], scenario)
    elif name == "prosperity":
        if len(given) != 1:
            yield f"prosperity takes one state; found {len(given)}"
        yield from _wrong_states(given, scenario)
    elif name == "crises":
        if (given[:1] and given[0] not in CRISES) or len(given) not in (1, 3):
            yield f"write crises(begun) or crises(top), or crises(begun, A, B) for one pair (known: {', '.join(CRISES)})"
        yield from _wrong_states(given[1:], scenario)
    elif name in DYAD_VARIABLES or name in of_states:
        need = 2 if name in DYAD_VARIABLES else 1
        if len(given) != need:
            yield f"{name} takes {'two states, observer and target' if need == 2 else 'one state'}; found {len(given)}"
        yield from _wrong_states(given, scenario, stars=True)
        if need == 2 and len(given) == 2 and given[0] == given[1] and given[0] not in (EVERYONE, BLOC):
            yield f"{name}({given[0]}, {given[1]}): a state has no tie with itself"
    else:
        known = (
            *INDICATORS,
            *DYAD_VARIABLES,
            *sorted(of_states),
            *KEYED,
            "crises",
            "prosperity",
            "share_of_posture",
            *REDUCED,
            *FOLDED,
        )
        yield f"nothing to measure is called {shown(name)}{nearest(name, known) or f' (known: {listed(known, 60)})'}"


def _wrong_states(given: tuple[str, ...], scenario: Scenario, *, stars: bool = False) -> Iterator[str]:
    for state in given:
        if state not in scenario.states and not (stars and state in (EVERYONE, BLOC)):
            known = scenario.states
            yield f"no state {shown(state)}{nearest(state, known)} (known: {listed(known, 20)})"


def _wrong_key(part: Part, scenario: Scenario) -> Iterator[str]:
    """Complain of `consent(KEY)` where the cell has no such lever; elsewhere what is absent counts as none."""
    known = getattr(scenario, KEYED[part.name])
    if len(part.arguments) != 1:
        yield f"{part.name} takes one key, as it stands under {KEYED[part.name]}:"
    elif part.name == "consent" and part.arguments[0] not in known:
        yield f"no lever {shown(part.arguments[0])} here{nearest(part.arguments[0], known)} (known: {listed(known, 20) or 'none'})"


def recording_for(expressions: list[Expression], scenario: Scenario) -> Recording:
    """Return what has to be recorded for some measures."""
    dyads: dict[str, None] = {}
    states: dict[str, None] = {}
    of_states = state_variables(scenario.issues)
    for part in (part for expression in expressions for part in parts(expression.tree)):
        if part.name in DYAD_VARIABLES:
            dyads[part.name] = None
        elif part.name == "crises":
            dyads["tension"] = None
        elif part.name == "prosperity":
            dyads.update(dict.fromkeys(("interdependence", "tension")))
        elif part.name == "capability":
            states.update(dict.fromkeys(f"capability.{domain}" for domain in DOMAINS))
        elif part.name == "share_of_posture":
            states["posture"] = None
        elif part.name in of_states:
            states[part.name] = None
    return Recording(tuple(dyads), tuple(states), True)


def unit_of(expression: Expression) -> str:
    """Return the unit of a measure: that of the one thing it names, or nothing where it is made of several."""
    tree = expression.tree
    if isinstance(tree, ast.Call) and name_of(tree.func) in ("spread", "abs"):
        tree = tree.args[0]
    name = name_of(tree.func) if isinstance(tree, ast.Call) else name_of(tree)
    own = {"crises": "1/year", "events": "1/year", "consent": "share", "delivered": "1", "year_when": "year",
           "share_of_posture": "share", "rank_correlation": "1", "capability": "share"}  # fmt: skip
    if name in own:
        return own[name]
    if name in INDICATORS:
        return INDICATORS[name].unit
    try:
        return variable(name).unit
    except KeyError:
        return ""
