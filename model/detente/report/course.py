"""The course of the indicator asked about: both arms over time, with bands."""

from __future__ import annotations

from typing import Any

import numpy as np

from detente.report.brief import Block, Chart, Table, Text, numbers, row
from detente.report.evidence import Evidence
from detente.report.region_data import LEVELS, instants, rounded
from detente.report.words import figure
from detente.world.arrays import Array
from detente.world.outcomes import INDICATORS


def course(evidence: Evidence) -> list[Block]:
    """Return the indicator asked about over time, both arms; nothing where series were not recorded."""
    data, k = evidence.material.data, list(INDICATORS).index(evidence.of)
    if "indicator_series" not in data:
        return [
            Text(
                "Over time: not recorded. Run the scenario again with --record trust to see the course of things.",
                "caveat",
            )
        ]
    what = INDICATORS[evidence.of]
    scale = 100.0 if what.unit in ("share", "probability") else 1.0
    at = instants(data["period"].to_numpy())
    sides = {"scenario": data}
    if evidence.material.reference_data is not None and "indicator_series" in evidence.material.reference_data:
        sides["reference"] = evidence.material.reference_data
    found = {arm: scale * _quantiles(side, k, at) for arm, side in sides.items()}
    arms = [
        {"key": key, "name": label}
        for key, label in zip(("scenario", "reference"), evidence.labels, strict=True)
        if key in found
    ]
    times = [str(np.datetime_as_string(day, "D")) for day in data["period"].to_numpy()[at]]
    title = evidence.title(evidence.of)
    fan = {"times": times, "title": title, "unit": what.unit, "low": None, "high": None, "arms": arms,
           "values": {arm: rounded(values, 4) for arm, values in found.items()}}  # fmt: skip
    caption = "Line: median of runs; bands: 25 to 75 % and 5 to 95 % of runs, so both chance and assumptions."
    caption += " Dashed: the reference." if "reference" in found else ""
    unit = "per cent" if scale == 100.0 else what.unit if what.unit != "1" else "index"
    return [Chart("course", "fan", _heading(title, found), caption, fan, {}, unit, _table(times, found))]


def _quantiles(side: Any, k: int, at: slice) -> Array:
    values = np.asarray(side["indicator_series"].isel(indicator=k, period=at).to_numpy(), float)
    return np.asarray(np.quantile(values, LEVELS, axis=0).T)


def _heading(title: str, found: dict[str, Array]) -> str:
    """Return where the median starts and ends."""
    ours = found["scenario"][:, 2]
    text = f"{title}: the median goes from {ours[0]:.3g} to {ours[-1]:.3g}"
    return f"{text}; in the reference to {found['reference'][-1, 2]:.3g}" if "reference" in found else text


def _table(times: list[str], found: dict[str, Array]) -> Table:
    heads = row("from", *numbers(f"{arm}, {word}" for arm in found for word in ("5 %", "median", "95 %")))
    rows = [
        row(time, *numbers(figure(float(values[k, q])) for values in found.values() for q in (0, 2, 4)))
        for k, time in enumerate(times)
    ]
    return Table("The course as numbers", heads, tuple(rows), folded=True)
