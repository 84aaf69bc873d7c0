"""`detente dock`: hold every mechanism against published and closed-form results."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from detente.cli.faults import print_json, visible
from detente.cli.plain import plain_rows
from detente.cli.progress import progress_bar
from detente.errors import UsageError

if TYPE_CHECKING:
    from detente.docking.table import Docked

ALL_MET, NOT_MET = 0, 4


class Request(NamedTuple):
    """What the command line asked for."""

    ids: tuple[str, ...]
    out: Path | None
    as_json: bool
    quiet: bool


def dock_mechanisms(request: Request) -> int:
    """Run the cases, print the table and write the page; return 0 when all that are run are met, and 4 when not."""
    from detente.docking.table import chosen, dock

    if request.out is not None and request.out.suffix.lower() != ".md":
        raise UsageError(f"--out: found '{request.out.suffix}'; the page is written as .md")
    names = chosen(request.ids)
    with progress_bar(len(names), "docking", quiet=request.quiet or request.as_json, unit="cases") as tick:
        rows = dock(names, tick)
    if request.out is not None:
        from detente.docking.page import page_of
        from detente.whole_files import write_whole

        write_whole(request.out, page_of(rows).encode())
    if request.as_json:
        print_json({"cases": plain_rows(rows)})
    elif not request.quiet:
        _print(rows)
    return NOT_MET if any(row.met is False for row in rows) else ALL_MET


def _print(rows: Sequence[Docked]) -> None:
    """Print the table to standard output: one block per mechanism, one case on two or three lines."""
    mechanism = ""
    for row in rows:
        if row.mechanism != mechanism:
            mechanism = row.mechanism
            print(f"\n{mechanism if mechanism != '-' else 'not run'}")
        level = "-" if row.met is None else row.level or "NOT MET"
        print(visible(f"  {row.id:<8} {level:<14} {row.model}, {row.case}: {row.quantity}"))
        if row.met is not None:
            most = "; ".join(f"{tolerance:.2g}" for tolerance in dict.fromkeys(row.tolerances))
            print(visible(f"{'':<26}expected {row.expected}, found {row.found} (tolerance {most})"))
        if row.remark:
            print(visible(f"{'':<26}{row.remark}"))
    met, run = sum(row.met is True for row in rows), sum(row.met is not None for row in rows)
    print(f"\n{met} of {run} cases met, {len(rows) - run} not run.")
    print("Docking shows that formulas are what they are said to be; it is no evidence that they describe states.")
