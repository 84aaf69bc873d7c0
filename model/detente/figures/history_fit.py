"""What surveys told a calibration: each unknown before and after, and checks of what the model would have made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from detente.figures.style import (
    BLUE,
    ORANGE,
    PAGE,
    QUIET,
    SMALL,
    beside,
    canvas,
    finish,
    headline,
    note,
    sheet,
    styled,
)
from detente.history.checking import Check
from detente.history.posterior import Told

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LEGEND = (
    "Grey: prior, 5 to 95 %. Blue dot: posterior of an unknown that surveys inform (they take away 30 % of its variance, or more "
    "where so few settings show that by chance); orange diamond: one that they do not. Right: posterior median, 5 to 95 %, unit."
)


def informed(told: Sequence[Told], ax: Axes | None = None) -> Axes:
    """Draw prior and posterior of every unknown, each on its prior's own range; numbers and units stand at the right."""
    with styled():
        axes = canvas(ax, PAGE, 1.6 + 0.23 * len(told))
        for k, one in enumerate(told):
            low, high = one.prior[0], one.prior[2]
            before, after = ([(x - low) / (high - low) for x in part] for part in (one.prior, one.posterior))
            axes.plot([before[0], before[2]], [k, k], color="#d0d0d0", linewidth=7, solid_capstyle="butt", zorder=1)
            axes.plot([before[1]], [k], "|", color=QUIET, markersize=7, zorder=2)
            colour = BLUE if one.informed else ORANGE
            axes.plot([after[0], after[2]], [k, k], color=colour, linewidth=2.4, solid_capstyle="butt", zorder=3)
            axes.plot([after[1]], [k], "o" if one.informed else "D", color=colour, markersize=4, zorder=4)
            beside(axes, k, 4, _numbers(one), bold=one.informed)
        axes.set_yticks(range(len(told)), [one.name.replace("_", " ") for one in told], fontsize=SMALL)
        axes.set_ylim(len(told) - 0.5, -0.5)
        axes.set_xticks([0.0, 1.0], ["5 %", "95 %"])
        axes.set_xlabel("place in the prior's range from 5 to 95 %")
        many = sum(one.informed for one in told)
        title = f"What surveys told of {len(told)} unknowns: {many} informed, {len(told) - many} left at their priors"
        finish(axes, title, LEGEND, own=ax is None)
    return axes


def _numbers(one: Told) -> str:
    low, middle, high = (f"{x:.2g}" for x in one.posterior)
    return f"{middle} ({low} to {high}) {'' if one.unit == '1' else one.unit}".rstrip()


def check(found: Check, ax: Axes | None = None) -> Axes:
    """Draw a statistic of made-up surveys, before and after the fit, beside what was found."""
    with styled():
        axes = canvas(ax, PAGE, 2.8)
        ends = np.quantile(np.concatenate([found.prior, found.posterior]), [0.005, 0.985])
        edges = np.linspace(min(ends[0], found.observed), max(ends[1], found.observed), 28)
        axes.hist(np.clip(found.prior, edges[0], edges[-1]), edges.tolist(), color="#c8c8c8", label="prior")
        axes.hist(
            np.clip(found.posterior, edges[0], edges[-1]), edges.tolist(), color=BLUE, alpha=0.55, label="posterior"
        )
        axes.axvline(found.observed, color=ORANGE, linewidth=1.6, label="found")
        axes.set_xlabel(found.unit)
        axes.set_ylabel("replicates")
        finish(axes, f"{found.name}: {found.share_below():.0%} of replicates lie below what was found", own=ax is None)
        if ax is None:
            axes.legend(frameon=False)
    return axes


def checks(found: Sequence[Check]) -> Figure:
    """Return a figure of predictive checks, a panel each."""
    columns = min(2, len(found))
    rows = -(-len(found) // columns)
    with styled():
        figure = sheet(PAGE, 1.8 * rows + 0.9)
        grid = figure.subplots(rows, columns, squeeze=False)
        for axes, one in zip(grid.flat, found, strict=False):
            check(one, axes)
            axes.set_title(f"{one.name} ({one.share_below():.0%} below)")
        for axes in list(grid.flat)[len(found) :]:
            axes.set_visible(False)
        grid.flat[0].legend(frameon=False)
        headline(figure, "Surveys as the model would have made them, and as found")
        note(figure, "Each replicate is a made-up value of every survey seen; of series with four waves or more. "
                     "In brackets: share of posterior replicates below what was found.")  # fmt: skip
    return figure
