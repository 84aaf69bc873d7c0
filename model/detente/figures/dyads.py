"""Time series of dyads with fans: median, 25-75 % and 5-95 % of runs, the reference beside the scenario."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from detente.figures.dyad_words import means, sentence, signed, source
from detente.figures.events import mark_events
from detente.figures.labels import dark, name_lines
from detente.figures.material import Material, material_of
from detente.figures.style import PAGE, REFERENCE, SCENARIO, SMALL, canvas, finish, headline, note, sheet, short, styled

if TYPE_CHECKING:
    import xarray
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from detente.ensemble import Ensemble
    from detente.store import Result

MOST = 6


def dyad(
    results: Material | Ensemble | Result, observer: str, target: str, variable: str = "trust", ax: Axes | None = None,
    reference: Ensemble | None = None,
) -> Axes:  # fmt: skip
    """Draw one dyad over time: median line, 25-75 % and 5-95 % bands of runs; dashed grey: the reference."""
    material = material_of(results, reference)
    observer, target = material.state(observer), material.state(target)
    with styled():
        axes = canvas(ax, PAGE, 3.2)
        _panel(axes, material, observer, target, material.need(variable))
        name_lines(axes, _ends(material, observer, target, variable))
        finish(
            axes,
            sentence(material, observer, target, variable),
            source(material, [(observer, target)]),
            own=ax is None,
        )
    return axes


def dyads(
    results: Material | Ensemble | Result, pairs: Sequence[tuple[str, str]] | None = None, variable: str = "trust",
    reference: Ensemble | None = None,
) -> Figure:  # fmt: skip
    """Return a figure of small multiples, one dyad each, on one scale (default: the ties to the focal state that moved)."""
    material = material_of(results, reference)
    pairs = moved(material, material.need(variable)) if pairs is None else list(pairs)
    columns = 2 if len(pairs) == 4 else min(3, len(pairs))
    rows = -(-len(pairs) // columns)
    with styled():
        figure = sheet(PAGE, 1.85 * rows + 1.1)
        grid = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False)
        for k, (axes, (observer, target)) in enumerate(zip(grid.flat, pairs, strict=False)):
            _panel(axes, material, material.state(observer), material.state(target), variable)
            axes.set_title(f"{short(material.name(observer), 14)} → {short(material.name(target), 14)}")
            _change(axes, material, observer, target, variable)
            axes.set_ylabel(axes.get_ylabel() if k % columns == 0 else "")
            if k == 0:
                _name_sides(axes, material, observer, target, variable)
            axes.tick_params(labelbottom=k + columns >= len(pairs))
        for axes in list(grid.flat)[len(pairs) :]:
            axes.set_visible(False)
        headline(figure, sentence(material, *pairs[0], variable))
        note(figure, source(material, pairs))
    return figure


def moved(material: Material, variable: str, most: int = MOST, target: str | None = None) -> list[tuple[str, str]]:
    """Return the dyads towards a state (default: the focal one) that changed most, largest change first.

    Without a reference: those with the lowest values.
    """
    states = [str(name) for name in material.data["observer"].to_numpy()]
    focus = states.index(material.state(target or material.scenario.focus))
    found = material.change(variable)
    size = material.mean(variable)[:, focus] if found is None else -np.abs(found[0][:, focus])
    order = [states[i] for i in np.argsort(size, kind="stable") if i != focus]
    return [(observer, states[focus]) for observer in order[:most]]


def _panel(axes: Axes, material: Material, observer: str, target: str, variable: str) -> None:
    """Draw the fans of both sides, and label the axes."""
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    if material.reference_data is not None and variable in material.reference_data:
        _fan(
            axes, material.reference_data[variable].sel(observer=observer, target=target), REFERENCE, "reference", "--"
        )
    _fan(axes, material.data[variable].sel(observer=observer, target=target), SCENARIO, "scenario", "-")
    axes.set_ylabel(f"{variable} ({material.data[variable].attrs.get('units', '1')})")
    axes.margins(x=0)
    mark_events(axes, material, observer, target)
    locator = AutoDateLocator(minticks=2, maxticks=5)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))


def _fan(axes: Axes, values: xarray.DataArray, colour: str, label: str, line: str) -> None:
    bands = np.quantile(values.to_numpy(), (0.05, 0.25, 0.5, 0.75, 0.95), axis=values.get_axis_num("run"))
    time = values["time"].to_numpy()
    axes.fill_between(time, bands[0], bands[4], color=colour, alpha=0.13, linewidth=0)
    axes.fill_between(time, bands[1], bands[3], color=colour, alpha=0.22, linewidth=0)
    axes.plot(time, bands[2], color=colour, linestyle=line, label=label, linewidth=1.6)


def _ends(material: Material, observer: str, target: str, variable: str) -> list[tuple[float, str, str]]:
    """Return where the median of each side ends, its name and its colour."""
    found = []
    for side, name, colour in (
        (material.data, "scenario", SCENARIO),
        (material.reference_data, "reference", REFERENCE),
    ):
        if side is not None and variable in side:
            value = float(side[variable].sel(observer=observer, target=target).isel(time=-1).median())
            found.append((value, f"{name} {value:.2f}", colour))
    return [end for end in found if np.isfinite(end[0])]


def _name_sides(axes: Axes, material: Material, observer: str, target: str, variable: str) -> None:
    """Write inside the axes which line is which, beyond the inner bands so that the lines stay free."""
    from matplotlib.dates import date2num

    ends = []
    for side, name, colour in (
        (material.data, "scenario", SCENARIO),
        (material.reference_data, "reference", REFERENCE),
    ):
        if side is not None and variable in side:
            values = side[variable].sel(observer=observer, target=target).isel(time=-1).to_numpy()
            ends.append((np.quantile(values, (0.25, 0.5, 0.75)), name, colour))
    if len(ends) < 2 or not np.isfinite(ends[0][0]).all():
        return
    last = float(date2num(material.data["time"].to_numpy()[-1]))
    upper = int(ends[1][0][1] > ends[0][0][1])
    for k, (quarters, name, colour) in enumerate(ends):
        above = k == upper
        axes.annotate(name, (last, quarters[2 if above else 0]), (-2.0, 3.0 if above else -3.0), textcoords="offset points",
                      ha="right", va="bottom" if above else "top", fontsize=SMALL, color=dark(colour))  # fmt: skip


def _change(axes: Axes, material: Material, observer: str, target: str, variable: str) -> None:
    """Write below the title how far the mean ends from the reference, or without one where the median ends."""
    mean, before, error = means(material, observer, target, variable)
    if not np.isfinite(mean):
        return
    words = f"ends at {mean:.2f}" if before is None else f"{signed(mean - before, error)}, to {mean:.2f}"
    axes.annotate(words, (0.0, 1.0), (0.0, 2.5), xycoords="axes fraction", textcoords="offset points", fontsize=SMALL)
    axes.set_title(axes.get_title(loc="left"), pad=13.0)
