"""Every broken file of the museum is refused with the words its entry asks for, in time, and without a traceback."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from detente.errors import ScenarioError
from detente.scenario import read_scenario

MUSEUM = Path(__file__).resolve().parent.parent / "museum"
EXPECTED: dict[str, dict[str, Any]] = yaml.safe_load((MUSEUM / "expectations.yaml").read_text(encoding="utf-8"))
OTHERS = {"base", "expectations"}


def test_every_exhibit_is_described() -> None:
    assert {path.stem for path in MUSEUM.glob("*.yaml")} - OTHERS == set(EXPECTED)
    assert len(EXPECTED) >= 25


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_exhibit(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(MUSEUM)
    started = time.process_time()
    with pytest.raises(ScenarioError) as caught:
        read_scenario(f"{name}.yaml")
    assert time.process_time() - started < 2
    message = str(caught.value)
    for words in EXPECTED[name]["holds"]:
        assert words in message
    assert len(caught.value.faults) == EXPECTED[name]["faults"], message
    assert all(len(line) < 600 and line.isprintable() for line in message.split("\n"))


def test_base_itself_is_sound(base: object) -> None:
    assert base is not None
