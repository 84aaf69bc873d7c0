"""The ledger as a waterfall: from the value at the start, by cause and size, to the value at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from detente.figures.style import BLUE, ORANGE, PAGE, QUIET, REFERENCE, SMALL, canvas, finish, short, styled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes

    from detente.analysis.ledger import Explanation


_PAPER = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
"""Behind a number, so that no line runs through it."""


DUST = 1e-12
"""Bookings that are nothing but rounding."""


class Bar(NamedTuple):
    """One bar of a waterfall: what it is called, where it begins and how far it goes."""

    label: str
    start: float
    change: float


def waterfall(
    explanation: Explanation, ax: Axes | None = None, names: Mapping[str, str] | None = None, most: int = 11,
    reference: float | None = None, source: str = "",
) -> Axes:  # fmt: skip
    """Draw the mean bookings of a variable: start, the `most` largest causes by size, all others joined, end.

    The bars add up to end minus start.  `names` are display names of states; `reference` the value at the end of the
    reference, drawn as a dashed line.
    """
    rows = bars(explanation, most)
    unit = explanation.unit
    with styled():
        axes = canvas(ax, PAGE, 1.45 + 0.26 * (len(rows) + 2))
        for y, bar in enumerate(rows, start=1):
            _bar(axes, y, bar)
        last = len(rows) + 1
        for y, value in ((0, explanation.start), (last, explanation.end)):
            axes.plot(value, y, "D", color="black", markersize=5)
            axes.annotate(f"{value:.3f}", (value, y), (7, 0), textcoords="offset points", va="center", fontsize=SMALL,
                          bbox=_PAPER)  # fmt: skip
        if reference is not None:
            axes.axvline(reference, color=REFERENCE, linestyle="--", linewidth=1.0, zorder=0)
            axes.annotate(f"reference ends at {reference:.3f}", (reference, -0.8), (3, 0), textcoords="offset points",
                          va="center", fontsize=SMALL, color="#555555")  # fmt: skip
        labels = ["start", *(short(bar.label, 38) for bar in rows), "end"]
        axes.set_yticks(range(last + 1), labels, fontsize=7.5)
        axes.set_ylim(last + 0.6, -1.3 if reference is not None else -0.7)
        axes.set_xlim(*_range(explanation, rows, reference))
        many = "one run" if len(explanation.runs) == 1 else f"mean of {len(explanation.runs)} runs"
        unit = "0 to 1" if unit == "1" else unit
        axes.set_xlabel(f"{explanation.variable} ({unit}), {many}; blue raises, orange lowers")
        finish(axes, _headline(explanation, names or {}), source, own=ax is None)
    return axes


def bars(explanation: Explanation, most: int = 11) -> list[Bar]:
    """Return the bars between start and end: the `most` largest causes, then all others joined."""
    totals = [(str(cause), float(amount)) for cause, amount in explanation.totals.items() if abs(amount) > DUST]
    most += len(totals) == most + 1  # a single one is not joined with itself
    rest = totals[most:]
    shown = [(cause_label(cause), amount) for cause, amount in totals[:most]]
    if rest:
        shown.append((f"{len(rest)} smaller causes", sum(amount for _, amount in rest)))
    found, at = [], explanation.start
    for label, amount in shown:
        found.append(Bar(label, at, amount))
        at += amount
    return found


def cause_label(cause: str) -> str:
    """Return a cause of the ledger in words: `lever joint_rescue: goodwill` becomes `lever: joint rescue (goodwill)`."""
    kind, _, rest = cause.partition(" ")
    if kind == "lever":
        name, _, channel = rest.partition(": ")
        return f"lever: {name.replace('_', ' ')} ({channel.replace('_', ' ')})"
    return f"shock: {rest.replace('_', ' ')}" if kind == "shock" else cause.replace("_", " ")


def _bar(axes: Axes, y: int, bar: Bar) -> None:
    """Draw one cause with its number at its far end, and the step from the bar before."""
    colour = QUIET if "smaller causes" in bar.label else BLUE if bar.change > 0.0 else ORANGE
    axes.barh(y, bar.change, left=bar.start, height=0.62, color=colour)
    axes.plot([bar.start, bar.start], [y - 1, y], color="#555555", linewidth=0.6, zorder=0)
    end, side = bar.start + bar.change, 1 if bar.change > 0.0 else -1
    axes.annotate(f"{bar.change:+.3f}", (end, y), (3 * side, 0), textcoords="offset points", va="center",
                  ha="left" if side > 0 else "right", fontsize=SMALL, bbox=_PAPER)  # fmt: skip
    axes.plot([end, end], [y, y + 1], color="#555555", linewidth=0.6, zorder=0)


def _range(explanation: Explanation, rows: list[Bar], reference: float | None) -> tuple[float, float]:
    """Return the limits of the axis: all bars, and room for the numbers at their ends."""
    values = [explanation.start, explanation.end, *(bar.start + bar.change for bar in rows)]
    values += [] if reference is None else [reference]
    room = 0.15 * (max(values) - min(values)) or 0.01
    return min(values) - room, max(values) + room


def _headline(explanation: Explanation, names: Mapping[str, str]) -> str:
    """Return how far the variable moved between which states, and its largest cause."""
    change = explanation.end - explanation.start
    moved = "rises by" if change > 0.0 else "falls by" if change < 0.0 else "stays: change"
    subject = explanation.subject(names)
    start = f"{subject[0].upper()}{subject[1:]} {moved} {abs(change):.3f}"
    why = [f"most {word}: {_largest(explanation, sign)}" for word, sign in (("up", 1), ("down", -1))
           if _largest(explanation, sign)]  # fmt: skip
    return f"{start}; {', '.join(why) or 'nothing was booked'}"


def _largest(explanation: Explanation, sign: int) -> str:
    """Return the largest cause of a sign and its booking, or nothing where there is none."""
    found = [(str(cause), float(amount)) for cause, amount in explanation.totals.items() if amount * sign > 0.0]
    return f"{cause_label(found[0][0])} {found[0][1]:+.3f}" if found else ""
