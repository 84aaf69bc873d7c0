"""The command line as a whole; what the commands do lives in the modules beside."""

from __future__ import annotations

from typing import Annotated

import typer

from detente.cli import about_files, about_history, about_pages, about_runs, about_sweeps, about_theory
from detente.cli.options import EXITS

app = typer.Typer(
    name="detente",
    help="Run strategic scenarios: states with trust, alignment and grievance under policy levers.",
    epilog=EXITS.replace("130", "4 a rerun differs or a case is not met, 130"),
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from detente.version import __version__

        typer.echo(f"detente {__version__}")
        raise typer.Exit


@app.callback()
def detente(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Run strategic scenarios: states with trust, alignment and grievance under policy levers."""


app.add_typer(about_files.app)
app.add_typer(about_runs.app)
app.add_typer(about_pages.app)
app.add_typer(about_sweeps.app)
app.add_typer(about_theory.app)
app.add_typer(about_history.app)
