"""Indicator contrasts: the paired difference of each indicator, with its two kinds of uncertainty."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from detente.figures.style import BLUE, ORANGE, QUIET, canvas, styled
from detente.world.outcomes import INDICATORS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from detente.analysis.paired import Contrast


def contrasts(rows: Sequence[Contrast], ax: Axes | None = None, focus: str = "the focal state") -> Axes:
    """Draw paired differences in standard deviations of the reference's runs, the numbers in units beside them.

    Bar: 5-95 % over assumptions; dot: mean +- 2 Monte Carlo errors.  Blue is better, orange worse, grey not clear
    (within two Monte Carlo errors, or under 90 % of assumption sets agree on the sign).
    """
    with styled():
        axes = canvas(ax, 8.4, 5.0)
        for y, row in enumerate(rows):
            _row(axes, y, row)
        axes.axvline(0, color="black", linewidth=0.8)
        axes.set_yticks(range(len(rows)), [_label(row, focus) for row in rows], fontsize=8)
        axes.invert_yaxis()
        for x, head in ((1.02, "change"), (1.27, "sign")):
            axes.annotate(head, (x, 1.0), xycoords="axes fraction", fontsize=7.5, fontweight="bold")
        axes.set_xlabel("scenario minus reference, in standard deviations of the reference's runs")
        axes.set_title("Blue better, orange worse, grey not clear", fontsize=9)
    return axes


def _row(axes: Axes, y: int, row: Contrast) -> None:
    """Draw one indicator: spread, mean with errors, and its numbers."""
    scale = 1.0 / row.deviation if row.deviation > 0.0 else 1.0
    colour = QUIET if not row.clear else BLUE if row.difference * row.better > 0 else ORANGE
    axes.plot([row.low * scale, row.high * scale], [y, y], color=colour, linewidth=7, alpha=0.3, solid_capstyle="butt")
    axes.errorbar(row.difference * scale, y, xerr=2 * row.error * scale, fmt="o", color=colour, markersize=5, capsize=2)
    sign = "" if np.isnan(row.agreement) else f"{row.agreement:.0%}"
    unit = "" if row.unit == "1" else row.unit
    for x, text in ((1.02, f"{row.difference:+.3g} {unit}".strip()), (1.27, sign)):
        axes.annotate(text, (x, y), xycoords=("axes fraction", "data"), va="center", fontsize=7.5)


def _label(row: Contrast, focus: str) -> str:
    indicator = INDICATORS[row.indicator]
    arrow = "more is better" if row.better > 0 else "less is better"
    return f"{indicator.title.replace('the focal state', focus)}\n({arrow})"
