"""Every figure: draws alone and on given axes, says what it is, shows the numbers of the results, collides with nothing."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from looking import faults_of_layout, texts, words
from matplotlib.axes import Axes
from matplotlib.figure import Figure

import detente
from detente import figures
from detente.analysis.attribution import Attribution, Share
from detente.analysis.ledger import Explanation, explain
from detente.analysis.paired import Contrast, contrasts
from detente.errors import UsageError
from detente.figures import FIGURES, Choice, Material
from detente.figures.placing import places
from detente.figures.waterfall import bars
from detente.scenario import read_reference, read_scenario
from detente.world.text import DISCLAIMER

ROOT = Path(__file__).parents[2]
FIVE = ROOT / "tests" / "data" / "five_states.yaml"
THREE = ROOT / "tests" / "museum" / "base.yaml"
KEPT = ("trust", "alignment", "grievance")
NAN = float("nan")


def ran(file: Path, runs: int, replicates: int, *overrides: str, record: tuple[str, ...] = KEPT) -> Material:
    scenario = read_scenario(file, None, list(overrides))
    reference = read_reference(scenario, list(overrides))
    sides = [
        detente.run(side, runs, 3, replicates=replicates, record=record)
        for side in (scenario, reference)
        if side is not None
    ]
    return figures.material_of(*sides)


@pytest.fixture(scope="module")
def material() -> Material:
    return ran(FIVE, 20, 2)


@pytest.fixture(scope="module")
def explanation(material: Material) -> Explanation:
    program = detente.run(material.scenario, 2, 3, replicates=2, record="indicators").program
    return explain(program, 2, [0, 7, 13], "trust", "BEL", "ARN")


def shared(count: int = 6) -> Attribution:
    shares = tuple(
        Share(f"lever_{k}", "lever", "A lever", 0.02 / (k + 1) * (-1) ** k, 0.001, -0.01, 0.03, 0.95,
              "none" if k % 2 else "some")
        for k in range(count)
    )  # fmt: skip
    whole = sum(row.share for row in shares)
    return Attribution(
        "trust_in_focus", "share", 0.5, 0.5 + whole, whole, 0.002, 0.0, 0.04, 1.0, shares, "exact", 64, 20, 2, 3
    )


def indicators(material: Material) -> list[Contrast]:
    sides = [detente.run(x, 20, 3, replicates=2) for x in (material.reference, material.scenario) if x is not None]
    return contrasts(*sides)


NAMES = ("contrasts", "matrix", "dyad", "network", "blocs", "timeline", "waterfall", "attribution")


def draw(name: str, material: Material, explanation: Explanation, ax: Axes | None) -> Axes:
    """Draw one figure with everything it needs."""
    focus = material.name(material.scenario.focus)
    match name:
        case "contrasts":
            return figures.contrasts(indicators(material), ax, focus)
        case "waterfall":
            return figures.waterfall(explanation, ax, reference=0.4)
        case "attribution":
            return figures.attribution(shared(), ax, focus)
        case "dyad":
            return figures.dyad(material, "BEL", "ARN", ax=ax)
        case "blocs":
            return figures.blocs(detente.blocs(material), ax)
        case "timeline":
            return figures.timeline(material, ax)
        case "matrix":
            return figures.matrix(material, "grievance", ax=ax)
        case _:
            return figures.network(material, ax=ax)


UNITS = {"contrasts": "1/year", "matrix": "0 to 1", "dyad": "(share)", "network": "-1 opposed, 1 aligned", "blocs": "of descents",
         "timeline": "shocks a year", "waterfall": "(share)", "attribution": "(share)"}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_alone_it_names_unit_and_what_it_is_and_nothing_collides(
    name: str, material: Material, explanation: Explanation
) -> None:
    figure = draw(name, material, explanation, None).figure
    assert isinstance(figure, Figure)
    found = words(figure)
    assert UNITS[name] in found
    assert found.count(DISCLAIMER) == 1
    assert faults_of_layout(figure) == []


@pytest.mark.parametrize("name", NAMES)
def test_on_given_axes_it_draws_there_and_leaves_the_footnote_to_their_owner(
    name: str, material: Material, explanation: Explanation
) -> None:
    figure = Figure(figsize=(13, 6), layout="constrained")
    left, right = figure.subplots(1, 2)
    assert draw(name, material, explanation, left) is left
    found = words(figure)
    assert UNITS[name] in found
    assert DISCLAIMER not in found
    assert left.get_title(loc="left")
    assert not right.has_data()


@pytest.mark.parametrize("name", NAMES)
def test_the_same_numbers_give_the_same_file(
    name: str, material: Material, explanation: Explanation, tmp_path: Path
) -> None:
    axes = [draw(name, material, explanation, None) for _ in range(2)]
    for ending in (".svg", ".png", ".pdf") if name == "waterfall" else (".svg",):
        files = [figures.save(one.figure, tmp_path / f"{k}{ending}") for k, one in enumerate(axes)]  # type: ignore[arg-type]
        assert files[0].read_bytes() == files[1].read_bytes()
        assert b"<dc:date>" not in files[0].read_bytes()
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_colours_are_not_told_apart_by_red_and_green_alone() -> None:
    from detente.figures import matrix, timeline

    assert {matrix.__globals__["COLOURS"][v] for v in ("trust", "alignment")} == {"cividis", "PuOr"}
    assert timeline.__globals__["COLOURS"] == "Blues"


@pytest.mark.parametrize("most", [1, 3, 50])
def test_a_waterfall_runs_from_start_to_end(explanation: Explanation, most: int) -> None:
    rows = bars(explanation, most)
    assert len(rows) <= most + 1
    assert rows[0].start == explanation.start
    for before, after in pairwise(rows):
        assert after.start == pytest.approx(before.start + before.change)
    assert explanation.start + sum(row.change for row in rows) == pytest.approx(explanation.end)
    axes = figures.waterfall(explanation, most=most)
    assert sum(bar.get_width() for bar in axes.patches) == pytest.approx(explanation.end - explanation.start)  # type: ignore[attr-defined]


def test_an_attribution_adds_up_also_when_small_shares_are_joined() -> None:
    found = shared(9)
    axes = figures.attribution(found, most=4)
    whole, *shares = (bar.get_width() for bar in axes.patches)  # type: ignore[attr-defined]
    assert whole == pytest.approx(found.difference)
    assert sum(shares) == pytest.approx(found.difference)
    assert "5 smaller shares" in words(axes.figure)  # type: ignore[arg-type]


def test_levers_without_quantitative_evidence_are_marked() -> None:
    axes = figures.attribution(shared(4))
    labels = [label.get_text() for label in axes.get_yticklabels()]
    assert [label.endswith("°") for label in labels] == [False, False, True, False, True]
    assert [bar.get_hatch() is not None for bar in axes.patches] == [False, False, True, False, True]


def test_a_matrix_shows_the_means_and_clear_changes(material: Material) -> None:
    axes = figures.matrix(material, "trust", "2030")
    day = np.datetime64("2030-01-01")
    both = [side["trust"].sel(time=day).sel(observer="BEL", target="ARN").mean("run") for side in
            (material.data, material.reference_data) if side is not None]  # fmt: skip
    cell = next(text.get_text() for text in axes.texts if text.get_position() == (0, 1))
    level, _, change = cell.partition("\n")
    assert float(level) == pytest.approx(100 * float(both[0]), abs=0.51)
    assert float(change) == pytest.approx(100 * float(both[0] - both[1]), abs=0.51)


def test_changes_within_the_error_are_not_shown(material: Material) -> None:
    same = Material(material.scenario, material.data, material.scenario, material.data)
    assert all("\n" not in text.get_text() for text in figures.matrix(same, "trust").axes.texts)
    assert "No clear change" in words(figures.network(same).figure)  # type: ignore[arg-type]


def test_the_timeline_shows_windows_and_the_share_of_consent(material: Material) -> None:
    axes = figures.timeline(material)
    outcomes = material.data["consent"].sel(lever="cbm").to_numpy()
    share = (outcomes == 1).sum() / ((outcomes > 0) & (outcomes <= 7)).sum()
    found = words(axes.figure)  # type: ignore[arg-type]
    assert f"{share:.0%} (" in found
    assert "2 in all" in found
    assert "not needed" in found
    windows = {tuple(np.round(image.get_extent()[:2])) for image in axes.images}
    assert len(windows) >= 4
    shares = next(image.get_array() for image in axes.images if image.get_array().shape[1] == 24)
    assert np.asarray(shares)[0] == pytest.approx((outcomes[:, 4:28] == 1).mean(axis=0))


def test_aligned_states_are_near_and_none_lie_on_each_other() -> None:
    sides = np.repeat([1, -1], 8)
    spots = places(0.9 * np.outer(sides, sides), focus=0)
    far = np.sqrt(((spots[:, None] - spots[None]) ** 2).sum(axis=-1))
    apart = far + 9.0 * np.eye(16)
    assert far[:8, :8].mean() < 0.5 * far[:8, 8:].mean()
    assert (sides[apart.argmin(axis=1)] == sides).all()  # whoever is nearest is on the same side
    assert apart.min() > 0.2
    assert spots[0, 0] > 0.0
    assert (spots == places(0.9 * np.outer(sides, sides), focus=0)).all()


@pytest.mark.parametrize(
    ("runs", "overrides", "kept"),
    [
        (1, (), ("trust", "alignment")),
        (2, ("levers.*.level=0", "shocks.*.size=0"), ("trust",)),
        (2, (), ("indicators",)),
    ],
    ids=["one run", "nothing happens", "indicators only"],
)
def test_every_kind_is_drawn_for_the_smallest_results(
    runs: int, overrides: tuple[str, ...], kept: tuple[str, ...]
) -> None:
    """One run, no reference, no lever, no shock: every figure is there or says why not."""
    results = ran(THREE, runs, 1, *overrides, record=kept)
    for kind in FIGURES.values():
        if not kind.slow:
            why = kind.lacking(results)
            drawn = {} if why else kind.draw(results, Choice())
            assert bool(why) != bool(drawn)
            for figure in drawn.values():
                assert faults_of_layout(figure) == []


def test_nothing_in_time_is_said_in_words(material: Material) -> None:
    from dataclasses import replace

    empty = replace(material, scenario=replace(material.scenario, levers={}, shocks={}))
    figure = figures.timeline(empty).figure
    assert "neither levers nor shocks" in words(figure)  # type: ignore[arg-type]


def test_long_and_strange_names_stay_in_the_figure(material: Material) -> None:
    from dataclasses import replace

    names = [
        "The United Federated Principalities of Greater Arnland",
        "$x_2$ & <b>Co</b>",
        "ザ・ベル",
        "\\alpha^3",
        "D" * 80,
    ]
    states = {
        key: replace(state, name=name)
        for (key, state), name in zip(material.scenario.states.items(), names, strict=True)
    }
    title = "A title that goes on and on, " * 8
    strange = replace(material, scenario=replace(material.scenario, states=states, title=title))
    drawn = [figures.matrix(strange).figure, figures.dyads(strange), figures.network(strange).figure,
             figures.timeline(strange).figure, figures.dyad(strange, "ARN", "BEL").figure]  # fmt: skip
    for figure in drawn:
        assert faults_of_layout(figure) == []  # type: ignore[arg-type]
    shown = " ".join(text.get_text() for text in texts(drawn[0]))  # type: ignore[arg-type]
    assert r"\$x_2\$" in shown  # no formula


def test_the_layout_check_notices_what_it_is_for() -> None:
    figure = Figure(figsize=(3, 2))
    for x, text, size in ((0.1, "one text", 9), (0.12, "another", 9), (0.95, "cut at the edge", 9), (0.1, "tiny", 5)):
        figure.text(x, 0.8 if size == 5 else 0.5, text, fontsize=size)
    found = faults_of_layout(figure)
    assert {fault.split(":")[0] for fault in found} == {"overlap", "cut", "small"}


def test_what_was_not_recorded_is_asked_for_in_words(material: Material) -> None:
    with pytest.raises(UsageError, match=r"--record .*tension"):
        figures.matrix(material, "tension")
    with pytest.raises(UsageError, match="did you mean 'trust'"):
        figures.matrix(material, "trsut")
    with pytest.raises(UsageError, match="outside the scenario"):
        figures.matrix(material, at="2050")
    with pytest.raises(UsageError, match="a date is needed"):
        figures.network(material, at="tomorrow")
    with pytest.raises(UsageError, match="did you mean 'BEL'"):
        figures.dyad(material, "BLE", "ARN")
