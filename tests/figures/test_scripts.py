"""Words in every script: fonts are chosen, what none can write is said, names keep their place in a sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bad_inputs import EAST_ASIAN, INPUTS, RIGHT_TO_LEFT
from looking import words

from detente import figures
from detente.figures import Material, scripts
from detente.figures.scripts import BOX, HINT, LEFT_TO_RIGHT, breadth, in_order, legible, writable
from detente.figures.style import lines_of, short


@pytest.fixture
def only_own_font(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the font that comes with matplotlib be the only one."""
    for found in (scripts._known, scripts.writable):
        found.cache_clear()
    monkeypatch.setattr(scripts, "families", lambda: (scripts.OWN,))
    yield
    for found in (scripts._known, scripts.writable):
        found.cache_clear()


@pytest.mark.usefixtures("only_own_font")
def test_without_a_font_codes_stand_for_names_and_it_is_said(five: Material) -> None:
    strange = INPUTS["East Asian"](five)
    keys = list(strange.scenario.states)
    assert [strange.name(key) for key in keys] == keys
    assert strange.source.startswith("five_states; 24 runs")
    assert (
        "5 names of states need a font that is not here (such as Noto Sans CJK): codes stand for them" in strange.source
    )
    assert legible("日本 to 2030") == f"{BOX}{BOX} to 2030"
    assert HINT in words(figures.blocs(figures_landscape(strange)).figure)  # type: ignore[arg-type]


def figures_landscape(material: Material) -> object:
    import detente

    return detente.blocs(material)


@pytest.mark.usefixtures("only_own_font")
def test_codes_that_no_font_writes_are_numbered_so_that_they_can_be_told_apart(five: Material) -> None:
    states = {f"国{k}": replace(state, name="国") for k, state in enumerate(five.scenario.states.values())}
    data = five.data.assign_coords(observer=list(states), target=list(states))
    strange = Material(replace(five.scenario, states=states, focus="国0"), data)
    assert strange.codes == ["#1", "#2", "#3", "#4", "#5"]
    assert "numbers in the order of the scenario stand for them" in strange.source


def test_names_from_right_to_left_do_not_turn_the_sentence_around(five: Material) -> None:
    strange = INPUTS["right to left"](five)
    first, second = (strange.name(key) for key in ("ARN", "BEL"))
    if writable(RIGHT_TO_LEFT[0]):
        assert first == f"{LEFT_TO_RIGHT}{RIGHT_TO_LEFT[0]}{LEFT_TO_RIGHT}"
        assert any(f"{second} → {first}" in text.get_text() for text in titles(strange))
    else:  # an older matplotlib would draw the letters apart and in the wrong order
        assert (first, second) == ("ARN", "BEL")
    assert in_order("Japan") == "Japan"


def titles(material: Material) -> list[object]:
    return [axes.title if axes.title.get_text() else axes._left_title for axes in figures.dyads(material).axes]


def test_letters_of_east_asia_are_counted_as_wide_as_they_are() -> None:
    assert breadth("ab") == 2.0
    assert breadth("日本") > 3.0
    assert breadth("e\u0301") == 1.0
    lines = lines_of("東アジアの信頼醸成" * 9, 40)
    assert "".join(lines) == "東アジアの信頼醸成" * 9
    assert max(breadth(line) for line in lines) <= 40
    assert lines_of("a bb  ccc", 4) == ["a bb", "ccc"]
    for name in (*EAST_ASIAN, "A name that goes on and on"):
        assert breadth(short(name, 12)) <= 12


@pytest.mark.parametrize("text", ["plain", "tab\tand \x07 bell", "\u200b zero width", "emoji 🂡"])
def test_what_has_no_sign_becomes_a_space_or_a_box(text: str) -> None:
    assert all(letter in (BOX, LEFT_TO_RIGHT) or writable(letter) for letter in legible(text))
