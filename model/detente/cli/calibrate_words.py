"""What `detente calibrate` prints: each unknown with prior and posterior, whether the data inform it, and what follows it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table as Grid

from detente.history.posterior import INFORMED, chance
from detente.history.unknowns import Unknown, followers
from detente.scenario.faults import listed

if TYPE_CHECKING:
    from detente.cli.calibrate import Calibrated

WIDTH = 120
HEADS = ("unknown", "unit", "prior 5-50-95 %", "posterior 5-50-95 %", "contraction", "")
NOTE = (
    "Contraction: the share of the prior's variance that the data took away; from {:.2f} on an unknown counts as informed "
    "(of {} settings, one without any data may show {:.2f})."
)
FIT = "Log evidence {:.1f} of {} survey values; {:,} histories in {} stages, {:.0f} s."


def print_calibration(found: Calibrated, out: Path) -> None:
    """Print a calibration to standard output."""
    console = Console(highlight=False)
    if not console.is_terminal:  # a file or a pipe need not be as narrow as the screen that rich would guess
        console = Console(highlight=False, width=WIDTH)
    manifest = found.posterior.manifest
    told, by_chance = manifest["unknowns"], chance(manifest["particles"])
    for line in input_lines(manifest):
        console.print(escape(line), soft_wrap=True)
    grid = Grid(box=None, pad_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    for k, head in enumerate(HEADS):
        grid.add_column(head, justify="right" if k in (2, 3, 4) else "left", no_wrap=k in (0, 2, 3), overflow="fold")
    for one in found.unknowns:
        grid.add_row(escape(one.name), *_row(told[one.name]))
    console.print(grid)
    for one in found.unknowns:
        if words := _what(one):
            console.print(f"[bold]{escape(one.name)}[/bold]: {escape(words)}", soft_wrap=True)
    informed = [one.name for one in found.unknowns if told[one.name]["informed"]]
    console.print(f"\nInformed: {', '.join(informed) or 'none'} ({len(informed)} of {len(told)}).", soft_wrap=True)
    console.print(NOTE.format(max(INFORMED, by_chance), manifest["particles"], by_chance), soft_wrap=True)
    fit = (manifest["log_evidence"], manifest["surveys"]["values"], manifest["histories"], manifest["stages"])
    console.print(FIT.format(*fit, found.seconds), soft_wrap=True)
    console.print(f"Posterior: {escape(str(out))} (and {escape(out.name)}.json)", soft_wrap=True)


def input_lines(manifest: dict[str, Any]) -> list[str]:
    """Return in words what was read."""
    surveys, events = manifest["surveys"], manifest["events"]
    outside = f"; not used as outside the dates: {events['outside_dates']}" if events["outside_dates"] else ""
    sides = f"; sides left out as no states of the scenario: {events['left_out']}" if events["left_out"] else ""
    return [
        f"{manifest['scenario']}: {surveys['values']} survey values up to {manifest['fit_until']}, "
        f"{events['used']} events ({events['file']}){outside}{sides}"
    ]


def _row(told: dict[str, Any]) -> tuple[str, ...]:
    """Return the cells of an unknown after its name."""
    by_chance = "may be chance" if told["contraction"] >= INFORMED else "stays at its prior"
    verdict = "informed" if told["informed"] else by_chance
    return escape(told["unit"]), _range(told["prior"]), _range(told["posterior"]), f"{told['contraction']:.2f}", verdict


def _what(unknown: Unknown) -> str:
    """Return what an unknown sets beyond the parameter of its name, or what it means for the surveys."""
    names = [name for name in followers(unknown) if name != unknown.name]
    return f"sets {listed(names, 8)}" if names else unknown.meaning


def _range(ends: list[float]) -> str:
    return " ".join(f"{value:.3g}" for value in ends)
