"""Progress on standard error: a bar that knows rate and remaining time, and the word about compiling."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


def announce_compilation(*, quiet: bool) -> None:
    """Say so when the first run on this machine has to compile the kernel."""
    from detente.compiled import compiled_before

    if not quiet and not compiled_before():
        print("compiling the model for this machine (once, under a minute) ...", file=sys.stderr, flush=True)


@contextmanager
def progress_bar(total: int, label: str, *, quiet: bool) -> Iterator[Callable[[int], None]]:
    """Yield a function to call with the number of runs just finished."""
    if quiet:
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("runs"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(label, total=total)
        yield lambda done: bar.update(task, advance=done)
