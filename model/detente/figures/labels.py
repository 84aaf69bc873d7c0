"""Names written beside what they name, so that no eye has to travel to a legend and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from detente.figures.style import SMALL

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def name_lines(axes: Axes, ends: Sequence[tuple[float, str, str]], gap: float = 0.075) -> None:
    """Write a name right of the axes at the height at which its line ends: (height in data, words, colour) each.

    Names that would hide one another are moved apart: `gap` is the least distance as a share of the axes' height.
    """
    low, high = axes.get_ylim()
    if not ends or high == low:
        return
    order = sorted(ends, key=lambda end: (end[0] - low) / (high - low))
    heights = moved_apart([(end[0] - low) / (high - low) for end in order], gap)
    for (_, words, colour), height in zip(order, heights, strict=True):
        axes.annotate(
            words, (1.0, height), (5.0, 0.0), xycoords="axes fraction", textcoords="offset points", va="center",
            fontsize=SMALL, color=dark(colour), annotation_clip=False,
        )  # fmt: skip


def moved_apart(wanted: Sequence[float], gap: float) -> list[float]:
    """Return ascending heights near the wanted ones (ascending, 0..1), at least `gap` apart where that fits."""
    gap = min(gap, 1.0 / max(len(wanted) - 1, 1))
    found: list[float] = []
    for height in wanted:
        found.append(max(height, found[-1] + gap) if found else max(height, 0.0))
    for k in range(len(found) - 1, -1, -1):
        most = 1.0 if k == len(found) - 1 else found[k + 1] - gap
        found[k] = min(found[k], most)
    return found


def dark(colour: str) -> tuple[float, float, float]:
    """Return a colour dark enough to read words in it on white paper, also where it is printed in grey."""
    from matplotlib.colors import to_rgb

    red, green, blue = to_rgb(colour)
    light = 0.299 * red + 0.587 * green + 0.114 * blue
    factor = min(1.0, 0.42 / max(light, 1e-9))
    return red * factor, green * factor, blue * factor
