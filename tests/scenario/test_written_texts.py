"""What is written as YAML reads back as what it was, whatever a text looks like; and where a number of a use is set."""

from __future__ import annotations

from pathlib import Path

import pytest

import detente
from detente.scenario.keys import settable
from detente.scenario.writing import derived_yaml, to_yaml

BASE = Path(__file__).parents[1] / "museum" / "base.yaml"
TEXTS = [
    "1e3",
    "12",
    "-.5",
    "0x1F",
    "0o7",
    "1_000",
    "null",
    "~",
    "true",
    "yes",
    "NO",
    ".inf",
    "007",
    "2025-01-01",
    "12:30",
    "- x",
    "a: b",
    "#",
    "'",
]


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_that_looks_like_something_else_stays_a_text(text: str, tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_bytes(BASE.read_bytes())
    (tmp_path / "child.yaml").write_text(derived_yaml("A child.", {"title": text, "extends": "base.yaml"}), "utf-8")
    child = detente.read_scenario(tmp_path / "child.yaml")
    assert child.title == text
    (tmp_path / "whole.yaml").write_text(to_yaml(child), "utf-8")
    assert detente.read_scenario(tmp_path / "whole.yaml") == child


def test_what_a_use_says_is_set_at_the_use_and_what_a_card_says_at_the_card() -> None:
    overrides = ["shocks.tests.trend=0.1", "levers.line.announced=0.5"]
    scenario = detente.read_scenario(BASE, overrides=overrides)
    for key in ("shocks.tests.trend", "shocks.tests.rate", "levers.line.announced", "levers.line.level"):
        assert settable(key, scenario) == key
    assert settable("levers.line.lag", scenario) == "cards.levers.crisis_hotline.lag"
    assert settable("shocks.tests.influences.news", scenario) == "cards.shocks.missile_test.influences.news"
