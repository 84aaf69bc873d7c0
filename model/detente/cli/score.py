"""`detente score`: predictions held against surveys, beside naive rivals and a regression on the same events."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from detente.cli.faults import print_json, visible
from detente.cli.plain import number
from detente.cli.progress import working
from detente.errors import UsageError

if TYPE_CHECKING:
    from detente.history.fit_dates import Fit
    from detente.history.scorecard import Scorecard
    from detente.history.scoring_sets import Summary, Table

NEEDED = "give --surveys FILE.csv with the columns observer, target, year, month, measure and value_percent"


class Request(NamedTuple):
    """What the command line asked for."""

    predictions: tuple[Path, ...]
    surveys: tuple[Path, ...]
    events: Path | None
    fit_until: str | None
    seed: int
    out: Path | None
    as_json: bool
    quiet: bool


def score_predictions(request: Request) -> None:
    """Print the scores and, if asked, write the rows; raise `UsageError` or `ScenarioError`."""
    fit = _checked(request)
    with working("score", quiet=request.quiet or request.as_json):
        from detente.history.scorecard import score_files

        found = score_files(request.predictions, request.surveys, request.events, fit, request.seed)
    if request.out is not None:
        from detente.whole_files import write_whole

        write_whole(request.out, found.rows.to_csv(index=False, float_format="%.6g", lineterminator="\n").encode())
    if request.as_json:
        print_json(plain(found))
    elif not request.quiet:
        from detente.cli.score_words import print_scores

        print_scores(found)
        if request.out is not None:
            print(visible(f"Rows: {request.out}"))


def _checked(request: Request) -> Fit | None:
    """Return the fit date that was asked for; raise `UsageError` with everything wrong in the options."""
    faults, fit = [], None
    if not request.surveys:
        faults.append(f"no surveys to score against; {NEEDED}")
    if request.fit_until is not None:
        from detente.history.fit_dates import parse_fit

        try:
            fit = parse_fit(request.fit_until)
        except ValueError as error:
            faults.append(f"--fit-until: {error}")
    if fit is not None and len(request.predictions) > 1:
        faults.append("--fit-until: several files are several origins; write each fit date into its file.csv.json")
    if request.out is not None and request.out.suffix.lower() != ".csv":
        faults.append(f"--out: found '{request.out.suffix}'; the rows are written as .csv")
    if request.out is not None and _is_read(request.out, request):
        faults.append(f"--out: found '{request.out}', which is read; name another file")
    if faults:
        raise UsageError("\n".join(faults))
    return fit


def _is_read(out: Path, request: Request) -> bool:
    """Return whether a file to write is one of those that are read."""
    read = (*request.predictions, *request.surveys, request.events)
    return any(one is not None and one.resolve() == out.resolve() for one in read)


def plain(found: Scorecard) -> dict[str, Any]:
    """Return a scorecard for JSON; what cannot be known is null."""
    from detente.history.scoring_sets import JUDGES, LEAST, LEAST_DYADS, SEEN

    return {
        "origins": [{**origin._asdict(), "file": Path(origin.file).name} for origin in found.origins],
        "rules": {"least_values": LEAST, "seen_years": SEEN, "least_dyads": LEAST_DYADS, "judges": JUDGES, "interval": 0.9,
                  "event_regression": found.with_events, "seed": found.seed},
        "tables": [_table(table) for table in found.tables],
    }  # fmt: skip


def _table(table: Table) -> dict[str, Any]:
    alone = None if table.alone is None else {"rows": table.alone[0], **table.alone[1]._asdict()}
    return {
        "key": table.key, "title": table.title, "whole": None if table.whole is None else _summary(table.whole),
        **{f"by_{name}": [_summary(part) for part in parts] for name, parts in table.groups.items()}, "model_alone": alone,
    }  # fmt: skip


def _summary(found: Summary) -> dict[str, Any]:
    skills = {
        rival: {
            name: {end: number(value) for end, value in one._asdict().items()}
            for name, one in zip(("crps", "rmse"), both, strict=True)
        }
        for rival, both in found.skills.items()
    }
    lines = {name: line._asdict() for name, line in found.lines.items()}
    return {**found._asdict(), "lines": lines, "skills": skills}
