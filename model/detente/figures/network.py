"""The network of alignment: states placed so that aligned ones are near, and what changed it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from detente.errors import UsageError
from detente.figures.material import Material, material_of
from detente.figures.placing import places
from detente.figures.style import BLUE, PAGE, SMALL, finish, headline, note, sheet, short, styled
from detente.world.arrays import Array

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from detente.ensemble import Ensemble
    from detente.store import Result

WEAKEST = 0.3
"""Ties weaker than this are left out, so that the strong ones can be seen."""
SLIGHTEST = 0.005
CROWD = 24
"""More states than this find no room in panels side by side: they stand one below the other."""
OPPOSED = (0, (4.0, 1.2))
"""Dashes of ties below zero: they are told from the others also where a page is printed in grey."""
LINES = 160
"""Of more ties than this the strongest are drawn: more lines would be one dark area."""


def network(
    results: Material | Ensemble | Result, at: str | None = None, ax: Axes | None = None,
    reference: Ensemble | None = None, change: bool = False,
) -> Axes:  # fmt: skip
    """Draw alignment at a date (default: the last) as a network; purple edges aligned, orange opposed.

    Nodes: size by capability, blue the bloc, thick rim the focal state; positions by classical scaling of
    1 - alignment.  With `change`, edges show the change from the reference where it exceeds two Monte Carlo errors.
    A figure of its own has both panels where there is a reference.
    """
    material = material_of(results, reference)
    alignment = material.mean("alignment", at)
    changed = _changes(material, at)
    if change and changed is None:
        raise UsageError("there is no reference to compare with: pass `reference`, or leave `change` out")
    with styled():
        if ax is not None:
            _panel(ax, material, alignment, changed if change else None)
            return finish(ax, _changed(material, changed) if change else _standing(material, alignment, at), own=False)
        both = changed is not None
        stacked = both and len(alignment) > CROWD
        figure = sheet(PAGE, 9.0 if stacked else 4.2 if both else 5.0)
        layout = (2, 1) if stacked else (1, 2 if both else 1)
        grid: list[Axes] = list(figure.subplots(*layout, squeeze=False).flat)
        day = np.datetime_as_string(material.day(at), "D")
        _panel(grid[0], material, alignment, None)
        grid[0].set_title(f"Alignment, {day}")
        if both:
            _panel(grid[1], material, alignment, changed)
            grid[1].set_title("Change from the reference")
        headline(figure, _changed(material, changed) if both else _standing(material, alignment, at))
        focus = material.name(material.scenario.focus)
        marks = (
            f"Near: aligned. Dashed: below zero. Size: capability. Blue: the bloc; thick rim: {focus}. "
            f"Left out: {left_out(alignment)}"
        )
        clear = f"; changes within two Monte Carlo errors, or under {SLIGHTEST}" if both else ""
        note(figure, f"{marks}{clear}. Mean over runs. {material.source}")
    return grid[0]


def _changes(material: Material, at: str | None) -> Array | None:
    """Return the clear changes from the reference, 0 elsewhere, [states, states], or None without a reference."""
    found = material.change("alignment", at)
    if found is None:
        return None
    change, error = found
    return np.where((np.abs(change) > 2.0 * error) & (np.abs(change) >= SLIGHTEST), change, 0.0)


def _panel(axes: Axes, material: Material, alignment: Array, changes: Array | None) -> None:
    """Draw edges and nodes, and the scale of the edges' colours."""
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import Normalize

    states = [str(name) for name in material.data["observer"].to_numpy()]
    spots = places(alignment, states.index(material.scenario.focus))
    shown = strong(alignment) if changes is None else changes
    widest = 1.0 if changes is None else max(float(np.abs(np.nan_to_num(shown)).max()), 0.01)
    scale = ScalarMappable(Normalize(-widest, widest), "PuOr")
    draw_edges(axes, spots, shown, widest, scale)
    _nodes(axes, material, states, spots)
    axes.set_xlim(-1.25, 1.25)
    axes.set_ylim(-1.25, 1.25)
    axes.set_axis_off()
    bar = axes.figure.colorbar(scale, ax=axes, location="bottom", shrink=0.8, aspect=35, pad=0.01)
    bar.set_label("alignment (-1 opposed, 1 aligned)" if changes is None else "change of alignment")
    bar.ax.tick_params(labelsize=SMALL)
    bar.ax.locator_params(nbins=5)
    bar.outline.set_visible(False)  # type: ignore[operator]


