"""Hindcasts beside surveys: predicted series as fans, and skill against every rival with its interval."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.figures.style import BLUE, ORANGE, PAGE, QUIET, SMALL, canvas, finish, headline, note, sheet, short, styled
from detente.history.fit_dates import Fit
from detente.history.measures import find_measure
from detente.history.scoring_sets import Summary
from detente.history.surveys import SurveyTable

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

NAMED = ["observer", "target", "measure"]
SHOWN = 11
"""Years before the fit date from which surveys are drawn."""
MEANING = "Bands: 50 and 90 % of the predictive distribution, line: its median. Dots: surveys seen; rings: later ones, not seen."


def fan(predicted: pd.DataFrame, surveys: SurveyTable, fit: Fit, ax: Axes | None = None) -> Axes:
    """Draw one predicted series (rows of one observer, target and measure, a year each) with surveys seen and later ones."""
    with styled():
        axes = canvas(ax, PAGE, 3.0)
        rows = predicted.sort_values("year")
        key = tuple(str(rows[name].iloc[0]) for name in NAMED)
        _bands(axes, rows)
        _dots(axes, surveys, key, fit)
        axes.axvline(fit[0] + fit[1] / 12.0 - 0.5, color=QUIET, linewidth=0.8, linestyle=":")
        finish(axes, _title(key), f"{MEANING} Fitted to surveys until {fit}.", own=ax is None)
        axes.set_ylabel(_unit(key[2]))
    return axes


def fans(predicted: pd.DataFrame, surveys: SurveyTable, fit: Fit, names: Mapping[str, str] | None = None) -> Figure:
    """Return a figure of small multiples, one predicted series each, in the order of the table."""
    parts = [part for _, part in predicted.groupby(NAMED, sort=False)]
    columns = 2 if len(parts) in (2, 4) else min(3, len(parts))
    rows = -(-len(parts) // columns)
    with styled():
        figure = sheet(PAGE, 1.85 * rows + 0.9)
        grid = figure.subplots(rows, columns, sharex=True, squeeze=False)
        for axes, part in zip(grid.flat, parts, strict=False):
            fan(part, surveys, fit, axes)
            observer, target, measure = (str(part[name].iloc[0]) for name in NAMED)
            told = dict(names or {})
            one, other = (short(told.get(key, key), 24) for key in (observer, target))
            axes.set_title(f"{one}\nabout {other}")
            axes.set_ylabel(_unit(measure), fontsize=SMALL)
        for axes in list(grid.flat)[len(parts) :]:
            axes.set_visible(False)
        headline(figure, f"What surveys were expected to find, from events and surveys until {fit}")
        note(figure, MEANING)
    return figure


def _bands(axes: Axes, rows: pd.DataFrame) -> None:
    year = rows["year"].to_numpy(float)
    for low, high, alpha in (("q05", "q95", 0.18), ("q25", "q75", 0.32)):
        axes.fill_between(
            year, rows[low].to_numpy(float), rows[high].to_numpy(float), color=BLUE, alpha=alpha, linewidth=0
        )
    axes.plot(year, rows["q50"].to_numpy(float), color=BLUE, linewidth=1.4)


def _dots(axes: Axes, surveys: SurveyTable, key: tuple[str, ...], fit: Fit) -> None:
    frame = surveys.frame
    mine = frame[(frame[NAMED] == list(key)).all(axis=1)]
    when = mine["year"] * 12 + mine["month"].where(mine["month"] > 0, 12)
    for rows, filled in ((mine[when <= fit[0] * 12 + fit[1]], True), (mine[when > fit[0] * 12 + fit[1]], False)):
        found = rows.groupby("year")["value_percent"].mean()
        axes.plot(found.index, found.to_numpy(float), "o", color=ORANGE if not filled else "black", markersize=3.6,
                  markerfacecolor="black" if filled else "white", markeredgewidth=1.1, zorder=4)  # fmt: skip
    axes.set_xlim(fit[0] - SHOWN, None)
    axes.locator_params(axis="x", integer=True, nbins=5)


def _title(key: tuple[str, ...]) -> str:
    return f"{key[0]} about {key[1]}: {_unit(key[2])}"


def _unit(measure: str) -> str:
    """Return what is measured, in words with its unit."""
    found = find_measure(measure)
    name = measure.replace("_", " ")
    return name if found is None else f"{name}, {'%' if found.high == 100 else f'{found.low:g} to {found.high:g}'}"


def skills(summary: Summary, ax: Axes | None = None) -> Axes:
    """Draw the model's skill against every rival, of CRPS (dots) and RMSE (squares), with 90 % intervals over dyads."""
    with styled():
        axes = canvas(ax, PAGE, 1.6 + 0.34 * len(summary.skills))
        rivals = sorted(summary.skills, key=lambda name: summary.lines[name].crps)
        for k, (label, mark, colour) in enumerate((("CRPS", "o", BLUE), ("RMSE", "s", ORANGE))):
            found = [summary.skills[name][k] for name in rivals]
            places = np.arange(len(rivals)) + 0.2 * k - 0.1
            for place, one in zip(places, found, strict=True):
                axes.plot([100 * one.low, 100 * one.high], [place, place], color=colour, linewidth=1.4)
            axes.plot(
                [100 * one.value for one in found],
                places,
                mark,
                color=colour,
                markersize=4.5,
                linestyle="none",
                label=label,
            )
        axes.axvline(0.0, color="#555555", linewidth=0.8)
        axes.set_yticks(range(len(rivals)), [_rival(summary, name) for name in rivals], fontsize=SMALL)
        axes.set_ylim(len(rivals) - 0.5, -0.5)
        axes.set_xlabel("skill of the model, % of the rival's score (right: the model is better)")
        _legend(axes)
        source = "Lines: 90 % intervals, whole directed dyads drawn again. In brackets the rival's CRPS in points."
        title = f"Skill against each rival: {summary.units} values of {summary.dyads} directed dyads"
        finish(axes, title, source, own=ax is None)
    return axes


def _legend(axes: Any) -> None:
    axes.legend(frameon=False, loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=2, handletextpad=0.2)


def _rival(summary: Summary, name: str) -> str:
    return f"{name} ({summary.lines[name].crps:.1f})"
