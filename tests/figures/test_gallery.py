"""The gallery: every figure there is stands in it, and every picture it names is there."""

from __future__ import annotations

import re
from pathlib import Path

from PIL import Image

from detente.figures import FIGURES, HISTORY_FIGURES, SWEEP_FIGURES

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "gallery.md").read_text(encoding="utf-8")


def test_every_figure_is_in_it_once_and_says_what_it_shows() -> None:
    heads = re.findall(r"^## (\w+)$", PAGE, re.MULTILINE)
    assert heads == [*FIGURES, *SWEEP_FIGURES, *HISTORY_FIGURES]
    pictures = re.findall(r"!\[(.+)\]\((.+)\)", PAGE)
    assert len(pictures) >= len(heads)
    assert all(len(said) > 30 for said, _ in pictures)


def test_pictures_are_there_at_the_width_of_a_page_and_none_is_left_over() -> None:
    named = set(re.findall(r"\((gallery/.+\.png)\)", PAGE))
    assert named == {f"gallery/{path.name}" for path in (DOCS / "gallery").iterdir()}
    for name in named:
        with Image.open(DOCS / name) as picture:
            assert picture.width == 975  # 6.5 inches at 150 dots
