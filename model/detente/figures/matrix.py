"""A variable of two states as a matrix: what every state holds towards every other, at one date, and what changed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from detente.figures.material import Material, material_of
from detente.figures.style import PAGE, SMALL, canvas, finish, ink, short, styled
from detente.world.arrays import Array
from detente.world.variables import VARIABLES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.image import AxesImage

    from detente.ensemble import Ensemble
    from detente.store import Result

# What is good is cividis, what has a sign is dark at both ends; everything else is pale where there is nothing of it.
COLOURS = {
    "trust": "cividis",
    "credibility": "cividis",
    "channel": "cividis",
    "interoperability": "cividis",
    "interdependence": "cividis",
    "alignment": "PuOr",
    "act": "PuOr",
}
PER_CENT = 100.0
NUMBERED = 20
"""Among more states than this there is no room for a number in every cell."""


def matrix(
    results: Material | Ensemble | Result, variable: str = "trust", at: str | None = None, ax: Axes | None = None,
    reference: Ensemble | None = None,
) -> Axes:  # fmt: skip
    """Draw the mean of a dyad variable over runs at a date (default: the last); row observes column.

    In each cell stands the mean times 100 (distance: in its unit); below it the change from the reference, where that
    is larger than two Monte Carlo errors and does not round to nothing.
    """
    material = material_of(results, reference)
    values = material.mean(variable, at)
    scale = 1.0 if variable == "distance" else PER_CENT
    with styled():
        states = [str(name) for name in material.data["observer"].to_numpy()]
        axes = canvas(ax, PAGE, min(max(1.9 + 0.31 * len(states), 3.4), 8.5))
        image = _cells(axes, values, variable)
        ticks = range(0, len(states), -(-len(states) // 40))
        axes.set_xticks(
            ticks, [short(material.code(states[k]), 8) for k in ticks], rotation=90 if len(states) > 8 else 0
        )
        axes.set_yticks(ticks, [_label(material, states[k]) for k in ticks])
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        text = "target"
        if len(states) <= NUMBERED:
            changed = _numbers(axes, values * scale, _clear(material, variable, at, scale), image)
            text += f"; numbers: mean over runs{'' if scale == 1 else ' × 100'}"
            cells = int(np.isfinite(values).sum())
            text += f", below: change from the reference where clear ({changed} of {cells} cells)" if changed else ""
        axes.set_xlabel(text, fontsize=SMALL)
        bar = axes.figure.colorbar(image, ax=axes, shrink=0.8, pad=0.02, aspect=30)
        bar.set_label(f"{variable} ({_unit(material, variable)})")
        bar.outline.set_visible(False)  # type: ignore[operator]
        finish(axes, _headline(material, variable, values, at), material.source, own=ax is None)
    return axes


def _cells(axes: Axes, values: Array, variable: str) -> AxesImage:
    bounds = VARIABLES[variable]
    high = bounds.high if variable != "distance" else float(np.nanmax(values))
    colours = COLOURS.get(variable, "YlOrBr")
    return axes.imshow(values, vmin=bounds.low, vmax=high, cmap=colours, interpolation="nearest", aspect="auto")


def _label(material: Material, key: str) -> str:
    name = material.name(key)
    code = material.code(key)
    return short(name, 22) if name == code else f"{short(name, 16)}  {short(code, 8)}"


def _unit(material: Material, variable: str) -> str:
    unit = str(material.data[variable].attrs.get("units", "1"))
    bounds = VARIABLES[variable]
    return f"{bounds.low:g} to {bounds.high:g}" if unit == "1" else unit


def _clear(material: Material, variable: str, at: str | None, scale: float) -> Array | None:
    """Return the change of every cell in the cells' scale, 0 where it is not clear, or None without a reference."""
    found = material.change(variable, at)
    if found is None:
        return None
    change, error = found
    told = (np.abs(change) > 2.0 * error) & (np.abs(change * scale) >= 0.5)
    return np.where(told, change * scale, 0.0)


def _numbers(axes: Axes, values: Array, changes: Array | None, image: AxesImage) -> int:
    """Write each cell's value and clear change, dark on light and light on dark; return how many cells changed."""
    drawn = image.get_array()
    for (i, j), value in np.ndenumerate(values):
        if np.isfinite(value):
            change = 0.0 if changes is None else float(changes[i, j])
            text = f"{value:.0f}" + (f"\n{change:+.0f}" if change else "")
            colour = ink(image.cmap(image.norm(drawn[i, j]))[:3])  # type: ignore[index]
            axes.text(j, i, text, ha="center", va="center", fontsize=SMALL, color=colour, linespacing=0.95)
    return 0 if changes is None else int(np.count_nonzero(changes))


def _headline(material: Material, variable: str, values: Array, at: str | None) -> str:
    """Return what the matrix shows, with its lowest and highest cell."""
    states = material.codes
    ends = []
    for flat in (np.nanargmin(values), np.nanargmax(values)):
        i, j = np.unravel_index(flat, values.shape)
        ends.append(f"{states[i]} towards {states[j]} ({values[i, j]:.2f})")
    day = np.datetime_as_string(material.day(at), "D")
    return f"{variable.capitalize()} of row towards column, {day}: lowest {ends[0]}, highest {ends[1]}"
