"""What changes: every indicator beside the reference, the one asked about over time and set by set."""

from __future__ import annotations

from typing import Any

import numpy as np

from detente.analysis.paired import Contrast
from detente.report.brief import Block, Cell, Chart, Section, Table, Text
from detente.report.evidence import Evidence
from detente.report.region_data import LEVELS, instants, rounded
from detente.report.words import amount, capital, figure, headed, lowered, many, percent, span
from detente.world.arrays import Array
from detente.world.outcomes import INDICATORS

HEADS = (
    "indicator", Cell("reference", "n"), Cell("scenario", "n"), Cell("change ± error", "n"), Cell("5–95 % of sets", "n"),
    Cell("same sign", "n"), "reading",
)  # fmt: skip
LITTLE = 0.1
"""Changes for the better under this share of the standard deviation between runs are told by their number only."""
READINGS = {"better": "better", "worse": "worse", "unclear": "not clear"}


def tone(row: Contrast) -> str:
    """Return `better`, `worse` or `unclear` (within two Monte Carlo errors, or under 90 % of sets agree)."""
    if not row.clear:
        return "unclear"
    return "better" if row.difference * row.better > 0 else "worse"


def by_tone(evidence: Evidence, kind: str) -> list[str]:
    """Return the titles of indicators of a tone with their changes, the one asked about left out; the largest first.

    Of those that change by less than `LITTLE` for the better only the number is told.
    """
    rows = [row for row in evidence.rows if tone(row) == kind and row.indicator != evidence.of]
    rows.sort(key=lambda row: -_size(row))
    told = [row for row in rows if _size(row) >= LITTLE or kind != "better"]
    names = [f"{lowered(evidence.title(row.indicator))} ({change(row)})" for row in told]
    return names + ([f"by very little {many(len(rows) - len(told), 'other')}"] if len(told) < len(rows) else [])


def _size(row: Contrast) -> float:
    """Return the size of a change beside the spread of the reference's runs."""
    return abs(row.difference) / row.deviation if row.deviation > 0.0 else 0.0


def change(row: Contrast) -> str:
    """Return a change with its unit, as precise as its error allows."""
    return amount(row.difference, row.unit, row.error, sign=True)


def changes(evidence: Evidence) -> Section:
    """Return the section on indicators."""
    if not evidence.rows:
        return Section("changes", "What comes out", (_levels(evidence), *_series(evidence)))
    counts = {kind: sum(tone(row) == kind for row in evidence.rows) for kind in READINGS}
    heading = (
        f"Of {len(evidence.rows)} indicators {counts['better']} are better than in the reference, {counts['worse']} worse, "
        f"and {counts['unclear']} not clear"
    )
    bars = Chart(
        "indicators", "bars", heading,
        "Dot: mean change; line: 5 to 95 % over sets of assumptions, chance within sets included. Right of the zero line is "
        "better, left is worse. Hollow: not clear (within two Monte Carlo errors, or under 90 % of sets agree on the sign).",
        [_bar(evidence, row) for row in evidence.rows], {"zero": "no change", "title": heading},
        "change for the better, in standard deviations between runs of the reference", _table(evidence),
    )  # fmt: skip
    return Section("changes", "What changes", (bars, *_dots(evidence), *_series(evidence)))


def _bar(evidence: Evidence, row: Contrast) -> dict[str, Any]:
    """Return an indicator as a bar: towards better is right."""
    scale = row.better / row.deviation if row.deviation > 0.0 else float("nan")
    ends = sorted((row.low * scale, row.high * scale)) if np.isfinite(row.low * scale) else [float("nan")] * 2
    value, low, high = rounded(np.array([row.difference * scale if np.isfinite(scale) else 0.0, *ends]))
    told = span(row.low, row.high, row.unit, row.error)
    note = f"{told} over sets; " if told else ""
    agreed = f"same sign in {percent(row.agreement)} of sets" if np.isfinite(row.agreement) else "sign not judged"
    return {"label": evidence.title(row.indicator), "value": value, "low": low, "high": high, "tone": tone(row),
            "text": change(row), "note": note + agreed}  # fmt: skip


def _table(evidence: Evidence) -> Table:
    rows = []
    for row in evidence.rows:
        kind = tone(row)
        sides = [amount(value, row.unit, row.error, bare=True) for value in (row.reference, row.scenario)]
        moved = amount(row.difference, row.unit, row.error, sign=True, bare=True)
        error = f" ± {amount(row.error, row.unit, row.error, bare=True)}" if np.isfinite(row.error) else ""
        rows.append((
            headed(evidence.title(row.indicator), row.unit), *(Cell(side, "n") for side in sides), Cell(moved + error, "n"),
            Cell(span(row.low, row.high, row.unit, row.error, bare=True) or "–", "n"),
            Cell(percent(row.agreement) if np.isfinite(row.agreement) else "–", "n"), Cell(READINGS[kind], kind),
        ))  # fmt: skip
    caption = (
        f"All indicators, means over the horizon; {many(evidence.runs, 'run')} in each arm, {many(evidence.sets, 'set')} of "
        "assumptions; error: Monte Carlo, of the mean"
    )
    return Table(caption, HEADS, tuple(rows))


