"""Hold the table of contrasts in a manifest against what follows from the stored runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from detente.analysis.paired import Side, contrasts
from detente.store.comparing import Difference
from detente.store.models import model_of
from detente.store.opening import Result
from detente.world.arrays import Array

if TYPE_CHECKING:
    from detente.analysis.paired import Contrast

CLOSE = 1e-9
"""Relative; a sum over runs may be rounded otherwise on another machine."""


def stored_side(result: Result, *, reference: bool = False) -> Side:
    """Return the numbers of a results folder, or those of its reference, as a side of a comparison."""
    manifest = result.manifest
    lazy = result.reference_data if reference else result.data
    scenario = result.reference if reference else result.scenario
    assert lazy is not None
    assert scenario is not None
    with lazy as data:
        summary: Array = data["indicator_mean"].to_numpy()
    sizes = (int(manifest["seed"]), int(manifest["runs"]), int(manifest["replicates"]))
    return Side(scenario, *sizes, summary, model_of(result))


def table_differences(result: Result) -> tuple[list[Difference], int]:
    """Return where the manifest's contrasts are not those of the stored runs, and how many numbers were compared."""
    told = result.manifest.get("contrasts")
    if told is None or result.reference is None or result.only is not None:
        return [], 0
    rows = contrasts(stored_side(result, reference=True), stored_side(result))
    size = sum(len(row) for row in rows)
    named = [row.get("indicator") if isinstance(row, dict) else None for row in told] if isinstance(told, list) else []
    if named != [row.indicator for row in rows]:
        note = "in the manifest are not one row per indicator"
        return [Difference("manifest", "contrasts", size, size, float("nan"), {}, note)], size
    return _of_rows(told, rows, size), size


def _of_rows(told: list[dict[str, Any]], rows: list[Contrast], size: int) -> list[Difference]:
    apart = [
        (_gap(then.get(column, "nothing"), value), row.indicator, column)
        for then, row in zip(told, rows, strict=True)
        for column, value in row._asdict().items()
        if not _same(then.get(column, "nothing"), value)
    ]
    if not apart:
        return []
    largest, indicator, column = max(apart)
    where = {"indicator": indicator, "column": column}
    return [Difference("manifest", "contrasts", len(apart), size, largest if largest < np.inf else float("nan"), where)]


def _same(then: object, now: object) -> bool:
    """Return whether a value of the manifest is the one that follows; what cannot be known stands there as null."""
    if isinstance(now, float) and not np.isfinite(now):
        return then is None
    return _gap(then, now) <= CLOSE * abs(now) + 1e-12 if isinstance(now, float) else then == now


def _gap(then: object, now: object) -> float:
    numbers = all(isinstance(one, int | float) and not isinstance(one, bool) for one in (then, now))
    gap = abs(float(now) - float(then)) if numbers else float("inf")  # type: ignore[arg-type]
    return gap if gap == gap else float("inf")
