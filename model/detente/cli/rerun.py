"""`detente rerun`: run a result again from its folder alone and say whether every bit came out again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from detente.cli.faults import print_json, visible
from detente.cli.progress import announce_compilation, progress_bar, working
from detente.errors import UsageError

if TYPE_CHECKING:
    from detente.store import Rerun, Result
    from detente.store.comparing import Difference

SAME, DIFFERS = 0, 4
SHOWN = 8


class Again(NamedTuple):
    """What the command line asked for."""

    folder: Path
    run: int | None
    record: str | None
    out: Path | None
    workers: int | None
    as_json: bool
    quiet: bool


def is_sweep(folder: Path) -> bool:
    """Return whether a folder holds a sweep rather than the result of `run`."""
    from detente.sweeps.folder import is_sweep as holds_one

    return holds_one(folder)


def only_for_sweeps(folder: Path, **options: object) -> None:
    """Raise `UsageError` where options of sweeps were given for something else."""
    given = [f"--{name}" for name, value in options.items() if value]
    if given:
        raise UsageError(f"{', '.join(given)}: {folder} holds no sweep")


def rerun_result(request: Again) -> int:
    """Run again, compare, and print (or write) what came out; return 0 when it is the same and 4 when not."""
    from detente.store import open_result

    if request.out is not None:
        _check_out(request.out, request.folder)
    result = open_result(request.folder)
    quiet = request.quiet or request.as_json
    announce_compilation(quiet=quiet)
    found = _reproduced(request, result, quiet)
    if request.out is not None:
        with working("writing", quiet=quiet):
            _save(request.out, found)
    if request.as_json:
        print_json(_plain(found, request.out))
    elif not request.quiet:
        print(visible("\n".join(_words(found, request.out))))
    return SAME if found.same else DIFFERS


def _check_out(out: Path, folder: Path) -> None:
    """Raise `UsageError` where the copy would take the place of the result itself, or of anything that is no result."""
    from detente.store import check_target

    if out.resolve() == folder.resolve() or folder.resolve() in out.resolve().parents:
        raise UsageError(f"--out: {out} is the result itself, or lies in it; name another folder")
    check_target(out)


def _reproduced(request: Again, result: Result, quiet: bool) -> Rerun:
    from detente.store import reproduce

    options: dict[str, Any] = {"record": request.record, "workers": request.workers}
    if request.run is not None or result.only is not None:
        with working("replaying", quiet=quiet):
            return reproduce(result, run=request.run, **options)
    total = int(result.manifest["runs"]) * (1 + (result.reference is not None))
    with progress_bar(total, result.scenario.title, quiet=quiet) as tick:
        return reproduce(result, progress=tick, **options)


def _save(out: Path, found: Rerun) -> None:
    from detente.store import save_result, save_run

    if found.run is None:
        save_result(out, found.ensembles[0], found.ensembles[1] if len(found.ensembles) > 1 else None)
        return
    parts = [(one.scenario, data) for one, data in zip(found.ensembles, found.datasets, strict=True)]
    manifest = found.result.manifest
    save_run(out, found.run, int(manifest["runs"]), int(manifest["replicates"]), parts)


def mesa_call(found: Rerun) -> str:
    """Return the Python call that opens the replayed run as a Mesa model."""
    manifest = found.result.manifest
    return (
        f"detente.Region(detente.open_result({str(found.result.folder)!r}).scenario, rng={manifest['seed']}, "
        f"run={found.run}, replicates={manifest['replicates']})"
    )


def _words(found: Rerun, out: Path | None) -> list[str]:
    manifest, alone = found.result.manifest, found.run is not None
    what = f"run {found.run} of {manifest['runs']}" if alone else f"{manifest['runs']} runs"
    beside = ", and the same of the reference" if len(found.ensembles) > 1 else ""
    lines = [f"{found.result.folder}: {what}, seed {manifest['seed']}{beside}."]
    if found.same:
        lines.append(f"The same, bit for bit: {found.compared:,} numbers and labels.")
    else:
        lines.append(f"Not the same: {len(found.differences)} variables differ.")
        lines += [f"  {_difference(row)}" for row in found.differences[:SHOWN]]
        if len(found.differences) > SHOWN:
            lines.append(f"  and {len(found.differences) - SHOWN} more (all of them: --json)")
    if found.changed or not found.same:
        lines.append(_reason(found))
    if out is not None:
        lines.append(f"Written to {out}")
    if alone:
        lines.append(f"Look inside with Mesa: {mesa_call(found)}")
    return lines


def _difference(row: Difference) -> str:
    head = f"{row.part}: {row.variable}"
    if row.note:
        return f"{head} {row.note}"
    place = ", ".join(f"{dim} {label}" for dim, label in row.where.items())
    size = f"largest difference {row.largest:.3g}" if row.largest == row.largest else "one side is no number, or a text"
    return f"{head}: {row.apart:,} of {row.size:,}; {size}{f', at {place}' if place else ''}"


def _reason(found: Rerun) -> str:
    """Return what is otherwise than when the result was written: the likely reason, most telling first."""
    listed = ", ".join(
        f"{name} was {then}, is {now}" for name, (then, now) in found.changed.items() if name != "kernel"
    )
    if found.same:
        return f"Otherwise than then, without effect: {listed or 'the source of the model'}."
    if listed:
        return f"Likely reason: {listed}."
    if "kernel" in found.changed:
        return "Likely reason: the source of the model was changed without a new version of detente."
    return (
        "No version differs. Likely reason: files of the folder were changed and their digests with them, "
        "or the model's source was changed without a new version."
    )


def _plain(found: Rerun, out: Path | None) -> dict[str, Any]:
    manifest = found.result.manifest
    rows = [
        {**row._asdict(), "largest": row.largest if row.largest == row.largest else None} for row in found.differences
    ]
    return {
        "result": str(found.result.folder), "same": found.same, "seed": manifest["seed"], "runs": manifest["runs"],
        "run": found.run, "compared": found.compared, "differences": rows,
        "changed_since": {name: {"then": then, "now": now} for name, (then, now) in found.changed.items()},
        "written": None if out is None else str(out), "mesa": None if found.run is None else mesa_call(found),
    }  # fmt: skip
