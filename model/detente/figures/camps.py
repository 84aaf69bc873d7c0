"""Camps over time: the network of alignment at two or three instants side by side, and how sure each state's side is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from detente.figures.material import Material, material_of
from detente.figures.network import CROWD, draw_edges, left_out, sizes, strong
from detente.figures.placing import apart, places
from detente.figures.stripes import order_of, sides, sides_over_time, stripes
from detente.figures.style import PAGE, SMALL, finish, headline, ink, note, sheet, short, styled
from detente.world.arrays import Array

if TYPE_CHECKING:
    import xarray
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from detente.ensemble import Ensemble
    from detente.store import Result

WITH, AGAINST = 0.9, 0.1
"""A state is counted to a side when it is on it in at least this share of runs."""


class Instant(NamedTuple):
    """One panel: title, mean alignment [states, states], and each state's share of runs on the focal state's side."""

    title: str
    alignment: Array
    side: Array


def camps(
    results: Material | Ensemble | Result, at: str | Sequence[str] | None = None, ax: Axes | None = None,
    reference: Ensemble | None = None,
) -> Axes:  # fmt: skip
    """Draw who stands with whom at some dates: nodes blue with the focal state, orange against it, pale where runs differ.

    Default: start, end and the end of the reference (without one: start, middle, end); on given axes: the end.  In each
    run the two sides are the signs of the leading eigenvector of alignment: the split that balance theory finds.  Below,
    a stripe per state shows its side over the whole time, beside that in the reference.
    """
    material = material_of(results, reference)
    material.need("alignment")
    instants = _instants(material, [at] if isinstance(at, str) else at, single=ax is not None)
    states = [str(name) for name in material.data["observer"].to_numpy()]
    spots = _placed(instants, states.index(material.scenario.focus))
    with styled():
        if ax is not None:
            _panel(ax, material, states, instants[0], spots[0])
            return finish(ax, _headline(material, states, instants), own=False)
        both = material.reference_data is not None and "alignment" in material.reference_data
        figure, grid, below = _grid(len(instants), len(states), 2 if both else 1)
        for axes, instant, spot in zip(grid, instants, spots, strict=True):
            scale = _panel(axes, material, states, instant, spot)
            axes.set_title(instant.title)
        _stripes(below, material, states.index(material.scenario.focus), scale)
        bar = figure.colorbar(scale, ax=below, location="bottom", shrink=0.6, aspect=45, pad=0.02)
        bar.set_label(f"share of runs on the side of {short(material.name(material.scenario.focus), 18)}")
        bar.outline.set_visible(False)  # type: ignore[operator]
        headline(figure, _headline(material, states, instants))
        note(figure, f"{_key(instants[0].alignment)} {material.source}")
    return grid[0]


def _key(alignment: Array) -> str:
    """Return what lines, sizes, sides and numbers mean."""
    return (
        f"Near: aligned. Lines: purple aligned, orange and dashed opposed, mean over runs; left out: {left_out(alignment)}. Size: "
        "capability. The two sides of a run are the signs of the leading eigenvector of alignment. Below, at the right: "
        "share at the end."
    )


def _grid(panels: int, states: int, stripes: int) -> tuple[Figure, list[Axes], list[Axes]]:
    """Return an empty figure with its panels side by side (one below the other for a crowd), and below them its stripes."""
    stacked = states > CROWD
    rows, above = (panels, 3.3 * panels) if stacked else (1, 2.6 if panels > 2 else 3.3)
    low = 0.7 + 0.14 * min(states, 40)
    figure = sheet(PAGE, above + low + 1.5)
    above_and_below = figure.add_gridspec(2, 1, height_ratios=[above, low])
    upper = above_and_below[0].subgridspec(rows, panels // rows)
    lower = above_and_below[1].subgridspec(1, stripes)
    panes = [figure.add_subplot(upper[k]) for k in range(panels)]
    return figure, panes, [figure.add_subplot(lower[k]) for k in range(stripes)]


def _stripes(grid: list[Axes], material: Material, focus: int, scale: Any) -> None:
    """Draw the blocs over time of the scenario and, beside it in the same order, of its reference."""
    found = [sides_over_time(data, focus) for data in (material.data, material.reference_data)
             if data is not None and "alignment" in data][: len(grid)]  # fmt: skip
    order = order_of(found[0][1], focus)
    for k, (axes, (instants, shares)) in enumerate(zip(grid, found, strict=True)):
        stripes(axes, material, instants, shares, order, scale, named=k == 0)
        axes.set_title(("Over time", "Over time, reference")[k])


def _instants(material: Material, at: Sequence[str] | None, *, single: bool) -> list[Instant]:
    """Return the panels: the dates asked for, or the usual ones."""
    times = material.data["time"].to_numpy()
    if single:
        days = [material.day(at[0] if at else None)]
    elif at is not None:
        days = [material.day(date) for date in at]
    else:
        middle = [] if material.reference_data is not None else [times[len(times) // 2]]
        days = [times[0], *middle, times[-1]]
    found = [_instant(material, material.data, day, "") for day in days]
    if at is None and not single and material.reference_data is not None and "alignment" in material.reference_data:
        found.append(_instant(material, material.reference_data, days[-1], ", reference"))
    return found


def _instant(material: Material, data: xarray.Dataset, day: np.datetime64, which: str) -> Instant:
    values = data["alignment"].sel(time=day).to_numpy()
    focus = [str(name) for name in data["observer"].to_numpy()].index(material.scenario.focus)
    title = f"{np.datetime_as_string(day, 'D')[:7]}{which}"
    return Instant(title, np.asarray(values.mean(axis=0), float), sides(values, focus).mean(axis=0))


def _placed(instants: list[Instant], focus: int) -> list[Array]:
    """Return positions for every panel; each is turned and mirrored to lie as near as can be to the first."""
    gap = min(0.5, 1.9 / np.sqrt(len(instants[0].side)))
    found = [places(instant.alignment, focus, gap) for instant in instants]
    for k in range(1, len(found)):
        left, _, right = np.linalg.svd(found[k].T @ found[0])
        found[k] = apart(np.clip(found[k] @ (left @ right), -1.0, 1.0), gap)
    return found


def _panel(axes: Axes, material: Material, states: list[str], instant: Instant, spots: Array) -> Any:
    """Draw ties and states of one instant; return the scale of the nodes' colours."""
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import LinearSegmentedColormap, Normalize

    lines = ScalarMappable(Normalize(-1.0, 1.0), "PuOr")
    draw_edges(axes, spots, strong(instant.alignment), 1.0, lines, thick=1.6)
    colours = LinearSegmentedColormap.from_list("sides", ["#E69F00", "#F7F7F7", "#0072B2"])
    scale = ScalarMappable(Normalize(0.0, 1.0), colours)
    focus = [2.2 if name == material.scenario.focus else 0.7 for name in states]
    axes.scatter(spots[:, 0], spots[:, 1], s=np.maximum(0.8 * sizes(material, states), 320.0), c=scale.to_rgba(instant.side),
                 edgecolors="#333333", linewidths=focus, zorder=2)  # fmt: skip
    for name, spot, side in zip(states, spots, instant.side, strict=True):
        paper = {"facecolor": "white", "edgecolor": "none", "alpha": 0.7, "pad": 0.4} if len(name) > 4 else None
        colour = "black" if paper else ink(colours(side)[:3])
        axes.text(
            spot[0],
            spot[1],
            short(material.code(name), 8),
            ha="center",
            va="center",
            fontsize=SMALL,
            color=colour,
            zorder=3,
            bbox=paper,
        )
    axes.set_xlim(-1.3, 1.3)
    axes.set_ylim(-1.25, 1.25)
    axes.set_axis_off()
    return scale


def _headline(material: Material, states: list[str], instants: list[Instant]) -> str:
    """Return how many states are clearly on which side at the first and the last date, and who changed."""
    focus = short(material.name(material.scenario.focus), 18)
    own = [instant for instant in instants if "reference" not in instant.title]
    first, last = own[0], own[-1]
    counts = [
        f"{int((i.side >= WITH).sum()) - 1} with {focus}, {int((i.side <= AGAINST).sum())} against"
        for i in (first, last)
    ]
    if len(own) == 1:
        return f"{counts[0]}, of {len(states) - 1} others ({first.title})"
    k = int(np.abs(last.side - first.side).argmax())
    moved = f"; most changed: {material.code(states[k])}, with {focus} in {first.side[k]:.0%} then {last.side[k]:.0%} of runs"
    moved = moved if abs(last.side[k] - first.side[k]) >= 0.05 else "; no state changes sides"
    return f"{counts[0]} in {first.title}; {counts[1]} in {last.title} (of {len(states) - 1} others){moved}"
