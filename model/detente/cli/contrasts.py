"""The table of contrasts in words: shared by what a run and a comparison print."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.table import Table

from detente.analysis.paired import FEWEST_SETS
from detente.world.outcomes import INDICATORS

if TYPE_CHECKING:
    from detente.analysis.paired import Contrast
    from detente.scenario.scenario import Scenario

LEGEND = (
    "+-: Monte Carlo error of the mean change.  5-95 % and sign (share with that sign): over sets of sampled "
    "assumptions, chance within sets included. "
    "Last column: + better, - worse, ? not clear (within two errors, or under 90 % of sets agree)."
)


def contrast_table(contrasts: Sequence[Contrast], scenario: Scenario, sides: tuple[str, str]) -> Table:
    """Return the table of contrasts; `sides` head the columns of the two means."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    table.add_column("Indicator", min_width=23)
    for title in (*sides, "change", "+-", "5-95 % of sets", "sign", ""):
        table.add_column(title, justify="right", no_wrap=True)
    for row in contrasts:
        unit = "" if row.unit == "1" else f", {row.unit}"
        table.add_row(
            escape(focal(row.indicator, scenario) + unit), f"{row.reference:.4g}", f"{row.scenario:.4g}", short(row.difference),
            *uncertainty(row.error, row.low, row.high, row.agreement), _verdict(row),
        )  # fmt: skip
    return table


def too_few_sets(sets: int) -> str:
    """Return the sentence that says what so few sets of assumptions cannot tell, or nothing."""
    if sets >= FEWEST_SETS:
        return ""
    return f"With {sets} sets of assumptions neither spread nor sign can be judged; {FEWEST_SETS} are needed."


def titled(scenario: Scenario) -> str:
    """Return a scenario's title with its variant."""
    return f"{scenario.title} [{scenario.variant}]" if scenario.variant else scenario.title


def focal(name: str, scenario: Scenario) -> str:
    """Return the title of an indicator with the focal state's name in it."""
    return INDICATORS[name].title.replace("the focal state", scenario.states[scenario.focus].name)


def uncertainty(error: float, low: float, high: float, agreement: float) -> tuple[str, str, str]:
    """Return the three kinds of uncertainty in words; `-` for what cannot be known."""
    return (
        "-" if error != error else f"{error:.4f}",
        "-" if low != low else f"{short(low)} {short(high)}",
        "-" if agreement != agreement else f"{agreement:.0%}",
    )


def short(value: float) -> str:
    """Return a signed number in seven characters; a very small one keeps its first digit and its sign."""
    if 0.0 < abs(value) < 0.00005:
        return f"{value:+.0e}"
    return f"{value:+.4f}" if abs(value) < 10 else f"{value:+.2f}"


def _verdict(row: Contrast) -> str:
    if not row.clear:
        return "?"
    return "+" if row.difference * row.better > 0 else "-"
