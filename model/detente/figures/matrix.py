"""The trust matrix: how far every state trusts every other, at one date, and how that changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np

from detente.figures.style import canvas, styled

if TYPE_CHECKING:
    import xarray
    from matplotlib.axes import Axes

SPANS = {"trust": (0.0, 1.0, "cividis"), "grievance": (0.0, 1.0, "cividis_r"), "threat": (0.0, 1.0, "cividis_r"),
         "alignment": (-1.0, 1.0, "PuOr"), "tension": (0.0, 1.0, "cividis_r")}  # fmt: skip


def matrix(data: xarray.Dataset, variable: str = "trust", at: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw the mean of a dyad variable over runs at a date (default: the last); row observes column.

    `data` is an ensemble's Dataset that recorded the variable; numbers stand in the cells (0..1 as per cent).
    """
    with styled():
        axes = canvas(ax, 7.6, 6.4)
        chosen = data[variable].isel(time=-1) if at is None else data[variable].sel(time=at, method="nearest")
        values = chosen.mean("run").to_numpy()
        low, high, colours = SPANS.get(variable, (None, None, "cividis"))
        image = axes.imshow(values, vmin=low, vmax=high, cmap=colours, interpolation="nearest")
        names = [str(name) for name in data["observer"].to_numpy()]
        axes.set_xticks(range(len(names)), names, rotation=90)
        axes.set_yticks(range(len(names)), names)
        axes.set_xlabel("target")
        axes.set_ylabel("observer")
        _numbers(axes, values, image)
        axes.spines[:].set_visible(False)
        axes.tick_params(length=0)
        day = np.datetime_as_string(chosen["time"].to_numpy(), "D")
        axes.set_title(f"{variable.capitalize()} of row in column, {day} (mean over runs, per cent)")
        unit = data[variable].attrs.get("units", "1")
        bar = axes.figure.colorbar(image, ax=axes, shrink=0.8)
        bar.set_label(f"{variable} ({'0..1' if unit == '1' else unit})")
        bar.outline.set_visible(False)
    return axes


def _numbers(axes: Axes, values: np.ndarray, image: mpl.image.AxesImage) -> None:
    """Write each cell's value in per cent, dark on light and light on dark."""
    for (i, j), value in np.ndenumerate(values):
        if np.isfinite(value):
            red, green, blue, _ = image.cmap(image.norm(value))
            dark = 0.299 * red + 0.587 * green + 0.114 * blue < 0.5
            axes.text(
                j, i, f"{100 * value:.0f}", ha="center", va="center", fontsize=6.5, color="white" if dark else "black"
            )
