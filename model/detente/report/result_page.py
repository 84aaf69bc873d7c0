"""A brief as one HTML file that needs nothing else: script and style inside, allowed by their hashes and nothing besides.

What a scenario says reaches the page escaped by the template, or as JSON that the script sets by textContent.
"""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from detente.report.brief import Brief, Chart
from detente.report.pages import TEMPLATES, page
from detente.report.words import SCALE
from detente.whole_files import write_whole

SCRIPTS = ("charts.js", "page.js")
HARMFUL = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}
"""In JSON inside a page these could end the script, or a line of it."""


def result_page(brief: Brief) -> str:
    """Return the page of a brief."""
    script, style = source(*SCRIPTS), source("page.css")
    return page(
        "result.html", brief.focus, title=brief.title, brief=brief, scale=SCALE, script=Markup(script), style=Markup(style),
        policy=policy(script, style), data=Markup(embedded(_data(brief))),
    )  # fmt: skip


def write_report(brief: Brief, path: Path) -> int:
    """Write the page of a brief whole or not at all; return its size in bytes."""
    content = result_page(brief).encode()
    write_whole(path, content)
    return len(content)


@cache
def source(*names: str) -> str:
    """Return files of ours to stand inside a page."""
    return "\n" + "\n".join((TEMPLATES / name).read_text(encoding="utf-8") for name in names)


def policy(script: str, style: str) -> str:
    """Return the Content-Security-Policy: this script and this style, nothing from anywhere else."""
    return (
        f"default-src 'none'; script-src '{digest(script)}'; style-src '{digest(style)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def digest(text: str) -> str:
    """Return the hash of an inline script or style, as a policy names it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def embedded(data: Any) -> str:
    """Return JSON that may stand inside a script element, whatever names it holds."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.translate(HARMFUL)


def _data(brief: Brief) -> dict[str, Any]:
    charts = [block for section in brief.sections for block in section.blocks if isinstance(block, Chart)]
    return {chart.key: {"name": chart.name, "data": chart.data, "options": chart.options} for chart in charts}
