"""How an outcome answers to two factors of a sweep: colours and contours, and where the difference is not clear."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from detente.errors import UsageError
from detente.figures.style import PAGE, SMALL, blank, decimals, finish, headline, lowered, note, sheet, short, styled
from detente.figures.tables import Tidy, cells, clear, tidy
from detente.world.arrays import Array

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CLEAR = "Dots: not clear (within two Monte Carlo errors, or under 90 % of futures agree). Thick contour: no difference."

LEVEL = "level"
"""Marks the number on a contour."""


class Field(NamedTuple):
    """An outcome over two factors: places, values and whether each is clear, [points]."""

    x: Array
    y: Array
    value: Array
    clear: Array

    @property
    def gridded(self) -> bool:
        """Whether there is a value for every pair of a value of x and a value of y."""
        return len(np.unique(self.x)) * len(np.unique(self.y)) == len(self.value)


def heat_map(
    results: Any, x: str, y: str, outcome: str, package: str | None = None, ax: Axes | None = None,
    reference: str | None = None, difference: bool = True, source: str = "",
) -> Axes:  # fmt: skip
    """Draw an outcome over two factors: of a package as paired difference from the reference, with contours.

    A figure of its own has the reference's level beside it.  On axes that are given: the difference, or with
    `difference=False` the level of the package.  A design that is no grid is joined by triangles between its points.
    """
    data = tidy(results, reference, [outcome], source)
    for name in (x, y, outcome):
        data.need(name)
    if x == y:
        raise UsageError(f"x and y are both '{x}'; name two different factors")
    package = data.package(package) if package is not None else data.packages[-1]
    alone = package == data.reference
    level = _field(data, x, y, outcome, data.reference if ax is None else package, None)
    apart = None if alone else _field(data, x, y, outcome, package, data.reference)
    words = _headline(data, x, y, outcome, package, apart, level)
    with styled():
        if ax is not None:
            signed = apart is not None and difference
            _panel(
                ax, data, x, y, apart if apart is not None and signed else level, _label(data, outcome, signed), signed
            )
            finish(ax, words, own=False)
            _thin_out([ax])
            return ax
        figure = sheet(PAGE, 3.7)
        grid: list[Axes] = list(figure.subplots(1, 1 if apart is None else 2, squeeze=False)[0])
        _panel(grid[0], data, x, y, level, _label(data, outcome, False), signed=False)
        grid[0].set_title(short(data.reference, 26) + ("" if alone else " (reference)"))
        if apart is not None:
            _panel(grid[1], data, x, y, apart, _label(data, outcome, True), signed=True)
            grid[1].set_title(f"{short(package, 16)} minus reference")
            grid[1].set_ylabel("")
        headline(figure, words)
        note(figure, f"Mean over runs and over the other factors. {CLEAR if apart is not None else ''} {data.source}")
        _thin_out(grid)
    return grid[0]


def _field(data: Tidy, x: str, y: str, outcome: str, package: str, against: str | None) -> Field:
    found = cells(data, outcome, package, [x, y], against).reset_index()
    told = [clear(row) for _, row in found.iterrows()]
    across, up, mean = (found[name].to_numpy(float) for name in (x, y, "mean"))
    return Field(across, up, mean, np.array(told))


def _panel(axes: Axes, data: Tidy, x: str, y: str, field: Field, label: str, signed: bool) -> None:
    """Draw colours, contours, and dots where a difference is not clear."""
    axes.set_xlabel(data.title(x))
    axes.set_ylabel(data.title(y))
    if len(np.unique(field.x)) < 2 or len(np.unique(field.y)) < 2:
        blank(axes, "One of the two factors has only one value: a curve over the other one shows more.")
        return
    if np.ptp(field.value) <= 1e-9 * max(1.0, float(np.abs(field.value).max())):
        same = f"{field.value[0]:{'+' if signed else ''}.3g}"
        blank(axes, f"{label}: the same at every point ({same}). There is nothing to draw a map of.")
        return
    widest = float(np.abs(field.value).max())
    low, high = (-widest, widest) if signed else (float(field.value.min()), float(field.value.max()))
    style: dict[str, Any] = {
        "cmap": "PuOr" if signed else "cividis",
        "vmin": low,
        "vmax": high if high > low else low + 1e-9,
    }
    image = (_grid if field.gridded else _scattered)(axes, field, style, signed)
    if signed and not field.clear.all():
        axes.plot(field.x[~field.clear], field.y[~field.clear], ".", color="#333333", markersize=3.5)
    bar = axes.figure.colorbar(image, ax=axes, location="bottom", aspect=30, pad=0.02)
    bar.set_label(label)
    bar.ax.tick_params(labelsize=SMALL)
    bar.ax.locator_params(nbins=5)
    bar.outline.set_visible(False)  # type: ignore[operator]


def _grid(axes: Axes, field: Field, style: dict[str, Any], signed: bool) -> Any:
    """Draw cells around the values of a grid, and contours through them."""
    across, up = np.unique(field.x), np.unique(field.y)
    order = np.lexsort((field.x, field.y))
    values = field.value[order].reshape(len(up), len(across))
    image = axes.pcolormesh(across, up, values, shading="nearest", edgecolors="none", rasterized=True, **style)
    _contours(axes, values, signed, across, up, values)
    return image


def _scattered(axes: Axes, field: Field, style: dict[str, Any], signed: bool) -> Any:
    """Draw colours between the points of a design that is no grid, and contours; the points are small rings."""
    from matplotlib.tri import Triangulation

    try:
        mesh = Triangulation(field.x, field.y)
    except (RuntimeError, ValueError):  # too few points, or all on one line
        return axes.scatter(field.x, field.y, c=field.value, s=28, edgecolors="#555555", linewidths=0.4, **style)
    image = axes.tripcolor(mesh, field.value, shading="gouraud", rasterized=True, **style)
    _contours(axes, field.value, signed, mesh, field.value)
    axes.plot(
        field.x, field.y, "o", markersize=2.2, markerfacecolor="none", markeredgecolor="#777777", markeredgewidth=0.4
    )
    return image


def _contours(axes: Axes, values: Array, signed: bool, *where: Any) -> None:
    """Draw labelled contours at round values; the one of no difference is thick."""
    from matplotlib.ticker import MaxNLocator

    levels = [v for v in MaxNLocator(6, steps=[1, 2, 5, 10]).tick_values(float(values.min()), float(values.max()))
              if values.min() < v < values.max()]  # fmt: skip
    if not levels:
        return
    draw: Any = axes.contour if len(where) == 3 else axes.tricontour
    widths = [1.9 if signed and abs(v) < 1e-12 else 0.7 for v in levels]
    lines = draw(*where, levels=levels, colors="black", linewidths=widths, linestyles="solid")
    places = decimals(float(np.diff(levels).min()) if len(levels) > 1 else levels[0], 1)
    for text in axes.clabel(lines, fontsize=SMALL, fmt=lambda v: f"{v:{'+' if signed else ''}.{places}f}"):
        text.set_gid(LEVEL)
        text.set_bbox({"facecolor": "white", "edgecolor": "none", "alpha": 0.7, "pad": 0.4})


def _thin_out(grid: list[Axes]) -> None:
    """Hide numbers on contours that would run into others before them, or out of the axes; only a layout can tell."""
    from matplotlib.transforms import Bbox

    figure = grid[0].get_figure(root=True)
    assert figure is not None
    figure.draw_without_rendering()
    for axes in grid:
        kept: list[Bbox] = []
        frame = axes.get_window_extent()
        for text in [text for text in axes.texts if text.get_gid() == LEVEL]:
            box = text.get_window_extent()
            inside = frame.x0 <= box.x0 and box.x1 <= frame.x1 and frame.y0 <= box.y0 and box.y1 <= frame.y1
            if inside and not any(box.overlaps(other) for other in kept):
                kept.append(box)
            else:
                text.set_visible(False)


def _label(data: Tidy, outcome: str, signed: bool) -> str:
    return f"difference in {lowered(data.title(outcome))}" if signed else data.title(outcome)


def _headline(data: Tidy, x: str, y: str, outcome: str, package: str, apart: Field | None, level: Field) -> str:
    """Return where the outcome (or the difference) is largest and lowest."""
    field = level if apart is None else apart
    ends = [f"{field.value[k]:{'+' if apart is not None else ''}.3g} at {x.split('.')[-1]} {field.x[k]:.3g}, "
            f"{y.split('.')[-1]} {field.y[k]:.3g}" for k in (int(field.value.argmin()), int(field.value.argmax()))]  # fmt: skip
    name = lowered(data.title(outcome))
    what = f"{short(package, 24)}: {name}" if apart is None else f"{short(package, 24)} moves {name}"
    text = f"{what.replace('_', ' ')}: lowest {ends[0]}; highest {ends[1]}"
    told = "" if apart is None else f"; clear in {int(apart.clear.sum())} of {len(apart.clear)} points"
    return f"{text[0].upper()}{text[1:]}{told}".replace("_", " ")
