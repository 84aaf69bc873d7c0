"""The manifest of a results folder: what was run, with what, and the sha256 of every file, under a seal of its own."""

from __future__ import annotations

import hashlib
import json
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from detente.errors import ResultError
from detente.store.contents import DAMAGED, check_contents, check_format, first_version
from detente.store.names import MANIFEST, PACKAGES

SEAL = "seal"


def made_with() -> dict[str, Any]:
    """Return what a result depends on beside its scenario: versions of detente, Python and packages, and the machine."""
    from detente.compiled import source_digest
    from detente.version import __version__

    return {
        "detente": __version__,
        "kernel": source_digest(),
        "python": platform.python_version(),
        "platform": f"{platform.system()} {platform.machine()}",
        "packages": {name: _version(name) for name in PACKAGES},
    }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def sealed(manifest: dict[str, Any]) -> dict[str, Any]:
    """Return the manifest with the sha256 of its own content, by which a later edit is noticed.

    One that was read without a seal stays without: nobody knows whether it is as it was written.
    """
    plain = {key: value for key, value in manifest.items() if key != SEAL}
    if manifest.get(SEAL, "") is None:
        return plain
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"))
    return {**plain, SEAL: hashlib.sha256(text.encode()).hexdigest()}


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a results folder, checked for what others rely on; raise `ResultError`.

    The seal is None where there is none, as in folders of detente 0.1.
    """
    path = folder / MANIFEST
    _check_place(folder, path)
    try:
        manifest = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ResultError(f"{path} cannot be read: {(error.strerror or 'an error').lower()}") from None
    except (ValueError, RecursionError):
        raise ResultError(f"{path} cannot be read as JSON; {DAMAGED}") from None
    if isinstance(manifest, dict) and manifest.get("kind") == "sweep":
        raise ResultError(
            f"{folder} holds a sweep; open it with detente.open_sweep, or name one point: `detente rerun`"
        )
    if not isinstance(manifest, dict) or "format" not in manifest:
        raise ResultError(f"{path} lacks 'format'; it is no manifest of detente, or {DAMAGED}")
    check_format(path, manifest)
    check_contents(path, manifest)
    seal = manifest.setdefault(SEAL, None)
    if seal is None and not first_version(manifest):
        raise ResultError(f"{path} lacks its seal, which detente {manifest['detente']} writes; {DAMAGED}")
    if seal is not None and sealed(manifest)[SEAL] != seal:
        raise ResultError(f"{path} was edited: its content does not match its seal; undo the edit, or run again")
    return manifest


def _check_place(folder: Path, path: Path) -> None:
    """Raise `ResultError` with what to name instead where there is no manifest."""
    try:
        if path.is_file():
            return
        if not folder.exists():
            raise ResultError(f"{folder}: no such folder; name a results folder that `detente run` wrote")
        if not folder.is_dir():
            near = f"name its folder, {folder.parent}" if (folder.parent / MANIFEST).is_file() else "name a folder"
            raise ResultError(f"{folder} is a file and no results folder; {near}")
        below = [one for one in folder.iterdir() if not one.name.startswith(".")]
        inside = sorted(one.name for one in below if (one / MANIFEST).is_file())
    except OSError as error:
        raise ResultError(f"{folder} cannot be read: {(error.strerror or 'an error').lower()}") from None
    hint = f"; it holds results folders, name one of them: {', '.join(inside[:5])}" if inside else ""
    raise ResultError(f"{folder} is no results folder: it has no {MANIFEST}{hint}")
