"""A difference shared out over the levers and shocks that make it, with what is known of each share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from detente.figures.style import (
    BLUE,
    ORANGE,
    PAGE,
    QUIET,
    SMALL,
    beside,
    canvas,
    decimals,
    finish,
    lowered,
    short,
    styled,
)
from detente.scenario.meanings import EVIDENCE
from detente.world.outcomes import INDICATORS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from detente.analysis.attribution import Attribution, Share


def attribution(found: Attribution, ax: Axes | None = None, focus: str = "the focal state", most: int = 14) -> Axes:
    """Draw the whole difference and its shares, largest first; the bars of the shares add up to the whole.

    Whisker: mean +- 2 Monte Carlo errors; pale band: 5-95 % over sets of assumptions.  Blue raises, orange lowers, grey
    is not clear (within two errors, or under 90 % of sets agree).  Hatched and marked °: the card has no quantitative evidence.
    """
    rows = list(found.shares[:most])
    rest = found.shares[most:]
    places = decimals(max([abs(found.difference), *(abs(row.share) for row in rows)]))
    with styled():
        axes = canvas(ax, PAGE, 1.5 + 0.28 * (len(rows) + bool(rest) + 1))
        _bar(axes, 0, found.difference, found.error, found.low, found.high, found.agreement, places,
             colour="#444444")  # fmt: skip
        for y, row in enumerate(rows, start=1):
            _bar(axes, y, row.share, row.error, row.low, row.high, row.agreement, places,
                 hatched=row.evidence == "none")  # fmt: skip
        labels = ["the whole difference", *(_label(row) for row in rows)]
        if rest:
            nan = float("nan")
            _bar(axes, len(labels), sum(row.share for row in rest), nan, nan, nan, nan, places)
            labels.append(f"{len(rest)} smaller shares")
        axes.axvline(0.0, color="black", linewidth=0.8)
        axes.axhline(0.5, color=QUIET, linewidth=0.6, linestyle=":")
        axes.set_yticks(range(len(labels)), labels, fontsize=7.5)
        axes.set_ylim(len(labels) - 0.4, -1.1)
        for points, head in ((6.0, "share"), (88.0, "sign")):
            beside(axes, -0.8, points, head, bold=True)
        axes.set_xlabel(
            f"share of the difference in {lowered(_what(found, focus))}{_unit(found)}\n"
            "blue raises, orange lowers, grey not clear; whisker: mean ± 2 Monte Carlo errors;\n"
            f"band: 5-95 % over sets of assumptions; hatched, °: {EVIDENCE['none']}",
            fontsize=SMALL,
        )
        finish(axes, _headline(found, focus), _source(found), own=ax is None)
    return axes


def _bar(
    axes: Axes, y: int, share: float, error: float, low: float, high: float, agreement: float,
    places: int, *, colour: str = "", hatched: bool = False,
) -> None:  # fmt: skip
    """Draw one bar with its band and whisker, and its numbers at the right."""
    clear = abs(share) > 2.0 * error and agreement >= 0.9
    colour = colour or (QUIET if not clear else BLUE if share > 0.0 else ORANGE)
    axes.barh(y, share, height=0.5, color="white" if hatched else colour, edgecolor=colour, linewidth=1.0,
              hatch="/////" if hatched else None)  # fmt: skip
    axes.plot([low, high], [y, y], color=colour, linewidth=10, alpha=0.25, solid_capstyle="butt", zorder=0)
    if not np.isnan(error):
        axes.errorbar(share, y, xerr=2.0 * error, color="black", linewidth=0.9, capsize=2)
    beside(axes, y, 6.0, f"{share:+.{places}f}" + ("" if np.isnan(error) else f" ± {2.0 * error:.{places}f}"))
    beside(axes, y, 88.0, "-" if np.isnan(agreement) else f"{agreement:.0%}")


def _label(row: Share) -> str:
    kind = "" if row.kind in ("rest", "group") else f"{row.kind}: "
    mark = " °" if row.evidence == "none" else ""
    return short(f"{kind}{row.name.replace('_', ' ')}", 34) + mark


def _what(found: Attribution, focus: str) -> str:
    title = INDICATORS[found.of].title if found.of in INDICATORS else found.title or found.of
    return title.replace("the focal state", short(focus, 18))


def _unit(found: Attribution) -> str:
    return "" if found.unit == "1" else f" ({found.unit})"


def _headline(found: Attribution, focus: str) -> str:
    """Return the whole difference and its largest share."""
    unit = "" if found.unit == "1" else f" {found.unit}"
    places = decimals(found.difference)
    whole = f"{_what(found, focus)} differs by {found.difference:+.{places}f}{unit}"
    if not found.shares:
        return f"{whole}: no lever or shock differs"
    first = found.shares[0]
    return f"{whole}, of which {first.share:+.{places}f} from {first.name.replace('_', ' ')}"


def _source(found: Attribution) -> str:
    sides = f"{found.titles[1]}, beside: {found.titles[0]}; {found.runs} runs, seed {found.seed}"
    return f"Shapley values ({found.method}, {found.coalitions} mixtures); the shares add up. {sides}."
