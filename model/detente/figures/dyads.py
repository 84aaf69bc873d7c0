"""Time series of dyads with fans: median and 5-95 % of runs, the reference beside the scenario."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from matplotlib.dates import DateFormatter, YearLocator
from matplotlib.figure import Figure

from detente.figures.style import REFERENCE, SCENARIO, canvas, styled

if TYPE_CHECKING:
    import xarray
    from matplotlib.axes import Axes


def dyad(
    data: xarray.Dataset, observer: str, target: str, variable: str = "trust",
    reference: xarray.Dataset | None = None, ax: Axes | None = None, names: dict[str, str] | None = None,
) -> Axes:  # fmt: skip
    """Draw one dyad over time: median line, 25-75 % and 5-95 % bands of runs; dashed grey: the reference."""
    with styled():
        axes = canvas(ax, 4.6, 3.2)
        if reference is not None:
            _fan(axes, reference[variable].sel(observer=observer, target=target), REFERENCE, "reference", "--")
        _fan(axes, data[variable].sel(observer=observer, target=target), SCENARIO, "scenario", "-")
        title = names or {}
        axes.set_title(f"{title.get(observer, observer)} in {title.get(target, target)}")
        axes.set_ylabel(f"{variable} ({data[variable].attrs.get('units', '1')})")
        axes.margins(x=0)
    return axes


def _fan(axes: Axes, values: xarray.DataArray, colour: str, label: str, line: str) -> None:
    bands = values.quantile([0.05, 0.25, 0.5, 0.75, 0.95], "run")
    time = values["time"].to_numpy()
    axes.fill_between(time, bands[0], bands[4], color=colour, alpha=0.13, linewidth=0)
    axes.fill_between(time, bands[1], bands[3], color=colour, alpha=0.22, linewidth=0)
    axes.plot(time, bands[2], color=colour, linestyle=line, label=label, linewidth=1.6)


def dyads(
    data: xarray.Dataset, pairs: Sequence[tuple[str, str]], variable: str = "trust",
    reference: xarray.Dataset | None = None, names: dict[str, str] | None = None,
) -> Figure:  # fmt: skip
    """Return a figure of small multiples, one dyad each, on one scale."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    columns = min(3, len(pairs))
    rows = -(-len(pairs) // columns)
    with styled():
        figure = Figure(figsize=(3.3 * columns, 2.4 * rows + 0.4), layout="constrained")
        FigureCanvasAgg(figure)
        grid = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False)
        for axes, (observer, target) in zip(grid.flat, pairs, strict=False):
            dyad(data, observer, target, variable, reference, axes, names)
            axes.xaxis.set_major_locator(YearLocator(5))
            axes.xaxis.set_major_formatter(DateFormatter("%Y"))
        for axes in list(grid.flat)[len(pairs) :]:
            axes.set_visible(False)
        for axes in grid[:, 1:].flat:
            axes.set_ylabel("")
        handles, labels = grid.flat[0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside upper right", ncols=2, frameon=False)
        figure.suptitle(
            f"{variable.capitalize()} over time: median, 25-75 % and 5-95 % of runs",
            x=0.01,
            ha="left",
            fontweight="bold",
        )
    return figure
