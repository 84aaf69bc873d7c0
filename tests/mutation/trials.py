"""Try mutants in copies of the tree: each in a process of its own, forked where the libraries are already imported."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import NamedTuple

from mutants import Mutant
from selection import arguments

COPIED = ("model", "tests", "scenarios", "pyproject.toml", "README.md", "ODD.md")
OUTCOMES = {0: "survived", 1: "killed", -signal.SIGXCPU: "timed out", -signal.SIGKILL: "timed out"}
UNUSABLE = "unusable"  # not even imported: pytest ends with another code than that of a failed test
MEMORY = 8 * 2**30  # bytes a mutant may ask for: some loop for ever and keep what they make
moments = count(int(time.time()))


class Trial(NamedTuple):
    """What became of a mutant: killed, unusable (killed on import), timed out or survived; and the seconds it computed."""

    mutant: Mutant
    outcome: str
    seconds: float


class Copy:
    """A copy of the tree in which one mutant after another stands in its file."""

    def __init__(self, root: Path) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="mutation-"))
        unwanted = shutil.ignore_patterns("__pycache__", ".*cache", ".hypothesis")
        for name in COPIED:
            source = root / name
            if source.is_dir():
                shutil.copytree(source, self.folder / name, ignore=unwanted)
            elif source.exists():
                shutil.copy(source, self.folder / name)

    def write(self, file: str, text: str) -> None:
        """Write a source whose time no compiled file has seen: Python trusts seconds and size."""
        path, moment = self.folder / file, next(moments)
        path.write_text(text, encoding="utf-8")
        os.utime(path, (moment, moment))

    def start(self, file: str, limit: int) -> int:
        """Run the tests of a file in a new process and return its id; it ends with the exit code of pytest."""
        process = os.fork()
        if process == 0:
            _judge(self.folder, file, limit)
        return process


def _judge(folder: Path, file: str, limit: int) -> None:
    """Run pytest in this process, silently, and end it; so does the system after `limit` seconds of computing."""
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    os.chdir(folder)
    os.environ.update(PYTHONPATH=str(folder / "model"), PYTEST_DISABLE_PLUGIN_AUTOLOAD="1")
    sys.path[:0] = [str(folder / "model"), str(folder / "tests" / "mutation")]
    code = 3
    try:
        import pytest

        code = int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", *arguments(folder, file)]))
    finally:
        os._exit(code)


def preload() -> None:
    """Import what every trial needs of other people's libraries, nothing of the package itself."""
    import hypothesis.strategies  # noqa: F401
    import mesa  # noqa: F401
    import numba  # noqa: F401
    import pydantic  # noqa: F401
    import pytest  # noqa: F401
    import xarray  # noqa: F401
    import yaml  # noqa: F401


def sound(copy: Copy, folder: str, limit: int) -> tuple[bool, float]:
    """Return whether all tests for the modules of a folder pass without a mutation, and the seconds they compute."""
    _, status, used = os.wait4(copy.start(f"{folder}/", limit), 0)
    return os.waitstatus_to_exitcode(status) == 0, used.ru_utime + used.ru_stime


def trials(copies: Sequence[Copy], mutants: Sequence[Mutant], limit: int) -> Iterator[Trial]:
    """Yield the outcome of each mutant as it comes, one process for each copy at a time."""
    waiting, free = list(mutants)[::-1], list(copies)
    running: dict[int, tuple[Copy, Mutant, str]] = {}
    while waiting or running:
        while waiting and free:
            copy, mutant = free.pop(), waiting.pop()
            original = (copy.folder / mutant.file).read_text(encoding="utf-8")
            copy.write(mutant.file, mutant.text)
            running[copy.start(mutant.file, limit)] = (copy, mutant, original)
        process, status, used = os.wait4(-1, 0)
        copy, mutant, original = running.pop(process)
        copy.write(mutant.file, original)
        free.append(copy)
        outcome = OUTCOMES.get(os.waitstatus_to_exitcode(status), UNUSABLE)
        yield Trial(mutant, outcome, used.ru_utime + used.ru_stime)
