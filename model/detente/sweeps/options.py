"""How a sweep is run: nothing here changes a result."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from detente.errors import UsageError
from detente.sweeps.agents import described, loaded_main
from detente.sweeps.course import Tally


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
    """Raise `UsageError` where an option is out of range, or workers could never load the agents."""
    described(asked.agents)
    loaded_main(asked.agents)
    for name in ("time_limit", "memory_limit", "block_seconds"):
        value = getattr(asked, name)
        if value is not None and not value > 0:
            raise UsageError(f"{name}: found {value}; a number above 0 is needed")


def say(asked: Options, words: str) -> None:
    """Pass a word on to whoever wants to hear it."""
    if asked.notice is not None:
        asked.notice(words)
