"""Fixtures of the tests of sweeps."""

from __future__ import annotations

from typing import Any

import pytest
from sweeping import small


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Return the small sweep, run once with two workers and everything recorded."""
    folder = tmp_path_factory.mktemp("sweeps") / "small"
    return small(record=["yearly", "trust", "tension", "nationalism"]).run(folder, workers=2)
