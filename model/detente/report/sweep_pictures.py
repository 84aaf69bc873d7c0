"""The figures of a sweep: answers to factors, and pairs of factors as maps."""

from __future__ import annotations

from detente.errors import UsageError
from detente.report.brief import Block, Picture, Text
from detente.report.pictures import inlined
from detente.report.sweep_cells import Found

MOST = 6
"""More figures than this would make a heavy page."""


def pictures(found: Found) -> list[Block]:
    """Return the figures of a sweep that its factors allow, and why others are missing."""
    from detente.figures import SWEEP_FIGURES, Choice, tidy

    blocks: list[Block] = []
    missing: list[str] = []
    data = tidy(found.result, outcomes=[found.of])
    for name in ("response", "heat_map"):
        try:
            drawn = SWEEP_FIGURES[name].draw(data, Choice(of=found.of))
        except UsageError as error:
            missing.append(str(error))
            continue
        for figure in drawn.values():
            if len(blocks) < MOST:
                key = f"{name}-{len(blocks)}"
                blocks.append(Picture(inlined(figure, key, _words(figure, found)), "", _caption(name)))
    return blocks + [Text(f"Not drawn: {why}.", "small") for why in missing]


def _words(figure: object, found: Found) -> str:
    title = getattr(figure, "_suptitle", None)
    text = " ".join(title.get_text().split()) if title is not None else found.title(found.of)
    return f"{text}. The numbers stand in the tables."


def _caption(name: str) -> str:
    if name == "response":
        return "Mark: mean over runs and over the other factors, with two Monte Carlo errors; band: 5 to 95 % over futures."
    return "Colour: mean paired difference from the reference at each point; what is not clear is marked in the figure."
