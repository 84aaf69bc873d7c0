"""What `detente compare` prints: the table of contrasts, the shares of what differs, and the path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from detente.analysis.game import EXACT_UP_TO
from detente.cli.contrasts import LEGEND, contrast_table, short, too_few_sets, uncertainty
from detente.cli.summary import print_whole
from detente.scenario.meanings import EVIDENCE
from detente.world.text import DISCLAIMER

if TYPE_CHECKING:
    import pandas

    from detente.analysis.attribution import Attribution
    from detente.cli.compare import Comparison

SMALL = 5e-6
"""Bookings below this are added up in one line."""


def print_comparison(found: Comparison) -> None:
    """Print the comparison to standard output."""
    console = Console(width=None, highlight=False)
    side = found.sides[1]
    console.print("")
    for letter, named in zip("AB", found.named, strict=True):
        stored = ", stored results" if named.result is not None else ""
        console.print(f"[bold]{letter}  {escape(named.title)}[/bold] ({escape(named.text)}{stored})", soft_wrap=True)
    sets = side.runs // side.replicates
    console.print(
        f"{side.scenario.start} to {side.scenario.end}; {side.runs} runs each: {sets} sets of assumptions x "
        f"{side.replicates}; seed {side.seed}, the same random numbers on both sides; means over the horizon."
    )
    print_whole(contrast_table(found.contrasts, side.scenario, ("A", "B")))
    console.print(f"change: B minus A.  {LEGEND}")
    if too_few_sets(sets):
        console.print(too_few_sets(sets))
    if found.attribution is not None:
        _print_why(console, found.attribution)
    if found.path is not None and found.attribution is not None:
        _print_path(console, found.path, found.attribution.title)
    console.print(f"\nDifferences within the interval are no difference.\n[bold]{DISCLAIMER}[/bold]")


def _print_why(console: Console, why: Attribution) -> None:
    unit = "" if why.unit == "1" else f", {why.unit}"
    console.print(
        f"\n[bold]Why[/bold]: {escape(why.title)}{unit}: A {why.reference:.4f}, B {why.scenario:.4f}. "
        "What each difference between the two adds, averaged over all orders in which they could be made:"
    )
    print_whole(share_table(why))
    saved = 1.0 - why.evaluations / max(why.coalitions * why.runs, 1)
    if why.method == "exact":
        how = f"Exact Shapley values over all {why.coalitions} mixtures of A and B"
        how += f" ({saved:.0%} of their runs were known to be the same without running them)" if saved >= 0.005 else ""
    else:
        how = f"Shapley values by sampled orders of what differs ({why.coalitions} mixtures, {why.evaluations} runs)"
        exact = why.runs << len(why.shares)
        how += f"; --permutations 0 is exact ({exact:,} runs)" if len(why.shares) <= EXACT_UP_TO else ""
    bare = any(share.evidence == "none" for share in why.shares)
    flag = f"  Evidence none: {EVIDENCE['none']} of what it does." if bare else ""
    console.print(f"{how}.  Shares add up to the change.{flag}")


def share_table(why: Attribution) -> Table:
    """Return the table of shares, largest first, and what they add up to."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    table.add_column("What differs", min_width=23)
    for title in ("share", "+-", "5-95 % of sets", "sign"):
        table.add_column(title, justify="right", no_wrap=True)
    table.add_column("evidence")
    for share in why.shares:
        name = share.name if share.kind == "rest" and share.title.startswith(share.name) else f"{share.name}:"
        title = share.title.removeprefix(share.name) if share.kind == "rest" else f" {share.title}"
        numbers = uncertainty(share.error, share.low, share.high, share.agreement)
        table.add_row(escape(f"{name}{title}"), short(share.share), *numbers, share.evidence)
    total = uncertainty(why.error, why.low, why.high, why.agreement)
    table.add_row("all together", short(sum(share.share for share in why.shares)), *total, "", style="bold")
    return table


def _print_path(console: Console, path: pandas.DataFrame, title: str) -> None:
    sums = path.sum()
    console.print(
        f"\n[bold]By which path[/bold]: {escape(title)}, from start to end, as the ledger books it "
        f"(mean of {len(path.attrs['runs'])} runs): change {sums['reference']:+.4f} in A, {sums['scenario']:+.4f} in B; "
        f"difference {sums['difference']:+.4f} ="
    )
    small = 0.0
    causes = path.index.get_level_values("cause")
    for cause, amount in zip(causes, path["difference"], strict=True):
        if abs(amount) >= SMALL:
            console.print(f"  {amount:+9.4f}  {escape(str(cause))}")
        else:
            small += amount
    console.print(f"  {small:+9.4f}  all smaller ones")
