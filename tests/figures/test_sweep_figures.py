"""Figures of sweeps: from tables, Datasets and ensembles; paired within futures; every number is that of the table."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas
import pytest
import xarray
from looking import faults_of_layout, words
from matplotlib.figure import Figure

import detente
from detente import figures
from detente.errors import UsageError
from detente.figures import SWEEP_FIGURES, Choice, Material
from detente.figures.tables import LABELS, cells, clear, tidy
from detente.world.text import DISCLAIMER

FUTURES = 12


def table(grid: bool = True, futures: int = FUTURES) -> pandas.DataFrame:
    """Return a made-up sweep of two packages: trust falls with grievance, and the package's gain changes sign at one."""
    draws = np.random.default_rng(5)
    points = (
        list(product((0.0, 0.5, 1.5, 2.0), (0.2, 0.6, 1.0)))
        if grid
        else [tuple(draws.uniform(0, 2, 2)) for _ in range(40)]
    )
    luck = draws.normal(0, 0.03, (futures, 2))
    rows = []
    for package, (point, (grievance, level)) in product(("none", "measures"), enumerate(points)):
        for future, replicate in product(range(futures), range(2)):
            gain = 0.1 * (1.0 - grievance) * level if package == "measures" else 0.0
            trust = 0.5 - 0.1 * grievance + gain + luck[future, replicate]
            crises = 3.0 + grievance - 5.0 * gain + 10 * luck[future, replicate]
            rows.append((package, point, future, replicate, grievance, level, trust, crises))
    return pandas.DataFrame(rows, columns=[*LABELS, "grievance", "level", "trust_in_focus", "crisis_onset"])


def cube(rows: pandas.DataFrame) -> xarray.Dataset:
    """Return the same as a Dataset with the labels as dimensions and the factors along the points."""
    found = rows.set_index(list(LABELS))[["trust_in_focus", "crisis_onset"]].to_xarray()
    by_point = rows.groupby("point")[["grievance", "level"]].first()
    found = found.assign_coords({name: ("point", by_point[name].to_numpy()) for name in by_point})
    found["status"] = (found["trust_in_focus"].dims, np.full(found["trust_in_focus"].shape, "ok"))
    found.attrs |= {"title": "Made up", "seed": "5", "reference": "none"}
    return found


def alone(rows: pandas.DataFrame) -> pandas.DataFrame:
    return rows[rows["package"] == "none"]


def drawn(axes: object) -> Figure:
    figure = axes.figure  # type: ignore[attr-defined]
    assert isinstance(figure, Figure)
    return figure


def test_cells_are_means_and_paired_differences() -> None:
    rows = table()
    data = tidy(rows)
    found = cells(data, "trust_in_focus", "measures", ["grievance", "level"], "none")
    assert found.loc[(0.0, 1.0), "mean"] == pytest.approx(0.1)
    assert found.loc[(2.0, 0.6), "mean"] == pytest.approx(-0.06)
    assert found["error"].max() < 1e-12  # the same luck on both sides: nothing is left of it
    level = cells(data, "trust_in_focus", "none", ["grievance"])
    own = rows[(rows["package"] == "none") & (rows["grievance"] == 1.5)].groupby("future")["trust_in_focus"].mean()
    assert level.loc[1.5, "mean"] == pytest.approx(own.mean())
    assert level.loc[1.5, "error"] == pytest.approx(own.std() / np.sqrt(FUTURES))
    assert level.loc[1.5, "low"] == pytest.approx(own.quantile(0.05))
    assert cells(tidy(table(futures=4)), "trust_in_focus", "none")["low"].isna().all()  # too few futures for a range


@pytest.mark.parametrize(
    ("mean", "error", "agreement", "wanted"),
    [
        (1.0, 0.1, 1.0, True),
        (1.0, 0.6, 1.0, False),
        (1.0, 0.1, 0.8, False),
        (1.0, 0.1, np.nan, True),
        (1.0, np.nan, 1.0, False),
    ],
)
def test_clear_is_what_both_kinds_of_uncertainty_allow(
    mean: float, error: float, agreement: float, wanted: bool
) -> None:
    assert clear({"mean": mean, "error": error, "agreement": agreement}) is wanted


