"""What `detente score` prints: the verdict first, the table of forecasters, then horizons and questions, and what was left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table as Grid

from detente.history.matching import MODEL
from detente.history.scoring_sets import LEAST_DYADS, Line, Summary, Table

if TYPE_CHECKING:
    from detente.history.bootstrap import Skill
    from detente.history.scorecard import Scorecard

HEADS = ("", "CRPS", "skill (90 % interval)", "RMSE", "skill (90 % interval)", "MAE", "in 50,\n90 %", "width 50,\n90 %")
PARTS = (
    "n",
    "dyads",
    "CRPS / rival",
    "skill (90 % interval)",
    "RMSE / rival",
    "in\n90 %",
    "width\n90 %",
    "verdict",
    "best rival",
)
WIDTH = 120
NOTE = (
    "\nPoints of 0..100. Skill = 1 - score / score of the rival, with 90 % intervals over dyads drawn again (2,000 times); "
    "every dyad weighs the same, favourable and unfavourable of a question count once. RMSE is of the mean, MAE of the median.\n"
    "* the rival against whom skill is claimed or not: the best of persistence, shrunken persistence and event regression."
)
VERDICTS = {
    "beats": "the model beats {best}: the 90 % interval of its skill lies above zero",
    "worse": "the model is worse than {best}: the 90 % interval of its skill lies below zero",
    "tie": "a tie with {best}: the 90 % interval of the model's skill holds zero",
    "unjudged": "not judged: {dyads} directed dyads; an interval over fewer than {least} says nothing",
}


def print_scores(found: Scorecard) -> None:
    """Print a scorecard to standard output."""
    console = Console(highlight=False)
    if not console.is_terminal:  # a file or a pipe need not be as narrow as the screen that rich would guess
        console = Console(highlight=False, width=WIDTH)
    for origin in found.origins:
        left = (
            f"; {origin.without_value} meet no survey value (such as {origin.examples[0]})"
            if origin.without_value
            else ""
        )
        left += f"; {origin.not_after_fit} are not after the fit date" if origin.not_after_fit else ""
        console.print(
            f"{escape(origin.file)}: fit until {origin.fit_until} ({escape(origin.stated)}), {origin.scored} of {origin.predicted} "
            f"predictions scored{left}", soft_wrap=True,
        )  # fmt: skip
    if not found.with_events:
        console.print("Without --events there is no event regression: the fairest rival is missing.")
    for table in found.tables:
        _print_table(console, table)
    console.print(NOTE, soft_wrap=True)


def _print_table(console: Console, table: Table) -> None:
    """Print one set: verdict, forecasters, parts."""
    console.print(f"\n[bold]{escape(table.title)}[/bold]")
    if table.alone is not None:
        rows, line = table.alone
        console.print(
            f"  model on all {rows} rows: CRPS {line.crps:.2f}, RMSE {line.rmse:.2f}, {line.cover90:.0%} in the 90 % interval; "
            "below only series of which enough is known for the rivals", soft_wrap=True,
        )  # fmt: skip
    if table.whole is None:
        console.print("  no such row")
        return
    whole = table.whole
    console.print(
        f"  {verdict_words(whole)}  (n = {whole.units} values of {whole.dyads} directed dyads)", soft_wrap=True
    )
    console.print(_forecasters(whole))
    for name, parts in table.groups.items():
        if len(parts) > 1 or name == "horizon":
            console.print(_parts(name, parts))


def verdict_words(found: Summary) -> str:
    """Return the verdict of a comparison as a sentence."""
    return VERDICTS[found.verdict].format(best=found.best, dyads=found.dyads, least=LEAST_DYADS)


def _forecasters(found: Summary) -> Grid:
    """Return the table of model and rivals."""
    grid = _grid(HEADS)
    for name, line in found.lines.items():
        skills = found.skills.get(name)
        star = " *" if name == found.best else ""
        crps, rmse = ("", "") if skills is None else (_skill(skills[0]), _skill(skills[1]))
        grid.add_row(f"{escape(name)}{star}", f"{line.crps:.2f}", crps, f"{line.rmse:.2f}", rmse, *_rest(line))
    return grid


def _rest(line: Line) -> tuple[str, ...]:
    inside = f"{100 * line.cover50:.0f}, {100 * line.cover90:.0f}"
    return f"{line.mae:.2f}", inside, f"{line.width50:.1f}, {line.width90:.1f}"


def _parts(name: str, parts: list[Summary]) -> Grid:
    """Return a row per horizon, origin or question: the model beside the best rival there."""
    grid = _grid((f"by {name}", *PARTS))
    for part in parts:
        ours, theirs = part.lines[MODEL], part.lines[part.best]
        grid.add_row(
            escape(part.name), str(part.units), str(part.dyads), f"{ours.crps:.2f} / {theirs.crps:.2f}",
            _skill(part.skills[part.best][0]), f"{ours.rmse:.2f} / {theirs.rmse:.2f}", f"{100 * ours.cover90:.0f}",
            f"{ours.width90:.1f}", part.verdict, part.best,
        )  # fmt: skip
    return grid


def _skill(found: Skill) -> str:
    return "{} ({}, {})".format(*(f"{round(end, 2) + 0.0:+.2f}" for end in found))


def _grid(heads: tuple[str, ...]) -> Grid:
    grid = Grid(box=None, pad_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    for k, head in enumerate(heads):
        words = not k or head in ("best rival", "verdict")
        grid.add_column(
            head,
            justify="left" if words else "right",
            no_wrap=head != "best rival",
            min_width=11 if head == "best rival" else None,
        )
    return grid
