"""Progress on standard error: a bar on a terminal, a few lines in a log, and the word about compiling."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

FIRST_LINE, LONGEST_PAUSE = 1.0, 60.0


def announce_compilation(*, quiet: bool) -> None:
    """Say so when the first run on this machine has to compile the kernel."""
    from detente.compiled import compiled_before

    if not quiet and not compiled_before():
        print("compiling the model for this machine (once, under a minute) ...", file=sys.stderr, flush=True)


def on_terminal() -> bool:
    """Return whether standard error is a terminal that can move its cursor (a log and a notebook cannot)."""
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


@contextmanager
def progress_bar(total: int, label: str, *, quiet: bool, unit: str = "runs") -> Iterator[Callable[[int], None]]:
    """Yield a function to call with the number of runs just finished."""
    if quiet:
        yield lambda done: None
    elif on_terminal():
        with _bar(total, label, unit) as tick:
            yield tick
    else:
        lines = Lines(total, label, unit)
        yield lines.tick
        lines.close()


@contextmanager
def _bar(total: int, label: str, unit: str) -> Iterator[Callable[[int], None]]:
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn(unit), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(escape(label), total=total)
        yield lambda done: bar.update(task, advance=done)


class Lines:
    """Progress for a log: a line after one second, then at ever longer pauses, up to a minute; none for what is quick."""

    def __init__(self, total: int, label: str, unit: str, clock: Callable[[], float] = monotonic) -> None:
        self._total, self._label, self._unit, self._clock = total, label, unit, clock
        self._start = clock()
        self._done = 0
        self._first: tuple[float, int] | None = None
        self._pause = FIRST_LINE
        self._next = self._start + FIRST_LINE

    def tick(self, done: int) -> None:
        """Count what has just finished; write a line when one is due."""
        self._done += done
        now = self._clock()
        self._first = self._first or (now, self._done)
        if now < self._next:
            return
        self._pause = min(2 * self._pause, LONGEST_PAUSE)
        self._next = now + self._pause
        so_far = f"{self._done} of {self._total} {self._unit} in {now - self._start:.0f} s"
        print(f"{self._label}: {so_far}{self._left(now)}", file=sys.stderr, flush=True)

    def _left(self, now: float) -> str:
        """Return how long it will take, as far as can be told: the first to finish have waited for the compiler."""
        since, before = self._first or (now, self._done)
        if self._done <= before:
            return ""
        left = (now - since) * (self._total - self._done) / (self._done - before)
        return f", about {left:.0f} s left"

    def close(self) -> None:
        """Write how long it took, if any line was written."""
        if self._pause > FIRST_LINE:
            elapsed = self._clock() - self._start
            print(f"{self._label}: {self._done} {self._unit} in {elapsed:.0f} s", file=sys.stderr, flush=True)


@contextmanager
def working(label: str, *, quiet: bool) -> Iterator[None]:
    """Show that something without countable parts is under way: it moves on a terminal, and is one line in a log."""
    if quiet:
        yield
    elif on_terminal():
        from rich.console import Console
        from rich.markup import escape

        with Console(stderr=True).status(f"{escape(label)} ..."):
            yield
    else:
        print(f"{label} ...", file=sys.stderr, flush=True)
        yield
