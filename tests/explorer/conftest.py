"""A small scenario in a folder of its own, served once for all tests of a file."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from callers import Client

from detente.explorer.serving import Options, Serving, serving

ROOT = Path(__file__).parents[2]
BASE = ROOT / "tests" / "museum" / "base.yaml"
CHILD = """
title: A child of the base
question: What does the lever do?
extends: base.yaml
variants:
  calm: {"shocks.*.size": 0}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a scenario and its parent."""
    found = tmp_path_factory.mktemp("explorer") / "scenarios"
    found.mkdir()
    shutil.copy(BASE, found / "base.yaml")
    (found / "child.yaml").write_text(CHILD)
    return found


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[Serving]:
    """Serve the scenario; its worker is ready."""
    with serving(folder / "child.yaml", None, Options(save_in=folder, time_limit=20.0)) as found:
        assert found.supervisor.wait_ready(300.0)
        yield found


@pytest.fixture
def client(served: Serving) -> Client:
    return Client(served)
