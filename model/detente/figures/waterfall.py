"""The ledger as a waterfall: from the value at the start, by cause and size, to the value at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from detente.analysis.ledger import Explanation
from detente.figures.style import BLUE, ORANGE, PAGE, QUIET, REFERENCE, beside, canvas, finish, short, styled
from detente.world.variables import VARIABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes


DUST = 1e-12
"""Bookings that are nothing but rounding."""


class Bar(NamedTuple):
    """One bar of a waterfall: what it is called, where it begins, how far it goes, and which causes of the ledger it holds."""

    label: str
    start: float
    change: float
    causes: tuple[str, ...]


def waterfall(
    explanation: Explanation, ax: Axes | None = None, names: Mapping[str, str] | None = None, most: int = 11,
    reference: Explanation | float | None = None, source: str = "",
) -> Axes:  # fmt: skip
    """Draw the mean bookings of a variable: start, the `most` largest causes by size, all others joined, end.

    The bars add up to end minus start; whisker: +- 2 standard errors over the replayed runs.  `names` are display names
    of states; `reference` the same of the reference, whose bookings then stand beside, or only its value at the end.
    """
    rows = bars(explanation, most)
    last = len(rows) + 1
    with styled():
        axes = canvas(ax, PAGE, 1.65 + 0.26 * (len(rows) + 2))
        for y, bar in enumerate(rows, start=1):
            _bar(axes, y, bar, _error(explanation, bar))
        for y, value in ((0, explanation.start), (last, explanation.end)):
            axes.plot(value, y, "D", color="black", markersize=5)
        end = reference.end if isinstance(reference, Explanation) else reference
        if end is not None:
            axes.axvline(end, color=REFERENCE, linestyle="--", linewidth=1.0, zorder=0)
        _columns(axes, explanation, rows, reference)
        labels = ["start", *(short(bar.label, 38) for bar in rows), "end"]
        axes.set_yticks(range(last + 1), labels, fontsize=7.5)
        axes.set_ylim(last + 0.6, -1.5)
        axes.set_xlim(*_range(explanation, rows, end))
        axes.set_xlabel(_scale(explanation))
        words = f"{_meaning(explanation, rows, end is not None)} {source}".strip()
        finish(axes, _headline(explanation, names or {}), words, own=ax is None)
    return axes


def _columns(axes: Axes, explanation: Explanation, rows: list[Bar], reference: Explanation | float | None) -> None:
    """Write the numbers of each row at the right, and those of the reference beside them."""
    beside(axes, -1.0, 6.0, "change", bold=True)
    for y, value in ((0, explanation.start), (len(rows) + 1, explanation.end)):
        beside(axes, y, 6.0, f"{value:.3f}")
    for y, bar in enumerate(rows, start=1):
        error = _error(explanation, bar)
        beside(axes, y, 6.0, f"{bar.change:+.3f}" + (f" ± {2.0 * error:.3f}" if error is not None else ""))
    if reference is None:
        return
    beside(axes, -1.0, 84.0, "reference", bold=True)
    if not isinstance(reference, Explanation):
        beside(axes, len(rows) + 1, 84.0, f"{reference:.3f}")
        return
    totals = reference.totals
    for y, value in ((0, reference.start), (len(rows) + 1, reference.end)):
        beside(axes, y, 84.0, f"{value:.3f}")
    for y, bar in enumerate(rows, start=1):
        beside(axes, y, 84.0, f"{sum(float(totals.get(cause, 0.0)) for cause in bar.causes):+.3f}")


def _error(explanation: Explanation, bar: Bar) -> float | None:
    """Return the standard error of a bar's change, or None where it is not known (one run, or several causes joined)."""
    if explanation.errors is None or len(bar.causes) != 1:
        return None
    return float(explanation.errors.get(bar.causes[0], 0.0))


def bars(explanation: Explanation, most: int = 11) -> list[Bar]:
    """Return the bars between start and end: the `most` largest causes, then all others joined."""
    totals = [(str(cause), float(amount)) for cause, amount in explanation.totals.items() if abs(amount) > DUST]
    most += len(totals) == most + 1  # a single one is not joined with itself
    rest = totals[most:]
    shown: list[tuple[str, float, tuple[str, ...]]] = [
        (cause_label(cause), amount, (cause,)) for cause, amount in totals[:most]
    ]
    if rest:
        causes = tuple(cause for cause, _ in rest)
        shown.append((f"{len(rest)} smaller causes", float(sum(amount for _, amount in rest)), causes))
    found, at = [], explanation.start
    for label, amount, causes in shown:
        found.append(Bar(label, at, amount, causes))
        at += amount
    return found


def cause_label(cause: str) -> str:
    """Return a cause of the ledger in words: `lever joint_rescue: goodwill` becomes `lever: joint rescue (goodwill)`."""
    kind, _, rest = cause.partition(" ")
    if kind == "lever":
        name, _, channel = rest.partition(": ")
        return f"lever: {name.replace('_', ' ')} ({channel.replace('_', ' ')})"
    return f"shock: {rest.replace('_', ' ')}" if kind == "shock" else cause.replace("_", " ")


def _bar(axes: Axes, y: int, bar: Bar, error: float | None) -> None:
    """Draw one cause with its error at its far end, and the step from the bar before."""
    colour = QUIET if len(bar.causes) > 1 else BLUE if bar.change > 0.0 else ORANGE
    axes.barh(y, bar.change, left=bar.start, height=0.62, color=colour)
    axes.plot([bar.start, bar.start], [y - 1, y], color="#555555", linewidth=0.6, zorder=0)
    end = bar.start + bar.change
    if error:
        axes.errorbar(end, y, xerr=2.0 * error, color="black", linewidth=0.9, capsize=2)
    axes.plot([end, end], [y, y + 1], color="#555555", linewidth=0.6, zorder=0)


def _scale(explanation: Explanation) -> str:
    """Return what the axis is."""
    many = "one run" if len(explanation.runs) == 1 else f"mean of {len(explanation.runs)} replayed runs"
    return f"{explanation.variable} ({'0 to 1' if explanation.unit == '1' else explanation.unit}), {many}"


def _meaning(explanation: Explanation, rows: list[Bar], compared: bool) -> str:
    """Return what colours and marks are, and that the order is not that of time where bars leave the scale."""
    parts = ["Blue raises, orange lowers"]
    parts += ["whisker: ± 2 standard errors over these runs"] if explanation.errors is not None else []
    parts += ["dashed: where the reference ends"] if compared else []
    known = VARIABLES.get(explanation.variable)
    ends = [bar.start + bar.change for bar in rows]
    if known is not None and not all(known.low <= end <= known.high for end in ends):
        parts.append("bars are in order of size, not of time, so that values off the scale were never reached")
    return f"{'; '.join(parts)}."


def _range(explanation: Explanation, rows: list[Bar], reference: float | None) -> tuple[float, float]:
    """Return the limits of the axis: all bars, and room for the numbers at their ends."""
    values = [explanation.start, explanation.end, *(bar.start + bar.change for bar in rows)]
    for bar in rows:
        error = 2.0 * (_error(explanation, bar) or 0.0)
        values += [bar.start + bar.change - error, bar.start + bar.change + error]
    values += [] if reference is None else [reference]
    room = 0.04 * (max(values) - min(values)) or 0.01
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
