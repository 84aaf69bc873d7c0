"""The look of all figures: one page width, colour-blind safe colours, and the sentence every figure carries.

Every figure is drawn at the width at which it is printed, so that no letter ends up smaller than `SMALL`.
"""

from __future__ import annotations

import re
import textwrap
from functools import cache
from typing import TYPE_CHECKING, Any

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
OTHER_SCRIPTS = ("Noto Sans CJK JP", "Noto Sans CJK SC", "Noto Sans JP", "IPAexGothic", "IPAGothic", "Hiragino Sans",
                 "Yu Gothic", "Noto Sans KR", "Malgun Gothic", "WenQuanYi Zen Hei", "Noto Sans Thai")  # fmt: skip
"""Fonts for display names in other scripts, where the machine has them."""
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


@cache
def families() -> tuple[str, ...]:
    """Return the fonts to write with: one that comes with matplotlib, then those installed that know more scripts."""
    from matplotlib.font_manager import fontManager

    installed = {font.name for font in fontManager.ttflist}
    return ("DejaVu Sans", *(name for name in OTHER_SCRIPTS if name in installed))


@cache
def writable(text: str) -> bool:
    """Return whether the fonts have a sign for every letter of a text, and it runs from left to right.

    Right-to-left scripts need letters joined and turned, which is not done here: they would be drawn wrong.
    """
    from unicodedata import bidirectional

    from matplotlib.font_manager import findfont, get_font

    known = [get_font(findfont(name)).get_charmap() for name in families()]
    turned = any(bidirectional(letter) in ("R", "AL", "RLE", "RLO", "RLI") for letter in text)
    return not turned and all(any(ord(letter) in signs for signs in known) for letter in text)


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
    lines = [DISCLAIMER, *([source] if source else [])]
    text = "\n".join(wrapped(line, figure.get_figwidth(), SMALL, 0.58) for line in lines)
    figure.supxlabel(text, fontsize=SMALL, color="#555555", x=0.01, ha="left")


def wrapped(text: str, inches: float, points: float, breadth: float = 0.66) -> str:
    """Return text broken into lines that fit a width; `breadth` is a letter's mean width in font sizes."""
    return plain_text("\n".join(textwrap.wrap(text, max(12, int(inches * 72 / (points * breadth))))))


def plain_text(text: str) -> str:
    """Return text in which no dollar sign starts a formula; what was made plain before stays as it is."""
    return re.sub(r"(?<!\\)\$", r"\\$", text)


def short(text: str, most: int) -> str:
    """Return text of at most `most` letters; where it is longer its middle is cut, as names often differ at the end."""
    if len(text) <= most:
        return plain_text(text)
    head = most * 2 // 3
    return plain_text(f"{text[:head].rstrip()}…{text[len(text) - (most - head - 1) :].lstrip()}")


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
