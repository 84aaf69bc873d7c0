"""What `detente landscape` prints: the stable configurations, who is frustrated in them, and how they compare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from detente.world.text import DISCLAIMER

if TYPE_CHECKING:
    from detente.landscapes import Landscape

LISTED = 10
COMPARED = 3


def print_landscape(found: Landscape) -> None:
    """Print a landscape to standard output."""
    console = Console(width=None, highlight=False)
    console.print(
        f"[bold]Landscape of {len(found.problem.actors)} actors[/bold], {escape(found.problem.source)}", soft_wrap=True
    )
    for note in found.problem.notes:
        console.print(escape(note), soft_wrap=True)
    console.print(_counted(found), soft_wrap=True)
    for k, minimum in enumerate(found.minima[:LISTED], 1):
        error = f" +- {100 * found.error(minimum):.1f}" if not found.exact else ""
        of = "configurations" if found.exact else "starts"
        tied = "" if minimum.strict else "; somebody is indifferent"
        share = f"{100 * found.share(minimum):.1f}{error} %"
        held = f"; stable in {found.held[k - 1]:.0%} of the runs" if found.held is not None else ""
        console.print(
            f"\n[bold]{k}[/bold]  energy {minimum.energy:.6g}, basin {minimum.basin:,} {of} ({share}){held}{tied}"
        )
        for side in (minimum.side_a, minimum.side_b):
            console.print(f"   | {escape(', '.join(side)) or '(nobody)'}", soft_wrap=True)
        _print_hit(console, found, k - 1)
    if len(found.minima) > LISTED:
        console.print(f"\n... and {len(found.minima) - LISTED:,} more (--json lists all)")
    console.print("\nFrustration of each actor (lower is more content):")
    console.print(_frustration(found))
    _print_null(console, found)
    console.print("Energies are over ordered pairs; basins by steepest descent, one actor moving at a time.")
    console.print(f"[bold]{DISCLAIMER}[/bold]")


def _counted(found: Landscape) -> str:
    """Return how many configurations there are and how many are stable."""
    strict = f", {found.strict:,} of them with nobody indifferent" if found.strict < len(found.minima) else ""
    if found.exact:
        return f"{found.configurations:,} configurations, all of them followed: {len(found.minima):,} stable{strict}."
    return (
        f"{found.configurations:.3g} configurations, {found.descents:,} sampled starts: {len(found.minima):,} stable ones "
        f"found{strict}; about {100 * found.unseen:.2g} % of starts would end in others."
    )


def _print_hit(console: Console, found: Landscape, k: int) -> None:
    if found.verdict is None:
        return
    hit = found.verdict.hits[k]
    if hit is None:
        console.print(f"   ruled out: {escape(', '.join(found.verdict.together))} are not together")
        return
    wrong = f"; wrong: {escape(', '.join(hit.wrong))}" if hit.wrong else ""
    console.print(
        f"   {hit.right} of {len(found.problem.actors)} right ({hit.share_of_actors:.1%}), {hit.share_of_size:.2%} of size"
        f"{wrong}; chance of as good: {hit.chance:.2g}",
        soft_wrap=True,
    )


def _print_null(console: Console, found: Landscape) -> None:
    """Print what the realist null would have had right: a hit means little where many configurations are stable."""
    if found.null is not None:
        console.print(
            f"Realist null (everybody against everybody): {found.null.stable:,} stable ({found.null.strict:,} strictly), "
            f"{found.null.as_good:,} of them as right as the best above.",
            soft_wrap=True,
        )


def _frustration(found: Landscape) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column("actor")
    table.add_column("size", justify="right")
    for k in range(min(COMPARED, len(found.minima))):
        table.add_column(f"in {k + 1}", justify="right")
    compared = [minimum.frustration for minimum in found.minima[:COMPARED]]
    for name, size in zip(found.problem.actors, found.problem.sizes, strict=True):
        values = (f"{frustration[name]:.4g}" for frustration in compared)
        table.add_row(escape(name), f"{size:.4g}", *values)
    return table
