"""Camps, end states, postures and policies: what they show are the numbers of the results, whatever the results are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from looking import faults_of_layout, words
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from detente import figures
from detente.analysis.bimodality import UNIFORM, bimodality, sarle
from detente.errors import UsageError
from detente.figures import FIGURES, Choice, Material
from detente.figures.endings import bins
from detente.figures.postures import shares
from detente.figures.stripes import sides
from detente.world.text import DISCLAIMER

NAMES = ("camps", "postures", "ending", "policies")
UNITS = {
    "camps": "share of runs",
    "postures": "share of states and runs",
    "ending": "trust (share)",
    "policies": "(1/year)",
}
PLACES = {"ARN": (10.0, 50.0), "BEL": (12.0, 51.0), "COR": (30.0, 45.0), "DAL": (-3.0, 40.0), "ERS": (40.0, 60.0)}


def draw(name: str, material: Material, ax: Axes | None = None) -> Axes:
    found: Axes = getattr(figures, name)(material, ax=ax)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_alone_it_names_unit_and_what_it_is_and_nothing_collides(name: str, five: Material) -> None:
    figure = draw(name, five).figure
    assert isinstance(figure, Figure)
    found = words(figure)
    assert UNITS[name] in found
    assert found.count(DISCLAIMER) == 1
    assert faults_of_layout(figure) == []


@pytest.mark.parametrize("name", [*NAMES, "region_map"])
def test_on_given_axes_it_draws_there_and_leaves_the_footnote_to_their_owner(name: str, five: Material) -> None:
    figure = Figure(figsize=(13, 6), layout="constrained")
    left, right = figure.subplots(1, 2)
    more = {"places": PLACES} if name == "region_map" else {}
    assert getattr(figures, name)(five, ax=left, **more) is left
    assert DISCLAIMER not in words(figure)
    assert left.get_title(loc="left")
    assert not right.has_data()


@pytest.mark.parametrize("name", NAMES)
def test_the_same_numbers_give_the_same_file(name: str, five: Material, tmp_path: Path) -> None:
    files = [figures.save(draw(name, five).figure, tmp_path / f"{k}.svg") for k in range(2)]  # type: ignore[arg-type]
    assert files[0].read_bytes() == files[1].read_bytes()


def test_dollars_are_made_plain_once() -> None:
    from detente.figures.style import plain_text, short

    assert plain_text(short("$x_2$", 20)) == r"\$x_2\$"


def test_two_camps_are_told_apart() -> None:
    camp = np.array([1.0, 1.0, -1.0, -1.0])
    found = sides(0.8 * np.outer(camp, camp)[None].repeat(3, axis=0), focus=2)
    assert found.tolist() == [[False, False, True, True]] * 3


def test_camps_show_the_share_of_runs_on_the_focal_side(five: Material) -> None:
    axes = figures.camps(five, at="2030", ax=Figure().subplots())
    values = five.data["alignment"].sel(time="2030-01-01").to_numpy()
    wanted = sides(values, list(five.scenario.states).index(five.scenario.focus)).mean(axis=0)
    counted = f"{int((wanted >= 0.9).sum()) - 1} with Arnland, {int((wanted <= 0.1).sum())} against"
    assert counted in axes.get_title(loc="left")
    three = figures.camps(five, at=["2025", "2030", "2034"]).figure
    assert [axes.get_title(loc="left") for axes in three.axes[:3]] == ["2025-01", "2030-01", "2034-01"]


def test_shares_of_postures_are_counted(five: Material) -> None:
    found = shares(five.data, None, np.zeros(24))
    held = five.data["posture"].to_numpy()
    assert found[0].sum(axis=1) == pytest.approx(1.0)
    assert found[0, -1, 2] == pytest.approx((held[:, -1] == 2).mean())
    with pytest.raises(UsageError, match=r"--record trust,grievance,alignment,posture"):
        figures.postures(replace(five, data=five.data.drop_vars("posture")))
    with pytest.raises(UsageError, match="did you mean 'ARN'"):
        figures.postures(five, "ARM")


def test_sarle_knows_heaps_and_camps() -> None:
    draws = np.random.default_rng(1)
    heap, camps = draws.normal(size=4000), np.concatenate([draws.normal(-3, 0.5, 2000), draws.normal(3, 0.5, 2000)])
    assert sarle(heap[None])[0] == pytest.approx(1 / 3, abs=0.03)
    assert sarle(draws.uniform(size=(1, 40000)))[0] == pytest.approx(UNIFORM, abs=0.01)
    assert bimodality(camps).low > UNIFORM
    assert bimodality(camps).verdict.startswith("two groups")
    assert bimodality(heap).verdict == "no sign of two groups"
    assert bimodality(camps) == bimodality(camps)
    # scipy.stats.skew and kurtosis (bias=False) of these give 0.4444 by the published formula
    assert sarle(np.array([[1.0, 2.0, 3.0, 4.0, 5.0, 9.0]]))[0] == pytest.approx(published([1, 2, 3, 4, 5, 9]))


def published(values: list[float]) -> float:
    """Return the coefficient from sums written out, as a second reckoning."""
    n, x = len(values), np.array(values, float)
    deviation = x.std(ddof=1)
    skew = n / ((n - 1) * (n - 2)) * (((x - x.mean()) / deviation) ** 3).sum()
    kurtosis = n * (n + 1) / ((n - 1) * (n - 2) * (n - 3)) * (((x - x.mean()) / deviation) ** 4).sum()
    excess = kurtosis - 3 * (n - 1) ** 2 / ((n - 2) * (n - 3))
    return float((skew**2 + 1) / (excess + 3 * (n - 1) ** 2 / ((n - 2) * (n - 3))))


@pytest.mark.parametrize("values", [np.full(30, 0.4), np.arange(5.0), np.full(50, np.nan)])
def test_no_coefficient_where_there_is_nothing_to_tell(values: np.ndarray) -> None:
    assert np.isnan(bimodality(values).coefficient)
    assert bimodality(values).verdict == "not told"


def test_bins_hold_all_values() -> None:
    for values in (np.full(5, 0.3), np.array([0.1, 0.1, 0.1, 0.9]), np.linspace(0, 1, 99)):
        edges = bins(values, (0.0, 1.0))
        assert np.histogram(values, edges)[0].sum() == values.size


def test_an_ending_is_that_of_the_runs(five: Material) -> None:
    values = five.data["trust"].isel(time=-1).sel(observer="BEL", target="ARN").to_numpy()
    figure = figures.ending(five, "trust", "BEL", "ARN").figure
    said = words(figure)  # type: ignore[arg-type]
    assert f"mean {values.mean():.3g}" in said
    assert "Sarle" in said
    (drawn,) = FIGURES["endings"].draw(five, Choice(of="crisis_onset")).values()
    assert "1/year" in words(drawn)
    with pytest.raises(UsageError, match="takes no state"):
        figures.ending(five, "cohesion", "BEL")
    with pytest.raises(UsageError, match="did you mean 'trust'"):
        figures.ending(five, "trsut")


def test_a_run_without_postures_says_how_to_get_them(five: Material) -> None:
    assert "--record" in FIGURES["postures"].lacking(replace(five, data=five.data.drop_vars("posture")))


def test_a_figure_shows_itself_in_a_notebook(five: Material) -> None:
    data, about = draw("ending", five).figure._repr_png_()  # type: ignore[union-attr]
    assert data.startswith(b"\x89PNG")
    assert about == {"width": 650}
