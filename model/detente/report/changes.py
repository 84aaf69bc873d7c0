"""What changes: every indicator beside the reference, the one asked about over time and set by set."""

from __future__ import annotations

from typing import Any

import numpy as np

from detente.analysis.paired import Contrast
from detente.report.brief import Block, Cell, Chart, Row, Section, Table, Text
from detente.report.course import course
from detente.report.evidence import Evidence
from detente.report.region_data import rounded
from detente.report.words import amount, capital, headed, lowered, many, percent, span
from detente.world.arrays import Array
from detente.world.outcomes import INDICATORS

HEADS = (
    "indicator", "reading", Cell("reference", "n"), Cell("scenario", "n"), Cell("change ± error", "n"),
    Cell("5–95 % of sets", "n"), Cell("same sign", "n"),
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

    Of those that change by less than `LITTLE` for the better only the number is told; unclear ones have no change to tell.
    """
    rows = [row for row in evidence.rows if tone(row) == kind and row.indicator != evidence.of]
    rows.sort(key=lambda row: -_size(row))
    if kind == "unclear":
        return [lowered(evidence.title(row.indicator)) for row in rows]
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
        return Section("changes", "What comes out", (_levels(evidence), *course(evidence)))
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
    if evidence.runs == 1:  # without a spread between runs there is nothing to measure a change by
        return Section("changes", "What changes", (_table(evidence), *course(evidence)))
    return Section("changes", "What changes", (bars, *_dots(evidence), *course(evidence)))


def _bar(evidence: Evidence, row: Contrast) -> dict[str, Any]:
    """Return an indicator as a bar: towards better is right."""
    scale = row.better / row.deviation if row.deviation > 0.0 else float("nan")
    ends = sorted((row.low * scale, row.high * scale)) if np.isfinite(row.low * scale) else [float("nan")] * 2
    value, low, high = rounded(np.array([row.difference * scale if row.difference else 0.0, *ends]))
    told = span(row.low, row.high, row.unit, row.error)
    note = f"{told} over sets; " if told else ""
    agreed = f"same sign in {percent(row.agreement)} of sets" if np.isfinite(row.agreement) else "sign not judged"
    return {"label": evidence.title(row.indicator), "value": value, "low": low, "high": high, "tone": tone(row),
            "text": change(row), "note": note + agreed}  # fmt: skip


def _table(evidence: Evidence) -> Table:
    rows: list[Row] = []
    for row in evidence.rows:
        kind = tone(row)
        sides = [amount(value, row.unit, row.error, bare=True) for value in (row.reference, row.scenario)]
        moved = amount(row.difference, row.unit, row.error, sign=True, bare=True)
        error = f" ± {amount(row.error, row.unit, row.error, bare=True)}" if np.isfinite(row.error) else ""
        rows.append((
            headed(evidence.title(row.indicator), row.unit), Cell(READINGS[kind], kind), *(Cell(side, "n") for side in sides),
            Cell(moved + error, "n"),
            Cell(span(row.low, row.high, row.unit, row.error, bare=True) or "–", "n"),
            Cell(percent(row.agreement) if np.isfinite(row.agreement) else "–", "n"),
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
        return [
            Text(
                f"{capital(lowered(evidence.title(evidence.of)))} changes by {change(row)} in every set of assumptions."
            )
        ]
    up, down, scale = (
        int((values > 0).sum()),
        int((values < 0).sum()),
        100.0 if row.unit in ("share", "probability") else 1.0,
    )
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
    return Table("Quantiles over sets of assumptions", ("quantile", *heads),
                 (("change", *(Cell(_point(value, row), "n") for value in found)),), folded=True)  # fmt: skip


def _point(value: float, row: Contrast) -> str:
    return amount(float(value), row.unit, row.error, sign=True)


def _unit(unit: str) -> str:
    return {"share": ", percentage points", "probability": ", percentage points", "1": ""}.get(unit, f", {unit}")
