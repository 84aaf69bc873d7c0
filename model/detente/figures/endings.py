"""How runs end: the distribution of a tie or an indicator over runs, and whether it falls into two groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from detente.analysis.bimodality import FEWEST, Bimodality, bimodality
from detente.ensemble.recording import DYAD_VARIABLES
from detente.errors import UsageError
from detente.figures.dyads import moved
from detente.figures.material import Material, material_of, summary_of
from detente.figures.style import (
    PAGE,
    REFERENCE,
    SCENARIO,
    SMALL,
    blank,
    canvas,
    finish,
    headline,
    note,
    sheet,
    short,
    styled,
)
from detente.scenario.faults import nearest
from detente.world.arrays import Array
from detente.world.outcomes import INDICATORS
from detente.world.variables import VARIABLES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from detente.ensemble import Ensemble
    from detente.store import Result

MEANING = (
    "b: Sarle's coefficient of bimodality with its 5-95 % range: 0.33 for one bell-shaped heap, above 0.56 two groups of "
    "runs are likely (or one heap with a long tail). Tick: mean. Dashed grey: the reference."
)


class Ending(NamedTuple):
    """What is drawn of one quantity: title, unit, hard bounds (or None), values of the runs of both sides."""

    title: str
    unit: str
    bounds: tuple[float, float] | None
    values: Array
    reference: Array | None

    @property
    def form(self) -> Bimodality:
        """Return whether the scenario's runs fall into two groups."""
        return bimodality(self.values)


def ending(
    results: Material | Ensemble | Result, of: str = "trust", observer: str | None = None, target: str | None = None,
    at: str | None = None, ax: Axes | None = None, reference: Ensemble | None = None,
) -> Axes:  # fmt: skip
    """Draw how the runs are spread: a variable of two states at a date (default: the last), or an indicator over the horizon."""
    material = material_of(results, reference)
    found = ending_of(material, of, observer, target, at)
    with styled():
        axes = canvas(ax, PAGE, 3.2)
        _panel(axes, found, numbered=True)
        if ax is None and found.reference is not None:
            axes.legend(frameon=False)
        finish(axes, f"{found.title}: {_said(found)}", f"{MEANING} {material.source}", own=ax is None)
    return axes


