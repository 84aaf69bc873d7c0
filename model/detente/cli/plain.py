"""Answers as plain data for JSON: numbers that cannot be known are null."""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite
from typing import Any, Protocol


class Row(Protocol):
    """A named tuple."""

    def _asdict(self) -> dict[str, Any]: ...


def number(value: Any) -> Any:
    """Return a value for JSON: None for what is not a number."""
    return None if isinstance(value, float) and not isfinite(value) else value


def plain_row(row: Row) -> dict[str, Any]:
    """Return a named tuple as a mapping."""
    return {name: number(value) for name, value in row._asdict().items()}


def plain_rows(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Return named tuples as mappings."""
    return [plain_row(row) for row in rows]
