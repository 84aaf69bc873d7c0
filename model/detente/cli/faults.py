"""Show what is wrong with an input: one line per fault, control characters made visible; on request as JSON."""

from __future__ import annotations

import json
import sys
from contextlib import suppress

from detente.errors import DetenteError, Fault, ScenarioError


def visible(text: str) -> str:
    """Return text whose control characters cannot reach the terminal."""
    return "".join(c if c.isprintable() or c == "\n" else c.encode("unicode_escape").decode() for c in text)


def report(error: DetenteError, *, as_json: bool = False) -> int:
    """Print an error in words to standard error, and as JSON to standard output; return its exit code."""
    faults = list(error.faults) if isinstance(error, ScenarioError) else [Fault("", "", str(error))]
    if as_json:
        with suppress(OSError):  # standard output may be what is wrong
            print_faults(faults)
    words = str(error) if isinstance(error, ScenarioError) else f"detente: {error}"
    print(visible(words), file=sys.stderr)
    return error.exit_code


def print_faults(faults: list[Fault]) -> None:
    """Print faults as one JSON document `{"faults": [{"where", "path", "message"}, ...]}` to standard output."""
    print(json.dumps({"faults": [fault._asdict() for fault in faults]}, indent=2))


def print_json(data: object) -> None:
    """Print plain data as one JSON document; a number that is none, or has no end, is a mistake of ours."""
    print(json.dumps(data, indent=2, allow_nan=False))
