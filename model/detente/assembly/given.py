"""Lay out the given initial values with their ranges: dyad variables [11, n], state variables [17, W]."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from detente.assembly.layout import Layout
from detente.compiled import process_key
from detente.scenario.quantities import Quantity
from detente.scenario.scenario import Scenario
from detente.world.arrays import GIVEN_DYADS, GIVEN_STATES, Array
from detente.world.variables import VARIABLES

Distributions = tuple[Array, Array, Array, Array, Array]


def _empty(rows: int, columns: int) -> tuple[Array, Array, Array, Array]:
    return np.zeros((rows, columns)), np.zeros((rows, columns)), np.zeros((rows, columns)), np.zeros((rows, columns))


def _put(arrays: tuple[Array, Array, Array, Array], v: int, d: int, quantity: Quantity) -> None:
    arrays[0][v, d], arrays[1][v, d], arrays[2][v, d] = quantity.low, quantity.value, quantity.high
    arrays[3][v, d] = quantity.distribution == "uniform"


def given_dyads(scenario: Scenario, layout: Layout, seed: int) -> Distributions:
    """Return low, mode, high, uniform-flag [11, n] and keys [11, 2] of the given dyad and pair variables."""
    arrays = _empty(len(GIVEN_DYADS), layout.size)
    for v, name in enumerate(GIVEN_DYADS):
        default = VARIABLES[name].default
        for k in range(3):
            arrays[k][v, :] = 0.0 if default is None else default
        for (observer, target), quantity in scenario.ties.get(name, {}).items():
            _put(arrays, v, layout.dyad(observer, target), quantity)
    keys = np.array([process_key(seed, f"given.{name}") for name in GIVEN_DYADS], np.uint64)
    return (*arrays, keys)


def given_names(issues: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of the given state variables in the order of their rows, with the scenario's issues in place."""
    stances = {f"priorities[{k}]": f"priorities.{issue}" for k, issue in enumerate(issues)}
    return tuple(stances.get(name, name) for name in GIVEN_STATES)


def given_states(scenario: Scenario, layout: Layout, seed: int) -> Distributions:
    """Return low, mode, high, uniform-flag [17, W] and keys [17, 2] of the given state variables; unused issues are 0."""
    names = given_names(scenario.issues)
    arrays = _empty(len(GIVEN_STATES), layout.width)
    for name, state in scenario.states.items():
        quantities: Mapping[str, Quantity] = state.quantities
        for v, variable in enumerate(names):
            if variable in quantities:
                _put(arrays, v, layout.state(name), quantities[variable])
    keys = np.array([process_key(seed, f"given.{name}") for name in names], np.uint64)
    return (*arrays, keys)
