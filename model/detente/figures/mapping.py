"""A map of the region: ties coloured by what one state holds towards the other, and what changed them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.errors import UsageError
from detente.figures.geography.framing import Frame, frame_of
from detente.figures.geography.reading import Place, coasts, places_of
from detente.figures.material import ALONE, Material, material_of
from detente.figures.matrix import COLOURS
from detente.figures.style import BLUE, PAGE, SMALL, finish, headline, note, sheet, short, styled
from detente.world.arrays import Array
from detente.world.variables import VARIABLES

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from detente.ensemble import Ensemble
    from detente.store import Result

STATUS = "Coasts: Natural Earth. Names, places and lines imply no position on sovereignty, status or borders."
SLIGHTEST = 0.005
CROWD = 20
"""Among more states than this only the ties of the focal state are drawn."""


def region_map(
    results: Material | Ensemble | Result, variable: str = "trust", at: str | None = None, ax: Axes | None = None,
    reference: Ensemble | None = None, change: bool = False, places: Mapping[str, Place] | None = None,
) -> Axes:  # fmt: skip
    """Draw the ties between states on a map at a date (default: the last): the half of a line at i is what i holds towards j.

    Wide lines are ties of the focal state.  With `change`, lines show the change from the reference where it exceeds
    two Monte Carlo errors; a figure of its own has both maps where there is a reference.  `places` gives longitude and
    latitude of states that the map does not know.  Raises `UsageError` where fewer than two states can be placed.
    """
    material = material_of(results, reference)
    values = material.mean(variable, at)
    frame = frame_of(needed_places(material, places), material.scenario.focus)
    changed = clear_changes(material, variable, at)
    if change and changed is None:
        raise UsageError("there is no reference to compare with: pass `reference`, or leave `change` out")
    with styled():
        if ax is not None:
            _panel(ax, material, frame, variable, values, changed if change else None)
            return finish(ax, _headline(material, variable, at, values, changed if change else None), own=False)
        both = changed is not None
        beside = both and frame.shape > 0.75
        width = PAGE / (2 if beside else 1)
        height = min(width * frame.shape, 5.2) + 0.75
        figure = sheet(PAGE, height * (1 if beside or not both else 2) + 0.9)
        grid = figure.subplots(*((1, 2) if beside else (2 if both else 1, 1)), squeeze=False).flat
        _panel(grid[0], material, frame, variable, values, None)
        grid[0].set_title(f"{variable.capitalize()}, {np.datetime_as_string(material.day(at), 'D')}")
        if both:
            _panel(grid[1], material, frame, variable, values, changed)
            grid[1].set_title("Change from the reference")
        headline(figure, _headline(material, variable, at, values, changed))
        note(figure, f"{_key(material, frame, both)} {STATUS} {material.source}")
        figure.draw_without_rendering()  # a map keeps its shape, which the layout learns only by laying out once
    axes: Axes = grid[0]
    return axes


def needed_places(material: Material, given: Mapping[str, Place] | None = None) -> dict[str, Place]:
    """Return the places of the states; raise `UsageError` where fewer than two are known."""
    found = places_of(material.scenario, given)
    if len(found) < 2:
        raise UsageError(unplaced(material, found))
    return found


def lacking_places(material: Material) -> str:
    """Return in words that fewer than two states can be placed, and what to do, or nothing."""
    found = places_of(material.scenario)
    return unplaced(material, found) if len(found) < 2 else ""


def unplaced(material: Material, found: Mapping[str, Place]) -> str:
    """Return in words which states have no place on the map, and what to do."""
    missing = [key for key in material.scenario.states if key not in found]
    if not missing:
        return ALONE
    names = ", ".join(short(material.code(key), 12) for key in missing[:8]) + (", ..." if len(missing) > 8 else "")
    return f"no place on the map is known for {names}: in Python pass places={{'{missing[0]}': (longitude, latitude), ...}}"


def clear_changes(material: Material, variable: str, at: str | None) -> Array | None:
    """Return the clear changes from the reference, 0 elsewhere, [observer, target], or None without a reference."""
    found = material.change(variable, at)
    if found is None:
        return None
    change, error = found
    return np.where((np.abs(change) > 2.0 * error) & (np.abs(change) >= SLIGHTEST), change, 0.0)


def _panel(axes: Axes, material: Material, frame: Frame, variable: str, values: Array, changes: Array | None) -> None:
    """Draw land, ties and states, and the scale of the ties' colours."""
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import Normalize

    _land(axes, frame)
    bounds, shown = VARIABLES[variable], values if changes is None else changes
    if changes is None:
        high = bounds.high if variable != "distance" else float(np.nanmax(values))
        scale = ScalarMappable(Normalize(bounds.low, high), COLOURS.get(variable, "YlOrBr"))
    else:
        widest = max(float(np.abs(np.nan_to_num(changes)).max()), 0.01)
        scale = ScalarMappable(Normalize(-widest, widest), "PuOr")
    _ties(axes, material, frame, shown, scale, changes is not None)
    _states(axes, material, frame)
    axes.set_xlim(frame.west, frame.east)
    axes.set_ylim(frame.south, frame.north)
    axes.set_aspect(frame.stretch)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines[:].set(visible=True, color="#BBBBBB")
    bar = axes.figure.colorbar(scale, ax=axes, location="bottom", shrink=0.8, aspect=35, pad=0.01)
    unit = str(material.data[variable].attrs.get("units", "1"))
    unit = f"{bounds.low:g} to {bounds.high:g}" if unit == "1" else unit
    bar.set_label(f"{variable} ({unit})" if changes is None else f"change of {variable}, where clear")
    bar.ax.tick_params(labelsize=SMALL)
    bar.ax.locator_params(nbins=5)
    bar.outline.set_visible(False)  # type: ignore[operator]


