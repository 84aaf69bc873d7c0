"""Toy claims with known answers, read and studied once."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

from detente.claims import Claims, Report, read_claims, study

DATA = Path(__file__).parent / "data"
FOLDER, SCENARIOS = DATA / "claims", DATA / "scenarios"


@cache
def toys() -> Claims:
    return read_claims(FOLDER, SCENARIOS)


@cache
def studied() -> Report:
    return study(toys())


def copied(room: Path, file: str = "toys.yaml", old: str = "", new: str = "", more: str = "") -> Path:
    """Return a copy of the toy folder in which one text of one file is replaced (it must be there), and more added."""
    folder = room / "claims"
    shutil.copytree(FOLDER, folder)
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1) + more, "utf-8")
    return folder