def _levels(evidence: Evidence) -> Block:
    """Return the table of means where there is nothing to compare with."""
    error = evidence.after.std(axis=0, ddof=1) if evidence.runs > 1 else np.full(len(INDICATORS), np.nan)
    rows = [
        (evidence.title(name), Cell(amount(float(evidence.after[:, k].mean()), what.unit, float(error[k]) / 10), "n"),
         Cell(amount(float(error[k]), what.unit) if np.isfinite(error[k]) else "–", "n"), what.definition)
        for k, (name, what) in enumerate(INDICATORS.items())
    ]  # fmt: skip
    heads = ("indicator", Cell("mean", "n"), Cell("standard deviation between runs", "n"), "definition")
    return Table(f"All indicators, means over the horizon; {many(evidence.runs, 'run')}", heads, tuple(rows))


def _dots(evidence: Evidence) -> list[Block]:
    """Return the change in each set of assumptions as a heap of dots; nothing for fewer than two sets."""
    row = evidence.headline
    if row is None or evidence.sets < 2 or not np.isfinite(row.difference):
        return []
    values = evidence.by_set(evidence.of)
    if np.ptp(values) == 0.0:
        return [Text(f"{capital(lowered(evidence.title(evidence.of)))} changes by {change(row)} in every set of assumptions.")]
    up, down, scale = int((values > 0).sum()), int((values < 0).sum()), 100.0 if row.unit in ("share", "probability") else 1.0
    most, word = (up, "rises") if up >= down else (down, "falls")
    heading = f"{capital(lowered(evidence.title(evidence.of)))} {word} in {most} of {len(values)} sets of assumptions"
    caption = (
        f"Each dot is one set of assumptions, drawn from the ranges of all numbers: the mean paired change over "
        f"{many(evidence.replicates, 'run')}. Smallest {_point(values.min(), row)}, middle {_point(np.median(values), row)}, "
        f"largest {_point(values.max(), row)}."
    )
    data = {"values": rounded(values * scale, 4), "better": row.better, "title": heading}
    return [Chart("sets", "dots", heading, caption, data, {}, f"change{_unit(row.unit)}", _set_table(values, row))]


def _set_table(values: Array, row: Contrast) -> Table:
    levels = (0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0)
    found = np.quantile(values, levels)
    heads = tuple(Cell(f"{level:.0%}".replace("%", " %"), "n") for level in levels)
    return Table("Quantiles over sets of assumptions", ("change", *heads),
                 (("", *(Cell(_point(value, row), "n") for value in found)),), folded=True)  # fmt: skip


def _point(value: float, row: Contrast) -> str:
    return amount(float(value), row.unit, row.error, sign=True)


def _unit(unit: str) -> str:
    return {"share": ", percentage points", "probability": ", percentage points", "1": ""}.get(unit, f", {unit}")


def _series(evidence: Evidence) -> list[Block]:
    """Return the indicator asked about over time, both arms; nothing where series were not recorded."""
    data, k = evidence.material.data, list(INDICATORS).index(evidence.of)
    if "indicator_series" not in data:
        return [Text("Over time: not recorded. Run the scenario again with --record trust to see the course of things.", "caveat")]
    what = INDICATORS[evidence.of]
    scale = 100.0 if what.unit in ("share", "probability") else 1.0
    at = instants(data["period"].to_numpy())
    sides = {"scenario": data}
    if evidence.material.reference_data is not None and "indicator_series" in evidence.material.reference_data:
        sides["reference"] = evidence.material.reference_data
    found = {arm: scale * _quantiles(side, k, at) for arm, side in sides.items()}
    arms = [{"key": key, "name": label} for key, label in zip(("scenario", "reference"), evidence.labels, strict=True) if key in found]
    times = [str(np.datetime_as_string(day, "D")) for day in data["period"].to_numpy()[at]]
    title = evidence.title(evidence.of)
    fan = {"times": times, "title": title, "unit": what.unit, "low": None, "high": None, "arms": arms,
           "values": {arm: rounded(values, 4) for arm, values in found.items()}}  # fmt: skip
    caption = "Line: median of runs; bands: 25 to 75 % and 5 to 95 % of runs, so both chance and assumptions."
    caption += " Dashed: the reference." if "reference" in found else ""
    unit = "per cent" if scale == 100.0 else what.unit if what.unit != "1" else "index"
    return [Chart("course", "fan", _course(title, found), caption, fan, {}, unit, _course_table(times, found))]


def _quantiles(side: Any, k: int, at: slice) -> Array:
    values = np.asarray(side["indicator_series"].isel(indicator=k, period=at).to_numpy(), float)
    return np.asarray(np.quantile(values, LEVELS, axis=0).T)


def _course(title: str, found: dict[str, Array]) -> str:
    """Return where the median starts and ends."""
    ours = found["scenario"][:, 2]
    text = f"{title}: the median goes from {ours[0]:.3g} to {ours[-1]:.3g}"
    return f"{text}; in the reference to {found['reference'][-1, 2]:.3g}" if "reference" in found else text


def _course_table(times: list[str], found: dict[str, Array]) -> Table:
    heads = ("from", *(Cell(f"{arm}, {word}", "n") for arm in found for word in ("5 %", "median", "95 %")))
    rows = [
        (time, *(Cell(figure(float(values[k, q])), "n") for values in found.values() for q in (0, 2, 4)))
        for k, time in enumerate(times)
    ]
    return Table("The same as numbers", heads, tuple(rows), folded=True)
