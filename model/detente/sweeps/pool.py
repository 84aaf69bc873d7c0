"""Supervised workers on this machine: processes with threads that may die, hang or outgrow their memory, one by one.

The pool never loses count: every task that was given ends as an event, with its bytes or with the reason why not.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from typing import Any, NamedTuple

from detente.errors import RunError
from detente.sweeps.plan import Task
from detente.sweeps.work import CRASHED, TIMEOUT
from detente.sweeps.worker import BEGUN, BROKEN, DONE, READY

STARTS = 3
LEAST_LIMIT, FIRST_LIMIT, PATIENCE = 10.0, 120.0, 30.0
POLL = 0.1
ALONE = 190
"""MiB of a worker that has loaded program and kernel and works on nothing (measured, rounded up)."""


class Event(NamedTuple):
    """What became of a task: its bytes after so many seconds, or (status, reason) where its worker is gone.

    Without bytes and with status 0 the task had not been begun, and is not to blame.
    """

    task: Task
    payload: bytes | None
    seconds: float
    status: int = 0
    reason: str = ""
    part: str | None = None


class Worker:
    """One process, the tasks it holds, and since when it works on each (None: not yet)."""

    def __init__(self, start: dict[str, Any]) -> None:
        """Start the process and hand it what it has to know."""
        self.connection, theirs = Pipe()
        code = "from detente.sweeps.worker import main; main()"
        environment = {
            "OPENBLAS_NUM_THREADS": "1",
            **os.environ,
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        }
        self.process = subprocess.Popen(
            [sys.executable, "-c", code, str(theirs.fileno())], pass_fds=[theirs.fileno()], env=environment,
            stdin=subprocess.DEVNULL, stdout=sys.stderr.fileno() if _has_handle(sys.stderr) else subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        theirs.close()
        self.tasks: dict[int, tuple[Task, float | None]] = {}
        self.ready = self.alone = False
        try:
            with suppress(OSError):  # it may be gone already, which the next look at it will show
                self.connection.send_bytes(pickle.dumps(start))
        except BaseException:  # Ctrl-C: nobody knows of this process yet who could end it
            self.kill()
            raise

    def kill(self) -> None:
        """End the process at once."""
        self.process.kill()
        self.process.wait()
        self.connection.close()

    def memory(self) -> int:
        """Return the bytes the process holds, or 0 where the system does not tell."""
        try:
            with open(f"/proc/{self.process.pid}/statm", encoding="ascii") as stream:
                return int(stream.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except (OSError, ValueError, IndexError):
            return 0


class Pool:
    """`processes` supervised workers with `threads` each."""

    def __init__(self, start: dict[str, Any], processes: int, threads: int, time_limit: float | None,
                 memory_limit: int) -> None:  # fmt: skip
        """Start the first worker and wait for it, then the others: only one has to compile the kernel."""
        self._start = {**start, "threads": threads}
        self._threads, self._memory_limit = threads, memory_limit
        self.time_limit = time_limit
        self._failed_starts = 0
        self._pace: float | None = None
        self.workers: list[Worker] = []
        try:
            self.workers.append(Worker(self._start))
            while not self.workers[0].ready:
                self.wait(1.0)
            for _ in range(processes - 1):
                self.workers.append(Worker(self._start))
        except BaseException:
            self.close()
            raise

    def free(self) -> int:
        """Return how many tasks would be begun soon: one more than threads for each worker that is not set apart."""
        return sum(max(0, self._threads + 1 - len(worker.tasks)) for worker in self.workers if not worker.alone)

    @property
    def idle(self) -> bool:
        """Return whether some worker has nothing to do at all."""
        return any(not worker.tasks for worker in self.workers)

    def submit(self, task: Task, *, alone: bool = False) -> None:
        """Give a task to the least busy worker; with `alone` to one that has nothing else, and gets nothing else."""
        worker = min((one for one in self.workers if not one.alone), key=lambda one: len(one.tasks))
        worker.alone = alone
        worker.tasks[task.first] = (task, None)
        with suppress(OSError):  # it may have died; the next wait will say so
            worker.connection.send(task)

    def wait(self, timeout: float) -> list[Event]:
        """Return what has happened, waiting up to `timeout` seconds for something."""
        events: list[Event] = []
        by_connection = {worker.connection: worker for worker in self.workers}
        for connection in wait(list(by_connection), min(timeout, POLL)):
            assert isinstance(connection, Connection)
            events += self._heard(by_connection[connection])
        for worker in list(self.workers):
            complaint = self._overdue(worker)
            if complaint is not None:
                events += self._replace(worker, *complaint)
        return events

    def close(self) -> None:
        """End all workers at once."""
        for worker in self.workers:
            worker.kill()
        self.workers = []

    def _heard(self, worker: Worker) -> Iterable[Event]:
        try:
            what, *rest = worker.connection.recv()
        except (EOFError, OSError, pickle.UnpicklingError):
            return self._replace(worker, CRASHED, _ending(worker.process.wait()))
        if what == READY:
            worker.ready = True
            self._failed_starts = 0
        elif what == BROKEN:
            return self._replace(worker, CRASHED, rest[0])
        elif what == BEGUN:
            worker.tasks[rest[0]] = (worker.tasks[rest[0]][0], time.monotonic())
        elif what == DONE:
            first, seconds, payload = rest
            task, _ = worker.tasks.pop(first)
            worker.alone = False
            pace = seconds / max(task.last - task.first, 1)
            self._pace = pace if self._pace is None else 0.8 * self._pace + 0.2 * pace
            return [Event(task, payload, seconds)]
        return []

    def _limit(self, task: Task) -> float:
        """Return how long a task may take: as asked, or thirty times what such a block usually takes."""
        if self.time_limit is not None:
            return self.time_limit
        usual = FIRST_LIMIT if self._pace is None else self._pace * (task.last - task.first)
        return max(LEAST_LIMIT, PATIENCE * usual) if self._pace is not None else FIRST_LIMIT

    def _overdue(self, worker: Worker) -> tuple[int, str] | None:
        now = time.monotonic()
        for task, begun in worker.tasks.values():
            limit = self._limit(task)
            if begun is not None and now - begun > limit:
                return TIMEOUT, f"no answer in {limit:.3g} s"
        if worker.memory() > self._memory_limit:
            return CRASHED, self._too_large(worker)
        return None

    def _too_large(self, worker: Worker) -> str:
        limit = f"{self._memory_limit / 2**20:.0f} MiB"
        if worker.ready:
            return f"more than {limit} of memory"
        return (
            f"each may hold {limit} of memory, and program and kernel alone need about {ALONE} MiB; "
            "raise the limit (--memory-limit), or leave it out"
        )

    def _replace(self, worker: Worker, status: int, reason: str) -> list[Event]:
        """End a worker, start another in its place, and return its tasks as given up."""
        worker.kill()
        self.workers.remove(worker)
        if not worker.ready:
            self._failed_starts += 1
            if self._failed_starts >= STARTS:
                raise RunError(f"workers do not start: {reason}")
        self.workers.append(Worker(self._start))
        return [
            Event(task, None, 0.0, status if begun is not None else 0, reason) for task, begun in worker.tasks.values()
        ]


def _ending(code: int) -> str:
    """Return in words how a process ended."""
    import signal

    if code >= 0:
        return f"its process ended with exit code {code}"
    try:
        return f"its process was killed by {signal.Signals(-code).name}"
    except ValueError:
        return f"its process was killed by signal {-code}"


def _has_handle(stream: Any) -> bool:
    try:
        return bool(stream.fileno() >= 0)
    except (OSError, ValueError, AttributeError):
        return False
