"""A scenario of three invented states, and a way to write variations of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from detente.errors import ScenarioError
from detente.scenario import Scenario, read_scenario

MUSEUM = Path(__file__).resolve().parent.parent / "museum"
Write = Callable[[str], Path]
Read = Callable[[str], Scenario]
Faults = Callable[[str], str]


@pytest.fixture(scope="session")
def base() -> Scenario:
    return read_scenario(MUSEUM / "base.yaml")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(MUSEUM / "base.yaml", tmp_path / "base.yaml")
    return tmp_path


@pytest.fixture
def write(folder: Path) -> Write:
    """Return a function that writes `case.yaml`, which extends the base."""

    def write_case(text: str) -> Path:
        path = folder / "case.yaml"
        path.write_text(f"extends: base.yaml\n{text}", encoding="utf-8")
        return path

    return write_case


@pytest.fixture
def read(write: Write) -> Read:
    return lambda text: read_scenario(write(text))


@pytest.fixture
def faults(write: Write) -> Faults:
    """Return a function that reads a faulty text and returns the message."""

    def read_faults(text: str) -> str:
        with pytest.raises(ScenarioError) as caught:
            read_scenario(write(text))
        return str(caught.value)

    return read_faults
