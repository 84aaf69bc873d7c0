"""The page: one HTML text with style and script inside, allowed by their hashes; it holds nothing of the scenario."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import NamedTuple

OWN = Path(__file__).parent / "templates"
REPORT = Path(__file__).parents[1] / "report" / "templates"
STYLES = (REPORT / "page.css", OWN / "explorer.css")
SCRIPTS = (REPORT / "charts.js", *(OWN / f"{name}.js" for name in ("asking", "controls", "drawing", "explorer")))


class Page(NamedTuple):
    """The bytes of the page, and the policy that lets nothing else run or load."""

    content: bytes
    policy: str


@cache
def page() -> Page:
    """Return the page with its Content-Security-Policy."""
    style, script = (_joined(files) for files in (STYLES, SCRIPTS))
    text = (OWN / "page.html").read_text("utf-8")
    text = text.replace("/*STYLE*/", style).replace("/*SCRIPT*/", script)
    policy = "; ".join((
        "default-src 'none'", f"script-src {_hash(script)}", f"style-src {_hash(style)}", "connect-src 'self'",
        "img-src data:", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
        "require-trusted-types-for 'script'", "trusted-types 'none'",
    ))  # fmt: skip
    return Page(text.encode(), policy)


def _joined(files: tuple[Path, ...]) -> str:
    return "\n".join(file.read_text("utf-8") for file in files)


def _hash(text: str) -> str:
    """Return the hash by which the policy allows a text (the report has the same, and would load all that reports need)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
