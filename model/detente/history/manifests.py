"""A table and how it came about: FILE.csv and FILE.csv.json, which belong together by the digest of the table's bytes."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from detente.errors import ResultError
from detente.history.fit_dates import parse_fit
from detente.whole_files import write_together


def write_with_manifest(path: Path, text: str, manifest: dict[str, Any]) -> None:
    """Write both or neither, and each whole; raise `UsageError` where they cannot be written."""
    content = text.encode()
    told = {**manifest, "sha256": hashlib.sha256(content).hexdigest()}
    beside = path.with_name(f"{path.name}.json")
    write_together({beside: (json.dumps(told, indent=1) + "\n").encode(), path: content})


def read_with_manifest(path: Path, what: str) -> tuple[bytes, dict[str, Any]]:
    """Return the bytes of a table and its manifest; raise `ResultError` where they are not `what`, or not of one another."""
    try:
        content = path.read_bytes()
        manifest = json.loads(path.with_name(f"{path.name}.json").read_text(encoding="utf-8"))
        parse_fit(str(manifest["fit_until"]))
        kind, sha256 = manifest["what"], manifest["sha256"]
    except OSError as error:
        raise ResultError(f"{error.filename}: {error.strerror}; a {what} and its .json are needed") from None
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ResultError(f"{path}: its .json is no manifest of a {what} ({type(error).__name__}: {error})") from None
    if kind != what:
        raise ResultError(f"{path}: found {kind}; a {what}, as `detente calibrate` keeps it, is needed")
    if sha256 != hashlib.sha256(content).hexdigest():
        raise ResultError(f"{path}: the table was changed since its .json was written; calibrate anew")
    return content, manifest
