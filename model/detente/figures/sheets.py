"""A figure that shows itself in a notebook, without a window and without any setting."""

from __future__ import annotations

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure


class Sheet(Figure):
    """A figure of the house."""

    def __init__(self, width: float, height: float) -> None:
        """Make an empty figure of this size in inches."""
        super().__init__(figsize=(width, height), layout="constrained")
        FigureCanvasAgg(self)

    def _repr_png_(self) -> tuple[bytes, dict[str, int]]:
        """Return the picture for a notebook, as sharp as in a file, and how wide to show it."""
        from detente.figures.saving import picture

        return picture(self), {"width": round(100 * self.get_figwidth())}
