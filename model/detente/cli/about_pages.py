"""Commands that make pages of what was run: report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.cli import completing
from detente.cli.options import NO_RUN, Json, Quiet, Result

app = typer.Typer()


@app.command(epilog=NO_RUN, short_help="One page on a result, to read, print or send.")
def report(
    result: Result,
    out: Annotated[
        Path | None, typer.Option(help="The HTML file to write (default: beside the result).", show_default=False)
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option(
            help="Another results folder to compare with (default: the result's own reference).",
            show_default=False,
            autocompletion=completing.results,
        ),
    ] = None,
    of: Annotated[str, typer.Option("--of", help="The indicator that the answer is about.")] = "trust_in_focus",
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Write one self-contained HTML file on a run, a comparison or a sweep: the answer, how sure, why, what would change it."""
    from detente.cli.report import Request, report_result

    report_result(Request(result, out, against, of, json, quiet))
