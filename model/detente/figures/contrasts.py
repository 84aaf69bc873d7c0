"""Indicator contrasts: the paired difference of each indicator, with its two kinds of uncertainty."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from detente.analysis.paired import Contrast
from detente.figures.style import (
    BLUE,
    ORANGE,
    PAGE,
    QUIET,
    SMALL,
    beside,
    canvas,
    decimals,
    finish,
    lowered,
    short,
    styled,
)
from detente.world.outcomes import INDICATORS

if TYPE_CHECKING:
    import pandas
    from matplotlib.axes import Axes


def contrasts(
    rows: Sequence[Contrast] | pandas.DataFrame,
    ax: Axes | None = None,
    focus: str = "the focal state",
    source: str = "",
) -> Axes:
    """Draw paired differences in standard deviations of the reference's runs, the numbers in units beside them.

    Bar: 5-95 % over assumptions; dot: mean +- 2 Monte Carlo errors.  Blue is better, orange worse, grey not clear
    (within two Monte Carlo errors, or under 90 % of assumption sets agree on the sign).
    """
    if not isinstance(rows, Sequence):  # the table that `detente.contrast` gives
        rows = [Contrast(*row) for row in rows.reset_index().itertuples(index=False)]
    with styled():
        axes = canvas(ax, PAGE, 1.3 + 0.32 * len(rows))
        for y, row in enumerate(rows):
            _row(axes, y, row)
        axes.axvline(0, color="black", linewidth=0.8)
        axes.set_yticks(range(len(rows)), [_label(row, focus) for row in rows], fontsize=SMALL)
        axes.set_ylim(len(rows) - 0.4, -0.9)
        for points, head in ((6.0, "change"), (96.0, "sign")):
            beside(axes, -0.75, points, head, bold=True)
        axes.set_xlabel(
            "scenario minus reference, in standard deviations of the reference's runs\n"
            "▲ blue: better, ▼ orange: worse, ● grey: not clear; mark: mean ± 2 Monte Carlo errors;\n"
            "bar: 5-95 % over sets of assumptions; sign: share of sets with the sign of the mean",
            fontsize=SMALL,
        )
        finish(axes, _headline(rows, focus), source, own=ax is None)
    return axes


def _row(axes: Axes, y: int, row: Contrast) -> None:
    """Draw one indicator: spread, mean with errors, and its numbers."""
    scale = 1.0 / row.deviation if row.deviation > 0.0 else 1.0
    better = row.difference * row.better > 0
    colour = QUIET if not row.clear else BLUE if better else ORANGE
    mark = "o" if not row.clear else "^" if better else "v"  # told apart in grey too
    axes.plot([row.low * scale, row.high * scale], [y, y], color=colour, linewidth=7, alpha=0.3, solid_capstyle="butt")
    axes.errorbar(
        row.difference * scale, y, xerr=2 * row.error * scale, fmt=mark, color=colour, markersize=4, capsize=2
    )
    sign = "-" if np.isnan(row.agreement) else f"{row.agreement:.0%}"
    unit = "" if row.unit == "1" else row.unit
    beside(axes, y, 6.0, f"{_number(row)} {unit}".strip())
    beside(axes, y, 96.0, sign)


def _number(row: Contrast) -> str:
    """Return the difference with as many decimals as its error allows."""
    return f"{row.difference:+.{decimals(row.error, 1)}f}" if row.error > 0.0 else f"{row.difference:+.2g}"


def _label(row: Contrast, focus: str) -> str:
    arrow = "more is better" if row.better > 0 else "less is better"
    return f"{_title(row, focus)}\n({arrow})"


def _title(row: Contrast, focus: str) -> str:
    return INDICATORS[row.indicator].title.replace("the focal state", short(focus, 18))


def _headline(rows: Sequence[Contrast], focus: str) -> str:
    """Return how many indicators changed clearly, and which of them most."""
    clear = [row for row in rows if row.clear]
    better = sum(row.difference * row.better > 0 for row in clear)
    counted = (
        f"of {len(rows)} indicators {better} better, {len(clear) - better} worse, {len(rows) - len(clear)} not clear"
    )
    if not clear:
        return f"No clear difference from the reference: {counted}"
    most = max(clear, key=lambda row: abs(row.difference) / row.deviation if row.deviation > 0.0 else 0.0)
    unit = "" if most.unit == "1" else f" {most.unit}"
    return f"Beside the reference, {counted}; most: {lowered(_title(most, focus))} {_number(most)}{unit}"
