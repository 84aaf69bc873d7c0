"""Ablations: each takes away what it says and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import pytest
from quarrels import HAPPENED, driven_scenario, small_problem

from detente.history.ablations import ABLATIONS, Ablation, ablated, held_positions, sample_held, without
from detente.history.fit import Problem, values_of
from detente.scenario import Scenario
from detente.scenario.keys import quantities

BY_KEY = {one.key: one for one in ABLATIONS}


@pytest.fixture
def driven() -> Scenario:
    return driven_scenario()


@pytest.fixture
def setup() -> Problem:
    return small_problem()


def changed(one: Scenario, other: Scenario) -> Iterator[str]:
    was, now = dict(quantities(one)), dict(quantities(other))
    assert was.keys() == now.keys()
    return (key for key in was if was[key] != now[key])


@pytest.mark.parametrize("one", [one for one in ABLATIONS if one.parameters], ids=lambda one: one.key)
def test_a_number_is_fixed_and_no_other_changes(one: Ablation, driven: Scenario) -> None:
    found = ablated(driven, one)
    assert set(changed(driven, found)) == {f"parameters.{name}" for name in one.parameters}
    assert all(
        found.parameters[name].fixed and found.parameters[name].value == value for name, value in one.parameters.items()
    )


def test_bystanders_feel_a_distant_war_at_its_own_intensity(driven: Scenario) -> None:
    found = ablated(driven, BY_KEY["no_sides"])
    moved = set(changed(driven, found))
    assert moved == {f"shocks.{key}.size" for key in driven.shocks if key.startswith("distant_war")}
    assert {found.shocks[key.split(".")[1]].size.value for key in moved} == {4.0}


@pytest.mark.parametrize(
    ("key", "left"),
    [("no_events", set()), ("no_shocks", {"summit", "leadership_change"}), ("no_negativity", {e.kind for e in HAPPENED.listed}),
     ("no_levers", {"territorial_incident", "leadership_change", "distant_war"})],
)  # fmt: skip
def test_tables_of_events_are_left_out_before_and_after_the_fit(key: str, left: set[str]) -> None:
    found = without(BY_KEY[key])(HAPPENED, date(2011, 12, 31))
    assert {event.kind for event in found.listed} == left


@pytest.mark.parametrize("one", [one for one in ABLATIONS if one.held], ids=lambda one: one.key)
def test_an_unknown_is_held_at_its_value(one: Ablation, setup: Problem) -> None:
    where = held_positions(setup, one.held)
    assert int(np.isfinite(where).sum()) == len(one.held)
    (values,) = values_of(setup, np.nan_to_num(where, nan=0.5)[None])
    spans = {found.name: found.prior.high - found.prior.low for found in setup.unknowns}
    assert all(abs(values[name] - value) < 0.01 * spans[name] for name, value in one.held.items())


def test_the_rest_is_fitted_and_what_is_held_stays(setup: Problem) -> None:
    held = {"target_sd": 0.0, "observer_sd": 0.0}
    u, evidence = sample_held(setup, held, 24, 1, 4, 1)
    at = [k for k, one in enumerate(setup.unknowns) if one.name in held]
    free = np.delete(u, at, axis=1)
    assert np.isfinite(evidence)
    assert (u[:, at] == u[0, at]).all()
    assert (free.std(axis=0) > 0).all()
