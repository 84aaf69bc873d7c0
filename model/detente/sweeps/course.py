"""The course of a sweep: hands out what is missing, keeps what comes back, finds the run that kills its worker.

Blocks are any stretches of runs, about a second each; where they begin and end, who worked them off and in which order
leaves no trace in the results.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np

from detente.errors import ResultError
from detente.sweeps.journal import Journal, missing
from detente.sweeps.packing import digest, from_bytes, to_bytes
from detente.sweeps.plan import Plan, Task, Work
from detente.sweeps.pool import Event
from detente.sweeps.shards import bounds, shard_count, write_shard
from detente.sweeps.work import STATUS, Block, Failure, empty

FIRST_BLOCK = 16
DEATHS_OF_ONE = 3


class Crew(Protocol):
    """Whoever works tasks off: a pool of processes here, or a cluster."""

    @property
    def idle(self) -> bool:
        """Return whether somebody has nothing to do at all."""
        ...

    def free(self) -> int:
        """Return how many tasks would be begun soon."""
        ...

    def submit(self, task: Task, *, alone: bool = False) -> None:
        """Give a task out."""
        ...

    def wait(self, timeout: float) -> list[Event]:
        """Return what became of tasks."""
        ...


class Tally(NamedTuple):
    """What has just been finished: runs by package, and how many of them failed."""

    by_package: dict[str, int]
    failed: int


class Suspect(NamedTuple):
    """A stretch whose worker died or hung: worked off alone from now on; how often that happened, and the last reason."""

    first: int
    last: int
    deaths: int
    status: int
    reason: str


class Course:
    """One sweep being run: `crew` works, `journal` keeps."""

    def __init__(self, folder: Path, plan: Plan, work: Work, journal: Journal, block_seconds: float,
                 report: Callable[[Tally], None]) -> None:  # fmt: skip
        """Begin with what the journal already has."""
        self._folder, self._plan, self._work, self._journal = folder, plan, work, journal
        self._seconds, self._report = block_seconds, report
        self._size = 1 if work.agents is not None else FIRST_BLOCK
        self._suspects: deque[Suspect] = deque()
        self._blamed: dict[int, Suspect] = {}
        self._again: deque[tuple[int, int]] = deque()
        self._flying = 0

    def batch(self, number: int, crew: Crew) -> None:
        """Run what is missing of a batch."""
        first = number * self._plan.sweep.batch_runs
        self._gaps = deque(missing(self._journal.spans(), first, first + self._plan.sweep.batch_runs))
        self._shards()
        while self._gaps or self._again or self._suspects or self._flying:
            self._hand_out(crew)
            for event in crew.wait(1.0):
                self._take(event)

    def _hand_out(self, crew: Crew) -> None:
        while self._suspects and crew.idle and crew.free():
            one = self._suspects.popleft()
            self._blamed[one.first] = one
            self._give(crew, one.first, one.last, alone=True)
        while crew.free() and (self._gaps or self._again) and not self._waits(crew):
            self._give(crew, *(self._again.popleft() if self._again else self._next()))

    def _waits(self, crew: Crew) -> bool:
        """Return whether suspects wait for a worker to fall idle: nothing else is given out meanwhile."""
        return bool(self._suspects) and not crew.idle

    def _give(self, crew: Crew, first: int, last: int, *, alone: bool = False) -> None:
        self._flying += 1
        crew.submit(self._plan.task(first, last), alone=alone)

    def _next(self) -> tuple[int, int]:
        """Return the next stretch to be run: about a block, within one shard."""
        first, last = self._gaps.popleft()
        shard = self._plan.shard_runs
        end = min(last, first + self._size, (first // shard + 1) * shard)
        if end < last:
            self._gaps.appendleft((end, last))
        return first, end

    def _take(self, event: Event) -> None:
        task = event.task
        self._flying -= 1
        suspect = self._blamed.pop(task.first, None)
        if event.payload is not None or event.part is not None:
            self._keep(event)
        elif event.status == 0:
            self._return(task, suspect)
        else:
            self._accuse(event, suspect)

    def _keep(self, event: Event) -> None:
        """Write a finished block into the journal, and its shard if that is whole now."""
        task = event.task
        data = event.payload if event.payload is not None else (self._folder / str(event.part)).read_bytes()
        block = from_bytes(data)
        if (block.first, block.last) != (task.first, task.last):
            raise ResultError(f"runs {task.first} to {task.last - 1} came back as others; run the sweep again")
        self._write(block, None if event.part else data, event.part, digest(data))
        self._adapt(event.seconds, task.last - task.first)

    def _write(self, block: Block, payload: bytes | None, part: str | None, sha256: str) -> None:
        self._journal.add_block(block.first, block.last, payload, part, sha256, block.failures)
        names = list(self._plan.sweep.packages)
        many = np.bincount(self._plan.labels(block.first, block.last).package, minlength=len(names))
        self._report(Tally({name: int(k) for name, k in zip(names, many, strict=True) if k}, len(block.failures)))
        self._shards()

    def _adapt(self, seconds: float, runs: int) -> None:
        """Let blocks grow, at most fourfold at a time, or shrink towards the length they should have."""
        wanted = runs * self._seconds / max(seconds, 1e-6)
        self._size = int(np.clip(wanted, max(1, self._size // 4), min(4 * self._size, self._plan.largest_block)))

    def _shards(self) -> None:
        """Lay down every shard whose runs are all done."""
        size = self._plan.shard_runs
        spans = self._journal.block_spans()
        for number in sorted({first // size for first, _ in spans}):
            first, last = number * size, (number + 1) * size
            if not missing([span for span in spans if first <= span[0] < last], first, last):
                self._lay(number, first, last)

    def finish(self, runs: int) -> None:
        """Lay down the last shard, which is seldom full; raise `ResultError` where anything is missing."""
        gaps = missing(self._journal.spans(), 0, runs)
        if gaps:
            raise ResultError(f"runs {gaps[0][0]} to {gaps[0][1] - 1} are missing; go on with --resume")
        laid = {shard.number for shard in self._journal.shards()}
        for number in range(shard_count(self._plan, runs)):
            if number not in laid:
                self._lay(number, *bounds(self._plan, number, runs))

    def _lay(self, number: int, first: int, last: int) -> None:
        shard = write_shard(self._folder, self._plan, self._journal, number, first, last)
        for name in self._journal.add_shard(shard):
            (self._folder / name).unlink(missing_ok=True)

    def _return(self, task: Task, suspect: Suspect | None) -> None:
        """Put a task back that nobody had begun."""
        if suspect is not None:
            self._suspects.append(suspect)
        else:
            self._again.append((task.first, task.last))

    def _accuse(self, event: Event, suspect: Suspect | None) -> None:
        """Work the stretch off alone; if that kills again, halve it until one run is left, and give that one up."""
        first, last = event.task.first, event.task.last
        if suspect is None:
            self._suspects.append(Suspect(first, last, 1, event.status, event.reason))
        elif last - first > 1:
            middle = (first + last) // 2
            halves = ((first, middle), (middle, last))
            self._suspects.extend(Suspect(a, b, 1, event.status, event.reason) for a, b in halves)
        elif suspect.deaths + 1 < DEATHS_OF_ONE:
            self._suspects.append(suspect._replace(deaths=suspect.deaths + 1, reason=event.reason))
        else:
            self._give_up(first, event)

    def _give_up(self, run: int, event: Event) -> None:
        block = empty(self._work, run, run + 1)
        block.arrays["status"][0] = event.status
        error = f"{STATUS[event.status]}: {event.reason}"
        block.failures.append(Failure(run, event.status, error, ""))
        data = to_bytes(block)
        self._write(block, data, None, digest(data))
