"""Arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.cli import completing

EXITS = "Exit codes: 0 ok, 2 bad input, 3 a run failed, 130 interrupted."
NO_RUN = "Exit codes: 0 ok, 2 bad input, 130 interrupted."

File = Annotated[Path, typer.Argument(help="A scenario file (YAML).", show_default=False)]
Variant = Annotated[
    str | None,
    typer.Option(help="A variant that the file defines.", show_default=False, autocompletion=completing.variants),
]
Overrides = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        help="For instance levers.cbm.level=0.3; may be repeated.",
        metavar="PATH=VALUE",
        autocompletion=completing.overrides,
    ),
]
Json = Annotated[
    bool, typer.Option("--json", help='Print one JSON document and nothing else; faults too: {"faults": [...]}.')
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but faults.")]
Name = Annotated[str | None, typer.Argument(help="One card, with all its passports.", show_default=False)]
InFile = Annotated[Path | None, typer.Option("--file", help="The cards in reach of a scenario.", show_default=False)]
InFolder = Annotated[Path | None, typer.Option("--cards", help="A folder of one's own cards.", show_default=False)]
Result = Annotated[
    Path, typer.Argument(help="A results folder.", show_default=False, autocompletion=completing.results)
]