def endings(
    results: Material | Ensemble | Result, pairs: Sequence[tuple[str, str]] | None = None, variable: str = "trust",
    at: str | None = None, reference: Ensemble | None = None,
) -> Figure:  # fmt: skip
    """Return a figure of small multiples, one dyad each (default: the ties to the focal state that moved most)."""
    material = material_of(results, reference)
    material.need(variable)
    pairs = moved(material, variable) if pairs is None else list(pairs)
    found = [ending_of(material, variable, *pair, at) for pair in pairs]
    columns = 2 if len(found) == 4 else min(3, len(found))
    rows = -(-len(found) // columns)
    with styled():
        figure = sheet(PAGE, 1.6 * rows + 1.4)
        grid = figure.subplots(rows, columns, sharex=True, squeeze=False)
        for k, (axes, one) in enumerate(zip(grid.flat, found, strict=False)):
            _panel(axes, one, numbered=False)
            axes.set_title(short(one.title, 30))
            axes.set_ylabel("share of runs" if k % columns == 0 else "")
            axes.set_xlabel(axes.get_xlabel() if k + columns >= len(found) else "")
            axes.tick_params(labelbottom=k + columns >= len(found))
        for axes in list(grid.flat)[len(found) :]:
            axes.set_visible(False)
        headline(figure, _most(found, variable, np.datetime_as_string(material.day(at), "D")))
        note(figure, f"{MEANING} {material.source}")
    return figure


def _most(found: list[Ending], variable: str, day: str) -> str:
    """Return which dyad is nearest to two groups, or that this cannot be told."""
    told = [one for one in found if np.isfinite(one.form.coefficient)]
    head = f"{variable.capitalize()} of the runs, {day}"
    if not told:
        return f"{head}: {_coefficient(found[0])}, so that groups of runs cannot be told"
    most = max(told, key=lambda one: one.form.coefficient)
    return f"{head}; nearest to two groups: {most.title} ({_said(most)})"


def ending_of(
    material: Material, of: str, observer: str | None = None, target: str | None = None, at: str | None = None
) -> Ending:
    """Return what is drawn of an indicator, or of a variable of two states; raise `UsageError` for an unknown one."""
    if of in INDICATORS:
        if observer or target or at:
            raise UsageError(f"{of} is of the whole region and horizon: it takes no state and no date")
        k, found = list(INDICATORS).index(of), INDICATORS[of]
        title = found.title.replace("the focal state", short(material.name(material.scenario.focus), 18))
        before = None if material.reference_data is None else summary_of(material.reference_data)[:, k]
        return Ending(
            title, found.unit, None, _known(material.summary[:, k]), None if before is None else _known(before)
        )
    if of not in VARIABLES:
        known = (*INDICATORS, *DYAD_VARIABLES)
        raise UsageError(f"nothing is called '{of}'{nearest(of, known)} (known: {', '.join(known)})")
    day, focus = material.day(at) if material.need(of) else None, material.scenario.focus
    target = material.state(target or focus)
    observer = material.state(observer) if observer else moved(material, of, 1, target)[0][0]
    sides = [
        _known(np.asarray(side[of].sel(time=day, observer=observer, target=target), float))
        if side is not None and of in side else None
        for side in (material.data, material.reference_data)
    ]  # fmt: skip
    title = f"{short(material.name(observer), 14)} → {short(material.name(target), 14)}"
    limits = VARIABLES[of]
    assert sides[0] is not None
    bounds = (limits.low, limits.high) if of != "distance" else None
    return Ending(title, f"{of} ({material.data[of].attrs.get('units', '1')})", bounds, sides[0], sides[1])


def _known(values: Array) -> Array:
    """Return the values that are numbers."""
    return np.asarray(values[np.isfinite(values)])


def _panel(axes: Axes, found: Ending, *, numbered: bool) -> None:
    """Draw the histograms of both sides on the same bins, their means, and the coefficient."""
    if not found.values.size:
        blank(axes, "No run has a number here.")
        return
    sides = [(found.values, SCENARIO, "scenario"), (found.reference, REFERENCE, "reference")]
    edges = bins(np.concatenate([values for values, _, _ in sides if values is not None]), found.bounds)
    for values, colour, label in sides:
        if values is None or not values.size:
            continue
        heights = np.histogram(values, edges)[0] / values.size
        own = label == "scenario"
        axes.stairs(heights, edges, color=colour, fill=own, alpha=0.35 if own else None, zorder=1)
        axes.stairs(heights, edges, color=colour, linestyle="-" if own else "--", linewidth=1.3, label=label, zorder=2)
        axes.plot(
            values.mean(), 0.0, marker="|", markersize=11, markeredgewidth=1.8, color=colour, clip_on=False, zorder=3
        )
    axes.set_ylim(0.0, axes.get_ylim()[1] * (1.05 if numbered else 1.22))
    axes.set_xlabel(found.unit)
    axes.set_ylabel("share of runs")
    if not numbered:
        axes.annotate(_coefficient(found), (0.98, 0.97), xycoords="axes fraction", ha="right", va="top", fontsize=SMALL)


def bins(values: Array, bounds: tuple[float, float] | None, most: int = 40) -> Array:
    """Return the edges of bins for some values: by the rule of Freedman and Diaconis, 8 to `most` of them.

    Values that are all the same get one bin around them, within the bounds where there are any.
    """
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    if high - low <= 1e-9 * max(1.0, abs(high)):
        room = 0.02 * (bounds[1] - bounds[0]) if bounds is not None else 0.02 * max(abs(low), 1e-6)
        return np.array([low - room, low + room])
    quarter = np.subtract(*np.quantile(values, (0.75, 0.25)))
    width = 2.0 * quarter / np.cbrt(values.size) or (high - low) / 12
    return np.linspace(low, high, int(np.clip(np.ceil((high - low) / width), 8, most)) + 1)


def _coefficient(found: Ending) -> str:
    """Return the coefficient in a few letters, or why there is none."""
    form = found.form
    if np.isfinite(form.coefficient):
        return f"b = {form.coefficient:.2f} ({form.low:.2f} to {form.high:.2f})"
    return f"fewer than {FEWEST} runs" if found.values.size < FEWEST else "all runs alike"


def _said(found: Ending) -> str:
    """Return mean and range of the runs, and what their form says."""
    values = found.values
    if not values.size:
        return "no run has a number"
    if values.size == 1:
        return f"one run, {values[0]:.3g}"
    low, high = np.quantile(values, (0.05, 0.95))
    spread = f"mean {values.mean():.3g}, 5-95 % of runs {low:.3g} to {high:.3g}"
    form = found.form
    return f"{spread}; {_coefficient(found)}" + (f": {form.verdict}" if np.isfinite(form.coefficient) else "")
