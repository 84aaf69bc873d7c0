"""Drivers of a sweep, marks of events, stripes of blocs, names at lines: the numbers and places are those of the results."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas
import pytest
from bad_inputs import table
from looking import faults_of_layout, words
from matplotlib.figure import Figure

from detente import figures
from detente.errors import UsageError
from detente.figures import Material
from detente.figures.drivers import found_drivers
from detente.figures.events import begins, strikes
from detente.figures.labels import dark, moved_apart
from detente.figures.stripes import order_of, sides, sides_over_time
from detente.world.text import DISCLAIMER


def swept() -> pandas.DataFrame:
    """Return a sweep in which the package's gain falls by 0.02 per unit of grievance and does not know the level."""
    return table(("none", "measures"), futures=12, spread=0.0)


def test_drivers_are_ordered_by_how_far_they_move_the_difference() -> None:
    data = figures.tidy(swept())
    first, second = found_drivers(data, "trust_in_focus", "measures", "none")
    assert (first.factor, second.factor) == ("grievance", "level")
    assert first.means == pytest.approx((0.02, -0.02))
    assert first.ends == ("0", "2")
    assert first.move.clear
    assert second.span == pytest.approx(0.0)
    assert not second.move.clear


def test_drivers_show_the_reference_beside_and_what_they_are() -> None:
    axes = figures.drivers(swept(), "trust_in_focus")
    figure = axes.figure
    assert isinstance(figure, Figure)
    said = words(figure)
    assert "grievance moves the difference that measures makes" in said
    assert "-0.04" in said
    assert "Level of none" in said
    assert said.count(DISCLAIMER) == 1
    assert faults_of_layout(figure) == []
    own = Figure(figsize=(6, 3)).subplots()
    assert figures.drivers(swept(), "trust_in_focus", ax=own, difference=False) is own
    with pytest.raises(UsageError, match="varies no factor"):
        figures.drivers(swept()[["package", "future", "trust_in_focus"]], "trust_in_focus")


def test_events_between_two_states_are_those_of_the_scenario(five: Material) -> None:
    scenario = five.scenario
    both = [
        lever.first_step
        for lever in scenario.levers.values()
        if {"ARN", "BEL"} <= set(lever.members) and not lever.idle
    ]
    assert begins(five, "BEL", "ARN") == sorted({max(step, 0) for step in both})
    dated = next(shock for shock in scenario.shocks.values() if shock.rate is None and shock.by)
    assert set(dated.steps) <= set(strikes(five, dated.on[0], str(dated.by)))
    assert "a lever of the two begins" in words(figures.dyad(five, "BEL", "ARN").figure)  # type: ignore[arg-type]
    quiet = replace(five, scenario=replace(scenario, levers={}, shocks={}))
    assert "a lever of the two begins" not in words(figures.dyad(quiet, "BEL", "ARN").figure)  # type: ignore[arg-type]


def test_stripes_hold_the_share_of_runs_on_the_focal_side(five: Material) -> None:
    instants, found = sides_over_time(five.data, 0)
    assert (instants[0], instants[-1]) == (five.data["time"][0].values, five.data["time"][-1].values)
    last = sides(five.data["alignment"].isel(time=-1).to_numpy(), 0).mean(axis=0)
    assert found[-1] == pytest.approx(last)
    assert (found[:, 0] == 1.0).all()
    order = order_of(found, 2)
    assert order[0] == 2
    assert (np.diff(found[-1, order[1:]]) <= 0.0).all()


@pytest.mark.parametrize("wanted", [[0.5], [0.5, 0.5, 0.51], [0.0, 0.99, 1.0, 1.0], list(np.linspace(0, 1, 30))])
def test_names_are_moved_apart_and_stay_on_the_axes(wanted: list[float]) -> None:
    found = moved_apart(wanted, 0.08)
    gap = min(0.08, 1.0 / max(len(wanted) - 1, 1))
    assert all(b - a >= gap - 1e-9 for a, b in pairwise(found))
    assert found[-1] <= 1.0 + 1e-9
    assert found[0] >= -1e-9


def test_names_at_lines_are_dark_enough_to_be_read() -> None:
    for colour in ("#F0E442", "#E69F00", "#56B4E9", "#000000"):
        red, green, blue = dark(colour)
        assert 0.299 * red + 0.587 * green + 0.114 * blue <= 0.421
