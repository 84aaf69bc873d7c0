"""The look of all figures: colour-blind safe colours, sizes for print, and the sentence every figure carries."""

from __future__ import annotations

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
SETTINGS: dict[str, Any] = {
    "font.size": 9.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "figure.constrained_layout.use": True,
    "savefig.dpi": 160,
    "svg.hashsalt": "detente",
}


def styled() -> Any:
    """Return a context in which figures have the look of the house."""
    import matplotlib as mpl

    return mpl.rc_context(SETTINGS)  # type: ignore[arg-type]


def canvas(ax: Axes | None, width: float, height: float) -> Axes:
    """Return the axes to draw on: those given, or those of a new figure of this size in inches."""
    if ax is not None:
        return ax
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(figure)
    return figure.subplots()


def note(figure: Figure, source: str = "") -> None:
    """Write the sentence about what such output is, and where the numbers come from, below a figure."""
    figure.supxlabel(f"{DISCLAIMER}{'  ' + source if source else ''}", fontsize=6.5, color="#555555", x=0.01, ha="left")
