"""Policies against futures: parallel coordinates, an axis per outcome, a line per future, what is better at the top."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from detente.errors import UsageError
from detente.figures.labels import name_lines
from detente.figures.response import MARKS, MOST, colour_of
from detente.figures.style import PAGE, REFERENCE, SMALL, canvas, finish, plain_text, short, styled
from detente.figures.tables import Tidy, cells, clear, tidy
from detente.world.arrays import Array
from detente.world.outcomes import INDICATORS

if TYPE_CHECKING:
    import pandas
    from matplotlib.axes import Axes

LINES = 60
"""More futures than this are thinned out evenly: more lines would be one grey area."""
AXES = 8


class Scale(NamedTuple):
    """One axis: its outcome, which way is better (1, -1), and the values at its bottom and top before turning."""

    outcome: str
    better: int
    low: float
    high: float

    def place(self, values: Any) -> Any:
        """Return where values stand, 0 at the bottom to 1 at the top; better is higher."""
        share = (values - self.low) / (self.high - self.low)
        return share if self.better > 0 else 1.0 - share


def policies(
    results: Any, outcomes: Sequence[str] | None = None, ax: Axes | None = None, reference: str | None = None,
    difference: bool = True, source: str = "",
) -> Axes:  # fmt: skip
    """Draw what each package does to several outcomes in every future, as paired difference from the reference.

    Thin line: one future; thick: mean over futures, with a ring where it is not clear; grey: the reference.  Each axis
    has its own scale with better at the top.  With `difference=False`, levels are drawn.  A single package is drawn so.
    """
    data = tidy(results, reference, outcomes, source)
    chosen = _outcomes(data, outcomes)
    against = data.reference if difference and len(data.packages) > 1 else None
    shown = (data.packages[1:] if against else data.packages)[:MOST]
    tables = {name: _by_future(data, name, chosen, against) for name in shown}
    scales = [
        _scale(name, [table[name].to_numpy() for table in tables.values()], against is not None) for name in chosen
    ]
    scales = _level(scales) if against else scales
    means = {name: [cells(data, o, name, (), against).iloc[0] for o in chosen] for name in shown}
    with styled():
        axes = canvas(ax, PAGE, 4.3)
        _frame(axes, scales, data, against is not None)
        for name in shown:
            k = data.packages.index(name) - 1
            colour = colour_of(data, name)
            _futures(axes, scales, tables[name], colour)
            _mean(axes, scales, means[name], colour, MARKS[k % MOST], short(name, 30), told=against is not None)
        if against:
            zeros = [scale.place(0.0) for scale in scales]
            axes.plot(zeros, "--", color=REFERENCE, linewidth=1.4, zorder=4, label=data.label(against))
        name_lines(axes, _ends(data, scales, means, against))
        finish(axes, _headline(data, chosen, means, against), _caption(data, tables, against), own=ax is None)
    return axes


def _outcomes(data: Tidy, outcomes: Sequence[str] | None) -> list[str]:
    """Return the outcomes to draw, checked; by default all indicators of the table, the first eight."""
    if outcomes is None:
        outcomes = [name for name in INDICATORS if name in data.rows][:AXES]
        if not outcomes:
            raise UsageError("the table holds none of the indicators; name the columns to draw as `outcomes`")
    found = [data.need(name) for name in dict.fromkeys(outcomes)]
    if len(found) < 2:
        raise UsageError("parallel coordinates need at least two outcomes")
    return found


def _by_future(data: Tidy, package: str, outcomes: list[str], against: str | None) -> pandas.DataFrame:
    """Return outcomes by future (mean over points and replicates), as difference from the same future of `against`."""
    unit = "future" if data.rows["future"].nunique() > 1 else "replicate"

    def means(name: str) -> pandas.DataFrame:
        return data.rows[data.rows["package"] == name].groupby(unit)[outcomes].mean()

    found = means(package) - means(against) if against else means(package)
    return found.dropna()


def _scale(outcome: str, values: list[Array], signed: bool) -> Scale:
    """Return the scale of an axis over the middle 98 % of all futures, with zero in sight where differences are drawn."""
    flat = np.concatenate(values)
    low, high = np.quantile(flat, (0.01, 0.99)) if flat.size else (0.0, 1.0)
    low, high = (min(low, 0.0), max(high, 0.0)) if signed else (low, high)
    room = 0.04 * (high - low) or 1e-3 * max(abs(low), 1e-3)
    return Scale(
        outcome, INDICATORS[outcome].better if outcome in INDICATORS else 1, float(low - room), float(high + room)
    )


def _level(scales: list[Scale]) -> list[Scale]:
    """Return the scales made longer at one end, so that nothing (the reference) stands at one height on all of them."""
    height = float(np.clip(max(scale.place(0.0) for scale in scales), 0.1, 0.6))
    found = []
    for scale in scales:
        up, down = (scale.high, -scale.low) if scale.better > 0 else (-scale.low, scale.high)
        up, down = max(up, down * (1.0 - height) / height), max(down, up * height / (1.0 - height))
        found.append(Scale(scale.outcome, scale.better, *((-down, up) if scale.better > 0 else (-up, down))))
    return found


def _frame(axes: Axes, scales: list[Scale], data: Tidy, signed: bool) -> None:
    """Draw the axes with the numbers at their ends, and the outcomes' names below."""
    paper = {"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 0.3}
    for k, scale in enumerate(scales):
        axes.plot([k, k], [0.0, 1.0], color="#444444", linewidth=0.8, zorder=5)
        for value in (scale.low, scale.high):
            top = scale.place(value) > 0.5
            axes.annotate(f"{value:+.2g}" if signed else f"{value:.3g}", (k, scale.place(value)), (0, 3 if top else -3),
                          textcoords="offset points", ha="center", va="bottom" if top else "top", fontsize=SMALL, bbox=paper,
                          zorder=6)  # fmt: skip
    names = [_name(data, scale, PAGE * 0.88 / len(scales)) for scale in scales]
    axes.set_xticks(range(len(scales)), names, fontsize=SMALL)
    axes.tick_params(axis="x", length=0, pad=12)
    axes.set_yticks([])
    axes.set_ylabel("better →")
    axes.spines[:].set_visible(False)
    axes.set_xlim(-0.4, len(scales) - 0.75)
    axes.set_ylim(-0.03, 1.06)


def _name(data: Tidy, scale: Scale, inches: float) -> str:
    """Return an outcome's name broken to the width between two axes; words are not broken but for their hyphens."""
    letters = max(9, int(inches * 72 / (0.58 * SMALL)))
    words = data.title(scale.outcome).replace("the focal state", "focus")
    unit = f" ({data.unit(scale.outcome)})"
    lines = textwrap.wrap(words.removesuffix(unit), letters, break_long_words=False)
    lines += [unit.strip()] if words.endswith(unit) else []
    return plain_text("\n".join([*lines, *(["(turned)"] if scale.better < 0 else [])]))


def _futures(axes: Axes, scales: list[Scale], table: pandas.DataFrame, colour: str) -> None:
    """Draw thin lines of the futures, thinned out evenly where there are many."""
    from matplotlib.collections import LineCollection

    rows = table.iloc[:: max(1, -(-len(table) // LINES))]
    heights = np.column_stack([np.clip(scale.place(rows[scale.outcome].to_numpy()), 0.0, 1.0) for scale in scales])
    lines = [np.column_stack((np.arange(len(scales)), height)) for height in heights]
    axes.add_collection(LineCollection(lines, colors=colour, linewidths=0.5, alpha=0.3, zorder=1))


def _mean(axes: Axes, scales: list[Scale], rows: list[Any], colour: str, mark: str, label: str, *, told: bool) -> None:
    """Draw the mean over futures; the mark is hollow where it is not clear."""
    heights = [scale.place(row["mean"]) for scale, row in zip(scales, rows, strict=True)]
    axes.plot(heights, color=colour, marker=mark, markersize=5, linewidth=2.0, zorder=3, label=label)
    for k, (height, row) in enumerate(zip(heights, rows, strict=True)):
        if told and not clear(row):
            axes.plot(k, height, marker=mark, markersize=5, markerfacecolor="white", markeredgecolor=colour, zorder=6)


def _ends(
    data: Tidy, scales: list[Scale], means: dict[str, list[Any]], against: str | None
) -> list[tuple[float, str, str]]:
    """Return where the line of each package ends, its name and its colour."""
    found = [
        (float(scales[-1].place(rows[-1]["mean"])), data.label(name, 20), colour_of(data, name))
        for name, rows in means.items()
    ]
    return found + ([(float(scales[-1].place(0.0)), data.label(against, 20), REFERENCE)] if against else [])


def _headline(data: Tidy, outcomes: list[str], means: dict[str, list[Any]], against: str | None) -> str:
    """Return how many outcomes each package clearly betters, and worsens, beside the reference."""
    if against is None:
        return f"{len(means)} {'package' if len(means) == 1 else 'packages'} in {data.rows['future'].nunique()} futures"
    counts = {}
    for name, rows in means.items():
        turned = [row["mean"] * (INDICATORS[o].better if o in INDICATORS else 1)
                  for o, row in zip(outcomes, rows, strict=True) if clear(row)]  # fmt: skip
        signs = [float(np.sign(value)) for value in turned]
        counts[short(name, 22)] = (signs.count(1.0), signs.count(-1.0))
    beside = "the reference" if against == "reference" else short(against, 22)
    if len(counts) == 1:
        ((name, (better, worse)),) = counts.items()
        return f"Beside {beside}, {name} is clearly better in {better} of {len(outcomes)} outcomes and worse in {worse}"
    parts = [f"{name} {better} and {worse}" for name, (better, worse) in counts.items()]
    more = f" (and {len(parts) - 3} more)" if len(parts) > 3 else ""
    return f"Of {len(outcomes)} outcomes, clearly better and worse than {beside}: {', '.join(parts[:3])}{more}"


def _caption(data: Tidy, tables: dict[str, pandas.DataFrame], against: str | None) -> str:
    many = max(len(table) for table in tables.values())
    drawn = f"{min(many, -(-many // max(1, -(-many // LINES))))} of {many} futures" if many > LINES else "one future"
    what = "Difference from the reference in the same future. " if against else ""
    hollow = (
        " Hollow mark: not clear (within two Monte Carlo errors, or under 90 % of futures agree)." if against else ""
    )
    left = len(data.packages) - len(tables) - (1 if against else 0)
    more = f" {left} further packages are not drawn." if left > 0 else ""
    scales = "Each axis has its own scale; (turned): less is better."
    return f"{what}Thin line: {drawn}; thick: mean. {scales}{hollow}{more} {data.source}"
