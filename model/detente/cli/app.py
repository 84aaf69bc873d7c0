"""The commands and their options; what they do lives in the modules beside."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="detente",
    help="Run strategic scenarios: states with trust, alignment and grievance under policy levers.",
    epilog="Exit codes: 0 ok, 2 bad input, 3 a run failed, 130 interrupted.",
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

File = Annotated[Path, typer.Argument(help="A scenario file (YAML).", show_default=False)]
Variant = Annotated[str | None, typer.Option(help="A variant that the file defines.", show_default=False)]
Overrides = Annotated[
    list[str] | None,
    typer.Option("--set", help="For instance levers.cbm.level=0.3; may be repeated.", metavar="PATH=VALUE"),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but faults.")]


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


@app.command()
def validate(
    files: Annotated[list[Path], typer.Argument(help="Scenario files (YAML).", show_default=False)],
    variant: Variant = None,
    overrides: Overrides = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Check scenario files and all their variants; list every fault with its place."""
    from detente.cli.validate import validate_files

    validate_files(files, variant, overrides or [], as_json=json, quiet=quiet)


@app.command()
def show(
    file: File,
    key: Annotated[
        str | None,
        typer.Argument(help="A dotted key, such as ties.trust.JPN.KOR; a part lists all below it.", show_default=False),
    ] = None,
    variant: Variant = None,
    overrides: Overrides = None,
    json: Json = False,
) -> None:
    """Show resolved values with unit, range, source and standing, and which file, line or variant set them."""
    from detente.cli.show import show_scenario

    show_scenario(file, key, variant, overrides or [], as_json=json)


@app.command()
def run(
    file: File,
    variant: Variant = None,
    runs: Annotated[
        int | None, typer.Option(help="How many runs (default: the scenario's).", min=1, show_default=False)
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(help="The key of all random numbers (default: the scenario's).", min=0, show_default=False),
    ] = None,
    overrides: Overrides = None,
    record: Annotated[
        str, typer.Option(help="What to keep at every step: indicators, all, or variables (trust,tension).")
    ] = "trust",
    out: Annotated[
        Path | None, typer.Option(help="The results folder to write (default: results/NAME).", show_default=False)
    ] = None,
    workers: Annotated[
        int | None, typer.Option(help="Threads (default: all processors).", min=1, show_default=False)
    ] = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Run a scenario beside its reference, print what differs and why, and write a results folder."""
    from detente.cli.run import Request, run_scenario

    run_scenario(Request(file, variant, runs, seed, tuple(overrides or ()), record, out, workers, json, quiet))


@app.command()
def explain(
    result: Annotated[Path, typer.Argument(help="A results folder.", show_default=False)],
    of: Annotated[str, typer.Option("--of", help="The variable to explain, such as trust.")],
    observer: Annotated[str, typer.Option("--from", help="The state that holds it, such as JPN.")],
    target: Annotated[str, typer.Option("--to", help="The state it is held towards, such as KOR.")],
    runs: Annotated[int, typer.Option(help="Replay this many runs and average (at most the result's).", min=1)] = 20,
    only: Annotated[int | None, typer.Option("--run", help="Replay this one run.", min=0, show_default=False)] = None,
    json: Json = False,
) -> None:
    """Replay runs with the ledger on: what moved a variable; the bookings add up to the change."""
    from detente.cli.explain import explain_result

    explain_result(result, of, observer, target, runs, only, as_json=json)
