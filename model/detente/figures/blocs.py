"""Which blocs are stable: a column per stable configuration, a row per actor, the side it stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.figures.style import BLUE, ORANGE, PAGE, SMALL, canvas, finish, short, styled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes

    from detente.landscapes import Landscape

SHOWN = 6
"""Stable configurations that have room side by side."""
NAMED = 3
"""Among more columns than this there is no room for a name in every cell."""
PALE = {BLUE: "#BFDDF0", ORANGE: "#F7DDA8"}


def blocs(found: Landscape, ax: Axes | None = None, names: Mapping[str, str] | None = None, most: int = SHOWN) -> Axes:
    """Draw the sides of the stable configurations that most descents end in, widest first (at most `most`).

    Blue: the side of the largest actor, orange: the other; rows by size.  Above each column the share of descents
    that end there and the energy; a cross marks who, against the given outcome, stands wrong.
    """
    names = names or {}
    order = sorted(found.problem.actors, key=lambda name: -_size(found, name))
    widest = sorted(range(len(found.minima)), key=lambda k: (-found.minima[k].basin, k))[:most]
    with styled():
        axes = canvas(ax, PAGE, min(max(1.9 + 0.24 * len(order), 2.8), 9.0))
        for column, k in enumerate(widest):
            _column(axes, found, k, column, order, letters=26 // len(widest) if len(widest) <= NAMED else 0)
        margin = 1.0 if len(widest) == 1 else 0.5
        axes.set_xlim(-margin, len(widest) - 1 + margin)
        axes.set_ylim(len(order) - 0.5, -0.5)
        rows = range(0, len(order), -(-len(order) // 60))
        axes.set_yticks(rows, [_row(found, order[k], names) for k in rows])
        axes.set_xticks(range(len(widest)), [_above(found, k) for k in widest])
        axes.xaxis.tick_top()
        axes.set_xlabel(_meaning(found), fontsize=SMALL)
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        finish(axes, _headline(found, widest), _source(found, len(widest)), own=ax is None)
    return axes


def _size(found: Landscape, name: str) -> float:
    return float(found.problem.sizes[found.problem.actors.index(name)])


def _column(axes: Axes, found: Landscape, k: int, column: int, order: list[str], letters: int) -> None:
    """Draw one configuration: a cell per actor, its name on the half of its side."""
    minimum = found.minima[k]
    hit = found.verdict.hits[k] if found.verdict is not None else None
    first = minimum.side_a if order[0] in minimum.side_a else minimum.side_b
    for row, name in enumerate(order):
        colour = BLUE if name in first else ORANGE
        left = column - 0.46 + (0.0 if name in first else 0.46)
        axes.bar(left, 0.9, 0.46, bottom=row - 0.45, align="edge", color=PALE[colour], edgecolor=colour, linewidth=0.6)
        wrong = "×" if hit is not None and name in hit.wrong else ""
        text = " ".join(part for part in (wrong, short(name, letters) if letters and len(order) <= 40 else "") if part)
        axes.text(left + 0.23, row, text, ha="center", va="center", fontsize=SMALL)


def _row(found: Landscape, name: str, names: Mapping[str, str]) -> str:
    return f"{short(names.get(name, name), 18)}  {_size(found, name):.3g}"


def _above(found: Landscape, k: int) -> str:
    minimum = found.minima[k]
    error = found.error(minimum)
    spread = f" ± {100 * error:.1f}" if error else ""
    hit = found.verdict.hits[k] if found.verdict is not None else None
    right = f"\n{hit.share_of_size:.0%} right" if hit is not None else ""
    held = f"\n{found.held[k]:.0%} of runs" if found.held is not None else ""
    return f"{100 * found.share(minimum):.1f}{spread} %\nE {minimum.energy:.4g}{right}{held}"


def _meaning(found: Landscape) -> str:
    """Return what the numbers above the columns are."""
    right = ", share of size right" if found.verdict is not None else ""
    held = ", share of runs in which the same sides are stable" if found.held is not None else ""
    return f"above: share of descents that end there, energy E{right}{held}"


def _headline(found: Landscape, widest: list[int]) -> str:
    """Return in words how many configurations are stable and what the widest is."""
    count = len(found.minima)
    if count == 1:
        side = min((found.minima[0].side_a, found.minima[0].side_b), key=len)
        return f"One configuration is stable: {_listed(side)} against the rest" if side else "All stand together"
    side = min((found.minima[widest[0]].side_a, found.minima[widest[0]].side_b), key=len)
    against = f"{_listed(side)} against the rest" if side else "all together"
    seen = "are stable" if found.exact else "were found stable"
    return f"{count:,} configurations {seen}; {found.share(found.minima[widest[0]]):.0%} of descents end in {against}"


def _listed(side: tuple[str, ...], most: int = 6) -> str:
    return ", ".join(short(name, 16) for name in side[:most]) + (
        f" and {len(side) - most} more" if len(side) > most else ""
    )


def _source(found: Landscape, drawn: int) -> str:
    rest = len(found.minima) - drawn
    more = f" {rest:,} narrower ones are not drawn." if rest else ""
    how = "" if found.exact else f" {found.descents:,} sampled starts."
    notes = "; ".join(found.problem.notes)
    notes = f" {notes[0].upper()}{notes[1:]}." if notes else ""
    wrong = " ×: wrong against the outcome." if found.verdict is not None else ""
    sides = "Blue: the side of the largest actor. Numbers at the names: size."
    return f"{sides}{wrong}{more}{how}{notes} {found.problem.source}"
