"""Commands that hold the model against published theory: landscape, dock."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.cli import completing
from detente.cli.options import NO_RUN, Json, Quiet

app = typer.Typer()


@app.command(epilog=NO_RUN, short_help="Which blocs are stable, by landscape theory.")
def landscape(
    result: Annotated[
        Path | None,
        typer.Argument(
            help="A results folder: sizes are total capability, propensities the alignment of its mean World.",
            show_default=False,
            autocompletion=completing.results,
        ),
    ] = None,
    sizes: Annotated[
        Path | None, typer.Option(help="A CSV file with the columns actor and size.", show_default=False)
    ] = None,
    propensities: Annotated[
        Path | None,
        typer.Option(help="A symmetric matrix as CSV, actors in header and first column.", show_default=False),
    ] = None,
    outcome: Annotated[
        Path | None, typer.Option(help="A CSV file with the columns actor and outcome.", show_default=False)
    ] = None,
    together: Annotated[
        str | None,
        typer.Option(help="Actors known to be on one side: predictions given that.", metavar="A,B", show_default=False),
    ] = None,
    at: Annotated[
        str | None,
        typer.Option("--at", help="A date of a result, such as 2035-06 (default: the end).", show_default=False),
    ] = None,
    starts: Annotated[
        int | None,
        typer.Option(help="Sample so many starts (default: exact up to 24 actors, else 20,000).", show_default=False),
    ] = None,
    seed: Annotated[int, typer.Option(help="The key of sampled starts.", min=0)] = 1,
    out: Annotated[Path | None, typer.Option(help="Also draw a file.png, .svg or .pdf.", show_default=False)] = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Find the stable sides of actors (Axelrod & Bennett 1993): energies, basins, frustration; held against an outcome."""
    from detente.cli.landscape import Request, draw_landscape

    draw_landscape(Request(result, at, sizes, propensities, outcome, together, starts, seed, out, json, quiet))


@app.command(
    epilog="Exit codes: 0 all met, 2 bad input, 4 a case is not met, 130 interrupted.",
    short_help="Mechanisms against published results.",
)
def dock(
    ids: Annotated[
        list[str] | None,
        typer.Argument(help="Cases, or the beginning of their ids, such as V-SB (default: all).", show_default=False),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Also write the page, a file.md.", show_default=False)] = None,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Run every mechanism alone against published and closed-form results; say which level each case meets."""
    from detente.cli.dock import Request, dock_mechanisms

    return dock_mechanisms(Request(tuple(ids or ()), out, json, quiet))
