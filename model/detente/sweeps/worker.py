"""A worker: a process of its own that works off blocks in threads, and ends when nobody listens any more.

Started as `python -c "from detente.sweeps.worker import main; main()" HANDLE`.  It prints nothing of its own, hears
no Ctrl-C (it has its own session), and may be killed at any moment.
"""

from __future__ import annotations

import os
import pickle
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from multiprocessing.connection import Connection
from threading import Lock
from typing import Any, NoReturn

READY, BEGUN, DONE, BROKEN = "ready", "begun", "done", "broken"
IN_WORKER = "DETENTE_SWEEP_WORKER"


def main() -> None:
    """Take work from the connection whose handle is the first argument, until it closes."""
    os.environ[IN_WORKER] = "1"
    connection = Connection(int(sys.argv[1]))
    try:
        start = pickle.loads(connection.recv_bytes())
        sys.path[:] = start["path"]
        prepare_main(start["main"])
        work = pickle.loads(start["work"])
        _warm(work)
        connection.send((READY, os.getpid()))
    except EOFError:
        os._exit(0)
    except BaseException as error:  # told to whoever started us, who will say it to the user
        _complain(connection, error)
    _serve(connection, work, start["threads"])


def _serve(connection: Connection, work: Any, threads: int) -> None:
    lock = Lock()
    with ThreadPoolExecutor(threads) as pool:
        while True:
            try:
                task = connection.recv()
            except (EOFError, OSError):
                os._exit(0)  # at once: a block in hand is of no use to anybody
            pool.submit(_work_off, connection, lock, work, task)


def _work_off(connection: Connection, lock: Lock, work: Any, task: Any) -> None:
    from detente.sweeps.packing import to_bytes
    from detente.sweeps.work import work_off

    try:
        with lock:
            connection.send((BEGUN, task.first, 0.0, b""))
        start = time.perf_counter()
        payload = to_bytes(work_off(work, task))
        with lock:
            connection.send((DONE, task.first, time.perf_counter() - start, payload))
    except OSError:
        os._exit(0)
    except BaseException as error:  # nothing of ours should come here; the block is given up with words
        with lock:
            _complain(connection, error)


def _complain(connection: Connection, error: BaseException) -> NoReturn:
    """Say what went wrong and end; where nobody listens any more, that is what went wrong."""
    with suppress(OSError):
        connection.send((BROKEN, f"{type(error).__name__}: {error}"))
    os._exit(1)


def _warm(work: Any) -> None:
    """Make one run, so that loading (or compiling) the kernel counts against no time limit."""
    if work.agents is None:
        import numpy as np

        from detente.ensemble.ensemble import run_ids

        run_ids(work.structures[0].program, np.array([0]), 1, work.recording)


def prepare_main(path: str | None) -> None:
    """Load the user's script under another name, so that classes it defines can be found; its guarded part stays out."""
    if path is None:
        return
    import runpy
    import types

    module = types.ModuleType("__mp_main__")
    module.__dict__.update(runpy.run_path(path, run_name="__mp_main__"))
    sys.modules["__main__"] = sys.modules["__mp_main__"] = module
