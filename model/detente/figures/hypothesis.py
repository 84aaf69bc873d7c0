"""The figures of a hypothesis: its estimate under rival theories, where it flips, and who gains and loses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from detente.claims.estimating import Estimate
from detente.claims.measures import unit_of
from detente.claims.worth import OUTCOMES
from detente.figures.style import (
    BLUE,
    ORANGE,
    PAGE,
    QUIET,
    SMALL,
    beside,
    blank,
    canvas,
    decimals,
    finish,
    headline,
    ink,
    note,
    sheet,
    short,
    styled,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from detente.claims.hypothesis_study import Studied

PANELS = 3
"""Outcomes beside one another."""


def effect(studied: Studied, ax: Axes | None = None) -> Axes:
    """Draw the main estimate, as it is and under every rival theory, with the margin that was fixed in advance."""
    rows = [("as it is", studied.found), *((name, found) for name, (_, found) in studied.theories.items())]
    test = studied.hypothesis.test
    with styled():
        axes = canvas(ax, PAGE, 1.5 + 0.3 * len(rows) * len(test.estimates))
        labels: list[str] = []
        for name, found in rows:
            for k, estimate in enumerate(found.tested[0].estimates):
                _bar(axes, len(labels), estimate, BLUE)
                labels.append(name if len(test.estimates) == 1 else f"{name}: {test.estimates[k].text}")
        axes.set_yticks(range(len(labels)), [short(label, 46) for label in labels])
        axes.set_ylim(len(labels) - 0.4, -0.6)
        axes.axvline(0.0, color="black", linewidth=0.8)
        for margin in _margins(test.direction, test.margin):
            axes.axvline(margin, color="#555555", linewidth=0.8, linestyle="--")
        axes.set_xlabel(
            f"{test.estimates[0].text}: {_measure(studied)}; line: 95 % interval, dashed: the margin", fontsize=SMALL
        )
        finish(axes, f"{studied.hypothesis.title}: {studied.verdict}", own=ax is None)
    return axes


def _bar(axes: Axes, y: int, estimate: Estimate, colour: str) -> None:
    axes.plot([estimate.low, estimate.high], [y, y], color=colour, linewidth=1.6)
    axes.plot([estimate.mean], [y], "o", color=colour, markersize=4.5)
    beside(axes, y, 6.0, _number(estimate))


def _margins(direction: str, margin: float) -> list[float]:
    return {"more": [margin], "less": [-margin], "none": [-margin, margin]}.get(direction, [])


def _number(estimate: Estimate) -> str:
    half = 0.5 * (estimate.high - estimate.low)
    return f"{estimate.mean:+.{decimals(half, 2)}f}" if half > 0 else f"{estimate.mean:+.3g}"


def _measure(studied: Studied) -> str:
    test = studied.hypothesis.test
    unit = unit_of(test.measure)
    years = f", {test.over[0]} to {test.over[1]}" if test.over else ", whole horizon"
    return f"{short(test.measure.text, 60)}{f' ({unit})' if unit not in ('', '1') else ''}{years}"


def flip_map(studied: Studied, ax: Axes | None = None) -> Axes:
    """Draw the estimate under every pair of conditions; bold where its interval excludes zero, framed where it is less."""
    with styled():
        axes = canvas(ax, PAGE, 3.4)
        if studied.map:
            _cells(axes, studied)
        else:
            blank(axes, "no conditions were swept")
        finish(axes, f"Where the answer flips: {studied.hypothesis.title}", own=ax is None)
    return axes


def _cells(axes: Axes, studied: Studied) -> None:
    first, second = studied.hypothesis.flips
    values = np.array([[estimate.mean for estimate in row] for row in studied.map])
    most = float(np.nanmax(np.abs(values))) or 1.0
    image = axes.imshow(values, cmap="PuOr", vmin=-most, vmax=most, aspect="auto")
    axes.set_xticks(range(len(second.values)), [f"{value:g}" for value in second.values])
    axes.set_yticks(range(len(first.values)), [f"{value:g}" for value in first.values])
    axes.set_xlabel(f"{short(second.key, 60)}\nbold: the 95 % interval excludes zero", fontsize=SMALL)
    axes.set_ylabel(short(first.key, 44), fontsize=SMALL)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    for (i, j), value in np.ndenumerate(values):
        estimate = studied.map[i][j]
        clear = estimate.low > 0.0 or estimate.high < 0.0
        colour = ink(image.cmap(image.norm(value))[:3])  # type: ignore[arg-type]
        axes.text(j, i, _number(estimate), ha="center", va="center", color=colour,
                  fontweight="bold" if clear else "normal", fontsize=SMALL + 0.5)  # fmt: skip
    bar = axes.figure.colorbar(image, ax=axes, shrink=0.9, pad=0.02, aspect=25)
    bar.set_label(short(studied.hypothesis.test.estimates[0].text, 30))
    bar.outline.set_visible(False)  # type: ignore[operator]


def by_state(studied: Studied) -> Figure:
    """Draw what differs for every state, outcome by outcome, with 95 % intervals: blue better, orange worse, grey not clear."""
    states = list(studied.by_state)
    with styled():
        rows = -(-len(OUTCOMES) // PANELS)
        figure = sheet(PAGE, 1.3 + rows * (0.75 + 0.155 * max(len(states), 4)))
        panels = figure.subplots(rows, PANELS, sharey=True, squeeze=False).ravel()
        for axes, (name, outcome) in zip(panels, OUTCOMES.items(), strict=False):
            if states:
                _panel(axes, [studied.by_state[state][name] for state in states], outcome.better)
                axes.set_title(outcome.title)
                axes.set_xlabel(f"{outcome.unit}; {'more' if outcome.better > 0 else 'less'} is better", fontsize=SMALL)
            else:
                blank(axes, "one cell only: nothing to compare")
        if states:
            panels[0].set_yticks(range(len(states)), [short(state, 10) for state in states], fontsize=SMALL)
            panels[0].set_ylim(len(states) - 0.4, -0.6)
        off, on = studied.hypothesis.contrast
        headline(figure, f"Who gains and who loses, seen from each capital: {on} minus {off}")
        note(
            figure,
            "Dot and line: mean and 95 % interval over sets of assumptions.  Blue better, orange worse, grey not clear.",
        )
    return figure


def _panel(axes: Axes, estimates: list[Estimate], better: int) -> None:
    axes.axvline(0.0, color="black", linewidth=0.8)
    for y, estimate in enumerate(estimates):
        clear = estimate.low > 0.0 or estimate.high < 0.0
        colour = QUIET if not clear else BLUE if estimate.mean * better > 0 else ORANGE
        axes.plot([estimate.low, estimate.high], [y, y], color=colour, linewidth=1.4)
        axes.plot([estimate.mean], [y], "o" if clear else "|", color=colour, markersize=3.5)
    axes.tick_params(axis="y", length=0)
    axes.locator_params(axis="x", nbins=4)
    axes.grid(axis="y", color="#eeeeee", linewidth=0.6)
    axes.set_axisbelow(True)
