"""A saved variant is a file that reads back as what was shown; nothing is overwritten, and nothing lands elsewhere."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import detente
from detente.errors import ScenarioError, UsageError
from detente.explorer.opened import Opened
from detente.explorer.saving import Shelf, same, shelf_of, way

SCENARIOS = Path(__file__).parents[2] / "scenarios"
SHIPPED = [
    ("unified_framework", None),  # compared with itself without levers
    ("unified_framework", "without_china"),
    ("inclusive_web", None),  # with another file
    ("adaptive", None),  # with a variant of its own file
    ("status_quo", "no_shocks"),  # with nothing: there are no levers
]


@pytest.fixture
def shelf(folder: Path, tmp_path: Path) -> Shelf:
    """Return a shelf of its own inside the scenario folder."""
    own = folder / tmp_path.name
    own.mkdir()
    return Shelf(own, Opened(folder / "child.yaml"))


@pytest.mark.parametrize(("name", "variant"), SHIPPED)
def test_what_is_saved_is_what_was_shown_with_its_reference(name: str, variant: str | None, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(SCENARIOS, home)
    opened = Opened(home / f"{name}.yaml", variant)
    changes: dict[str, object] = {
        "parameters.grievance_scale": 0.75, "ties.trust.KOR.JPN": 0.3, "theory": "liberal",
        **{f"levers.{key}.level": 0.25 for key in list(opened.scenario.levers)[:2]},
    }  # fmt: skip
    saved = Shelf(home, opened).save("mine", "A title: with colons # and 'quotes'", changes)
    again = detente.read_scenario(home / "mine.yaml")
    pair = opened.pair(changes)
    assert same(again, pair.scenario) and again.title == "A title: with colons # and 'quotes'"
    reference = detente.read_reference(again)
    assert same(reference, pair.reference) if reference is not None else pair.words == "as opened"
    assert "mine.yaml" in saved and "extends:" in (home / "mine.yaml").read_text()
    assert len((home / "mine.yaml").read_text()) < 2000  # only what differs


def test_nothing_is_overwritten(shelf: Shelf) -> None:
    shelf.save("mine", "", {"levers.cbm.level": 0.1})
    before = (shelf.folder / "mine.yaml").read_bytes()
    with pytest.raises(UsageError, match="there already"):
        shelf.save("mine", "", {"levers.cbm.level": 0.2})
    assert (shelf.folder / "mine.yaml").read_bytes() == before and len(list(shelf.folder.iterdir())) == 1


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../x", "a/b", "a\\b", "a.yaml", "-x", "x" * 65, "x\n", "ä", "a b", "\0", "x\u202ey"]
)
def test_only_plain_names_are_taken(shelf: Shelf, name: str) -> None:
    with pytest.raises(UsageError, match="letters A to Z"):
        shelf.save(name, "", {})
    assert not list(shelf.folder.iterdir())


@pytest.mark.parametrize("title", ["right to left \u202e", "null \0", "escape \x1b[2J", "line \u2028"])
def test_a_title_that_no_file_may_hold_is_refused_and_leaves_nothing(shelf: Shelf, title: str) -> None:
    with pytest.raises((ScenarioError, UsageError)):
        shelf.save("mine", title, {})
    assert not list(shelf.folder.iterdir())


TITLES = [
    "<script>alert(1)</script>",
    "日本語 العربية",
    "yes",
    "1e3",
    "null",
    "- x",
    "{a: 1}",
    "!!python/object:x",
    "&a *a",
]


@pytest.mark.parametrize("title", TITLES)
def test_any_other_title_comes_back_as_it_was_written(shelf: Shelf, title: str) -> None:
    shelf.save("mine", title, {"levers.cbm.level": 0.1})
    assert detente.read_scenario(shelf.folder / "mine.yaml").title == title


def test_a_change_that_cannot_be_is_refused_before_anything_is_written(shelf: Shelf) -> None:
    with pytest.raises(ScenarioError, match="allowed"):
        shelf.save("mine", "", {"levers.cbm.level": 3})
    assert not list(shelf.folder.iterdir())


def test_a_folder_from_which_the_scenario_cannot_be_extended_is_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="save into"):
        shelf_of(Opened(folder / "child.yaml"), tmp_path)
    with pytest.raises(UsageError, match="is no folder"):
        shelf_of(Opened(folder / "child.yaml"), tmp_path / "nowhere")


def test_by_default_it_is_the_current_folder_where_that_will_do(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Opened(folder / "child.yaml")
    monkeypatch.chdir(folder.parent)
    assert shelf_of(opened, None).folder == folder.parent
    monkeypatch.chdir(tmp_path)
    assert shelf_of(opened, None).folder == folder


def test_a_refused_folder_is_told_only_folders_that_are_allowed(tmp_path: Path) -> None:
    """Only below a folder called `scenarios` may a file extend one from a folder above it."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for name, told in (("files", "files$"), ("scenarios", "scenarios or a folder in it$")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.yaml").write_text("title: A\n")
        with pytest.raises(UsageError, match=told):
            way(elsewhere, tmp_path / name / "a.yaml")
