"""What the report on claims shows: in how many sets of assumptions the claimed sign holds, claim by claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from detente.claims import judging
from detente.figures.style import (
    BLUE,
    GREEN,
    ORANGE,
    PAGE,
    QUIET,
    SMALL,
    blank,
    canvas,
    finish,
    short,
    styled,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from detente.claims.studying import Report
from detente.claims.verdicts import Judged

LOOKS = {
    judging.HOLDS: (BLUE, "o"),
    judging.ONLY_WHERE: (GREEN, "D"),
    judging.NOT_SUPPORTED: (QUIET, "s"),
    judging.CONTRADICTED: (ORANGE, "X"),
}
"""Colour and mark of a verdict: no verdict is told by colour alone."""
MOST = 90


def shares(report: Report, ax: Axes | None = None) -> Axes:
    """Draw for every claim of the headline the share of sets of assumptions with the claimed sign, by verdict."""
    rows = [row for row in report.judged if row.headline and row.found is not None and np.isfinite(row.found.share)]
    rows = sorted(rows, key=lambda row: (list(LOOKS).index(row.verdict), -row.found.share, row.claim.id))[:MOST]  # type: ignore[union-attr]
    with styled():
        axes = canvas(ax, PAGE, 1.5 + 0.17 * max(len(rows), 3))
        if rows:
            _draw(axes, rows, report.claims.rules.sign_share)
        else:
            blank(axes, "no claim of the headline has a direction and a share of sets")
        counts = ", ".join(f"{count} {word}" for word, count in report.headline.items())
        finish(axes, f"Share of sets of assumptions with the claimed sign; of the headline {counts}", own=ax is None)
    return axes


def _draw(axes: Axes, rows: list[Judged], needed: float) -> None:
    for verdict, (colour, mark) in LOOKS.items():
        here = [(k, row.found.share) for k, row in enumerate(rows) if row.verdict == verdict and row.found is not None]
        if here:
            places, values = zip(*here, strict=True)
            axes.scatter(values, places, color=colour, marker=mark, s=22, label=verdict, zorder=3, clip_on=False)
    axes.axvline(needed, color="#555555", linewidth=0.8, linestyle="--")
    axes.axvline(0.5, color="#bbbbbb", linewidth=0.8)
    axes.set_xlim(0.0, 1.0)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_yticks(range(len(rows)), [f"{short(row.claim.claim, 52)}  {row.claim.id}" for row in rows], fontsize=SMALL)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="y", color="#eeeeee", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.set_xlabel(
        f"share of sets with the claimed sign\n(dashed: {needed:.0%} is needed; line: chance)", fontsize=SMALL
    )
    axes.legend(loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=2, frameon=False, handletextpad=0.1)
