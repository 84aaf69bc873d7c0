"""Write a file whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from detente.errors import UsageError


def write_whole(path: Path, content: bytes) -> None:
    """Write a file under a temporary name beside it, then give it its own; raise `UsageError` where it cannot be written."""
    room = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, room = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        os.chmod(room, 0o644)
        os.replace(room, path)
        room = None
    except OSError as error:
        raise UsageError(f"cannot write {path}: {(error.strerror or str(error)).lower()}; name another place") from None
    finally:
        if room is not None:
            Path(room).unlink(missing_ok=True)


def write_new(path: Path, content: bytes) -> None:
    """Write a file whole, or raise `UsageError` where one of its name is there already (looked at and taken in one step)."""
    room = None
    try:
        handle, room = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        os.chmod(room, 0o644)
        os.link(room, path)
    except FileExistsError:
        raise UsageError(f"{path.name} is there already, and is not overwritten; name another") from None
    except OSError as error:
        raise UsageError(f"cannot write {path}: {(error.strerror or str(error)).lower()}; name another place") from None
    finally:
        if room is not None:
            Path(room).unlink(missing_ok=True)
