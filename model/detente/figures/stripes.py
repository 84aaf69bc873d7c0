"""Bloc structure over time: a stripe per state, coloured by how often it stands with the focal state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from detente.figures.material import Material
from detente.figures.style import SMALL, short
from detente.world.arrays import Array

if TYPE_CHECKING:
    import xarray
    from matplotlib.axes import Axes

INSTANTS = 41
"""More recorded instants than this are thinned out evenly; the first and the last stay."""
NAMED = 40
"""Among more states than this every second (third, ...) is named."""


def sides(alignment: Array, focus: int) -> Array:
    """Return which states are on the focal state's side in each run, [runs, states], from alignment [runs, states, states]."""
    filled = np.nan_to_num(np.asarray(alignment, float))
    leading = np.linalg.eigh(filled)[1][:, :, -1]
    with_focus = leading * np.where(leading[:, [focus]] < 0.0, -1.0, 1.0) > 0.0
    with_focus[:, focus] = True
    return np.asarray(with_focus)


def sides_over_time(data: xarray.Dataset, focus: int) -> tuple[Array, Array]:
    """Return instants [T] and the share of runs in which each state is on the focal state's side, [T, states]."""
    times = data["time"].to_numpy()
    chosen = np.unique(np.linspace(0, len(times) - 1, min(len(times), INSTANTS)).round().astype(int))
    values = data["alignment"].isel(time=chosen).transpose("time", "run", "observer", "target").to_numpy()
    return times[chosen], np.array([sides(at, focus).mean(axis=0) for at in values])


def order_of(shares: Array, focus: int) -> Array:
    """Return the states with the focal one first, then by their share at the end, largest first."""
    wanted = shares[-1].copy()
    wanted[focus] = 2.0
    return np.argsort(-wanted, kind="stable")


def stripes(
    axes: Axes, material: Material, instants: Array, shares: Array, order: Array, scale: Any, *, named: bool
) -> None:
    """Draw a stripe per state over time in the colours of `scale`; the share at the end stands at its right."""
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num

    days = date2num(instants)
    edges = (
        np.concatenate([days[:1], (days[1:] + days[:-1]) / 2.0, days[-1:]]) if len(days) > 1 else days[0] + [0.0, 1.0]
    )
    rows = np.arange(len(order) + 1) - 0.5
    axes.pcolormesh(edges, rows, shares[:, order].T, cmap=scale.cmap, norm=scale.norm, rasterized=True)
    axes.hlines(rows[1:-1], edges[0], edges[-1], color="white", linewidth=0.6)
    codes, step = material.codes, -(-len(order) // NAMED)
    axes.set_yticks(
        range(0, len(order), step), [short(codes[k], 8) for k in order[::step]] if named else [], fontsize=SMALL
    )
    right = axes.secondary_yaxis("right")
    right.set_yticks(range(0, len(order), step), [f"{shares[-1, k]:.0%}" for k in order[::step]], fontsize=SMALL)
    for one in (axes, right):
        one.tick_params(axis="y", length=0)
    right.spines["right"].set_visible(False)
    axes.spines[:].set_visible(False)
    axes.set_ylim(len(order) - 0.5, -0.5)
    locator = AutoDateLocator(minticks=2, maxticks=5)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))
