"""`detente schema`: the JSON Schema of scenario files and cards, for completion and checks in an editor."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from detente.cli.faults import visible
from detente.errors import UsageError
from detente.scenario.faults import listed, nearest, shown
from detente.scenario.json_schema import DIALECT, FORMS, json_schema
from detente.whole_files import write_whole


def show_schema(of: str, out: Path | None) -> None:
    """Print a schema, or write it to a file and say how an editor finds it; raise `UsageError` for an unknown one."""
    if of not in FORMS:
        raise UsageError(f"no schema {shown(of)}{nearest(of, FORMS) or f'; schemas: {listed(FORMS)}'}")
    text = json.dumps(json_schema(of), indent=2, allow_nan=False) + "\n"
    if out is None:
        print(text, end="")
        return
    _check(out)
    write_whole(out, text.encode())
    first = f"# yaml-language-server: $schema={out.name}"
    print(
        visible(f"{out} written.  Editors take it from the first line of a file beside it:\n{first}"), file=sys.stderr
    )


def _check(path: Path) -> None:
    """Raise `UsageError` where another file of the user's stands already."""
    if path.is_dir() or (path.exists() and DIALECT not in path.read_bytes()[:500].decode(errors="replace")):
        raise UsageError(f"--out: {path} exists and is no schema; name another file")