def draw_edges(axes: Axes, spots: Array, shown: Array, widest: float, scale: Any, thick: float = 3.0) -> None:
    """Draw one line per pair that is shown, weak ones first; wider and darker is stronger, dashed is below zero."""
    from matplotlib.collections import LineCollection

    rows, columns = np.nonzero(np.triu(np.nan_to_num(shown), 1))
    order = np.argsort(np.abs(shown[rows, columns]), kind="stable")[-LINES:]
    rows, columns = rows[order], columns[order]
    strength = np.abs(shown[rows, columns]) / widest
    lines = LineCollection(
        [spots[[i, j]] for i, j in zip(rows, columns, strict=True)], colors=scale.to_rgba(shown[rows, columns]),
        linewidths=0.2 * thick + thick * strength**1.5, zorder=1,
        linestyles=["-" if shown[i, j] > 0.0 else OPPOSED for i, j in zip(rows, columns, strict=True)],
    )  # fmt: skip
    axes.add_collection(lines)


def strong(alignment: Array) -> Array:
    """Return alignment with 0 where it is too weak to be drawn."""
    return np.where(np.abs(alignment) >= WEAKEST, alignment, 0.0)


def left_out(alignment: Array) -> str:
    """Return in words which ties are not drawn."""
    weak = f"alignment within ±{WEAKEST:g}"
    many = int((np.abs(np.nan_to_num(np.triu(alignment, 1))) >= WEAKEST).sum())
    return f"{weak}, and all but the {LINES} strongest ties" if many > LINES else weak


def _nodes(axes: Axes, material: Material, states: list[str], spots: Array) -> None:
    """Draw a disc per state with its code on it."""
    area = sizes(material, states)
    bloc = [name in material.scenario.bloc for name in states]
    rims = [2.2 if name == material.scenario.focus else 0.7 for name in states]
    fills = ["#BFDDF0" if inside else "white" for inside in bloc]
    edges = [BLUE if inside else "#555555" for inside in bloc]
    axes.scatter(spots[:, 0], spots[:, 1], s=area, c=fills, edgecolors=edges, linewidths=rims, zorder=2)
    for name, (x, y) in zip(states, spots, strict=True):
        paper = {"facecolor": "white", "edgecolor": "none", "alpha": 0.7, "pad": 0.4} if len(name) > 4 else None
        axes.text(x, y, short(material.code(name), 10), ha="center", va="center", fontsize=SMALL, zorder=3, bbox=paper)


def sizes(material: Material, states: list[str]) -> Array:
    """Return the area of each state's disc in square points: larger is more capable."""
    size = np.array([_capability(material, name) for name in states])
    spread = 420.0 if len(states) <= CROWD else 140.0
    return np.asarray(200.0 + spread * size / max(float(size.max()), 1e-9))


def _capability(material: Material, name: str) -> float:
    """Return a state's capability at the start, over all domains."""
    quantities = material.scenario.states[name].quantities
    return sum(quantity.value for key, quantity in quantities.items() if key.startswith("capability."))


def _extreme(values: Array, states: list[str], largest: bool) -> str:
    """Return the pair with the largest (or lowest) value, and the value."""
    upper = np.where(np.triu(np.ones_like(values), 1) > 0, values, np.nan)
    i, j = np.unravel_index(np.nanargmax(upper) if largest else np.nanargmin(upper), values.shape)
    return f"{states[i]}-{states[j]} ({values[i, j]:+.2f})"


def _standing(material: Material, alignment: Array, at: str | None) -> str:
    states = material.codes
    day = np.datetime_as_string(material.day(at), "D")
    return f"Closest: {_extreme(alignment, states, True)}, farthest apart: {_extreme(alignment, states, False)}, {day}"


def _changed(material: Material, changes: Array | None) -> str:
    """Return which ties moved most."""
    if changes is None or not np.nan_to_num(changes).any():
        return "No clear change of alignment from the reference"
    states = material.codes
    count = int(np.count_nonzero(np.triu(np.nan_to_num(changes), 1)))
    most = _extreme(changes, states, largest=np.nanmax(changes) >= -np.nanmin(changes))
    return f"Alignment changes clearly in {count} {'pair' if count == 1 else 'pairs'}, most in {most}"
