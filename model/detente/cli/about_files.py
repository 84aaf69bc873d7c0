"""Commands that read files and run nothing: validate, show, levers, shocks, sources, schema."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.cli import completing
from detente.cli.options import NO_RUN, File, InFile, InFolder, Json, Name, Overrides, Quiet, Variant

app = typer.Typer()


@app.command(
    epilog="Exit codes: 0 valid, 2 faults or bad input, 130 interrupted.",
    short_help="Check files: every fault at once, with its place.",
)
def validate(
    files: Annotated[
        list[Path], typer.Argument(help="Scenario files (YAML), or folders of cards.", show_default=False)
    ],
    variant: Variant = None,
    overrides: Overrides = None,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Check scenario files and all their variants; list every fault with its place."""
    from detente.cli.validate import validate_files

    return validate_files(files, variant, overrides or [], as_json=json, quiet=quiet)


@app.command(epilog=NO_RUN, short_help="Resolved values, with passport and origin.")
def show(
    file: File,
    key: Annotated[
        str | None,
        typer.Argument(
            help="A dotted key, such as ties.trust.A.B; a part lists all below it.",
            show_default=False,
            autocompletion=completing.keys,
        ),
    ] = None,
    variant: Variant = None,
    overrides: Overrides = None,
    origin: Annotated[
        bool, typer.Option("--origin", help="For each value, what every layer says of it; > marks the one in use.")
    ] = False,
    json: Json = False,
) -> None:
    """Show resolved values with unit, range, source and standing, and which file, line or variant set them."""
    from detente.cli.show import show_scenario

    show_scenario(file, key, variant, overrides or [], as_json=json, origin=origin)


@app.command(epilog=NO_RUN, short_help="The levers there are, or one in full.")
def levers(name: Name = None, file: InFile = None, folder: InFolder = None, json: Json = False) -> None:
    """List the levers there are to choose from, or say everything of one and how to use it."""
    from detente.cli.catalogue import show_cards

    show_cards("levers", name, file, folder, as_json=json)


@app.command(epilog=NO_RUN, short_help="The shocks there are, or one in full.")
def shocks(name: Name = None, file: InFile = None, folder: InFolder = None, json: Json = False) -> None:
    """List the shocks there are to choose from, or say everything of one and how to use it."""
    from detente.cli.catalogue import show_cards

    show_cards("shocks", name, file, folder, as_json=json)


@app.command(epilog=NO_RUN, short_help="What to cite for a scenario.")
def sources(
    file: Annotated[Path | None, typer.Argument(help="A scenario file (YAML).", show_default=False)] = None,
    variant: Variant = None,
    overrides: Overrides = None,
    json: Json = False,
) -> None:
    """Say what to cite for a scenario and how many of its numbers lean on it; without a file, the bibliography."""
    from detente.cli.sources import show_sources

    show_sources(file, variant, overrides or [], as_json=json)


@app.command(epilog=NO_RUN, short_help="The JSON Schema for editors.")
def schema(
    of: Annotated[str, typer.Argument(help="scenario, lever, shock (a card in a folder) or sources.")] = "scenario",
    out: Annotated[Path | None, typer.Option(help="The file to write (default: print).", show_default=False)] = None,
) -> None:
    """Print the JSON Schema with which an editor completes and checks scenario files and cards as they are written.

    The first line of a file names it: # yaml-language-server: $schema=FILE
    """
    from detente.cli.schema import show_schema

    show_schema(of, out)
