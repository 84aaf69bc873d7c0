"""`detente sweep`: a sweep file to results, resumable; with `--dry-run` what it would take."""

from __future__ import annotations

import re
import shlex
import sys
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from detente.cli.faults import print_json, visible
from detente.cli.progress import announce_compilation

if TYPE_CHECKING:
    from detente.sweeps import Sweep, SweepResult
    from detente.sweeps.estimates import Estimate

OK, SOME_FAILED, INTERRUPTED = 0, 3, 130
SHOWN = 5


class Request(NamedTuple):
    """What the command line asked for."""

    file: Path
    out: Path | None
    dry_run: bool
    resume: bool
    workers: int | None
    dask: str | None
    time_limit: float | None
    memory_limit: float | None
    as_json: bool
    quiet: bool


def sweep_file(request: Request) -> int:
    """Read, run or go on, and say what came out; return the exit code: 0, 3 where runs failed, 130 interrupted."""
    from detente.sweeps import read_sweep
    from detente.sweeps.folder import is_sweep

    quiet = request.quiet or request.as_json
    sweep = read_sweep(request.file)
    announce_compilation(quiet=quiet)
    if request.dry_run:
        return _dry_run(request, sweep)
    out = request.out or Path("results") / folder_name(sweep)
    try:
        result = _run(request, sweep, out, quiet)
    except KeyboardInterrupt:
        if not is_sweep(out):  # it had not begun, or nothing was finished
            raise
        print(f"interrupted; what is finished is safe; go on with: {_again(request, out)}", file=sys.stderr)
        return INTERRUPTED
    failed = int(result.manifest["failed"])
    if request.as_json:
        print_json(_plain(result))
    elif not request.quiet:
        print(visible("\n".join(_words(result))))
    return SOME_FAILED if failed else OK


def folder_name(sweep: Sweep) -> str:
    """Return a safe name of a results folder for a sweep: by its file, with the number of runs."""
    stem = sweep.path.stem if sweep.path is not None else sweep.title
    return f"{re.sub(r'[^a-z0-9]+', '-', stem.lower()).strip('-')[:60] or 'sweep'}-seed{sweep.seed}"


def _run(request: Request, sweep: Sweep, out: Path, quiet: bool) -> SweepResult:
    def notice(words: str) -> None:
        if not quiet:
            print(words, file=sys.stderr, flush=True)

    found: SweepResult = sweep.run(
        out, resume=request.resume, workers=request.workers, client=request.dask, time_limit=request.time_limit,
        memory_limit=request.memory_limit, progress=not quiet, notice=notice,
    )  # fmt: skip
    return found


def _again(request: Request, out: Path) -> str:
    words = ["detente", "sweep", str(request.file), "--out", str(out), "--resume"]
    words += ["--dask", request.dask] if request.dask else []
    return shlex.join(words)


def _dry_run(request: Request, sweep: Sweep) -> int:
    from detente.sweeps.estimates import estimate

    found = estimate(sweep, request.workers)
    if request.as_json:
        print_json(found._asdict())
    elif not request.quiet:
        print(visible("\n".join(_estimated(sweep, found))))
    return OK


def _estimated(sweep: Sweep, found: Estimate) -> list[str]:
    futures = f"{found.futures} futures" if found.futures else "all other numbers at their modes"
    lines = [
        f"{sweep.title}: {found.points:,} points ({sweep.design.kind}) x {found.packages} packages, {futures}, "
        f"{found.replicates} replicates",
        f"  runs    {found.runs:,}" + (f" at most, {found.least:,} at least" if found.runs > found.least else ""),
        f"  time    about {duration(found.seconds)} with {found.workers} workers",
        f"  memory  about {size(found.memory)}",
        f"  disk    about {size(found.disk)} in {found.files} files, up to {size(found.peak)} while it runs",
    ]
    if found.structures > found.packages:
        lines.append(f"  ({found.structures} different builds of the scenario; all else are numbers)")
    return lines


def duration(seconds: float) -> str:
    """Return seconds in words."""
    for unit, name in ((86_400, "days"), (3_600, "hours"), (60, "minutes")):
        if seconds >= 2 * unit:
            return f"{seconds / unit:.1f} {name}"
    return f"{seconds:.0f} seconds"


def size(count: float) -> str:
    """Return bytes in words."""
    for unit, name in ((2**30, "GiB"), (2**20, "MiB")):
        if count >= unit:
            return f"{count / unit:.1f} {name}"
    return f"{count / 1024:.0f} KiB"


def _words(result: SweepResult) -> list[str]:
    manifest = result.manifest
    packages, points, futures, replicates = result.shape
    lines = [f"{manifest['title']}: {manifest['runs']:,} runs ({packages} packages x {points} points x {futures} futures x "
             f"{replicates} replicates), {manifest['failed']} failed"]  # fmt: skip
    table = result.differences()
    if len(table):
        lines.append(f"Paired differences from {result.reference}, mean over all points (Monte Carlo error):")
        for package in dict.fromkeys(table["package"]):
            rows = table[table["package"] == package]
            parts = [f"{r.indicator} {r.difference:+.4g} ({r.error:.2g})" for r in rows.itertuples()]
            lines.append(f"  {package}: {', '.join(parts)}")
    lines += [f"  failed: run {f.run} ({f.package}, point {f.point}): {f.error}\n    again: {f.again}"
              for f in result.failures.head(SHOWN).itertuples()]  # fmt: skip
    if manifest["failed"] > SHOWN:
        lines.append(f"  and {manifest['failed'] - SHOWN} more: failures.parquet")
    lines.append(f"Written to {result.folder} (open it with detente.open_sweep)")
    return lines


def _plain(result: SweepResult) -> dict[str, Any]:
    manifest = result.manifest
    rows = [{k: (None if isinstance(v, float) and not isfinite(v) else v) for k, v in row.items()}
            for row in result.differences().to_dict("records")]  # fmt: skip
    failures = result.failures.head(100).to_dict("records")
    return {
        "results": str(result.folder), "runs": manifest["runs"], "failed": manifest["failed"], "batches": manifest["batches"],
        "shape": dict(zip(("package", "point", "future", "replicate"), result.shape, strict=True)),
        "digest": manifest["results_digest"], "differences": rows, "failures": failures,
    }  # fmt: skip
