"""Figures of the report on claims: words that can be read and do not collide, the numbers that were found."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from looking import faults_of_layout, words

from detente import figures
from detente.figures.style import sheet
from detente.world.text import DISCLAIMER

sys.path.append(str(Path(__file__).parents[1] / "claims"))
from toys import studied


def figure_of(name: str) -> figures.Figure:
    item = studied().hypotheses[0]
    if name == "by_state":
        return figures.by_state(item)
    draw = {
        "shares": lambda: figures.shares(studied()),
        "effect": lambda: figures.effect(item),
        "flip_map": lambda: figures.flip_map(item),
    }
    return draw[name]().figure  # type: ignore[return-value]


@pytest.mark.parametrize("name", ["shares", "effect", "flip_map", "by_state"])
def test_a_figure_can_be_read_and_says_what_it_is(name: str) -> None:
    figure = figure_of(name)
    assert faults_of_layout(figure) == []
    assert DISCLAIMER in words(figure)


def test_a_figure_shows_what_was_found() -> None:
    item = studied().hypotheses[0]
    assert "realist" in words(figure_of("effect"))
    shown = words(figure_of("flip_map"))
    assert "parameters.trust_shift" in shown
    assert f"{item.map[0][0].mean:+.2f}"[:4] in shown
    for text in ("trust received", "capability to cope", "ARN", "COR"):
        assert text in words(figure_of("by_state"))
    assert "T-02" in words(figure_of("shares"))


def test_a_figure_is_drawn_on_axes_of_others_too() -> None:
    axes = sheet(6.5, 4.0).subplots()
    assert figures.effect(studied().hypotheses[0], axes) is axes
    assert DISCLAIMER not in words(axes.figure)  # type: ignore[arg-type]


def test_without_anything_to_show_a_figure_says_so() -> None:
    report = studied()
    assert "no claim of the headline" in words(figures.shares(report._replace(judged=())).figure)  # type: ignore[arg-type]
    item = report.hypotheses[0]._replace(map=(), by_state={})
    assert "no conditions were swept" in words(figures.flip_map(item).figure)  # type: ignore[arg-type]
    assert "nothing to compare" in words(figures.by_state(item))


def test_svg_inside_a_page_is_the_same_again_and_keeps_its_ids_apart() -> None:
    one, two = (figures.svg_text(figure_of("effect"), "a") for _ in range(2))
    assert one == two
    assert one.startswith("<svg")
    other = figures.svg_text(figure_of("effect"), "b")
    assert 'id="b-' in other
    assert 'id="a-' not in other
