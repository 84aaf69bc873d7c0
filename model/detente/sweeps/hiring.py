"""Who works a sweep off: processes of this machine or a Dask cluster, hired when there is work and dismissed at the end."""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from detente.ensemble.ensemble import worker_count
from detente.errors import UsageError
from detente.sweeps.agents import loaded_main
from detente.sweeps.course import Crew
from detente.sweeps.options import Options
from detente.sweeps.plan import Work
from detente.sweeps.pool import Pool

THREADS_EACH = 4


@contextmanager
def crew_for(out: Path, work: Work, asked: Options) -> Iterator[Callable[[], Crew]]:
    """Yield what hires workers when there is work for them; they are dismissed at the end, however it comes."""
    crew: Any = None

    def hired() -> Crew:
        nonlocal crew
        if crew is None:
            crew = _cluster(out, work, asked) if asked.client is not None else _pool(work, asked)
        found: Crew = crew
        return found

    try:
        yield hired
    finally:
        if crew is not None:
            crew.close()


def _cluster(out: Path, work: Work, asked: Options) -> Any:
    try:
        from detente.sweeps.cluster import Cluster
    except ImportError:
        raise UsageError("a cluster needs Dask, which is not installed: pip install 'detente[dask]'") from None
    return Cluster(asked.client, work, out)


def _pool(work: Work, asked: Options) -> Pool:
    threads = worker_count(asked.workers)
    by_agents = asked.agents is not None  # Python holds one lock a process, so that threads would wait for each other
    processes = threads if by_agents else -(-threads // THREADS_EACH)
    start = {
        "work": pickle.dumps(work),
        "path": [p for p in sys.path if p] + [os.getcwd()],
        "main": loaded_main(asked.agents),
    }
    return Pool(
        start, processes, 1 if by_agents else -(-threads // processes), asked.time_limit, _memory(asked, processes)
    )


def _memory(asked: Options, processes: int) -> int:
    """Return how many bytes a worker may hold: as asked, or its share of four fifths of what the machine has."""
    if asked.memory_limit is not None:
        return int(asked.memory_limit * 2**20)
    has = hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") if has else 2**34
    return int(0.8 * total / processes)
