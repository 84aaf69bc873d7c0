"""`detente report`: one page on a results folder, on two held against each other, or on a sweep."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from detente.cli.faults import print_json, visible
from detente.cli.progress import announce_compilation, working
from detente.errors import UsageError

if TYPE_CHECKING:
    from detente.report.brief import Brief

ENDINGS = (".html", ".htm")


class Request(NamedTuple):
    """What the command line asked for."""

    result: Path
    out: Path | None
    against: Path | None
    of: str
    as_json: bool
    quiet: bool


def report_result(request: Request) -> None:
    """Write the page and say where; raise `UsageError` or `ResultError`."""
    _check_indicator(request.of)
    _check_folders(request)
    path = _path(request)
    quiet = request.quiet or request.as_json
    from detente.report import write_report

    announce_compilation(quiet=quiet)
    with working(f"reading {request.result} and replaying a few runs", quiet=quiet):
        brief = _brief(request)
        size = write_report(brief, path)
    if request.as_json:
        print_json({"file": str(path), "bytes": size, **brief.plain()})
    elif not request.quiet:
        from detente.report.words import bare

        print(visible(f"{bare(brief.answer.line)}\n{path} ({size / 1e6:.1f} MB)"))


def _path(request: Request) -> Path:
    """Return the file to write, checked before anything is read: beside the result, else in the current folder."""
    out = request.out
    if out is not None:
        if out.is_dir():
            raise UsageError(f"--out: {out} is a folder; name the file, such as {out / 'report.html'}")
        if out.suffix.lower() not in ENDINGS:
            raise UsageError(f"--out: found '{out.name}'; a report is written as {' or '.join(ENDINGS)}")
        return out
    folder = request.result.resolve()
    name = folder.name or "report"
    if request.against is not None:
        name = f"{name}-against-{request.against.resolve().name}"
    room = folder.parent if os.access(folder.parent, os.W_OK) else Path.cwd()
    found = room / f"{name}.html"
    return found.relative_to(Path.cwd()) if found.is_relative_to(Path.cwd()) else found


def _brief(request: Request) -> Brief:
    """Return the brief on what was named; raise where it is no result, or cannot be compared."""
    from detente.sweeps.folder import is_sweep

    if is_sweep(request.result):
        from detente.report.sweep_brief import sweep_brief
        from detente.sweeps import open_sweep

        return sweep_brief(open_sweep(request.result), request.of)
    from detente.report.run_brief import run_brief
    from detente.store import open_result

    against = None if request.against is None else open_result(request.against)
    return run_brief(open_result(request.result), against, request.of)


def _check_indicator(of: str) -> None:
    """Raise `UsageError` with the nearest name where there is no such indicator."""
    from detente.scenario.faults import nearest
    from detente.world.outcomes import INDICATORS

    if of not in INDICATORS:
        raise UsageError(f"--of: no indicator '{of}'{nearest(of, INDICATORS)} (known: {', '.join(INDICATORS)})")


def _check_folders(request: Request) -> None:
    """Raise `UsageError` where a file stands for a results folder, or a sweep where it cannot."""
    from detente.sweeps.folder import is_sweep

    for option, path in (("", request.result), ("--against: ", request.against)):
        if path is not None and path.is_file():
            raise UsageError(
                f"{option}{path} is a file; name a results folder that `detente run` or `detente sweep` wrote"
            )
    if request.against is not None and is_sweep(request.result):
        raise UsageError("--against: a sweep is compared with its own reference; leave it out")
    if request.against is not None and is_sweep(request.against):
        raise UsageError(f"--against: {request.against} holds a sweep; a results folder of `detente run` is needed")
