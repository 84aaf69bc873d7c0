"""How an outcome answers to one factor of a sweep: a curve per package, with what is sure of it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.errors import UsageError
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
    finish,
    lowered,
    short,
    styled,
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
    `difference`, what is drawn is the paired difference from the reference.  `results` is a table, Dataset or sweep.
    """
    data = tidy(results, reference, [outcome], source)
    data.need(factor, number=False)
    data.need(outcome)
    if difference and len(data.packages) < 2:
        raise UsageError("there is only one package: a difference needs another to compare with")
    data, classed = _classed(data, factor)
    drawn = data.packages[1:] if difference else data.packages
    curves = {
        name: cells(data, outcome, name, [factor], data.reference if difference else None) for name in drawn[: MOST + 1]
    }
    with styled():
        axes = canvas(ax, PAGE, 3.6)
        for name, curve in curves.items():
            _curve(axes, data, name, curve, banded=len(curves) <= BANDS)
        if difference:
            axes.axhline(0.0, color=REFERENCE, linestyle="--", linewidth=1.0, zorder=0)
        axes.set_xlabel(data.title(factor))
        what = data.title(outcome)
        axes.set_ylabel(f"difference in {lowered(what)}" if difference else what)
        if len(curves) > 1:
            axes.legend(frameon=False, ncols=2, loc="best")
        finish(axes, _headline(data, factor, outcome, curves, difference), _caption(data, curves, classed, len(drawn)),
               own=ax is None)  # fmt: skip
    return axes


def _classed(data: Tidy, factor: str) -> tuple[Tidy, bool]:
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
    colour = COLOURS[k % MOST] if own else REFERENCE
    x = _places(curve.index)
    if banded and curve["low"].notna().any():
        axes.fill_between(x, curve["low"], curve["high"], color=colour, alpha=0.15, linewidth=0)
    axes.errorbar(x, curve["mean"], yerr=2.0 * curve["error"].fillna(0.0), color=colour, linestyle="-" if own else "--",
                  marker=MARKS[k % MOST] if own else "", markersize=4, linewidth=1.5, elinewidth=0.9, capsize=2,
                  label=data.label(name))  # fmt: skip
    if not isinstance(x, np.ndarray):
        axes.set_xticks(list(x), [short(str(value), 14) for value in curve.index])


def _places(values: pandas.Index[Any]) -> Any:
    """Return where values stand on the axis: numbers at themselves, words side by side."""
    numbers = values.to_numpy()
    return numbers.astype(float) if numbers.dtype.kind in "fiub" else range(len(values))


def _headline(data: Tidy, factor: str, outcome: str, curves: dict[str, pandas.DataFrame], difference: bool) -> str:
    """Return how far the outcome moves over the factor's range, of the package that moves most; or where a sign changes."""
    spans = {name: float(curve["mean"].iloc[-1] - curve["mean"].iloc[0]) for name, curve in curves.items()}
    most = max(spans, key=lambda name: abs(spans[name]))
    ends = [short(str(_number(value)), 12) for value in curves[most].index[[0, -1]]]
    what = f"{'difference in ' if difference else ''}{lowered(data.title(outcome))}"
    over = f"From {factor.split('.')[-1].replace('_', ' ')} {ends[0]} to {ends[1]}"
    line = f"{over}, {what} moves by {spans[most]:+.3g} ({short(most, 24)})"
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


def _caption(data: Tidy, curves: dict[str, pandas.DataFrame], classed: bool, many: int) -> str:
    parts = ["Mark: mean ± 2 Monte Carlo errors."]
    if len(curves) <= BANDS and any(curve["low"].notna().any() for curve in curves.values()):
        parts.append("Band: 5-95 % over futures.")
    if classed:
        parts.append(f"The factor's values are joined in {CLASSES} classes.")
    if many > len(curves):
        parts.append(f"{many - len(curves)} further packages are not drawn.")
    return " ".join([*parts, data.source])
