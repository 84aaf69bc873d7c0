"""Options that `calibrate` and `hindcast` share: checked together, faults as of a file; and the progress of a fit."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from detente.cli.progress import on_terminal
from detente.errors import Fault
from detente.progressing import FIRST_LINE, LONGEST_PAUSE

if TYPE_CHECKING:
    from detente.history.fit_dates import Fit
    from detente.history.inputs import Arm

LEAST_PARTICLES, MOST_PARTICLES = 20, 20_000


def month(option: str, text: str | None, faults: list[Fault]) -> Fit | None:
    """Return the month that an option names, or None with a fault."""
    from detente.history.fit_dates import FIT_NEEDED, parse_fit

    if text is None:
        faults.append(Fault(option, "", f"is missing; {FIT_NEEDED}"))
        return None
    try:
        return parse_fit(text)
    except ValueError as error:
        faults.append(Fault(option, "", str(error)))
        return None


def check_tables(surveys: Sequence[Path], events: Path | None, faults: list[Fault]) -> None:
    """Note which tables are missing."""
    if not surveys:
        needed = "a CSV file with the columns observer, target, year, month, measure, value_percent is needed"
        faults.append(Fault("--surveys", "", f"is missing; {needed}"))
    if events is None:
        needed = "a CSV file with the columns date, kind, initiator, targets, intensity is needed"
        faults.append(Fault("--events", "", f"is missing; {needed}"))


def check_out(out: Path | None, inputs: Sequence[Path | None], faults: list[Fault]) -> None:
    """Note why a file cannot be written, before minutes are spent on what would stand in it."""
    if out is None:
        faults.append(Fault("--out", "", "is missing; a name such as results.csv is needed"))
        return
    beside = out.with_name(f"{out.name}.json") if out.name else out
    if out.suffix.lower() != ".csv":
        faults.append(Fault("--out", "", f"found '{out}'; a name that ends in .csv is needed"))
    elif any(place.is_dir() for place in (out, beside)):
        faults.append(Fault("--out", "", f"found '{out}'; it or its .json is a folder"))
    elif any(one is not None and out.resolve() == one.resolve() for one in inputs):
        faults.append(Fault("--out", "", f"found '{out}', which is read; name another file"))
    else:
        _check_folder(out, faults)


def _check_folder(out: Path, faults: list[Fault]) -> None:
    folder = next((place for place in out.absolute().parents if place.exists()), None)
    if folder is None or not folder.is_dir() or not os.access(folder, os.W_OK):
        faults.append(Fault("--out", "", f"found '{out}'; {folder} is no folder that can be written to"))


def check_counts(particles: int | None, workers: int | None, faults: list[Fault]) -> None:
    """Note counts out of range."""
    if particles is not None and not LEAST_PARTICLES <= particles <= MOST_PARTICLES:
        faults.append(
            Fault("--particles", "", f"found {particles}; {LEAST_PARTICLES} to {MOST_PARTICLES:,} are allowed")
        )
    if workers is not None and workers < 1:
        faults.append(Fault("--workers", "", f"found {workers}; at least 1 is needed"))


def arm_of(name: str, faults: list[Fault]) -> Arm | None:
    """Return what an arm does to the events after the fit date (shuffles by seed 1), with a fault for an unknown name."""
    from detente.history.arms import ARMS, arm_named

    if name in ARMS:
        return arm_named(name)
    from detente.scenario.faults import listed, nearest

    faults.append(Fault("--arm", "", f"unknown arm '{name}'{nearest(name, ARMS)} (known: {listed(ARMS)})"))
    return None


@contextmanager
def fitting(label: str, *, quiet: bool) -> Iterator[Callable[[float, int], None]]:
    """Yield a function to call with the power reached (0..1) and the number of histories simulated."""
    start, words = monotonic(), f"{label}: power {{:.3f}} of 1, {{:,}} histories, {{:.0f}} s"
    if quiet:
        yield lambda power, histories: None
    elif on_terminal():
        from rich.console import Console
        from rich.markup import escape

        with Console(stderr=True).status(f"{escape(label)} ...") as status:
            yield lambda power, histories: status.update(escape(words.format(power, histories, monotonic() - start)))
    else:
        yield _Lines(words, start).tick


class _Lines:
    """Progress for a log: a line after a second, then at ever longer pauses."""

    def __init__(self, words: str, start: float) -> None:
        self._words, self._start = words, start
        self._pause, self._next = FIRST_LINE, start + FIRST_LINE

    def tick(self, power: float, histories: int) -> None:
        """Write a line when one is due."""
        now = monotonic()
        if now >= self._next:
            self._pause = min(2 * self._pause, LONGEST_PAUSE)
            self._next = now + self._pause
            print(self._words.format(power, histories, now - self._start), file=sys.stderr, flush=True)
