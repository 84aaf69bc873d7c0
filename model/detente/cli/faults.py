"""Show what is wrong with an input: one line per fault, control characters made visible."""

from __future__ import annotations

import sys

from detente.errors import DetenteError


def visible(text: str) -> str:
    """Return text whose control characters cannot reach the terminal."""
    return "".join(c if c.isprintable() or c == "\n" else c.encode("unicode_escape").decode() for c in text)


def report(error: DetenteError) -> int:
    """Print an error to standard error and return its exit code."""
    print(visible(f"detente: {error}" if not hasattr(error, "faults") else str(error)), file=sys.stderr)
    return error.exit_code
