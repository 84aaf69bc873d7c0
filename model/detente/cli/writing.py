"""Write one file of answers: whole or not at all, and never over something of the user's own."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

from detente.errors import UsageError


def check_file(path: Path) -> list[str]:
    """Return why answers cannot be written to `path`: a file that is no answer of ours is left alone."""
    if path.is_symlink() or path.is_dir():
        return [f"--out: {path} is a {'link' if path.is_symlink() else 'folder'}; name a file"]
    if not path.exists():
        return []
    try:
        ours = "disclaimer" in json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, TypeError, RecursionError):
        ours = False
    return [] if ours else [f"--out: {path} exists and is no comparison; name another file"]


def write_text(path: Path, text: str) -> None:
    """Write a file that appears under its name only when it is whole; raise `UsageError` where that is impossible."""
    room = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, room = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        os.chmod(room, 0o644)
        os.replace(room, path)
        room = None
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror or error}") from None
    finally:
        if room is not None:
            Path(room).unlink(missing_ok=True)
