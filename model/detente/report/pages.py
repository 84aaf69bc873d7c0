"""Fills templates.  The only place that knows the template language; everything is escaped but figures of our own."""

from __future__ import annotations

from functools import cache
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from detente.figures import svg_text
from detente.version import __version__
from detente.world.text import DISCLAIMER

if TYPE_CHECKING:
    from detente.figures import Figure

TEMPLATES = Path(__file__).parent / "templates"
MEANING = (
    '"Holds in the model" means consistent with stated assumptions; it is not evidence about the world.',
    "Most parameters are assumed. Differences within the interval are no difference.",
    "Entities are modelled because they act or are measured separately; names and codes imply no position on sovereignty "
    "or status. No state is assigned a fixed hostile type; all share the same mechanisms.",
    "Sources, events and surveys are centred on {focus}. Not for targeting, crisis operations or the design of coercion.",
)
"""What a report says of itself; `focus` is the state that the claims are about."""


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(number=number, percent=percent, probability=probability)
    environment.globals.update(disclaimer=DISCLAIMER, version=__version__)
    return environment


def page(template: str, focus: str, **content: Any) -> str:
    """Return a page as one HTML text; `focus` names the state that its sources are centred on."""
    return _environment().get_template(template).render(meaning=meanings(focus), **content)


def meanings(focus: str) -> tuple[str, ...]:
    """Return what a report says of itself."""
    return tuple(sentence.format(focus=focus) for sentence in MEANING)


def drawn(figure: Figure, prefix: str, words: str) -> Markup:
    """Return a figure to stand inside a page, with a description for those who cannot see it."""

    svg = svg_text(figure, prefix)
    start = Markup('<svg role="img" aria-label="{}" ').format(words)
    return start + Markup(svg.removeprefix("<svg "))


def number(value: float | None) -> str:
    """Return a number with its sign and three digits; a dash for what cannot be known."""
    if value is None or not isfinite(value):
        return "–"
    if value == 0.0:
        return "0"
    if abs(value) < 0.001:
        return f"{value:+.1e}".replace("e-0", "e-")
    return f"{value:+.3g}" if abs(value) < 1000 else f"{value:.1f}"


def percent(value: float | None) -> str:
    """Return a share as a whole percentage; a dash for what cannot be known."""
    return "–" if value is None or not isfinite(value) else f"{value:.0%}"


def probability(value: float | None) -> str:
    """Return a p-value."""
    if value is None or not isfinite(value):
        return "–"
    return "< 0.001" if value < 0.001 else f"{value:.3f}"
