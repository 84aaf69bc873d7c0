"""Works out a measure in every run of a block."""

from __future__ import annotations

import ast

import numpy as np

from detente.claims.arithmetic import evaluate
from detente.claims.expressions import EVERYONE, Expression, name_of
from detente.claims.measures import BLOC, FOLDED, part_of
from detente.claims.views import View
from detente.ensemble.recording import DYAD_VARIABLES
from detente.scenario.scenario import Scenario
from detente.world.arrays import Array


def measured(expression: Expression, view: View) -> Array:
    """Return a measure of each run of a view, [runs]; NaN where it has no value in a run."""
    values = evaluate(expression.tree, lambda tree: _mean(tree, view))
    return np.broadcast_to(values, len(view.record.summary)).astype(float)


def _mean(tree: ast.expr, view: View) -> Array:
    """Return a leaf of each run: its mean over steps and states, or what a function makes of it."""
    if isinstance(tree, ast.Call):
        name = name_of(tree.func)
        if name == "spread":
            return np.asarray(_series(tree.args[0], view).std(axis=2).mean(axis=1))
        if name == "year_when":
            return _year_when(tree.args[0], view)
        if name == "rank_correlation":
            return _rank_correlation(*(_series(argument, view).mean(axis=1) for argument in tree.args))
        if name == "consent":
            return view.consent(name_of(tree.args[0]))
        if name in FOLDED:
            values = [evaluate(argument, lambda below: _mean(below, view)) for argument in tree.args]
            return _folded(name, values)
    return np.asarray(_series(tree, view).mean(axis=(1, 2)))


def _folded(name: str, values: list[Array]) -> Array:
    if name == "abs":
        return np.abs(values[0])
    return np.minimum(*values) if name == "min" else np.maximum(*values)


def _year_when(condition: ast.expr, view: View) -> Array:
    """Return the first year in which a condition holds, the horizon's end where it never does."""
    held = evaluate(condition, lambda tree: _series(tree, view).mean(axis=2)) == 1.0
    years = np.append(view.years, view.years[-1] + view.scenario.dt)
    return np.asarray(years[np.where(held.any(axis=1), held.argmax(axis=1), len(years) - 1)])


def _rank_correlation(one: Array, other: Array) -> Array:
    """Return Spearman's correlation over states in each run, [runs]; NaN where one of the two does not vary."""
    from scipy.stats import rankdata

    ranks = [rankdata(values, axis=1) for values in (one, other)]
    ranks = [values - values.mean(axis=1, keepdims=True) for values in ranks]
    both = (ranks[0] * ranks[1]).sum(axis=1)
    size = np.sqrt((ranks[0] ** 2).sum(axis=1) * (ranks[1] ** 2).sum(axis=1))
    return np.where(size > 0.0, both / np.where(size > 0.0, size, 1.0), np.nan)


def _series(tree: ast.expr, view: View) -> Array:
    """Return a leaf step by step, [runs, steps, states or pairs]."""
    part = part_of(tree)
    place = {name: k for k, name in enumerate(view.program.layout.names)}
    if not part.arguments:
        return view.indicator(part.name)
    if part.name == "delivered":
        return view.delivered(part.arguments[0])
    if part.name == "events":
        return view.events(part.arguments[0])
    if part.name == "crises":
        pair = (place[part.arguments[1]], place[part.arguments[2]]) if len(part.arguments) == 3 else None
        return view.crises(part.arguments[0], pair)
    if part.name == "share_of_posture":
        which = [place[name] for name in part.arguments[1:]] or list(place.values())
        return view.in_posture(part.arguments[0], which)
    if part.name == "prosperity":
        return view.prosperity(place[part.arguments[0]])
    sides = [_members(name, view.scenario, place) for name in part.arguments]
    if part.name in DYAD_VARIABLES:
        return view.dyads(part.name, [(i, j) for i in sides[0] for j in sides[1] if i != j])
    return view.states(part.name, sides[0])


def _members(name: str, scenario: Scenario, place: dict[str, int]) -> list[int]:
    """Return the rows of a state, of the bloc, or of all states."""
    if name == EVERYONE:
        return list(place.values())
    return [place[member] for member in scenario.bloc] if name == BLOC else [place[name]]
