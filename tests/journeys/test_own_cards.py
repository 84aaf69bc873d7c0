"""A stranger with a lever of her own: she looks at the shipped ones, writes a card, and sees it in the summary."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import yaml

import detente
from detente.cli import run
from detente.cli.sources import SOFTWARE
from detente.scenario import read_scenario

MUSEUM = Path(__file__).parents[1] / "museum"
SHIPPED = Path(detente.__file__).parent / "catalogue"
KINDS = [(kind, path.stem) for kind in ("levers", "shocks") for path in sorted((SHIPPED / kind).glob("*.yaml"))]
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder with the base in it, and go there."""
    shutil.copy(MUSEUM / "base.yaml", tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_from_a_card_to_its_effect(room: Path, capsys: Capture) -> None:
    cards = room / "my_cards" / "levers"
    cards.mkdir(parents=True)
    text = (SHIPPED / "levers" / "resource_sharing.yaml").read_text("utf-8")
    (cards / "joint_films.yaml").write_text(text.replace("title: ", "title: Joint films, not "), "utf-8")
    assert run(["validate", "my_cards"]) == 0
    assert "lever card joint_films" in capsys.readouterr().out
    (room / "films.yaml").write_text(
        "title: Films\nextends: base.yaml\ncatalogue: my_cards\n"
        "levers:\n  films: {lever: joint_films, among: [ARN, BEL], from: 2026}\n"
    )
    assert run(["validate", "films.yaml"]) == 0
    assert "Of its own: lever card joint_films." in capsys.readouterr().out
    assert run(["levers", "--file", "films.yaml"]) == 0
    out = capsys.readouterr().out
    assert "own: my_cards/levers/joint_films.yaml" in out
    assert "in use: films (ARN, BEL)" in out
    assert run(["run", "films.yaml", "--runs", "20", "--out", "result"]) == 0
    assert "films" in capsys.readouterr().out
    shutil.rmtree(room / "my_cards")
    assert detente.open_result(room / "result").scenario.levers["films"].title.startswith("Joint films")


def test_a_slip_in_a_card_is_found_without_a_scenario(room: Path, capsys: Capture) -> None:
    shutil.copytree(MUSEUM / "cards" / "unknown_channel", room / "mine")
    for command in (["validate", "mine"], ["validate", "base.yaml", "mine"], ["levers", "--cards", "mine"]):
        assert run(command) == 2
        assert "mine/levers/aid.yaml:4:3: " in capsys.readouterr().err


@pytest.mark.parametrize(("kind", "name"), KINDS, ids=[name for _, name in KINDS])
def test_what_a_card_says_of_its_use_can_be_used(kind: str, name: str, room: Path, capsys: Capture) -> None:
    """The lines shown for a card, pasted into the scenario they were shown for, are sound."""
    (room / "plain.yaml").write_text("extends: base.yaml\n")
    assert run([kind, name, "--file", "plain.yaml"]) == 0
    use = capsys.readouterr().out.partition("write in a scenario\n")[2]
    (room / "used.yaml").write_text(f"extends: plain.yaml\n{use}")
    scenario = read_scenario("used.yaml")
    found = (scenario.levers if kind == "levers" else scenario.shocks)[f"my_{name}"]
    assert found.card == name


def test_a_card_is_shown_with_all_its_numbers_and_sources(capsys: Capture) -> None:
    assert run(["levers", "confidence_building"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert run(["levers", "confidence_building", "--json"]) == 0
    card = json.loads(capsys.readouterr().out)
    written = yaml.safe_load((SHIPPED / "levers" / "confidence_building.yaml").read_text("utf-8"))
    names = [*(f"influences.{name}" for name in written["influences"]), "lag", "fade", "cost"]
    assert set(names) <= set(card["numbers"])
    for number in card["numbers"].values():
        assert f"{number['value']:g}" in out
        assert number["reason"] in out
    assert all(key in out and citation in out for key, citation in card["sources"].items())
    assert card["claims"] == written["claims"]


def test_lists_are_whole_in_words_and_json(capsys: Capture) -> None:
    for kind in ("levers", "shocks"):
        names = [name for own, name in KINDS if own == kind]
        assert run([kind]) == 0
        out = capsys.readouterr().out
        assert run([kind, "--json"]) == 0
        found = json.loads(capsys.readouterr().out)
        assert [card["name"] for card in found] == names
        assert all(f"\n{card['name']} " in out and card["title"] in out for card in found)


def test_sources_of_a_scenario_and_of_a_variant(room: Path, capsys: Capture) -> None:
    fixed = "variants: {fixed: {ties.trust.ARN.BEL: 0.5, states.ARN.budget: 5}}\n"
    (room / "case.yaml").write_text(f"extends: base.yaml\n{fixed}")
    counts = []
    for options in ([], ["--variant", "fixed"]):
        assert run(["sources", "case.yaml", "--json", *options]) == 0
        found = json.loads(capsys.readouterr().out)
        counts.append({one["key"]: one["numbers"] for one in found["sources"]}["Almanac"])
    assert counts == [2, 0]
    assert run(["sources", "case.yaml"]) == 0
    out = capsys.readouterr().out
    assert "Almanac  (2 measured: states 1, ties.trust 1)" in out
    assert f"version {detente.__version__}" in out


def test_the_program_is_cited_as_it_asks() -> None:
    asked = yaml.safe_load((Path(__file__).parents[2] / "CITATION.cff").read_text("utf-8"))
    authors = ", ".join(author["name"] for author in asked["authors"])
    assert [SOFTWARE[key] for key in ("title", "version", "license")] == [
        asked[key] for key in ("title", "version", "license")
    ]
    assert (SOFTWARE["authors"], SOFTWARE["released"]) == (authors, asked["date-released"].isoformat())


def test_schema_is_written_once_and_over_nothing_else(room: Path, capsys: Capture) -> None:
    for _ in range(2):
        assert run(["schema", "lever", "--out", "lever.json"]) == 0
    assert "# yaml-language-server: $schema=lever.json" in capsys.readouterr().err
    written = (room / "lever.json").read_text("utf-8")
    assert run(["schema", "lever"]) == 0
    assert capsys.readouterr().out == written
    assert run(["schema", "--out", "base.yaml"]) == 2
    assert (room / "base.yaml").read_bytes() == (MUSEUM / "base.yaml").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["levers", "crisis_hotlin"], "did you mean 'crisis_hotline'"),
        (["shocks", "crisis_hotline"], "shocks: ally_tariff"),
        (["levers", "--file", "nowhere.yaml"], "nowhere.yaml"),
        (["levers", "--cards", "nowhere"], "nowhere: cannot be read"),
        (["levers", "--cards", "a", "--file", "b"], "--file and --cards are both given"),
        (["sources", "nowhere.yaml"], "nowhere.yaml"),
        (["sources", "--variant", "x"], "need a scenario file"),
        (["schema", "leevr"], "did you mean 'lever'"),
        (["validate", str(MUSEUM / "cards" / "sound"), "--variant", "x"], "are for scenarios"),
    ],
)
def test_mistakes_exit_2_with_words(arguments: list[str], words: str, capsys: Capture) -> None:
    assert run(arguments) == 2
    err = capsys.readouterr().err
    assert words in err
    assert "Traceback" not in err
