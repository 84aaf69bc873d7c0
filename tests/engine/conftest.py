"""What the kernel's tests share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from kernel import FIVE

from detente.scenario import Scenario, read_scenario

Write = Callable[[str], Scenario]


@pytest.fixture
def only(tmp_path: Path) -> Write:
    """Return a function that reads the five states with no levers or shocks but those of a text."""
    bare = FIVE.read_text(encoding="utf-8").split("\nlevers:\n")[0]

    def write(text: str) -> Scenario:
        (tmp_path / "bare.yaml").write_text(f"{bare}\n", encoding="utf-8")
        path = tmp_path / "case.yaml"
        path.write_text(f"extends: bare.yaml\n{text}", encoding="utf-8")
        return read_scenario(path)

    return write
