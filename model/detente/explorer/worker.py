"""Supervises the worker: starts it, asks it, ends it when it hangs, and starts another where it died."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLong
from contextlib import suppress
from multiprocessing.connection import Connection
from time import monotonic
from typing import Any

from detente.explorer.child import ANSWER, BROKEN, HOPELESS, MATTERS, READY, REFUSED, SUPERSEDED
from detente.explorer.opened import Opened
from detente.explorer.process import NoAnswer, Process, Refused

START_LIMIT, MOST_STARTS = 600.0, 3
"""Seconds a worker may take to start (the first one on a machine compiles the kernel), and starts in a row that may fail."""


class Supervisor:
    """Asks the worker; whatever becomes of it, every question ends with an answer or a `NoAnswer` that says why not."""

    def __init__(self, opened: Opened, limit: float) -> None:
        """Start the first worker on what was opened; `limit` is the longest a request may take, in seconds."""
        self._start: dict[str, Any] = {
            "file": str(opened.path), "variant": opened.variant, "digest": opened.scenario.digest(), "screen": True,
        }  # fmt: skip
        self._limit = limit
        self._lock = threading.Lock()
        self._number = self._failed = 0
        self._closed = False
        self._ready = threading.Event()
        self.states: list[dict[str, Any]] = []
        self.matters: dict[str, Any] | None = None
        self._process = self._begin()

    @property
    def pid(self) -> int:
        """Return the id of the worker's process."""
        return self._process.popen.pid

    @property
    def ready(self) -> bool:
        """Whether the worker has its kernel."""
        return self._ready.is_set()

    @property
    def trouble(self) -> str:
        """Return why no worker can be started, or nothing."""
        return self._process.broken if self._failed >= MOST_STARTS else ""

    def wait_ready(self, seconds: float) -> bool:
        """Wait until the worker has its kernel, or cannot be started; return whether it has it."""
        until = monotonic() + seconds
        while (
            not self.trouble and not self._ready.wait(min(0.2, max(0.0, until - monotonic()))) and monotonic() < until
        ):
            pass
        return self._ready.is_set()

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """Return the answer to a request; raise `Refused` or `NoAnswer`."""
        with self._lock:
            process = self._process
            if self.trouble:
                raise NoAnswer("broken", f"the worker cannot be started: {self.trouble}")
            if not process.ready:
                raise NoAnswer("starting", "the worker is still getting ready")
            self._number += 1
            number = self._number
            future: Future[Any] = Future()
            process.waiting[number] = future
            with suppress(OSError):  # it is gone, which its reader is about to notice
                process.connection.send((number, request))
        try:
            kind, content = future.result(self._limit)
        except TooLong:
            self._give_up(process)
            raise NoAnswer("slow", f"no answer within {self._limit:g} s; the worker was restarted") from None
        if kind == REFUSED:
            raise Refused(content["faults"])
        if kind != ANSWER:
            raise NoAnswer(kind, content)
        return content  # type: ignore[no-any-return]

    def close(self) -> None:
        """End the worker for good."""
        with self._lock:
            self._closed = True
            self._process.end()

    def _begin(self) -> Process:
        process = Process(self._start)
        threading.Thread(target=self._read, args=(process,), daemon=True).start()
        timer = threading.Timer(START_LIMIT, self._too_slow, (process,))
        timer.daemon = True
        timer.start()
        return process

    def _give_up(self, process: Process) -> None:
        """End a process that hangs; its reader starts another."""
        with self._lock:
            if process is self._process:
                self._ready.clear()
        process.end()

    def _too_slow(self, process: Process) -> None:
        """End a process that still is not ready."""
        if not process.ready:
            process.broken = process.broken or f"it was not ready within {START_LIMIT:g} s"
            process.end()

    def _read(self, process: Process) -> None:
        """Hand answers to whoever waits for them, until the process is gone; then start another."""
        connection: Connection = process.connection
        with suppress(EOFError, OSError):
            while True:
                kind, number, content = connection.recv()
                self._hear(process, kind, number, content)
        process.end()
        with self._lock:
            for future in process.waiting.values():
                if not future.done():
                    future.set_result(
                        ("died", process.broken or "the worker ended and was started again; ask once more")
                    )
            self._failed = 0 if process.ready else self._failed + 1
            self._ready.clear()
            connection.close()
            if not self._closed and not self.trouble:
                self._process = self._begin()

    def _hear(self, process: Process, kind: str, number: int, content: Any) -> None:
        if kind == READY:
            self.states = content["states"]
            process.ready = True
            self._ready.set()
        elif kind == MATTERS:
            self.matters = self.matters or content
            self._start["screen"] = False
        elif kind in (BROKEN, HOPELESS):
            process.broken = content
            self._failed = MOST_STARTS if kind == HOPELESS else self._failed
        else:
            future = process.waiting.pop(number, None)
            if future is not None and not future.done():
                words = "a newer request has come" if kind == SUPERSEDED else content
                future.set_result((kind, words))
