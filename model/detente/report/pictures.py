"""Figures of the library inside a page whose policy allows no style but its own: styles become attributes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup

from detente.report.pages import drawn

if TYPE_CHECKING:
    from detente.figures import Figure

STYLED = re.compile(r' style="([^"]*)"')
SHEET = re.compile(r"<style.*?</style>", re.DOTALL)
JOINED = ' stroke-linejoin="round" stroke-linecap="butt"'
"""What the library's own style sheet says of every line."""


def inlined(figure: Figure, key: str, words: str) -> Markup:
    """Return a figure as an SVG element without style sheet or style attributes; `words` describe it."""
    text = SHEET.sub("", str(drawn(figure, key, words)))
    text = STYLED.sub(lambda found: "".join(_attributes(found[1])), text)
    return Markup(text.replace("<svg ", f"<svg{JOINED} ", 1))


def _attributes(style: str) -> list[str]:
    parts = (part.split(":", 1) for part in style.split(";") if ":" in part)
    return [f' {name.strip()}="{value.strip()}"' for name, value in parts]
