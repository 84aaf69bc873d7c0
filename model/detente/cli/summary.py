"""The summary a run prints: what differs from the reference, how sure one may be, and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from detente.cli.contrasts import LEGEND, contrast_table, focal, titled, too_few_sets
from detente.scenario.meanings import EVIDENCE
from detente.world.outcomes import INDICATORS
from detente.world.text import DISCLAIMER

if TYPE_CHECKING:
    from detente.cli.answer import Answer


def print_summary(answer: Answer, folder: Path) -> None:
    """Print the summary to standard output."""
    console = Console(width=None, highlight=False)
    scenario = answer.ensemble.scenario
    console.print(f"\n[bold]{escape(titled(scenario))}[/bold]. {escape(scenario.question)}")
    if scenario.about:
        console.print(escape(" ".join(scenario.about.split())))
    sets = answer.ensemble.runs // answer.ensemble.replicates
    console.print(
        f"{scenario.start} to {scenario.end}; {answer.ensemble.runs} runs: {sets} sets of assumptions x "
        f"{answer.ensemble.replicates}; seed {answer.ensemble.seed}; means over the horizon."
    )
    sides = ("ref.", "scenario")
    print_whole(contrast_table(answer.contrasts, scenario, sides) if answer.contrasts else _means(answer))
    if answer.reference is not None:
        console.print(f"ref.: {escape(titled(answer.reference.scenario))}, on the same random numbers.  {LEGEND}")
        if too_few_sets(sets):
            console.print(too_few_sets(sets))
    else:
        console.print(
            "Nothing to compare with: the scenario has no lever in force. `reference: FILE.yaml` names what to compare it with."
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
    page = f"A page to read or send: detente report {name}"
    console.print(f"Results: {name}\nWhy a tie moved: {why}\n{page}", soft_wrap=True)


def print_whole(table: Table) -> None:
    """Print a table with every number whole: a terminal that is too narrow breaks its lines, and no figure."""
    first, *others = table.columns
    numbers = sum(max(len(str(cell)) for cell in (column.header, *column.cells)) + 2 for column in others)
    needed = (first.min_width or 0) + numbers
    Console(width=max(Console().width, needed), highlight=False).print(table)


def _means(answer: Answer) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("Indicator", "mean", "unit"):
        table.add_column(title)
    for k, (name, indicator) in enumerate(INDICATORS.items()):
        table.add_row(
            escape(focal(name, answer.ensemble.scenario)), f"{answer.ensemble.summary[:, k].mean():.4g}", indicator.unit
        )
    return table


def _reasons(console: Console, answer: Answer) -> None:
    if not answer.reasons:
        return
    what = escape(focal(answer.reasons[0].indicator, answer.ensemble.scenario))
    console.print(
        f"\n[bold]Largest reasons[/bold] for the change in '{what}', each lever in turn as in the reference "
        "(all: manifest.json; shares that add up, for any indicator or tie: detente compare A B --why --of NAME):"
    )
    for reason in answer.reasons[:3]:
        error = "" if reason.error != reason.error else f" +- {reason.error:.4f}"
        agreed = (
            "" if reason.agreement != reason.agreement else f"same sign in {reason.agreement:.0%} of assumption sets; "
        )
        console.print(
            f"  {reason.effect:+.4f}{error}  {escape(reason.lever)} ({escape(reason.title.lower())}): {agreed}"
            f"{_held(reason.granted)}; {EVIDENCE[reason.evidence]}"
        )


def _held(granted: float) -> str:
    return "nobody was asked" if granted != granted else f"consent held {granted:.0%} of the time"


def _consent(console: Console, answer: Answer) -> None:
    """Print which levers are refused how often and why, and which wait for money or their condition."""
    lines = [(shares.get("granted", 1.0), _stall(lever, shares)) for lever, shares in answer.stalls.items()]
    told = [line for _, line in sorted(lines) if line]
    if told:
        console.print("\n[bold]Where consent stalls[/bold], and the reason most often given:")
        for line in told:
            console.print(line)
    console.print("")


def _stall(lever: str, shares: dict[str, float]) -> str:
    waits = [
        f"{name} {shares[name]:.0%} of the time" for name in ("budget", "condition not met") if shares[name] >= 0.005
    ]
    refused = {name: share for name, share in shares.items() if name not in ("granted", "budget", "condition not met")}
    most = max(refused, key=lambda name: refused[name], default="")
    if most and refused[most] > 0.0:
        text = f"  {1 - shares['granted']:4.0%} of the time: {escape(lever)} ({most}, {refused[most]:.0%})"
        return f"{text}; {'; '.join(waits)}" if waits else text
    return f"   not asked: {escape(lever)} ({'; '.join(waits)})" if waits else ""