def test_a_table_and_a_dataset_give_the_same_figure(tmp_path: object) -> None:
    from detente.figures.saving import picture

    rows = table()
    one = figures.response(
        rows,
        "grievance",
        "trust_in_focus",
        reference="none",
        source="Made up; 12 points, 12 futures, 2 replicates, seed 5.",
    )
    other = figures.response(cube(rows), "grievance", "trust_in_focus")
    assert picture(drawn(one)) == picture(drawn(other))


@pytest.mark.parametrize("grid", [True, False], ids=["grid", "scattered"])
@pytest.mark.parametrize("name", ["response", "difference", "heat_map", "policies"])
def test_each_says_what_it_is_with_units_and_collides_with_nothing(name: str, grid: bool) -> None:
    rows = table(grid)
    figure = drawn({
        "response": lambda: figures.response(rows, "grievance", "crisis_onset"),
        "difference": lambda: figures.response(rows, "grievance", "crisis_onset", difference=True),
        "heat_map": lambda: figures.heat_map(rows, "grievance", "level", "crisis_onset"),
        "policies": lambda: figures.policies(rows),
    }[name]())  # fmt: skip
    said = words(figure)
    assert "1/year" in said
    assert said.count(DISCLAIMER) == 1
    assert faults_of_layout(figure) == []
    assert ("12 classes" in said) == (name in ("response", "difference") and not grid)


@pytest.mark.parametrize("name", ["response", "heat_map", "policies"])
def test_on_given_axes_it_leaves_the_footnote_to_their_owner(name: str) -> None:
    figure = Figure(figsize=(12, 5), layout="constrained")
    left, right = figure.subplots(1, 2)
    rows = table()
    assert {
        "response": lambda: figures.response(rows, "grievance", "trust_in_focus", left),
        "heat_map": lambda: figures.heat_map(rows, "grievance", "level", "trust_in_focus", ax=left),
        "policies": lambda: figures.policies(rows, ax=left),
    }[name]() is left
    assert DISCLAIMER not in words(figure)
    assert not right.has_data()


def test_a_response_shows_means_and_where_the_sign_changes() -> None:
    axes = figures.response(table(), "grievance", "trust_in_focus", difference=True)
    line = axes.containers[0][0]
    assert line.get_xdata().tolist() == [0.0, 0.5, 1.5, 2.0]
    assert line.get_ydata() == pytest.approx([0.06, 0.03, -0.03, -0.06])
    assert "changes sign near 1" in words(drawn(axes))


def test_words_as_values_of_a_factor_stand_side_by_side() -> None:
    rows = table()
    rows["theory"] = np.where(rows["grievance"] > 1.0, "realist", "liberal")
    axes = figures.response(rows, "theory", "trust_in_focus")
    assert [label.get_text() for label in axes.get_xticklabels()] == ["liberal", "realist"]
    with pytest.raises(UsageError, match="holds words"):
        figures.heat_map(rows, "theory", "level", "trust_in_focus")


