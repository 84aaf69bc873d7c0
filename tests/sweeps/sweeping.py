"""A small sweep of three invented states, and a crew that works in this process and may do so in any order."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from detente.sweeps import Sweep
from detente.sweeps.packing import to_bytes
from detente.sweeps.plan import Task, Work
from detente.sweeps.pool import Event
from detente.sweeps.work import work_off

SMALL = Path(__file__).parents[1] / "museum" / "base.yaml"
FACTORS: dict[str, Any] = {
    "parameters.grievance_scale": {"range": [0.5, 1.5]},
    "begins": {"path": "levers.line.from", "values": [2026, 2028]},
    "trusted": {"path": "ties.trust.*.ARN", "range": [0.2, 0.6]},
}
PACKAGES: dict[str, Any] = {"none": {"levers.*.level": 0}, "both": {}, "cbm": {"levers.line.level": 0}}
PARTS: dict[str, Any] = {
    "title": "A small sweep", "packages": PACKAGES, "factors": FACTORS, "futures": 3, "replicates": 2, "seed": 5,
    "design": {"kind": "latin_hypercube", "points": 6},
}  # fmt: skip


def small(**changes: Any) -> Sweep:
    """Return the small sweep with changes: 3 packages x 6 points x 3 futures x 2 replicates = 108 runs."""
    return Sweep.of(SMALL, **{**PARTS, **changes})


class Inline:
    """A crew without processes: finishes tasks in an order of its own; `dies` tells which of them kill their worker."""

    def __init__(
        self, work: Work, seed: int = 0, room: int = 4, dies: Callable[[Task, bool], bool] | None = None
    ) -> None:
        self._work, self._random, self._room = work, random.Random(seed), room
        self._dies = dies or (lambda task, alone: False)
        self._held: list[tuple[Task, bool]] = []
        self.given: list[tuple[int, int]] = []

    @property
    def idle(self) -> bool:
        return not self._held

    def free(self) -> int:
        return self._room - len(self._held)

    def submit(self, task: Task, *, alone: bool = False) -> None:
        assert not (alone and self._held), "something else is in hand beside a suspect"
        self._held.append((task, alone))
        self.given.append((task.first, task.last))

    def wait(self, timeout: float) -> list[Event]:
        if not self._held:
            return []
        task, alone = self._held.pop(self._random.randrange(len(self._held)))
        if self._dies(task, alone):
            others = [Event(one, None, 0.0, 0, "beside it") for one, _ in self._held]
            self._held = []
            return [Event(task, None, 0.0, 2, "killed by a test"), *others]
        return [Event(task, to_bytes(work_off(self._work, task)), self._random.uniform(0.001, 2.0))]
