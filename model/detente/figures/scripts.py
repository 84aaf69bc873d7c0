"""Scripts of the world in figures: which fonts there are, what they can write, and what stands where none can."""

from __future__ import annotations

from functools import cache
from unicodedata import bidirectional, category, east_asian_width

OWN = "DejaVu Sans"
"""The font that comes with matplotlib: Latin, Greek, Cyrillic, Arabic, Hebrew, Georgian, Armenian."""
OTHER_FONTS = (
    ("Noto Sans CJK JP", "Noto Sans CJK SC", "Noto Sans CJK KR", "Source Han Sans", "Hiragino Sans", "Yu Gothic", "IPAexGothic",
     "IPAGothic", "Noto Sans JP", "MS Gothic", "TakaoPGothic"),
    ("Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", "SimHei", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei",
     "Droid Sans Fallback", "Arial Unicode MS"),
    ("Noto Sans CJK KR", "Noto Sans KR", "Apple SD Gothic Neo", "Malgun Gothic", "NanumGothic", "UnDotum"),
    ("Noto Sans Thai", "Leelawadee UI", "Thonburi", "Loma"),
    ("Noto Sans Devanagari", "Nirmala UI", "Kohinoor Devanagari", "Lohit Devanagari"),
    ("Noto Sans Bengali", "Kohinoor Bangla", "Lohit Bengali"), ("Noto Sans Tamil", "Lohit Tamil"), ("Noto Sans Khmer", "Khmer OS"),
    ("Noto Sans Myanmar", "Padauk"), ("Noto Sans Lao", "Phetsarath OT"), ("Noto Sans Sinhala", "Lohit Sinhala"),
)  # fmt: skip
"""For each group of scripts the fonts that know it; the first that is installed is taken."""
BOX = "□"
"""Stands for a letter that no font here has; `HINT` says so below the figure."""
HINT = f"{BOX}: a letter that no font here has; install one that does, such as Noto Sans CJK."
LEFT_TO_RIGHT = "\u200e"
"""A mark without width.  Around a name it keeps what follows ("A → B") in the order of the sentence."""
SHAPES_SINCE = (3, 11)
"""From this version on matplotlib joins letters and turns right-to-left text itself; before, such text came out wrong."""


@cache
def families() -> tuple[str, ...]:
    """Return the fonts to write with: the one that comes with matplotlib, then those installed that know more scripts."""
    from matplotlib.font_manager import fontManager

    installed = {font.name for font in fontManager.ttflist}
    others = [next((name for name in group if name in installed), None) for group in OTHER_FONTS]
    return (OWN, *dict.fromkeys(name for name in others if name is not None))


@cache
def _known() -> frozenset[int]:
    """Return the code points that some of the fonts can write."""
    from matplotlib.font_manager import findfont, get_font

    return frozenset().union(*(get_font(findfont(name)).get_charmap() for name in families()))


@cache
def _shapes() -> bool:
    """Return whether matplotlib draws right-to-left scripts as they are written."""
    import matplotlib as mpl

    return tuple(mpl.__version_info__[:2]) >= SHAPES_SINCE


def turned(text: str) -> bool:
    """Return whether some of a text runs from right to left."""
    return any(bidirectional(letter) in ("R", "AL") for letter in text)


def _legible(letter: str) -> bool:
    return ord(letter) in _known() and (_shapes() or not turned(letter))


@cache
def writable(text: str) -> bool:
    """Return whether the fonts have a sign for every letter of a text, and it comes out as it is written."""
    return all(_legible(letter) for letter in text)


def legible(text: str) -> str:
    """Return text with a box for each letter that no font here has, and a space for each that has no sign at all."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        letter if letter == "\n" or _legible(letter) else " " if category(letter)[0] in "CZ" else BOX for letter in text
    )


def in_order(name: str) -> str:
    """Return a name that keeps its own direction of writing and leaves that of the sentence around it alone."""
    return f"{LEFT_TO_RIGHT}{name}{LEFT_TO_RIGHT}" if turned(name) else name


def breadth(text: str) -> float:
    """Return how many letters of usual width a text is wide: ideographs and their like count for nearly two."""
    return sum(0.0 if category(letter) in ("Mn", "Cf") else 1.8 if east_asian_width(letter) in "WF" else 1.0
               for letter in text)  # fmt: skip
