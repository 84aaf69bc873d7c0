"""Who set a value, and whom it overrode: from the catalogue up to the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import detente
from detente.cli import run
from detente.scenario.history import History
from detente.scenario.quantities import Quantity
from shipped import FILES

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "tests" / "museum" / "base.yaml"
SCENARIOS = FILES
CHILD = """title: A child
extends: base.yaml
levers:
  cbm: {level: 0.6, influences: {goodwill: {range: [-0.2, 0.4], reason: wider}}}
ties: {alignment: {COR: {ARN: -0.1}}}
parameters: {trust_half_life: 1.5}
variants:
  bold: {levers.*.level: 0.9}
"""


@pytest.fixture
def child(tmp_path: Path) -> Path:
    (tmp_path / "base.yaml").write_text(SMALL.read_text())
    (tmp_path / "child.yaml").write_text(CHILD)
    return tmp_path / "child.yaml"


def shown(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert run(["show", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_every_layer_has_its_say(child: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--variant", "bold", "--set", "levers.cbm.level=0.2"]
    (row,) = shown(capsys, str(child), "levers.cbm.level", "--origin", *options)
    assert [(layer["layer"], layer["value"]) for layer in row["layers"]] == [
        ("parent", 0.5), ("file", 0.6), ("variant bold", 0.9), ("command line", 0.2)]  # fmt: skip
    assert [layer["in_use"] for layer in row["layers"]] == [False, False, False, True]
    assert row["layers"][1]["line"] == 4
    assert row["layers"][1]["column"] == CHILD.splitlines()[3].index("0.6") + 1


def test_what_only_widens_a_range_is_not_in_use(child: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (row,) = shown(capsys, str(child), "levers.cbm.influences.goodwill", "--origin")
    card, own = row["layers"]
    assert (card["layer"], card["in_use"]) == ("catalogue", True)
    assert (own["layer"], own["in_use"], own["value"]["range"]) == ("file", False, [-0.2, 0.4])
    assert row["range"] == [-0.2, 0.4]


def test_a_symmetric_pair_has_one_history_in_either_order(child: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, other = (shown(capsys, str(child), f"ties.alignment.{pair}", "--origin") for pair in ("ARN.COR", "COR.ARN"))
    assert one[0]["layers"] == other[0]["layers"]
    assert one[0]["layers"][-1]["value"] == -0.1


@pytest.mark.parametrize("file", [SMALL, *SCENARIOS], ids=lambda file: file.stem)
def test_the_value_in_use_is_the_value(file: Path) -> None:
    plain = detente.read_scenario(file)
    for variant in (None, *plain.variants):
        scenario = detente.read_scenario(file, variant)
        history = History(scenario)
        for key, quantity, origin in scenario.passports():
            steps = history.of(key)
            used = [step for step in steps if step.wins]
            assert len(used) == (1 if steps else 0), key
            for step in used:
                value = step.value["value"] if isinstance(step.value, dict) else step.value
                assert value == quantity.value, key
                assert step.origin.layer == origin.layer or len(steps) > 1, key


def test_in_words_the_winner_is_marked(child: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", str(child), "levers.cbm.level", "--origin"]) == 0
    head, lower, upper = capsys.readouterr().out.splitlines()
    assert head == "levers.cbm.level = 0.6"
    assert lower.startswith("    parent  0.5")
    assert upper.startswith("  > file    0.6")
    assert upper.endswith(f"{child}:4:16")


def test_a_lever_is_shown_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", str(SMALL), "levers.cbm"]) == 0
    out = capsys.readouterr().out
    for words in (
        "levers.cbm.among = ARN, COR",
        "levers.cbm.from = 2026-01-01",
        "levers.cbm.until = 2032-01-01",
        "levers.cbm.stages.observation = 2029-01-01",
        "levers.cbm.when = tension(ARN, COR) < 0.6",
        "levers.cbm.level = 0.5",
    ):
        assert words in out


def test_every_part_and_field_can_be_shown(capsys: pytest.CaptureFixture[str]) -> None:
    scenario = detente.read_scenario(SMALL)
    parts = [f"{group}.{name}" for group in ("states", "frameworks", "levers", "shocks", "sources")
             for name in getattr(scenario, group)]  # fmt: skip
    for key in [*parts, "title", "bloc", "start", "focus", "dt", "variants", "ties.trust", "parameters"]:
        rows = shown(capsys, str(SMALL), key)
        assert rows, key
        for row in rows:
            assert row["key"].startswith(key)
            found = scenario.lookup(row["key"]) if "range" in row else None
            assert not isinstance(found, Quantity) or row["value"] == found.value