def _land(axes: Axes, frame: Frame) -> None:
    """Draw the land, once more to the west and to the east, so that any part of the globe can be the middle."""
    from matplotlib.collections import PolyCollection

    axes.set_facecolor("#F7FAFC")
    rings = [ring + np.array([turn, 0.0]) for turn in (-360.0, 0.0, 360.0) for ring in coasts()]
    seen = [
        ring for ring in rings if ring[:, 0].max() > frame.west and ring[:, 0].min() < frame.east
        and ring[:, 1].max() > frame.south and ring[:, 1].min() < frame.north
    ]  # fmt: skip
    axes.add_collection(PolyCollection(seen, facecolors="#EDEBE4", edgecolors="#B5B3AA", linewidths=0.4, zorder=0))


def _ties(axes: Axes, material: Material, frame: Frame, shown: Array, scale: Any, only_changes: bool) -> None:
    """Draw each tie as two halves: at i what i holds towards j; ties of the focal state wide and on top."""
    from matplotlib.collections import LineCollection

    row = {str(name): k for k, name in enumerate(material.data["observer"].to_numpy())}
    focus = material.scenario.focus
    crowded = len(frame.keys) > CROWD
    thin: list[tuple[Array, float]] = []
    wide: list[tuple[Array, float]] = []
    for a, first in enumerate(frame.keys):
        for b, second in enumerate(frame.keys):
            own = focus in (first, second)
            value = float(shown[row[first], row[second]]) if a != b else float("nan")
            if np.isnan(value) or (crowded and not own) or (only_changes and value == 0.0):
                continue
            half = np.array([frame.spots[a], (frame.spots[a] + frame.spots[b]) / 2.0])
            (wide if own else thin).append((half, value))
    for group, width, order in ((thin, 0.6, 1), (wide, 2.4, 3)):
        group.sort(key=lambda tie: abs(tie[1]))
        lines = [half for half, _ in group]
        colours = scale.to_rgba([value for _, value in group])
        if width > 1.0:  # a dark rim lets pale colours be seen
            axes.add_collection(LineCollection(lines, colors="#444444", linewidths=width + 0.7, zorder=order - 0.5))
        axes.add_collection(
            LineCollection(lines, colors=colours, linewidths=width, alpha=0.55 if width < 1.0 else None, zorder=order)
        )


