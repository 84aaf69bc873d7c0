"""Commands that hold the model against what happened: calibrate, hindcast, score."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.options import EXITS, NO_RUN, File, Json, Overrides, Quiet, Variant

app = typer.Typer()

Surveys = Annotated[
    list[Path] | None,
    typer.Option(help="A table of survey values (CSV); may be repeated.", metavar="FILE", show_default=False),
]
Events = Annotated[Path | None, typer.Option(help="A table of dated events (CSV).", metavar="FILE", show_default=False)]
Particles = Annotated[
    int | None,
    typer.Option(help="How many settings are fitted (400; on the way to a forecast 200).", show_default=False),
]
Seed = Annotated[
    int | None, typer.Option(help="The key of the sampler (default: the scenario's).", min=0, show_default=False)
]
Workers = Annotated[
    int | None, typer.Option(help="Threads (default: one per processor); numbers stay the same.", show_default=False)
]
Arm = Annotated[
    str, typer.Option(help="What is told of events after the fit date: known, unknown, permuted, swapped, or "
                           "permuted_throughout (before it too).", metavar="ARM"),
]  # fmt: skip


@app.command(epilog=EXITS, short_help="Fit a scenario under dated events to surveys.")
def calibrate(
    file: File,
    surveys: Surveys = None,
    events: Events = None,
    until: Annotated[
        str | None,
        typer.Option(help="The last month that is used, such as 2018-12.", metavar="YEAR-MONTH", show_default=False),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Keep the posterior sample, a file.csv.", metavar="FILE", show_default=False)
    ] = None,
    particles: Particles = None,
    seed: Seed = None,
    workers: Workers = None,
    variant: Variant = None,
    overrides: Overrides = None,
    arm: Arm = "known",
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Fit a scenario's numbers to surveys under dated events: which do the data inform, and which stay at their prior?"""
    from detente.cli.calibrate import Request, calibrate_file

    calibrate_file(
        Request(file, tuple(surveys or ()), events, until, out, particles, seed, workers, variant, tuple(overrides or ()),
                arm, json, quiet)
    )  # fmt: skip


@app.command(epilog=EXITS, short_help="Predict surveys from earlier ones and dated events.")
def hindcast(
    file: File,
    surveys: Surveys = None,
    events: Events = None,
    fit_until: Annotated[
        str | None,
        typer.Option(help="The last month whose survey values are used.", metavar="YEAR-MONTH", show_default=False),
    ] = None,
    predict_until: Annotated[
        str | None,
        typer.Option(help="The last month whose events are used.", metavar="YEAR-MONTH", show_default=False),
    ] = None,
    request: Annotated[
        Path | None,
        typer.Option(
            help="The rows to predict (CSV: observer, target, year, measure; default: the later keys of the surveys).",
            metavar="FILE",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="The predictions, a file.csv.", metavar="FILE", show_default=False)
    ] = None,
    posterior: Annotated[
        Path | None,
        typer.Option(
            help="A sample that calibrate kept (default: one beside the scenario that fits, else a small fit).",
            metavar="FILE",
            show_default=False,
        ),
    ] = None,
    particles: Particles = None,
    seed: Seed = None,
    workers: Workers = None,
    variant: Variant = None,
    overrides: Overrides = None,
    arm: Arm = "known",
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Predict survey values after a date from those before it and from the events up to the end."""
    from detente.cli.hindcast import Request, hindcast_file

    hindcast_file(
        Request(file, tuple(surveys or ()), events, fit_until, predict_until, request, out, posterior, particles, seed,
                workers, variant, tuple(overrides or ()), arm, json, quiet)
    )  # fmt: skip


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
