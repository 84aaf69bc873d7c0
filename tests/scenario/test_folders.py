"""Cards in folders: the same as cards in the file, layered as promised, and never from outside the folder."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

import detente
from detente.errors import ScenarioError
from detente.scenario import Scenario, read_scenario
from detente.scenario.card_files import LIMIT
from detente.scenario.reach import read_cards_of, read_catalogue, read_folder, whose
from detente.scenario.writing import to_yaml

MUSEUM = Path(__file__).resolve().parent.parent / "museum"
SHIPPED = Path(detente.__file__).parent / "catalogue"
USES = (
    "levers:\n  gift: {lever: aid, by: COR, to: [BEL, ARN], level: 0.5}\n"
    "shocks:\n  tremor: {shock: quake, by: ARN, on: BEL, rate: {}, size: 1}\n"
)
Read = Callable[[str], Scenario]
Faults = Callable[[str], str]


@pytest.fixture
def cards(folder: Path) -> Path:
    """Return a sound folder of cards beside the base."""
    return Path(shutil.copytree(MUSEUM / "cards" / "sound", folder / "mine"))


def inline(cards: Path) -> str:
    """Return the cards and sources of a folder as they are written in a scenario."""
    found = {
        kind: {path.stem: yaml.safe_load(path.read_text()) for path in (cards / kind).glob("*.yaml")}
        for kind in ("levers", "shocks")
    }
    return yaml.safe_dump({"cards": found, "sources": yaml.safe_load((cards / "sources.yaml").read_text())})


def test_a_card_in_a_folder_is_the_same_card_as_in_the_file(cards: Path, read: Read) -> None:
    there, here = read(USES + "catalogue: mine\n"), read(USES + inline(cards))
    assert there == here
    assert there.digest() == here.digest()
    assert there.resolved() == here.resolved()
    assert str(there.origin("levers.gift.cost")).endswith("mine/levers/aid.yaml:7:15")


def test_the_same_card_gives_the_same_bits(cards: Path, read: Read) -> None:
    runs = [detente.run(read(USES + text), runs=10, seed=3) for text in ("catalogue: mine\n", inline(cards))]
    assert (runs[0].summary == runs[1].summary).all()


def test_a_resolved_scenario_needs_no_folder(cards: Path, read: Read, tmp_path: Path) -> None:
    scenario = read(f"catalogue: mine\n{USES}")
    shutil.rmtree(cards)
    (tmp_path / "alone.yaml").write_text(to_yaml(scenario), "utf-8")
    assert read_scenario(tmp_path / "alone.yaml") == scenario


def test_a_card_nobody_uses_changes_nothing_and_is_checked(cards: Path, read: Read, faults: Faults) -> None:
    assert read("catalogue: mine\n").digest() == read("").digest()
    (cards / "levers" / "aid.yaml").write_text("title: Half a card\n")
    assert "mine/levers/aid.yaml:1:1: cards.levers.aid: needs" in faults("catalogue: mine\n")


def test_layers(cards: Path, folder: Path, read: Read) -> None:
    """Catalogue < folder of the parent < parent < folder of the file < file < variant."""
    (folder / "parent.yaml").write_text(
        "extends: base.yaml\ncatalogue: mine\ncards: {levers: {aid: {cost: 0.6}}}\n" + USES
    )
    other = folder / "other" / "levers"
    other.mkdir(parents=True)
    text = (cards / "levers" / "aid.yaml").read_text()
    child = folder / "child.yaml"
    child.write_text("extends: parent.yaml\n")
    assert read_scenario(child).levers["gift"].cost.value == 0.6
    (other / "aid.yaml").write_text(text.replace("value: 0.5, range: [0.2, 1.0]", "value: 0.7, range: [0.2, 1.0]"))
    child.write_text("extends: parent.yaml\ncatalogue: other\nvariants: {v: {cards.levers.aid.cost: 0.9}}\n")
    assert read_scenario(child).levers["gift"].cost.value == 0.7
    assert read_scenario(child, "v").levers["gift"].cost.value == 0.9
    child.write_text("extends: parent.yaml\ncatalogue: other\ncards: {levers: {aid: {cost: 0.8}}}\n")
    assert read_scenario(child).levers["gift"].cost.value == 0.8
    assert read_scenario(child, None, ("cards.levers.aid.cost=1",)).levers["gift"].cost.value == 1


def test_a_card_in_a_folder_takes_the_whole_place_of_the_shipped_one(cards: Path, read: Read, folder: Path) -> None:
    text = (cards / "levers" / "aid.yaml").read_text().replace("form: offer", "form: pact")
    (cards / "levers" / "crisis_hotline.yaml").write_text(text)
    line = read("catalogue: mine\n").levers["line"]
    assert (line.title, set(line.influences), line.side_effects) == ("Disaster aid", {"goodwill"}, {})
    assert "in place of the shipped card" in read("catalogue: mine\n").origin("levers.line.cost").layer
    reach = read_cards_of(folder / "case.yaml")
    owners = {name: whose("levers", name, card.node) for name, card in reach.cards["levers"].items()}
    assert owners.pop("crisis_hotline") == "own, in place of the shipped one"
    assert owners.pop("aid") == "own"
    assert set(owners.values()) == {"shipped"}


def test_a_scenario_reaches_its_own_cards_and_all_shipped_ones(cards: Path, write: Callable[[str], Path]) -> None:
    shipped = read_catalogue()
    reach = read_cards_of(write("catalogue: [mine]\ncards: {levers: {back_channel: {cost: 1}}}\n"))
    for kind in ("levers", "shocks"):
        names = {path.stem for path in (SHIPPED / kind).glob("*.yaml")}
        assert set(shipped.cards[kind]) == names
        assert set(reach.cards[kind]) == names | {path.stem for path in (cards / kind).glob("*.yaml")}
    assert whose("levers", "back_channel", reach.cards["levers"]["back_channel"].node) == "shipped, changed here"
    assert set(reach.sources) == {*shipped.sources, "Almanac", "Diary"}


def test_a_folder_is_validated_alone_with_the_words_of_a_scenario(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(MUSEUM)
    assert "aid" in read_folder("cards/sound").cards["levers"]
    for name in ("unknown_channel", "missing_parts", "tab", "unknown_place", "suffix", "parameters", "broken_sources"):
        with pytest.raises(ScenarioError) as alone:
            read_folder(f"cards/{name}")
        with pytest.raises(ScenarioError) as used:
            read_scenario(f"card_{name}.yaml")
        assert alone.value.faults == used.value.faults


def test_the_shipped_catalogue_has_the_form_of_a_folder(tmp_path: Path) -> None:
    copy = shutil.copytree(
        SHIPPED,
        tmp_path / "copy",
        ignore=shutil.ignore_patterns(
            "*.py",
            "parameters.yaml",
            "evidence.yaml",
            "calibration.yaml",
            "event_kinds.yaml",
            "claims",
            "cases",
            "surveys",
        ),
    )
    shipped = read_catalogue()
    for kind, cards in read_folder(copy).cards.items():
        assert [card.numbers() for card in cards.values()] == [card.numbers() for card in shipped.cards[kind].values()]
        owners = {whose(kind, name, card.node) for name, card in cards.items()}
        assert owners == {"own, in place of the shipped one"}


@pytest.mark.parametrize("part", ["levers/leak.yaml", "levers", "sources.yaml"])
def test_links_do_not_leave_the_folder(part: str, cards: Path, faults: Faults, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    shutil.copytree(MUSEUM / "cards" / "sound", outside)
    target = cards / part
    if target.is_dir():
        shutil.rmtree(target)
    target.unlink(missing_ok=True)
    target.symlink_to(outside / ("levers/aid.yaml" if part.endswith("leak.yaml") else part))
    assert "is a link that leaves the folder 'mine'" in faults("catalogue: mine\n")


def test_a_link_within_the_folder_is_a_second_name(cards: Path, read: Read) -> None:
    (cards / "levers" / "gift.yaml").symlink_to("aid.yaml")
    assert read("catalogue: mine\nlevers: {a: {lever: gift, by: ARN, to: COR}}\n").levers["a"].card == "gift"


def test_what_is_no_card_is_passed_over(cards: Path, read: Read) -> None:
    for name in ("README.md", "levers/notes.txt", "levers/.aid.yaml", ".git/x.yaml", "levers/drafts/half.yaml"):
        (cards / name).parent.mkdir(exist_ok=True)
        (cards / name).write_text("\x00 not: [read")
    assert read("catalogue: mine\n").digest() == read("").digest()


def test_sizes_are_limited(cards: Path, faults: Faults) -> None:
    for number in range(3):
        (cards / "levers" / f"large_{number}.yaml").write_text("#" * (LIMIT // 2))
    assert f"the cards hold more than {LIMIT:,} bytes together" in faults("catalogue: mine\n")
    shutil.rmtree(cards)
    (cards / "levers").mkdir(parents=True)
    for number in range(2001):
        (cards / "levers" / f"c{number}.yaml").touch()
    assert "holds more than 2,000 files" in faults("catalogue: mine\n")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_a_pipe_is_no_card(cards: Path, faults: Faults) -> None:
    os.mkfifo(cards / "levers" / "pipe.yaml")
    assert "pipe.yaml: is a pipe; a regular file is needed" in faults("catalogue: mine\n")


def test_a_card_of_the_file_must_have_a_form_before_its_uses_are_judged(faults: Faults) -> None:
    text = "cards: {levers: {aid: {title: Aid, influences: {}, lag: 1, fade: 1, cost: 1, evidence: none}}}\n"
    found = faults(text + "levers: {gift: {lever: aid, by: COR, to: ARN}}\n")
    assert found.endswith("cards.levers.aid: needs form")