def _states(axes: Axes, material: Material, frame: Frame) -> None:
    """Draw a disc per state with its code; a thin line leads to its place where the disc had to move."""
    focus, bloc = material.scenario.focus, material.scenario.bloc
    for key, spot, home, inside in zip(frame.keys, frame.spots, frame.homes, frame.inside, strict=True):
        if inside and np.hypot(*(spot - home)) > 1.0:
            axes.plot(*np.array([spot, home]).T, color="#555555", linewidth=0.6, zorder=3.5)
            axes.plot(*home, marker=".", color="#555555", markersize=2.5, zorder=3.5)
        style = {
            "facecolor": "#DCEBF5" if key in bloc else "white", "edgecolor": BLUE if key in bloc else "#555555",
            "linewidth": 1.6 if key == focus else 0.6, "linestyle": "-" if inside else (0, (2, 1)),
            "boxstyle": "round,pad=0.22",
        }  # fmt: skip
        axes.text(
            spot[0],
            spot[1],
            short(material.code(key), 8),
            ha="center",
            va="center",
            fontsize=SMALL,
            zorder=4,
            bbox=style,
        )


def _key(material: Material, frame: Frame, both: bool) -> str:
    """Return what lines and rims mean, of those that are there."""
    focus = short(material.name(material.scenario.focus), 18)
    parts = [f"The half of a line next to a state: what that state holds towards the other; wide: ties of {focus}."]
    if len(frame.keys) > CROWD:
        parts.append(f"Among more than {CROWD} states only these are drawn.")
    if not frame.inside.all():
        parts.append("Dashed rim: beyond the map, at its edge in the state's direction.")
    missing = [key for key in material.scenario.states if key not in frame.keys]
    if missing:
        names = ", ".join(short(material.code(key), 12) for key in missing[:8]) + (", ..." if len(missing) > 8 else "")
        parts.append(f"Not drawn, as their place is not known: {names}.")
    clear = f"; changes above two Monte Carlo errors, and of at least {SLIGHTEST}" if both else ""
    parts.append(f"Mean over runs{clear}.")
    return " ".join(parts)


def _headline(material: Material, variable: str, at: str | None, values: Array, changes: Array | None) -> str:
    """Return which tie with the focal state is lowest and highest with its range over runs, or what changed most."""
    states = [str(name) for name in material.data["observer"].to_numpy()]
    codes = material.codes
    if changes is not None:
        if not np.nan_to_num(changes).any():
            return f"No clear change of {variable} from the reference"
        i, j = np.unravel_index(np.nanargmax(np.abs(changes)), changes.shape)
        count = int(np.count_nonzero(np.nan_to_num(changes)))
        of = int(np.isfinite(values).sum())
        most = f"most of {codes[i]} towards {codes[j]} ({changes[i, j]:+.2f})"
        return f"{variable.capitalize()} changes clearly in {count} of {of} directions, {most}"
    column = values[:, states.index(material.scenario.focus)]
    ends = []
    for k in (int(np.nanargmin(column)), int(np.nanargmax(column))):
        runs = material.data[variable].sel(time=material.day(at), observer=states[k], target=material.scenario.focus)
        low, high = np.quantile(runs.to_numpy(), (0.05, 0.95))
        ends.append(f"{codes[k]} {column[k]:.2f} ({low:.2f} to {high:.2f})")
    focus = short(material.name(material.scenario.focus), 18)
    return f"{variable.capitalize()} towards {focus}: lowest {ends[0]}, highest {ends[1]}; in brackets: 5-95 % of runs"
