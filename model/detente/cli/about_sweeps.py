"""The command that runs many points: sweep."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.options import EXITS, Json, Quiet

app = typer.Typer()


@app.command(
    epilog=EXITS.replace("a run failed", "some runs failed"), short_help="Run a sweep: many points of scenarios."
)
def sweep(
    file: Annotated[Path, typer.Argument(help="A sweep file (YAML), see docs/sweeps.md.", show_default=False)],
    out: Annotated[
        Path | None, typer.Option(help="The results folder (default: results/NAME-seedS).", show_default=False)
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what it would take.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a sweep that was interrupted.")] = False,
    workers: Annotated[
        int | None,
        typer.Option(help="Threads (default: all processors; at most four for each).", min=1, show_default=False),
    ] = None,
    dask: Annotated[
        str | None,
        typer.Option(help="Work on a Dask cluster: its scheduler, tcp://HOST:PORT.", show_default=False),
    ] = None,
    time_limit: Annotated[
        float | None,
        typer.Option(
            help="Seconds after which a block of runs hangs (default: thirty times the usual).", show_default=False
        ),
    ] = None,
    memory_limit: Annotated[
        float | None,
        typer.Option(help="MiB a worker may hold (default: its share of the machine).", show_default=False),
    ] = None,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Run packages of levers at points of a design in many futures; it can be interrupted and resumed at any time."""
    from detente.cli.sweep import INTERRUPTED, Request, sweep_file

    code = sweep_file(Request(file, out, dry_run, resume, workers, dask, time_limit, memory_limit, json, quiet))
    if code == INTERRUPTED:
        raise SystemExit(code)  # what is safe has been said; returned, the code would say that nothing was written
    return code