def test_a_heat_map_shows_the_differences_and_marks_what_is_not_clear() -> None:
    rows = table()
    figure = drawn(figures.heat_map(rows, "grievance", "level", "trust_in_focus"))
    mesh = figure.axes[1].collections[0]
    wanted = [[0.1 * (1.0 - g) * s for g in (0.0, 0.5, 1.5, 2.0)] for s in (0.2, 0.6, 1.0)]
    assert np.asarray(mesh.get_array()).reshape(3, 4) == pytest.approx(np.array(wanted))
    assert "clear in 12 of 12 points" in words(figure)
    rows.loc[rows["package"] == "measures", "trust_in_focus"] += np.random.default_rng(2).normal(0, 1, len(rows) // 2)
    assert "clear in 12 of 12 points" not in words(
        drawn(figures.heat_map(rows, "grievance", "level", "trust_in_focus"))
    )


def test_policies_put_better_above_the_reference() -> None:
    rows = table()
    rows = rows[rows["grievance"] == 0.0].reset_index(drop=True)  # where the package is good for both outcomes
    axes = figures.policies(rows)
    line, zero = (
        next(one for one in axes.lines if one.get_label() == name) for name in ("measures", "none (reference)")
    )
    assert (np.asarray(line.get_ydata()) > np.asarray(zero.get_ydata())).all()
    assert np.ptp(zero.get_ydata()) == pytest.approx(0.0)
    assert "measures is clearly better in 2 of 2 outcomes and worse in 0" in words(drawn(axes))


def test_ensembles_by_name_are_packages(five: Material) -> None:
    reference = five.reference
    assert reference is not None
    sides = {
        name: detente.run(one, 4, 3, replicates=2, record="indicators")
        for name, one in {"off": reference, "on": five.scenario}.items()
    }
    data = tidy(sides)
    assert data.packages == ["off", "on"]
    apart = (sides["on"].summary - sides["off"].summary)[:, 0].reshape(2, 2).mean(axis=1)
    assert cells(data, "trust_in_focus", "on", (), "off")["mean"].iloc[0] == pytest.approx(apart.mean())
    with pytest.raises(UsageError, match="seeds differ"):
        tidy({**sides, "other": detente.run(five.scenario, 4, 9, replicates=2, record="indicators")})


def test_the_registry_draws_all_from_one_table() -> None:
    data = tidy(table())
    assert data.factors == ["grievance", "level"]
    found = {name: kind.draw(data, Choice()) for name, kind in SWEEP_FIGURES.items()}
    assert {name: len(many) for name, many in found.items()} == {
        "response": 2,
        "heat_map": 1,
        "drivers": 1,
        "policies": 1,
    }
    (only,) = SWEEP_FIGURES["heat_map"].draw(data, Choice(of="crisis_onset"))
    assert only == "crisis_onset_heat_map_measures_grievance_level"


def test_failed_runs_are_left_out_and_small_tables_are_drawn() -> None:
    rows = table(futures=1)
    rows.loc[::3, "trust_in_focus"] = np.nan
    assert faults_of_layout(drawn(figures.response(rows, "grievance", "trust_in_focus"))) == []
    single = rows.drop(columns=["package", "future", "point"]).dropna()
    assert faults_of_layout(drawn(figures.response(single, "level", "trust_in_focus"))) == []
    alike = table().assign(trust_in_focus=0.4, level=1.0)
    assert faults_of_layout(drawn(figures.policies(alike))) == []
    assert "only one value" in words(drawn(figures.heat_map(alike, "grievance", "level", "trust_in_focus")))


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda rows: figures.response(rows, "grievence", "trust_in_focus"), "did you mean 'grievance'"),
        (lambda rows: figures.response(rows, "grievance", "trust_in_focu"), "did you mean 'trust_in_focus'"),
        (lambda rows: figures.response(rows, "level", "trust_in_focus", reference="non"), "did you mean 'none'"),
        (lambda rows: figures.response(rows[:0], "level", "trust_in_focus"), "no rows"),
        (lambda rows: figures.response([1, 2], "level", "trust_in_focus"), "found a list"),
        (lambda rows: figures.response(alone(rows), "level", "trust_in_focus", difference=True), "only one package"),
        (lambda rows: figures.heat_map(rows, "level", "level", "trust_in_focus"), "two different factors"),
        (lambda rows: figures.heat_map(rows, "grievance", "level", "trust_in_focus", "measure"), "did you mean 'measures'"),
        (lambda rows: figures.drivers(rows, "trust_in_focus", "measure"), "did you mean 'measures'"),
        (lambda rows: figures.policies(rows, ["trust_in_focus"]), "at least two outcomes"),
        (lambda rows: figures.policies(rows[["package", "level"]]), "none of the indicators"),
        (lambda rows: figures.tidy({}), "no ensembles"),
        (lambda rows: SWEEP_FIGURES["heat_map"].draw(tidy(rows.drop(columns="level")), Choice()), "two factors"),
        (lambda rows: SWEEP_FIGURES["response"].draw(tidy(rows.drop(columns=["level", "grievance"])), Choice()), "varies no"),
    ],
)  # fmt: skip
def test_mistakes_are_answered_in_words(call: object, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        call(table())  # type: ignore[operator]
