"""The words of a dyad's figure: where it ends, how far from the reference, and what its marks mean."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detente.figures.events import MEANING, begins, strikes
from detente.figures.material import Material


def means(material: Material, observer: str, target: str, variable: str) -> tuple[float, float | None, float]:
    """Return the mean at the end, that of the reference (or None), and the Monte Carlo error of their paired difference."""
    states = [str(name) for name in material.data["observer"].to_numpy()]
    cell = states.index(observer), states.index(target)
    mean, found = float(material.mean(variable)[cell]), material.change(variable)
    if found is None:
        return mean, None, float("nan")
    return mean, mean - float(found[0][cell]), float(found[1][cell])


def signed(change: float, error: float) -> str:
    """Return a change with its sign and two errors, where these are known."""
    return f"{change:+.2f}" + (f" ± {2.0 * error:.2f}" if np.isfinite(error) else "")


def sentence(material: Material, observer: str, target: str, variable: str) -> str:
    """Return where a dyad ends on average, and how far from the reference."""
    mean, before, error = means(material, observer, target, variable)
    start = f"{variable.capitalize()} of {material.name(observer)} towards {material.name(target)}"
    if not np.isfinite(mean):
        return f"{start}: nothing is known at the end"
    if before is None:
        return f"{start}: mean ends at {mean:.2f}"
    return f"{start}: mean ends at {mean:.2f}, {signed(mean - before, error)} from the reference"


def source(material: Material, pairs: Sequence[tuple[str, str]]) -> str:
    """Return what lines, bands, marks and numbers mean, of those that are there."""
    both = material.reference_data is not None
    parts = [
        "Line: median (blue: scenario, dashed grey: reference)" if both else "Line: median",
        "bands: 25-75 % and 5-95 % of runs",
    ]
    if any(begins(material, *pair) or strikes(material, *pair) for pair in pairs):
        parts.append(MEANING)
    numbers = (
        " Numbers: mean at the end and its paired difference from the reference ± 2 Monte Carlo errors." if both else ""
    )
    return f"{'; '.join(parts)}.{numbers} {material.source}"
