"""Progress of a sweep: bars by package on a terminal, one bar in a notebook, a line now and then in a log."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from detente.progressing import in_notebook, progress_bar

if TYPE_CHECKING:
    from detente.sweeps.course import Tally

FIRST_LINE, LONGEST_PAUSE, MOST_BARS = 2.0, 60.0, 12


def on_terminal() -> bool:
    """Return whether standard error is a terminal that can move its cursor (a log and a notebook cannot)."""
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


@contextmanager
def shown(progress: Callable[[Tally], None] | bool, totals: dict[str, int]) -> Iterator[Callable[[Tally], None]]:
    """Yield a function to call with what has just been finished: one's own, or (True) one that shows it."""
    if callable(progress):
        yield progress
    elif not progress:
        yield lambda tally: None
    elif in_notebook():
        with progress_bar(sum(totals.values()), "all runs", quiet=False) as count:
            yield lambda tally: count(sum(tally.by_package.values()))
    elif on_terminal():
        with _bars(totals) as tick:
            yield tick
    else:
        lines = SweepLines(totals)
        yield lines.tick
        lines.close()


@contextmanager
def _bars(totals: dict[str, int]) -> Iterator[Callable[[Tally], None]]:
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )  # fmt: skip
    start, done, failed, held = monotonic(), 0, 0, None
    shown = list(totals)[:MOST_BARS] if len(totals) > 1 else []
    with Progress(*columns, console=Console(stderr=True)) as bar:
        whole = bar.add_task("all runs", total=sum(totals.values()), rate="")
        tasks = {name: bar.add_task(escape(f"  {name}"), total=totals[name], rate="") for name in shown}

        def tick(tally: Tally) -> None:
            nonlocal done, failed, held
            many = sum(tally.by_package.values())
            held = done + many if held is None else held  # what was there before, or the first block, tells no rate
            done, failed = done + many, failed + tally.failed
            rate = (done - held) / max(monotonic() - start, 1e-9)
            words = f"{rate:,.0f} runs/s" + (f", {failed} failed" if failed else "")
            bar.update(whole, advance=many, rate=words if done > held else "")
            for name, part in tally.by_package.items():
                if name in tasks:
                    bar.update(tasks[name], advance=part)

        yield tick


class SweepLines:
    """A line after two seconds, then at ever longer pauses, up to a minute; always one at the end."""

    def __init__(self, totals: dict[str, int], clock: Callable[[], float] = monotonic) -> None:
        """Start the clock."""
        self._totals, self._clock = totals, clock
        self._done = dict.fromkeys(totals, 0)
        self._failed = 0
        self._start = clock()
        self._first: tuple[float, int] | None = None
        self._pause = FIRST_LINE
        self._next = self._start + FIRST_LINE

    def tick(self, tally: Tally) -> None:
        """Count what has just finished; write a line when one is due."""
        for name, many in tally.by_package.items():
            self._done[name] += many
        self._failed += tally.failed
        now = self._clock()
        self._first = self._first or (now, self._sum())
        if now >= self._next:
            self._pause = min(2 * self._pause, LONGEST_PAUSE)
            self._next = now + self._pause
            self._print(self._left(now))

    def _sum(self) -> int:
        return sum(self._done.values())

    def _left(self, now: float) -> str:
        since, before = self._first or (now, 0)
        if self._sum() <= before:
            return ""
        rate = (self._sum() - before) / max(now - since, 1e-9)
        return f", {rate:,.0f} runs/s, about {(sum(self._totals.values()) - self._sum()) / rate:.0f} s left"

    def _print(self, more: str) -> None:
        parts = [f"{name} {100 * self._done[name] // max(total, 1)} %" for name, total in self._totals.items()]
        listed = f" ({', '.join(parts[:MOST_BARS])})" if len(parts) > 1 else ""
        failed = f", {self._failed} failed" if self._failed else ""
        print(
            f"{self._sum():,} of {sum(self._totals.values()):,} runs{listed}{failed}{more}", file=sys.stderr, flush=True
        )

    def close(self) -> None:
        """Write the last line."""
        self._print(f", {self._clock() - self._start:.0f} s")
