"""How an outcome answers to one factor of a sweep: a curve per package, with what is sure of it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.errors import UsageError
from detente.figures.labels import name_lines
from detente.figures.moves import by_value, move
from detente.figures.style import (
    BLACK,
    BLUE,
    GREEN,
    ORANGE,
    PAGE,
    PURPLE,
    RED,
    REFERENCE,
    SKY,
    canvas,
    decimals,
    finish,
    headline,
    lowered,
    note,
    sheet,
    short,
    styled,
    wrapped,
)
from detente.figures.tables import Tidy, cells, tidy

if TYPE_CHECKING:
    import pandas
    from matplotlib.axes import Axes

COLOURS = (BLUE, ORANGE, GREEN, PURPLE, RED, SKY, BLACK)
MARKS = "osD^vPX"
MOST = len(COLOURS)
BANDS = 3
"""With more packages than this, bands would hide one another."""
STEPS = 24
"""More different values of a factor than this (a design that fills a space) are joined in classes."""
CLASSES = 12


def response(
    results: Any, factor: str, outcome: str, ax: Axes | None = None, reference: str | None = None,
    difference: bool = False, source: str = "",
) -> Axes:  # fmt: skip
    """Draw an outcome against a factor, a curve per package; dashed grey: the reference.

    Mark: mean over runs (and over the other factors) +- 2 Monte Carlo errors; band: 5-95 % over futures.  With
    `difference`, what is drawn is the paired difference from the reference; a figure of its own then has the levels of
    all packages and of the reference beside it.  `results` is a table, Dataset or sweep.
    """
    data = tidy(results, reference, [outcome], source)
    data.need(factor, number=False)
    data.need(outcome)
    if difference and len(data.packages) < 2:
        raise UsageError("there is only one package: a difference needs another to compare with")
    data, joined = classed(data, factor)
    drawn = data.packages[1:] if difference else data.packages
    curves = _curves(data, factor, outcome, difference)
    words, caption = _headline(data, factor, outcome, curves, difference), _caption(data, curves, joined, len(drawn))
    with styled():
        if ax is not None or not difference:
            axes = canvas(ax, PAGE, 3.6)
            _panel(axes, data, factor, outcome, curves, difference=difference)
            return finish(axes, words, caption, own=ax is None)
        figure = sheet(PAGE, 3.5)
        left, axes = figure.subplots(1, 2)
        _panel(left, data, factor, outcome, _curves(data, factor, outcome, False), difference=False)
        left.set_title(f"Level, beside {short(lowered(data.reference), 18)}")
        _panel(axes, data, factor, outcome, curves, difference=True)
        axes.set_title("Paired difference")
        headline(figure, words)
        note(figure, caption)
    right: Axes = axes
    return right


def _curves(data: Tidy, factor: str, outcome: str, difference: bool) -> dict[str, pandas.DataFrame]:
    """Return the curve of each package that is drawn, or of its paired difference from the reference."""
    drawn = data.packages[1:] if difference else data.packages
    return {
        name: cells(data, outcome, name, [factor], data.reference if difference else None)
        for name in drawn[: MOST + (not difference)]
    }


def _panel(
    axes: Axes, data: Tidy, factor: str, outcome: str, curves: dict[str, pandas.DataFrame], *, difference: bool
) -> None:
    """Draw the curves with their names at their ends, and what stands on the axes."""
    for name, curve in curves.items():
        _curve(axes, data, name, curve, banded=len(curves) <= BANDS)
    ends = [(float(curve["mean"].iloc[-1]), short(name, 20), colour_of(data, name)) for name, curve in curves.items()]
    if difference:
        axes.axhline(0.0, color=REFERENCE, linestyle="--", linewidth=1.0, zorder=0)
        ends.append((0.0, short(data.reference, 20), REFERENCE))
    axes.set_xlabel(_broken(data.title(factor)))
    what = data.title(outcome)
    axes.set_ylabel(_broken(f"difference in {lowered(what)}" if difference else what))
    name_lines(axes, ends)


def _broken(words: str) -> str:
    """Return the words of an axis, broken to the length of one of two panels."""
    return wrapped(words, 2.5, 8.0, 0.6)


def colour_of(data: Tidy, name: str) -> str:
    """Return the colour of a package: grey the reference, the others by their order."""
    return REFERENCE if name == data.reference else COLOURS[max(data.packages.index(name) - 1, 0) % MOST]


def classed(data: Tidy, factor: str) -> tuple[Tidy, bool]:
    """Return the data with a factor of very many values joined in classes of equal size, each at its mean."""
    from dataclasses import replace

    import pandas
    from pandas.api.types import is_numeric_dtype

    rows = data.rows
    if not is_numeric_dtype(rows[factor]) or rows[factor].nunique() <= STEPS:
        return data, False
    classes = pandas.qcut(rows[factor], CLASSES, duplicates="drop")
    middle = rows[factor].groupby(classes, observed=True).transform("mean")
    return replace(data, rows=rows.assign(**{factor: middle})), True


def _curve(axes: Axes, data: Tidy, name: str, curve: pandas.DataFrame, *, banded: bool) -> None:
    """Draw one package: line, marks with errors, band."""
    own = name != data.reference
    k = max(data.packages.index(name) - 1, 0)
    x = _places(curve.index)
    if banded and curve["low"].notna().any():
        axes.fill_between(x, curve["low"], curve["high"], color=colour_of(data, name), alpha=0.15, linewidth=0)
    axes.errorbar(
        x, curve["mean"], yerr=2.0 * curve["error"].fillna(0.0), color=colour_of(data, name), capsize=2, elinewidth=0.9,
        linestyle="-" if own else "--", marker=MARKS[k % MOST] if own else "", markersize=4, linewidth=1.5,
    )  # fmt: skip
    if not isinstance(x, np.ndarray):
        axes.set_xticks(list(x), [short(str(value), 14) for value in curve.index])


def _places(values: pandas.Index[Any]) -> Any:
    """Return where values stand on the axis: numbers at themselves, words side by side."""
    numbers = values.to_numpy()
    return numbers.astype(float) if numbers.dtype.kind in "fiub" else range(len(values))


def _headline(data: Tidy, factor: str, outcome: str, curves: dict[str, pandas.DataFrame], difference: bool) -> str:
    """Return how far the outcome moves over the factor's range, of the package that moves most; or where a sign changes."""
    against = data.reference if difference else None
    moves = {name: move(by_value(data, factor, outcome, name, against)) for name in curves}
    most = max(moves, key=lambda name: abs(moves[name].mean))
    ends = [short(str(_number(value)), 12) for value in curves[most].index[[0, -1]]]
    what = f"{'difference in ' if difference else ''}{lowered(data.title(outcome))}"
    over = f"From {factor.split('.')[-1].replace('_', ' ')} {ends[0]} to {ends[1]}"
    far = moves[most].words(decimals(moves[most].mean))
    line = f"{over}, {what} moves by {far} ({short(most, 24)})"
    crossing = _crossing(curves[most]) if difference else None
    return f"{line}; it changes sign near {crossing:.3g}" if crossing is not None else line


