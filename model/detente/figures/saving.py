"""Figures to files: the same figure gives the same bytes, and a file appears under its name only when it is whole."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from detente.errors import UsageError
from detente.figures.style import styled
from detente.whole_files import write_whole

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DPI = 150
# No date and no version of the drawing library: both would make equal figures differ.
METADATA = {
    ".svg": {"Date": None, "Creator": "detente"},
    ".pdf": {"CreationDate": None, "Creator": "detente", "Producer": None},
}
FORMATS = (".png", ".svg", ".pdf")


def save(figure: Figure, path: Path) -> Path:
    """Write a figure as PNG, SVG or PDF, by the ending of its name; raise `UsageError` where it cannot be written."""
    ending = path.suffix.lower()
    if ending not in FORMATS:
        raise UsageError(f"{path}: found '{path.suffix}'; a figure is written as {', '.join(FORMATS)}")
    content = picture(figure) if ending == ".png" else _vector(figure, ending)
    write_whole(path, content)
    return path


def svg_text(figure: Figure, prefix: str) -> str:
    """Return a figure as an SVG element to stand inside a page; `prefix` keeps its ids apart from other figures'."""
    text = _vector(figure, ".svg").decode()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    return re.sub(r'(\bid="|href="#|url\(#)', rf"\g<1>{prefix}-", text)


def enter(folder: Path, paths: list[Path]) -> None:
    """Enter figures into the manifest of their results folder, so that they count as results and not as a user's own."""
    import json

    from detente.store.folders import file_digest
    from detente.store.manifest import read_manifest, sealed
    from detente.store.names import MANIFEST

    inside = [path for path in paths if path.resolve().is_relative_to(folder.resolve())]
    if not inside:
        return
    manifest = read_manifest(folder)
    digests = {path.resolve().relative_to(folder.resolve()).as_posix(): file_digest(path) for path in inside}
    manifest["files"] = {**manifest["files"], **digests}
    write_whole(folder / MANIFEST, (json.dumps(sealed(manifest), indent=2) + "\n").encode())


def _vector(figure: Figure, ending: str) -> bytes:
    stream = BytesIO()
    with styled():  # the salt of SVG's names is read when it is written
        figure.savefig(stream, format=ending[1:], metadata=METADATA[ending])
    return stream.getvalue()


def picture(figure: Figure) -> bytes:
    """Return a PNG with a palette of 256 colours: a third of the size, and no eye sees the difference."""
    import numpy as np
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from PIL import Image

    stream = BytesIO()
    with styled():
        figure.set_dpi(DPI)
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        image = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
    image.quantize(256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
        stream, format="png", dpi=(DPI, DPI)
    )
    return stream.getvalue()
