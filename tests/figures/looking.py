"""Look at a figure as a reader does: which words it shows, which of them collide or are cut."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import combinations

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text


@contextmanager
def drawn_texts() -> Iterator[list[Text]]:
    """Yield a list that fills with the texts that are really drawn (ticks outside the axes are not)."""
    found: list[Text] = []
    with pytest.MonkeyPatch.context() as patch:
        original = Text.draw

        def draw(self: Text, renderer: object) -> None:
            if self.get_visible() and self.get_text().strip():
                found.append(self)
            original(self, renderer)

        patch.setattr(Text, "draw", draw)
        yield found


def texts(figure: Figure) -> list[Text]:
    """Return the texts of a figure after it was laid out."""
    with drawn_texts() as found:
        FigureCanvasAgg(figure).draw()
    return list(dict.fromkeys(found))


def words(figure: Figure) -> str:
    """Return all words of a figure, line breaks as spaces."""
    return " ".join(" ".join(text.get_text().split()) for text in texts(figure))


def faults_of_layout(figure: Figure) -> list[str]:
    """Return every text that is cut by the figure's edge, smaller than 7 points, or runs into another."""
    found = texts(figure)
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    boxes = [text.get_window_extent(renderer) for text in found]
    width, height = figure.bbox.width, figure.bbox.height
    faults = [
        f"cut: {text.get_text()!r}"
        for text, box in zip(found, boxes, strict=True)
        if box.x0 < -1 or box.y0 < -1 or box.x1 > width + 1 or box.y1 > height + 1
    ]
    faults += [f"small: {text.get_text()!r}" for text in found if text.get_fontsize() < 7.0]
    for (a, first), (b, second) in combinations(zip(found, boxes, strict=True), 2):
        over = min(first.x1, second.x1) - max(first.x0, second.x0), min(first.y1, second.y1) - max(first.y0, second.y0)
        if min(over) > 1.5:
            faults.append(f"overlap: {a.get_text()!r} and {b.get_text()!r}")
    return faults