def _crossing(curve: pandas.DataFrame) -> float | None:
    """Return where a curve of numbers first crosses zero between two points that are both clear of it, or None."""
    x, mean, error = _places(curve.index), curve["mean"].to_numpy(), curve["error"].to_numpy()
    told = np.flatnonzero(np.abs(mean) > 2.0 * np.nan_to_num(error))
    if not isinstance(x, np.ndarray):
        return None
    for a, b in pairwise(told):
        if mean[a] * mean[b] < 0.0:
            return float(x[a] - mean[a] * (x[b] - x[a]) / (mean[b] - mean[a]))
    return None


def _number(value: Any) -> Any:
    return f"{value:.3g}" if isinstance(value, (float, np.floating)) else value


def _caption(data: Tidy, curves: dict[str, pandas.DataFrame], joined: bool, many: int) -> str:
    parts = ["Mark: mean over runs and over the other factors ± 2 Monte Carlo errors."]
    if len(curves) <= BANDS and any(curve["low"].notna().any() for curve in curves.values()):
        parts.append("Band: 5-95 % over futures.")
    if joined:
        parts.append(f"The factor's values are joined in {CLASSES} classes.")
    if many > len(curves):
        parts.append(f"{many - len(curves)} further packages are not drawn.")
    return " ".join([*parts, data.source])
