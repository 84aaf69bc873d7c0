"""When levers were tried and how far consent carried them, and when shocks struck or how often."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from detente.figures.material import Material, material_of
from detente.figures.spans import Span, lever_spans, shock_spans
from detente.figures.style import PAGE, QUIET, RED, SMALL, beside, blank, canvas, finish, ink, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from detente.ensemble import Ensemble
    from detente.store import Result

COLOURS = "Blues"


def timeline(results: Material | Ensemble | Result, ax: Axes | None = None) -> Axes:
    """Draw a bar per lever over its window, darker where consent held in more runs, and the shocks below.

    Dated shocks are diamonds; random ones are ticks as they fell in the first run.  At the right stand the share of
    steps in which consent held and the number of shocks a year (mean and 5-95 % of runs).
    """
    material = material_of(results)
    levers, shocks = lever_spans(material), shock_spans(material)
    rows = len(levers) + len(shocks) + 2
    with styled():
        axes = canvas(ax, PAGE, 1.45 + 0.3 * rows)
        if not levers and not shocks:
            blank(axes, "This scenario has neither levers nor shocks.")
        else:
            _draw(axes, material, levers, shocks)
        finish(axes, _headline(levers, shocks), material.source, own=ax is None)
    return axes


def _draw(axes: Axes, material: Material, levers: list[Span], shocks: list[Span]) -> None:
    """Draw all rows: levers, a gap, shocks."""
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num

    edges = date2num([material.scenario.start, material.scenario.end])
    labels: dict[float, str] = {}
    y = 0.0
    for group, head, draw in ((levers, "consent held", _lever), (shocks, "shocks a year", _shock)):
        if group:
            beside(axes, y, 6.0, head, bold=True)
        for span in group:
            y += 1.0
            labels[y] = span.label
            draw(axes, y, span, float(edges[1] - edges[0]))
            beside(axes, y, 6.0, span.number)
        y += 1.0 if group else 0.0
    axes.set_yticks(list(labels), list(labels.values()), fontsize=SMALL)
    axes.set_xlim(*edges)
    axes.set_ylim(y - 0.3, -0.5)
    axes.set_aspect("auto")
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    locator = AutoDateLocator(minticks=3, maxticks=9)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))
    axes.set_xlabel(_key(levers, shocks), fontsize=SMALL)


def _lever(axes: Axes, y: float, span: Span, whole: float) -> None:
    """Draw a lever's window in the colour of the share of runs in which consent held, and its stages."""
    import matplotlib as mpl

    left, right = span.start, span.end
    colours = mpl.colormaps[COLOURS]
    axes.imshow(
        span.shares[None, :], extent=(left, right, y + 0.34, y - 0.34), cmap=colours, vmin=0.0, vmax=1.0,
        interpolation="nearest", aspect="auto",
    )  # fmt: skip
    axes.plot([left, right, right, left, left], [y - 0.34, y - 0.34, y + 0.34, y + 0.34, y - 0.34],
              color=QUIET, linewidth=0.6)  # fmt: skip
    for k, (first, multiplier) in enumerate(span.stages):
        if k:
            axes.plot([first, first], [y - 0.34, y + 0.34], color="black", linewidth=1.0)
        until = span.stages[k + 1][0] if k + 1 < len(span.stages) else right
        if until - first > 0.09 * whole:
            place = min(int((first - left) / max(right - left, 1e-9) * span.shares.size), span.shares.size - 1)
            axes.annotate(f"×{multiplier:g}", (first, y), (3, 0), textcoords="offset points", va="center",
                          fontsize=SMALL, color=ink(colours(span.shares[place])[:3]))  # fmt: skip


def _shock(axes: Axes, y: float, span: Span, whole: float) -> None:
    """Draw dated shocks as diamonds, random ones as ticks on a line."""
    axes.plot([span.start, span.end], [y, y], color="#DDDDDD", linewidth=0.8, zorder=0)
    style = {"marker": "D", "markersize": 5.0} if span.dated else {"marker": "|", "markersize": 9.0}
    axes.plot(span.marks, np.full(len(span.marks), y), linestyle="", color=RED, **style)  # type: ignore[arg-type]


def _key(levers: list[Span], shocks: list[Span]) -> str:
    """Return what colours and marks mean, of those that are there."""
    lines = []
    if levers:
        lines.append("white to blue: consent held in no run to all runs; in brackets: 5-95 % of sets of assumptions")
    if any(len(span.stages) for span in levers):
        lines.append("×: the stage's part of the lever's level")
    if shocks:
        lines.append(
            "diamond: dated shock; tick: a step of the first run with a random shock; in brackets: 5-95 % of runs"
        )
    return "\n".join(lines)


def _headline(levers: list[Span], shocks: list[Span]) -> str:
    """Return where consent held most and least."""
    known = sorted((span for span in levers if not np.isnan(span.value)), key=lambda span: span.value)
    if not levers and not shocks:
        return "No levers and no shocks"
    if not known:
        dated = sum(span.dated for span in shocks)
        return f"{'No levers' if not levers else f'{len(levers)} levers'}; {dated} dated and {len(shocks) - dated} random shocks"
    most, least = known[-1], known[0]
    if len(known) == 1:
        return f"Consent to {most.name} held {most.value:.0%} of the time"
    return (
        f"Consent held most for {most.name} ({most.value:.0%} of the time), least for {least.name} ({least.value:.0%})"
    )
