"""The worker's process as seen from outside, and what may become of a question to it."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import Future
from contextlib import suppress
from multiprocessing import Pipe
from typing import Any

from detente.errors import DetenteError

PROGRAM = "from detente.explorer.child import main; main()"


def environment() -> dict[str, str]:
    """Return the environment of a process that is to find the same program."""
    path = os.pathsep.join(path for path in sys.path if path)
    return {"OPENBLAS_NUM_THREADS": "1", **os.environ, "PYTHONPATH": path}


class Process:
    """One worker process, what was asked of it, and whether it is ready."""

    def __init__(self, start: dict[str, Any]) -> None:
        """Start the process and hand it what it has to know."""
        self.connection, theirs = Pipe()
        self.popen = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(theirs.fileno())], pass_fds=[theirs.fileno()], env=environment(),
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        theirs.close()
        self.ready = False
        self.waiting: dict[int, Future[Any]] = {}
        self.broken = ""
        with suppress(OSError):
            self.connection.send(start)

    def end(self) -> None:
        """End the process at once."""
        self.popen.kill()
        self.popen.wait()


class NoAnswer(DetenteError):
    """There is no answer: superseded by a newer request, or the worker hung, died or is not ready."""

    def __init__(self, kind: str, words: str) -> None:
        super().__init__(words)
        self.kind = kind


class Refused(DetenteError):
    """The worker understood the request and refuses it; holds all faults."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults
