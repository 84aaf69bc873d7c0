"""Commands that hold the model against what happened: score."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.options import NO_RUN, Json, Quiet

app = typer.Typer()


@app.command(epilog=NO_RUN, short_help="Predictions against surveys and naive rivals.")
def score(
    predictions: Annotated[
        list[Path],
        typer.Argument(
            help="Tables of predictions (CSV: observer, target, year, measure, mean, q05 to q95), one per origin.",
            show_default=False,
        ),
    ],
    surveys: Annotated[
        list[Path] | None,
        typer.Option(help="A table of survey values (CSV); may be repeated.", metavar="FILE", show_default=False),
    ] = None,
    events: Annotated[
        Path | None, typer.Option(help="A table of dated events (CSV): adds the event regression.", show_default=False)
    ] = None,
    fit_until: Annotated[
        str | None,
        typer.Option(
            help="The last month the predictions rest on, such as 2018-12 (default: fit_until in PREDICTIONS.json).",
            metavar="YEAR-MONTH",
            show_default=False,
        ),
    ] = None,
    seed: Annotated[int, typer.Option(help="The key of the bootstrap.", min=0)] = 1,
    out: Annotated[
        Path | None, typer.Option(help="Also write every scored row, a file.csv.", show_default=False)
    ] = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Score predictions (CRPS, RMSE, coverage) beside persistence, climatology, AR(1), trend and a regression on events."""
    from detente.cli.score import Request, score_predictions

    score_predictions(Request(tuple(predictions), tuple(surveys or ()), events, fit_until, seed, out, json, quiet))
