"""Which blocs are stable: a column per stable configuration, a row per actor, the side it stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.figures.style import BLUE, ORANGE, PAGE, SMALL, canvas, finish, short, styled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes

    from detente.landscapes import Landscape
    from detente.landscapes.landscape import Minimum

SHOWN = 6
"""Stable configurations that have room side by side."""
NAMED = 3
"""Among more columns than this there is no room for a name in every cell."""
LONG = ("% of descents", "energy", "of size right", "of runs have the same sides")
BRIEF = ("%", "E", "right", "of runs")
"""The words above columns where there is room for them, and where there is not."""
PALE = {BLUE: "#BFDDF0", ORANGE: "#F7DDA8"}


def blocs(
    found: Landscape, ax: Axes | None = None, names: Mapping[str, str] | None = None, most: int = SHOWN,
    reference: Landscape | None = None,
) -> Axes:  # fmt: skip
    """Draw the sides of the stable configurations that most descents end in, widest first (at most `most`).

    Blue: the side of the largest actor, orange: the other; rows by size.  Above each column the share of descents
    that end there and the energy; a cross marks who, against the given outcome, stands wrong.  Last, where there is a
    `reference` of the same actors, its widest configuration; a ring marks who stands on another side there.
    """
    names = names or {}
    order = sorted(found.problem.actors, key=lambda name: -_size(found, name))
    widest = sorted(range(len(found.minima)), key=lambda k: (-found.minima[k].basin, k))[:most]
    drawn = [(found, k, float(column)) for column, k in enumerate(widest)]
    if reference is not None and set(reference.problem.actors) == set(order) and drawn:
        best = max(range(len(reference.minima)), key=lambda k: reference.minima[k].basin)
        drawn.append((reference, best, len(widest) + 0.25))
    with styled():
        axes = canvas(ax, PAGE, min(max(1.9 + 0.22 * len(order), 2.8), 9.0))
        letters = 26 // len(drawn) if len(drawn) <= NAMED else 0
        for one, k, column in drawn:
            _column(axes, one, k, column, order, letters, None if one is found else found.minima[widest[0]])
        margin = 1.0 if len(drawn) == 1 else 0.55
        axes.set_xlim(-margin, drawn[-1][2] + margin)
        axes.set_ylim(len(order) - 0.5, -0.5)
        rows = range(0, len(order), -(-len(order) // 60))
        axes.set_yticks(rows, [_row(found, order[k], names) for k in rows])
        titled, roomy = reference is not None, len(drawn) <= NAMED
        axes.set_xticks([x for *_, x in drawn], [_above(one, k, titled, one is found, roomy) for one, k, _ in drawn])
        axes.set_xlabel("" if roomy else _meaning(found), fontsize=SMALL)
        axes.xaxis.tick_top()
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        finish(
            axes,
            _headline(found, widest, names),
            _source(found, len(widest), drawn[-1][0] is not found),
            own=ax is None,
        )
    return axes


def _size(found: Landscape, name: str) -> float:
    return float(found.problem.sizes[found.problem.actors.index(name)])


def _column(
    axes: Axes, found: Landscape, k: int, column: float, order: list[str], letters: int, beside: Minimum | None
) -> None:
    """Draw one configuration: a cell per actor, its name on the half of its side; a ring where `beside` has it elsewhere."""
    minimum = found.minima[k]
    hit = found.verdict.hits[k] if found.verdict is not None else None
    first = _with(minimum, order[0])
    for row, name in enumerate(order):
        colour = BLUE if name in first else ORANGE
        left = column - 0.46 + (0.0 if name in first else 0.46)
        axes.bar(left, 0.86, 0.46, bottom=row - 0.43, align="edge", color=PALE[colour], edgecolor=colour, linewidth=0.6)
        marks = ["×"] if hit is not None and name in hit.wrong else []
        marks += ["○"] if beside is not None and (name in first) != (name in _with(beside, order[0])) else []
        text = " ".join([*marks, *([short(name, letters)] if letters and len(order) <= 40 else [])])
        axes.text(left + 0.23, row, text, ha="center", va="center", fontsize=SMALL)


def _with(minimum: Minimum, name: str) -> tuple[str, ...]:
    """Return the side of a configuration on which an actor stands."""
    return minimum.side_a if name in minimum.side_a else minimum.side_b


def _row(found: Landscape, name: str, names: Mapping[str, str]) -> str:
    return f"{short(names.get(name, name), 18)}  {_size(found, name):.3g}"


def _above(found: Landscape, k: int, titled: bool, own: bool, roomy: bool) -> str:
    """Return what stands above a column: whose it is, how often it is reached, its energy, how many runs agree."""
    minimum = found.minima[k]
    error = found.error(minimum)
    spread = f" ± {100 * error:.1f}" if error else ""
    head, energy, right, held = LONG if roomy else BRIEF
    lines = ["scenario" if own else "reference"] if titled else []
    lines += [f"{100 * found.share(minimum):.3g}{spread} {head}", f"{energy} {minimum.energy:.4g}"]
    hit = found.verdict.hits[k] if found.verdict is not None else None
    if hit is not None:
        lines.append(f"{hit.share_of_size:.0%} {right}")
    if found.held is not None:
        lines.append(f"{found.held[k]:.0%} {held}")
    return "\n".join(lines)


def _meaning(found: Landscape) -> str:
    """Return what the numbers above narrow columns are."""
    right = ", share of size right" if found.verdict is not None else ""
    held = ", share of runs in which the same sides are stable" if found.held is not None else ""
    return f"above: share of descents that end there, energy E{right}{held}"


def _headline(found: Landscape, widest: list[int], names: Mapping[str, str]) -> str:
    """Return in words how many configurations are stable and what the widest is."""
    count = len(found.minima)
    if count == 1:
        side = min((found.minima[0].side_a, found.minima[0].side_b), key=len)
        return f"One configuration is stable: {_listed(side, names)} against the rest" if side else "All stand together"
    side = min((found.minima[widest[0]].side_a, found.minima[widest[0]].side_b), key=len)
    against = f"{_listed(side, names)} against the rest" if side else "all together"
    seen = "are stable" if found.exact else "were found stable"
    return f"{count:,} configurations {seen}; {found.share(found.minima[widest[0]]):.0%} of descents end in {against}"


def _listed(side: tuple[str, ...], names: Mapping[str, str], most: int = 6) -> str:
    return ", ".join(short(names.get(name, name), 16) for name in side[:most]) + (
        f" and {len(side) - most} more" if len(side) > most else ""
    )


def _source(found: Landscape, drawn: int, beside: bool) -> str:
    rest = len(found.minima) - drawn
    more = f" {rest:,} narrower ones are not drawn." if rest else ""
    how = "" if found.exact else f" {found.descents:,} sampled starts."
    notes = "; ".join(found.problem.notes)
    notes = f" {notes[0].upper()}{notes[1:]}." if notes else ""
    wrong = " ×: wrong against the outcome." if found.verdict is not None else ""
    sides = "Blue, left: the side of the largest actor. Numbers at the names: size."
    sides += " ○: stands on the other side in the reference." if beside else ""
    return f"{sides}{wrong}{more}{how}{notes} {found.problem.source}"
