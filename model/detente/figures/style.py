"""The look of all figures: one page width, colour-blind safe colours, and the sentence every figure carries.

Every figure is drawn at the width at which it is printed, so that no letter ends up smaller than `SMALL`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from detente.figures.scripts import BOX, HINT, LEFT_TO_RIGHT, families, legible, turned
from detente.figures.scripts import breadth as breadth_of
from detente.world.text import DISCLAIMER

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Okabe & Ito's palette, readable with every common form of colour blindness and in grey.
BLUE, ORANGE, GREEN, RED, PURPLE, SKY, YELLOW, BLACK = (
    "#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9", "#F0E442", "#000000",
)  # fmt: skip
REFERENCE, SCENARIO, QUIET = "#777777", BLUE, "#999999"
PAGE = 6.5
"""Width of a printed page in inches."""
SMALL = 7.0
"""The smallest letters, in points."""
SETTINGS: dict[str, Any] = {
    "font.size": 8.0,
    "axes.titlesize": 8.5,
    "axes.labelsize": 8.0,
    "xtick.labelsize": 7.5,
    "ytick.labelsize": 7.5,
    "legend.fontsize": 7.5,
    "figure.titlesize": 9.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "figure.constrained_layout.use": True,
    "figure.dpi": 100.0,
    "svg.hashsalt": "detente",
}


def styled() -> Any:
    """Return a context in which figures have the look of the house."""
    import matplotlib as mpl

    settings: Any = {**SETTINGS, "font.family": list(families())}
    return mpl.rc_context(settings)


def sheet(width: float, height: float) -> Figure:
    """Return an empty figure of this size in inches, which needs no window."""
    from detente.figures.sheets import Sheet

    return Sheet(width, height)


def canvas(ax: Axes | None, width: float, height: float) -> Axes:
    """Return the axes to draw on: those given, or those of a new figure of this size in inches."""
    return ax if ax is not None else sheet(width, height).subplots()


def finish(axes: Axes, title: str, source: str = "", *, own: bool) -> Axes:
    """Write the headline, and below a figure of our `own` what such output is; return the axes.

    On axes that were passed in, the footnote is left to whoever made the figure (see `note`).
    """
    if own:
        headline(axes.figure, title)  # type: ignore[arg-type]
        note(axes.figure, source)  # type: ignore[arg-type]
    else:
        inches = axes.get_position().width * axes.figure.get_figure(root=True).get_figwidth()  # type: ignore[union-attr]
        axes.set_title(wrapped(title, max(inches, 1.5), 8.5))
    return axes


def headline(figure: Figure, title: str) -> None:
    """Write a figure's headline above it, at its left edge, broken to its width."""
    figure.suptitle(wrapped(title, figure.get_figwidth(), 9.5), x=0.01, ha="left", fontweight="bold")


def note(figure: Figure, source: str = "") -> None:
    """Write the sentence about what such output is, and where the numbers come from, below a figure."""
    from matplotlib.text import Text

    source = legible(source)
    lines = [DISCLAIMER, *([source] if source else [])]
    if BOX in source or any(BOX in text.get_text() for text in figure.findobj(Text)):  # type: ignore[attr-defined]
        lines.append(HINT)
    text = "\n".join(wrapped(line, figure.get_figwidth(), SMALL, 0.58) for line in lines)
    figure.supxlabel(text, fontsize=SMALL, color="#555555", x=0.01, ha="left")


def wrapped(text: str, inches: float, points: float, breadth: float = 0.66) -> str:
    """Return text broken into lines that fit a width; `breadth` is a letter's mean width in font sizes."""
    lines = lines_of(text, max(12, int(inches * 72 / (points * breadth))))
    return plain_text("\n".join(f"{LEFT_TO_RIGHT}{line}" if turned(line) else line for line in lines))


def lines_of(text: str, most: int) -> list[str]:
    """Return text in lines of at most `most` letters of usual width, broken at spaces, or inside what is longer than a line."""
    lines: list[str] = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if breadth_of(joined) <= most:
            lines[-1] = joined
            continue
        lines += [""] if lines[-1] else []
        for letter in word:
            if breadth_of(lines[-1] + letter) > most:
                lines.append("")
            lines[-1] += letter
    return lines


def plain_text(text: str) -> str:
    """Return text in which no dollar sign starts a formula and every letter has a sign; what was made plain stays as it is."""
    return re.sub(r"(?<!\\)\$", r"\\$", legible(text))


def short(text: str, most: int) -> str:
    """Return text of at most `most` letters; where it is longer its middle is cut, as names often differ at the end."""
    if breadth_of(text) <= most:
        return plain_text(text)
    head, tail = text, ""
    while breadth_of(head) > most * 2 // 3:
        head = head[:-1]
    while len(tail) < len(text) and breadth_of(text[len(text) - len(tail) - 1 :]) <= most - breadth_of(head) - 1:
        tail = text[len(text) - len(tail) - 1 :]
    return plain_text(f"{head.rstrip()}…{tail.lstrip()}")


def beside(axes: Axes, y: float, points: float, text: str, *, bold: bool = False) -> None:
    """Write text right of the axes, at a height in data and a distance in points from their edge."""
    axes.annotate(
        text, (1.0, y), (points, 0.0), xycoords=("axes fraction", "data"), textcoords="offset points", va="center",
        fontsize=SMALL, fontweight="bold" if bold else "normal", annotation_clip=False,
    )  # fmt: skip


def decimals(size: float, digits: int = 3) -> int:
    """Return how many decimals show a number of this size with so many significant digits (0 to 8)."""
    from math import floor, isfinite, log10

    return min(8, max(0, digits - 1 - floor(log10(abs(size))))) if size and isfinite(size) else digits


def lowered(text: str) -> str:
    """Return text that can stand inside a sentence: its first letter small."""
    return text[:1].lower() + text[1:]


def blank(axes: Axes, text: str) -> None:
    """Say in words on empty axes why there is nothing to draw."""
    axes.set_axis_off()
    axes.text(0.5, 0.5, wrapped(text, 3.0, 8.0), transform=axes.transAxes, ha="center", va="center", color="#555555")


def ink(colour: Any) -> str:
    """Return black or white, whichever is readable on a colour."""
    from matplotlib.colors import to_rgb

    red, green, blue = to_rgb(colour)
    return "white" if 0.299 * red + 0.587 * green + 0.114 * blue < 0.5 else "black"
