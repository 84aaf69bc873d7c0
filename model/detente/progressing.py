"""Progress: a bar on a terminal or in a notebook, a few lines in a log, and the word about compiling."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape as harmless
from time import monotonic
from typing import Any

FIRST_LINE, LONGEST_PAUSE = 1.0, 60.0


def announce_compilation(*, quiet: bool) -> None:
    """Say so when the first run on this machine has to compile the kernel."""
    from detente.compiled import compiled_before

    if not quiet and not compiled_before():
        print("compiling the model for this machine (once, under a minute) ...", file=sys.stderr, flush=True)


def on_terminal() -> bool:
    """Return whether standard error is a terminal that can move its cursor (a log and a notebook cannot)."""
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


def in_notebook() -> bool:
    """Return whether the code runs in a notebook, which shows HTML; a terminal of IPython does not."""
    module = sys.modules.get("IPython")
    shell = None if module is None else module.get_ipython()
    return shell is not None and getattr(shell, "kernel", None) is not None


@contextmanager
def progress_bar(total: int, label: str, *, quiet: bool, unit: str = "runs") -> Iterator[Callable[[int], None]]:
    """Yield a function to call with the number of runs just finished."""
    if quiet:
        yield lambda done: None
    elif in_notebook():
        cell = Cell(total, label, unit)
        yield cell.tick
        cell.close()
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


class Cell:
    """Progress in a notebook: one line of HTML that is written anew, at most five times a second."""

    PAUSE = 0.2

    def __init__(self, total: int, label: str, unit: str, clock: Callable[[], float] = monotonic) -> None:
        self._total, self._label, self._unit, self._clock = total, label, unit, clock
        self._start = self._last = clock()
        self._done = 0
        self._handle: Any = None

    def tick(self, done: int) -> None:
        """Count what has just finished; show it where the last time is long enough ago."""
        self._done += done
        now = self._clock()
        if self._done < self._total and now - self._last >= self.PAUSE:
            self._last = now
            self._show(self.html(f"{self._done} of {self._total} {self._unit}"))

    def close(self) -> None:
        """Show how much was done and how long it took."""
        self._show(self.html(f"{self._done} {self._unit} in {self._clock() - self._start:.1f} s"))

    def html(self, words: str) -> str:
        """Return the line: a bar and words; whatever a scenario says is shown and never run."""
        bar = f'<progress value="{self._done}" max="{max(self._total, 1)}" style="vertical-align:middle"></progress>'
        return f'<div role="status"><bdi>{harmless(self._label)}</bdi> {bar} {harmless(words)}</div>'

    def _show(self, html: str) -> None:
        from IPython.display import HTML, display

        if self._handle is None:
            self._handle = display(HTML(html), display_id=True)
        else:
            self._handle.update(HTML(html))


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
