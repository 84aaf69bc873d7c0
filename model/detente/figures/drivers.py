"""Which factors of a sweep move an outcome most: a bar per factor from its lowest to its highest value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from detente.errors import UsageError
from detente.figures.moves import Move, by_value, move
from detente.figures.response import CLASSES, classed
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
    headline,
    lowered,
    note,
    sheet,
    short,
    styled,
    wrapped,
)
from detente.figures.tables import Tidy, tidy

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST = 14
"""More factors than this are counted and not drawn."""


BARS = (
    "Bar: from the mean at the lowest value (stroke) to that at the highest; whisker: ± 2 Monte Carlo errors of the "
    "move, in the same futures; blue up, orange down, grey within the error; pale: all means between."
)


class Driver(NamedTuple):
    """What one factor does: its ends in words, the mean at both, how far it moves, lowest and highest mean between."""

    factor: str
    ends: tuple[str, str]
    means: tuple[float, float]
    move: Move
    low: float
    high: float

    @property
    def span(self) -> float:
        """Return how far apart the lowest and the highest mean lie."""
        return self.high - self.low


def drivers(
    results: Any, outcome: str, package: str | None = None, ax: Axes | None = None, reference: str | None = None,
    difference: bool = True, source: str = "",
) -> Axes:  # fmt: skip
    """Draw how far each factor moves an outcome, from the mean at its lowest to that at its highest value.

    Whisker: +- 2 Monte Carlo errors of that move, future by future; pale: from the lowest to the highest mean over all its values.
    What is drawn is the paired difference of a package (default: the last) from the reference; a figure of its own has
    the level of the reference beside it.  On axes that are given, `difference=False` draws the level of the package.
    """
    data = tidy(results, reference, [outcome], source)
    data.need(outcome)
    if not data.factors:
        raise UsageError("the sweep varies no factor: there is nothing that could move an outcome")
    package = data.package(package) if package is not None else data.packages[-1]
    alone = package == data.reference
    found = found_drivers(data, outcome, package, data.reference if difference and not alone else None)
    words = _headline(data, outcome, package, found, level=alone or not difference)
    with styled():
        if ax is not None or alone:
            axes = canvas(ax, PAGE, 1.5 + 0.3 * min(len(found), MOST))
            _panel(axes, data, outcome, found, level=alone or not difference)
            return finish(axes, words, _caption(data, found), own=ax is None)
        figure = sheet(PAGE, 1.9 + 0.3 * min(len(found), MOST))
        left, axes = list(figure.subplots(1, 2, sharey=True))
        before = {one.factor: one for one in found_drivers(data, outcome, data.reference, None)}
        _panel(left, data, outcome, [before[one.factor] for one in found], level=True)
        left.set_title(f"Level of {short(data.reference, 18)}")
        _panel(axes, data, outcome, found, level=False)
        axes.set_title(f"{short(package, 14)} minus reference")
        headline(figure, words)
        note(figure, _caption(data, found))
    right: Axes = axes
    return right


def found_drivers(data: Tidy, outcome: str, package: str, against: str | None) -> list[Driver]:
    """Return what each factor does to an outcome of a package (or its paired difference), largest span first."""
    found = []
    for factor in data.factors:
        table = by_value(classed(data, factor)[0], factor, outcome, package, against)
        if not len(table):
            raise UsageError(
                f"'{outcome}' has no number for package '{package}'" + (f" and '{against}'" if against else "")
            )
        mean = table.mean(axis=1).to_numpy(float)
        ends = (_said(table.index[0]), _said(table.index[-1]))
        found.append(Driver(factor, ends, (mean[0], mean[-1]), move(table), mean.min(), mean.max()))
    return sorted(found, key=lambda one: -one.span)


def _said(value: Any) -> str:
    return short(f"{value:.3g}" if isinstance(value, (float, np.floating)) else str(value), 12)


def _panel(axes: Axes, data: Tidy, outcome: str, found: list[Driver], *, level: bool) -> None:
    """Draw the bars, each with how far it goes at its right."""
    shown = found[:MOST]
    places = decimals(max([one.span for one in shown if one.span > 0.0], default=0.0))
    for y, one in enumerate(shown):
        first, last = one.means
        colour = QUIET if not one.move.clear else BLUE if last > first else ORANGE
        axes.barh(y, one.span, left=one.low, height=0.55, color=colour, alpha=0.25, linewidth=0)
        axes.barh(y, last - first, left=first, height=0.3, color=colour)
        if np.isfinite(one.move.error):
            axes.errorbar(last, y, xerr=2.0 * one.move.error, color="black", linewidth=0.9, capsize=2)
        axes.plot(first, y, "|", color="black", markersize=9)
        beside(axes, y, 4.0, one.move.words(places))
    if not level:
        axes.axvline(0.0, color="black", linewidth=0.8, zorder=0)
    names = [
        f"{short(one.factor.split('.')[-1].replace('_', ' '), 22)}\n{one.ends[0]} to {one.ends[1]}" for one in shown
    ]
    axes.set_yticks(range(len(shown)), names, fontsize=SMALL)
    axes.set_ylim(len(shown) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.use_sticky_edges = False
    axes.locator_params(axis="x", nbins=4)
    what = data.title(outcome)
    axes.set_xlabel(wrapped(what if level else f"difference in {lowered(what)}", 2.6, 8.0, 0.6))


def _headline(data: Tidy, outcome: str, package: str, found: list[Driver], *, level: bool) -> str:
    """Return which factor moves the outcome most, and how far."""
    most = found[0]
    what = lowered(data.title(outcome))
    what = f"{what} of {short(package, 20)}" if level else f"the difference that {short(package, 20)} makes to {what}"
    places = decimals(most.span)
    moved = f"{most.move.words(places)} from {most.ends[0]} to {most.ends[1]}"
    name = most.factor.split(".")[-1].replace("_", " ")
    first = f"Of {len(found)} factors {name} moves" if len(found) > 1 else f"{name} moves"
    return f"{first} {what} most: {moved}" if len(found) > 1 else f"{first} {what}: {moved}"


def _caption(data: Tidy, found: list[Driver]) -> str:
    """Return what bars and whiskers mean, and what they hold beside the factor itself."""
    parts = [BARS]
    if any(classed(data, one.factor)[1] for one in found):
        parts.append(
            f"Factors of many values are joined in {CLASSES} classes; their means also hold chance of other factors."
        )
    if len(found) > MOST:
        parts.append(f"{len(found) - MOST} factors that move less are not drawn.")
    return " ".join([*parts, data.source])
