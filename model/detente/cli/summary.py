"""The summary a run prints: what differs from the reference, how sure one may be, and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from detente.analysis.paired import FEWEST_SETS
from detente.world.outcomes import INDICATORS
from detente.world.text import DISCLAIMER

if TYPE_CHECKING:
    from detente.analysis.paired import Contrast
    from detente.cli.answer import Answer

FLAGS = {"none": "no quantitative evidence", "weak": "weak evidence", "some": "some evidence", "good": "good evidence"}


def print_summary(answer: Answer, folder: Path) -> None:
    """Print the summary to standard output."""
    console = Console(width=None, highlight=False)
    scenario = answer.ensemble.scenario
    variant = f" [{scenario.variant}]" if scenario.variant else ""
    console.print(f"\n[bold]{escape(scenario.title)}[/bold]{escape(variant)}. {escape(scenario.question)}")
    sets = answer.ensemble.runs // answer.ensemble.replicates
    console.print(
        f"{scenario.start} to {scenario.end}; {answer.ensemble.runs} runs: {sets} sets of assumptions x "
        f"{answer.ensemble.replicates}; seed {answer.ensemble.seed}; means over the horizon."
    )
    console.print(_contrasts(answer) if answer.contrasts else _means(answer))
    if answer.reference is not None:
        console.print(
            f"ref.: {escape(answer.reference.scenario.title)}, on the same random numbers.  +-: Monte Carlo error of the "
            "mean change.  5-95 % and sign (share with that sign): over sets of sampled assumptions. "
            "Last column: + better, - worse, ? not clear (within two errors, or under 90 % of sets agree)."
        )
        if sets < FEWEST_SETS:
            console.print(
                f"With {sets} sets of assumptions neither spread nor sign can be judged; {FEWEST_SETS} are needed."
            )
    _reasons(console, answer)
    _consent(console, answer)
    standing = ", ".join(f"{share:.0%} {name}" for name, share in scenario.standing_shares().items())
    console.print(f"Numbers in this scenario: {standing}. Differences within the interval are no difference.")
    console.print(f"[bold]{DISCLAIMER}[/bold]")
    name = escape(str(folder))
    levers = [scenario.levers[reason.lever].members for reason in answer.reasons]
    likely = [name for members in levers for name in members] + sorted(scenario.states)
    observer = next(name for name in likely if name != scenario.focus)
    why = f"detente explain {name} --of trust --from {observer} --to {scenario.focus}"
    console.print(f"Results: {name}\nWhy a tie moved: {why}", soft_wrap=True)


def _focal(name: str, answer: Answer) -> str:
    scenario = answer.ensemble.scenario
    return INDICATORS[name].title.replace("the focal state", scenario.states[scenario.focus].name)


def _verdict(row: Contrast) -> str:
    if not row.clear:
        return "?"
    return "+" if row.difference * row.better > 0 else "-"


def _short(value: float) -> str:
    """Return a signed number in seven characters."""
    return f"{value:+.4f}" if abs(value) < 10 else f"{value:+.2f}"


def _contrasts(answer: Answer) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    table.add_column("Indicator", min_width=23)
    for title in ("ref.", "scenario", "change", "+-", "5-95 % of sets", "sign", ""):
        table.add_column(title, justify="right", no_wrap=True)
    for row in answer.contrasts:
        unit = "" if row.unit == "1" else f", {row.unit}"
        spread = "-" if row.low != row.low else f"{_short(row.low)} {_short(row.high)}"
        agreement = "-" if row.agreement != row.agreement else f"{row.agreement:.0%}"
        table.add_row(
            _focal(row.indicator, answer) + unit, f"{row.reference:.4g}", f"{row.scenario:.4g}", _short(row.difference),
            "-" if row.error != row.error else f"{row.error:.4f}", spread, agreement, _verdict(row),
        )  # fmt: skip
    return table


def _means(answer: Answer) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("Indicator", "mean", "unit"):
        table.add_column(title)
    for k, (name, indicator) in enumerate(INDICATORS.items()):
        table.add_row(_focal(name, answer), f"{answer.ensemble.summary[:, k].mean():.4g}", indicator.unit)
    return table


def _reasons(console: Console, answer: Answer) -> None:
    if not answer.reasons:
        return
    what = _focal(answer.reasons[0].indicator, answer)
    console.print(
        f"\n[bold]Largest reasons[/bold] for the change in '{what}', each lever switched off in turn (all: manifest.json):"
    )
    for reason in answer.reasons[:3]:
        error = "" if reason.error != reason.error else f" +- {reason.error:.4f}"
        agreed = (
            "" if reason.agreement != reason.agreement else f"same sign in {reason.agreement:.0%} of assumption sets; "
        )
        console.print(
            f"  {reason.effect:+.4f}{error}  {escape(reason.lever)} ({escape(reason.title.lower())}): {agreed}"
            f"consent held {reason.granted:.0%} of the time; {FLAGS[reason.evidence]}"
        )


def _consent(console: Console, answer: Answer) -> None:
    if not answer.stalls:
        return
    console.print("\n[bold]Where consent stalls[/bold], and the reason most often given:")
    for lever, shares in sorted(answer.stalls.items(), key=lambda item: item[1]["granted"]):
        refused = {name: share for name, share in shares.items() if name != "granted" and share > 0.0}
        if refused:
            reason = max(refused, key=lambda name: refused[name])
            console.print(
                f"  {1 - shares['granted']:4.0%} of the time: {escape(lever)} ({reason}, {refused[reason]:.0%})"
            )
    console.print("")
