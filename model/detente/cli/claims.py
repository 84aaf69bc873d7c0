"""`detente claims`: what the model says of every claim of the sources; or their list, or their registration."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from detente.cli.faults import print_json
from detente.cli.progress import announce_compilation, progress_bar
from detente.errors import UsageError

if TYPE_CHECKING:
    from detente.claims.content import Claims, Size
    from detente.claims.studying import Report


class Request(NamedTuple):
    """What the command line asked for."""

    ids: tuple[str, ...]
    short: bool
    sets: int | None
    replicates: int | None
    out: Path | None
    folder: Path | None
    scenarios: Path
    register: bool
    reason: str | None
    listed: bool
    workers: int | None
    as_json: bool
    quiet: bool


def show_claims(request: Request) -> None:
    """Register, list or run claims; print what came out and write it where asked."""
    from detente.claims.reading import CLAIMS_FOLDER, read_claims

    _check(request)
    claims = read_claims(request.folder or CLAIMS_FOLDER, request.scenarios)
    if request.register:
        _register(request, claims)
    elif request.listed:
        _list(request, claims)
    else:
        _show(request, _report(request, claims))


def _check(request: Request) -> None:
    """Raise `UsageError` with every option that does not go with another."""
    faults = []
    if request.reason is not None and not request.register:
        faults.append("--reason goes with --register")
    if request.register and (request.ids or request.listed or request.out):
        faults.append("--register registers all claim files; it takes no ids and no other task")
    if request.short and request.sets is not None:
        faults.append("--short and --sets both say how many sets there are; leave one out")
    if not request.scenarios.is_dir():
        faults.append(f"--scenarios: no folder {request.scenarios}; run this in the project's folder, or name one")
    if faults:
        raise UsageError("\n".join(faults))
    if request.out is not None:
        from detente.report.claims import check_folder

        check_folder(request.out)


def _register(request: Request, claims: Claims) -> None:
    from detente.claims.registering import register

    added = register(claims.folder, claims.registrations, request.reason or "")
    if request.as_json:
        print_json(added._asdict())
    elif not request.quiet:
        print(f"registered {len(claims.claims)} claims and {len(claims.hypotheses)} hypotheses: {added.digest}")


def _list(request: Request, claims: Claims) -> None:
    from detente.claims.listing import plain_claims
    from detente.claims.studying import chosen

    picked = chosen(claims, request.ids)
    if request.as_json:
        print_json(plain_claims(picked))
    elif not request.quiet:
        from detente.cli.claims_tables import print_list

        print_list(picked)


def _report(request: Request, claims: Claims) -> Report:
    from detente.claims.studying import chosen, study

    chosen(claims, request.ids)  # a wrong name is said before anything is compiled
    quiet = request.quiet or request.as_json
    announce_compilation(quiet=quiet)
    return study(
        claims, request.ids, _size(request, claims), request.workers,
        lambda total, label: progress_bar(total, label, quiet=quiet),
    )  # fmt: skip


def _size(request: Request, claims: Claims) -> Size:
    """Return how much is run: as the rules say, or scaled to the number of sets asked for."""
    size = claims.rules.sizes["short" if request.short else "full"]
    if request.sets is not None:
        whole = claims.rules.sizes["full"]
        scaled = [max(2, round(request.sets * part / whole.claims)) for part in (whole.arms, whole.sweeps)]
        size = size._replace(claims=request.sets, arms=scaled[0], sweeps=scaled[1])
    return size if request.replicates is None else size._replace(replicates=request.replicates)


def _show(request: Request, report: Report) -> None:
    files: list[Path] = []
    if request.out is not None:
        from detente.report import write_claims

        files = write_claims(report, request.out)
    if request.as_json:
        from detente.claims.listing import plain_report

        print_json(plain_report(report))
    elif not request.quiet:
        from detente.cli.claims_tables import print_report

        print_report(report, files)
