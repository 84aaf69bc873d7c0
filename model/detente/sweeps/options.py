"""How a sweep is run: nothing here changes a result."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from typing import Any, NamedTuple

from detente.ensemble.ensemble import worker_count
from detente.errors import UsageError
from detente.sweeps.agents import described, loaded_main
from detente.sweeps.course import Tally

MOST_EACH, ALWAYS = 4, 8
"""Threads that may be asked for: so many for each processor, and so many in any case."""


class Options(NamedTuple):
    """What may be asked of a run.

    `workers` threads in all; `time_limit` seconds and `memory_limit` MiB for what a block may take; `client` a Dask
    client, or the address of a scheduler, in place of workers here.
    """

    resume: bool = False
    workers: int | None = None
    client: Any = None
    agents: Any = None
    time_limit: float | None = None
    memory_limit: float | None = None
    block_seconds: float = 1.0
    progress: Callable[[Tally], None] | bool = False
    notice: Callable[[str], None] | None = None


def check(asked: Options) -> None:
    """Raise `UsageError` where an option is out of range, Dask is missing, or workers could never load the agents."""
    described(asked.agents)
    loaded_main(asked.agents)
    for name in ("time_limit", "memory_limit", "block_seconds"):
        value = getattr(asked, name)
        if value is not None and not value > 0:
            raise UsageError(f"{name}: found {value}; a number above 0 is needed")
    if asked.client is None:
        check_workers(asked.workers)
    elif find_spec("distributed") is None:
        raise UsageError("a cluster needs Dask, which is not installed: pip install 'detente[dask]'")


def check_workers(workers: int | None) -> int:
    """Return how many threads work; raise `UsageError` for none, or far more than there are processors."""
    processors = worker_count(None)
    most = max(MOST_EACH * processors, ALWAYS)
    if workers is not None and workers > most:
        raise UsageError(f"workers: found {workers}; at most {most} are of use here ({processors} processors)")
    return worker_count(workers)


def say(asked: Options, words: str) -> None:
    """Pass a word on to whoever wants to hear it."""
    if asked.notice is not None:
        asked.notice(words)
