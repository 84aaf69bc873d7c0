"""Property tests repeat exactly and know no deadline: the first call of a pass may compile it."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("detente", deadline=None, derandomize=True)
settings.load_profile("detente")
