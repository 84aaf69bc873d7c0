"""What `detente calibrate` prints: each unknown with prior and posterior, whether the data inform it, and what follows it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table as Grid

from detente.history.unknowns import followers
from detente.scenario.faults import listed

if TYPE_CHECKING:
    from detente.cli.calibrate import Calibrated

WIDTH = 150
HEADS = ("unknown", "unit", "prior 5 - 50 - 95 %", "posterior 5 - 50 - 95 %", "contraction", "", "set by it")
NOTE = (
    "Contraction: the share of the prior's variance that the data took away; from {:.1f} on an unknown counts as informed. "
    "log evidence {:.1f} of {} survey values; {:,} histories in {} stages, {:.0f} s; {} settings kept."
)


def print_calibration(found: Calibrated, out: Path) -> None:
    """Print a calibration to standard output."""
    from detente.history.posterior import INFORMED

    console = Console(highlight=False)
    if not console.is_terminal:  # a file or a pipe need not be as narrow as the screen that rich would guess
        console = Console(highlight=False, width=WIDTH)
    manifest = found.posterior.manifest
    told = manifest["unknowns"]
    for line in input_lines(manifest):
        console.print(escape(line), soft_wrap=True)
    grid = Grid(box=None, pad_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    for k, head in enumerate(HEADS):
        grid.add_column(head, justify="right" if k in (2, 3, 4) else "left", no_wrap=k < 6)
    for one in found.unknowns:
        row = told[one.name]
        verdict = "informed" if row["informed"] else "stays at its prior"
        grid.add_row(
            escape(one.name), escape(row["unit"]), _range(row["prior"]), _range(row["posterior"]), f"{row['contraction']:.2f}",
            verdict, escape(listed(followers(one), 6) or one.meaning),
        )  # fmt: skip
    console.print(grid)
    informed = [one.name for one in found.unknowns if told[one.name]["informed"]]
    console.print(f"\nInformed: {', '.join(informed) or 'none'} ({len(informed)} of {len(told)}).", soft_wrap=True)
    console.print(
        NOTE.format(INFORMED, manifest["log_evidence"], manifest["surveys"]["values"], manifest["histories"],
                    manifest["stages"], found.seconds, manifest["particles"]), soft_wrap=True,
    )  # fmt: skip
    console.print(f"Posterior: {escape(str(out))} (and {escape(out.name)}.json)", soft_wrap=True)


def input_lines(manifest: dict[str, Any]) -> list[str]:
    """Return in words what was read."""
    surveys, events = manifest["surveys"], manifest["events"]
    outside = f"; {events['outside_dates']} lie outside the dates and are not used" if events["outside_dates"] else ""
    sides = f"; {events['left_out']} sides are no states of the scenario" if events["left_out"] else ""
    return [
        f"{manifest['scenario']}: {surveys['values']} survey values up to {manifest['fit_until']} ({', '.join(surveys['files'])}), "
        f"{events['used']} events ({events['file']}){outside}{sides}"
    ]


def _range(ends: list[float]) -> str:
    return "  ".join(f"{value:.3g}" for value in ends)
