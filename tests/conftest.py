"""Property tests repeat exactly and know no deadline: the first call of a pass may compile it.  A browser for pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

from browsing import opened_browser

settings.register_profile("detente", deadline=None, derandomize=True)
settings.load_profile("detente")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Yield a headless Chromium (see `browsing`); the test is skipped where none is installed."""
    with opened_browser() as found:
        yield found
