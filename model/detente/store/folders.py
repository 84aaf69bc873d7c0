"""Folders of results: their names, and how one takes its final name only when it is whole."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from detente.errors import ResultError, UsageError
from detente.scenario.scenario import Scenario
from detente.store.manifest import read_manifest
from detente.store.names import MANIFEST


def folder_name(scenario: Scenario, seed: int, runs: int) -> str:
    """Return a safe name that says what a results folder holds: title slug, content hash, seed and runs."""
    stem = scenario.path.stem if scenario.path is not None else scenario.title
    words = f"{stem}-{scenario.variant}" if scenario.variant else stem
    slug = re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")[:60] or "scenario"
    return f"{slug}-{scenario.digest()[:8]}-seed{seed}-runs{runs}"


def check_target(final: Path) -> None:
    """Raise `UsageError` unless `final` is free, empty, or a results folder that holds nothing of the user's own."""
    if final.is_symlink():
        raise UsageError(f"{final} is a link; name a folder with --out")
    if not final.exists() or (final.is_dir() and not any(final.iterdir())):
        return
    try:
        known = {*read_manifest(final)["files"], MANIFEST}
    except ResultError:
        raise UsageError(f"{final} exists and is no results folder; name another with --out") from None
    found = {path.relative_to(final).as_posix() for path in final.rglob("*") if not path.is_dir()}
    if found - known:
        own = ", ".join(sorted(found - known)[:3])
        raise UsageError(f"{final} also holds files that are no results ({own}); name another folder with --out")


@contextmanager
def whole_folder(final: Path) -> Iterator[Path]:
    """Yield a temporary folder beside `final`; on success it takes the final name, else it vanishes.

    What stood under the name stays or comes back wherever the new folder does not take its place.
    """
    try:
        final.parent.mkdir(parents=True, exist_ok=True)
        room = Path(tempfile.mkdtemp(prefix=f".{final.name}.", dir=final.parent))
    except OSError as error:
        raise UsageError(f"cannot write results to {final.parent}: {error.strerror}") from None
    old = room.with_name(f"{room.name}.old")
    try:
        yield room
        _take_place(room, final, old)
    finally:
        shutil.rmtree(room, ignore_errors=True)
        if final.exists():  # else the old folder is all there is
            shutil.rmtree(old, ignore_errors=True)


def _take_place(room: Path, final: Path, old: Path) -> None:
    """Give a folder its final name, and the one that had it the name `old`; raise `UsageError` with all as it was."""
    try:
        os.chmod(room, 0o755)
        if final.exists():
            os.replace(final, old)
        os.replace(room, final)
    except BaseException as error:
        if old.exists() and not final.exists():  # an error or an interrupt between the two
            os.replace(old, final)
        if isinstance(error, OSError):
            raise UsageError(f"cannot write results to {final}: {error.strerror or error}") from None
        raise


def file_digest(path: Path) -> str:
    """Return the sha256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
