"""Work a sweep off on a Dask cluster that exists already: same blocks, same journal, same bytes.

Workers that see the results folder write each block as a part of their own and send a receipt; others send the block
itself.  A block whose worker is lost is given to another by the scheduler, and counted as crashed once that has been
tried as often as the cluster allows.  Whoever reaches a Dask scheduler can run code on it: see docs/sweeps.md.
"""

from __future__ import annotations

import os
import pickle
import time
import uuid
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import distributed
from distributed.comm.core import CommClosedError

from detente.compiled import source_digest
from detente.errors import RunError, UsageError
from detente.sweeps.packing import digest, from_bytes, to_bytes
from detente.sweeps.plan import Task, Work
from detente.sweeps.pool import Event
from detente.sweeps.shards import whole
from detente.sweeps.work import CRASHED

PARTS = "parts"
ANSWER_SECONDS, WORKER_SECONDS = 10, 120
AHEAD = 2
KNOWN: dict[str, Work] = {}
"""What a worker knows of sweeps, by their token."""


class Receipt(NamedTuple):
    """What a worker sends back of a block: its bytes, or the part that holds them with their sha256."""

    payload: bytes | None
    part: str | None
    sha256: str
    seconds: float
    kernel: str


class Knowing(distributed.WorkerPlugin):
    """Tells every worker, also those that come later, what there is to know of a sweep."""

    def __init__(self, token: str, work: bytes) -> None:
        """Keep the work as bytes: it is read where it is needed."""
        self.token, self.work = token, work

    def setup(self, worker: Any) -> None:
        """Take in the sweep."""
        KNOWN[self.token] = pickle.loads(self.work)

    def teardown(self, worker: Any) -> None:
        """Forget the sweep."""
        KNOWN.pop(self.token, None)


def work_off_there(token: str, task: Task, folder: str) -> Receipt:
    """Work a task off in a worker of the cluster and return the receipt."""
    from detente.sweeps.work import work_off

    start = time.perf_counter()
    data = to_bytes(work_off(KNOWN[token], task))
    sha256, kernel = digest(data), source_digest()
    room = Path(folder) / PARTS
    if not (room / token).exists():  # another file system, or another machine's
        return Receipt(data, None, sha256, time.perf_counter() - start, kernel)
    name = f"{PARTS}/{task.first:014}-{task.last:014}.npz"
    whole(Path(folder) / name, lambda path: path.write_bytes(data))
    return Receipt(None, name, sha256, time.perf_counter() - start, kernel)


class Cluster:
    """A Dask cluster as a crew."""

    idle = True

    def __init__(self, client: Any, work: Work, folder: Path) -> None:
        """Reach the scheduler, and tell all workers of the sweep; raise `UsageError` where nobody answers or fits."""
        self._own = isinstance(client, str)
        self._client = _reached(client) if self._own else client
        self._folder, self._token = folder.resolve(), uuid.uuid4().hex
        self._flying: dict[Any, Task] = {}
        self._lost: float | None = None
        try:
            self._client.wait_for_workers(1, timeout=WORKER_SECONDS)
            self._client.register_plugin(Knowing(self._token, pickle.dumps(work)), name=self._token)
            _check_alike(self._client.run(source_digest))
        except (TimeoutError, OSError) as error:
            self.close()
            raise UsageError(f"the Dask cluster has no worker that answers ({error})") from None
        except BaseException:
            self.close()
            raise
        (self._folder / PARTS).mkdir(exist_ok=True)
        (self._folder / PARTS / self._token).touch()

    def free(self) -> int:
        """Return how many tasks would be begun soon: two for each thread of the cluster."""
        threads = sum(self._client.nthreads().values()) if self._client.status == "running" else 0
        return max(0, AHEAD * threads - len(self._flying))

    def submit(self, task: Task, *, alone: bool = False) -> None:
        """Give a task to the scheduler."""
        key = f"detente-{self._token[:8]}-{task.first}-{task.last}-{uuid.uuid4().hex[:6]}"
        future = self._client.submit(work_off_there, self._token, task, str(self._folder), pure=False, key=key)
        self._flying[future] = task

    def wait(self, timeout: float) -> list[Event]:
        """Return what has become of tasks; futures are let go at once, so that the cluster keeps no result."""
        self._check_scheduler()
        if self._flying:
            try:
                distributed.wait(list(self._flying), timeout=timeout, return_when="FIRST_COMPLETED")
            except (TimeoutError, distributed.TimeoutError, CommClosedError):
                return []
        else:
            time.sleep(min(timeout, 0.2))
        done = [future for future in self._flying if future.done()]
        return [self._event(future, self._flying.pop(future)) for future in done]

    def _check_scheduler(self) -> None:
        """Raise `UsageError` once the scheduler has been out of reach for a while."""
        if self._client.status == "running":
            self._lost = None
            return
        self._lost = self._lost or time.monotonic()
        if time.monotonic() - self._lost > ANSWER_SECONDS or self._client.status == "closed":
            raise UsageError("the Dask scheduler is gone; what is finished is safe: go on with --resume")

    def _event(self, future: Any, task: Task) -> Event:
        if future.status == "finished":
            receipt: Receipt = future.result()
            if receipt.kernel != source_digest():
                raise UsageError(
                    "a worker of the cluster has another version of the model; install the same everywhere"
                )
            data = receipt.payload if receipt.payload is not None else _read(self._folder / str(receipt.part))
            if data is None or digest(data) != receipt.sha256:
                return Event(task, None, 0.0, 0, "the part did not arrive whole")
            from_bytes(data)
            return Event(task, receipt.payload, receipt.seconds, part=receipt.part)
        if future.status != "error":
            return Event(task, None, 0.0, 0, "cancelled")
        error = future.exception()
        if isinstance(error, distributed.KilledWorker):
            return Event(task, None, 0.0, CRASHED, "its workers died, one after the other")
        if isinstance(error, KeyError):  # a worker that has just come and knows nothing yet
            return Event(task, None, 0.0, 0, "not yet told")
        raise RunError(f"a worker of the cluster failed: {type(error).__name__}: {error}")

    def close(self) -> None:
        """Take back what is not yet done, and leave the cluster as it was."""
        for future in self._flying:
            future.cancel(force=True)
        self._flying = {}
        if self._client.status == "running":
            with suppress(OSError, ValueError, KeyError):  # nobody may be left to be told
                self._client.unregister_worker_plugin(self._token)
        (self._folder / PARTS / self._token).unlink(missing_ok=True)
        if (self._folder / PARTS).is_dir() and not os.listdir(self._folder / PARTS):
            (self._folder / PARTS).rmdir()
        if self._own:
            self._client.close(timeout=2)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _reached(address: str) -> Any:
    try:
        return distributed.Client(address, timeout=ANSWER_SECONDS, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        reason = str(error).split("\n")[0] or type(error).__name__
        raise UsageError(
            f"--dask: no scheduler answers at {address} ({reason}); is it running, and is the address right?"
        ) from None


def _check_alike(kernels: dict[str, str]) -> None:
    """Raise `UsageError` where a worker has another kernel: its bits could differ."""
    other = sorted(name for name, kernel in kernels.items() if kernel != source_digest())
    if other:
        raise UsageError(f"workers have another version of the model or of its libraries: {', '.join(other[:3])}; "
                         "install the same detente, numba and numpy everywhere")  # fmt: skip
