"""Files in, scores out: what `detente score` works out, for any caller."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from detente.errors import Fault, ScenarioError
from detente.history.event_table import DatedEvent, read_dated_events
from detente.history.fit_dates import Fit
from detente.history.gathering import tried
from detente.history.matching import Matched, match
from detente.history.predictions import Predictions, read_predictions
from detente.history.rivals import LEAST, trials
from detente.history.scoring import row_table, score
from detente.history.scoring_sets import Table, tables
from detente.history.series import signed_series
from detente.history.surveys import SurveyTable, read_surveys


class Origin(NamedTuple):
    """One file of predictions: its fit date and where that comes from; how many rows were scored, and why others were not."""

    file: str
    fit_until: str
    stated: str
    predicted: int
    scored: int
    without_value: int
    not_after_fit: int
    examples: tuple[str, ...]


class Scorecard(NamedTuple):
    """Scores of predictions: `tables` begins with the headline; `rows` has every scored row with all forecasts."""

    origins: list[Origin]
    tables: list[Table]
    rows: pd.DataFrame
    with_events: bool
    seed: int


def score_files(
    predictions: Sequence[Path],
    surveys: Sequence[Path],
    events: Path | None = None,
    fit: Fit | None = None,
    seed: int = 1,
) -> Scorecard:
    """Return the scores of files of predictions, one per origin; raise `ScenarioError` with every fault of all the files."""
    faults: list[Fault] = []
    made = tried(lambda: read_predictions(predictions, fit), faults)
    found = tried(lambda: read_surveys(*surveys), faults)
    dated = None if events is None else tried(lambda: read_dated_events(events), faults)
    if made is None or found is None or faults:
        raise ScenarioError(faults)
    _check_values(made, found, surveys)
    return scorecard(made, found, dated, seed)


def scorecard(
    predictions: Sequence[Predictions], surveys: SurveyTable, events: Sequence[DatedEvent] | None, seed: int = 1
) -> Scorecard:
    """Return the scores of predictions; raise `ScenarioError` where no survey value answers any of them."""
    matched = [match(one, surveys, events) for one in predictions]
    origins = [_origin(one, its) for one, its in zip(predictions, matched, strict=True)]
    if not any(origin.scored for origin in origins):
        raise ScenarioError([_nothing(origin) for origin in origins])
    scored = score(matched)
    return Scorecard(
        origins, tables(scored, score(matched, "primary"), seed), row_table(matched, scored), events is not None, seed
    )


def _check_values(predictions: Sequence[Predictions], surveys: SurveyTable, files: Sequence[Path]) -> None:
    """Raise `ScenarioError` where the surveys hold too little before a fit date to fit any rival."""
    where = " + ".join(str(path) for path in files)
    faults = [
        Fault(
            where,
            "year",
            f"no series has {LEAST + 1} yearly values to {fit}; the rivals need at least one, or a later fit date",
        )
        for fit in dict.fromkeys(one.fit for one in predictions)
        if not trials(signed_series(surveys.until(*fit)))
    ]
    if faults:
        raise ScenarioError(faults)


def _origin(made: Predictions, matched: Matched) -> Origin:
    return Origin(made.file, str(made.fit), made.stated, len(made.frame), len(matched.rows), len(matched.without),
                  matched.past, matched.without[:3])  # fmt: skip


def _nothing(origin: Origin) -> Fault:
    """Return the fault of a file of which no row can be scored."""
    example = f", such as {origin.examples[0]}" if origin.examples else ""
    message = (
        f"nothing to score: of {origin.predicted} predictions {origin.without_value} meet no survey value{example}, and "
        f"{origin.not_after_fit} are not after the fit date {origin.fit_until} ({origin.stated})"
    )
    return Fault(origin.file, "", message)
