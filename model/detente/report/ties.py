"""Who stands how towards whom, over time: the region for matrix, network and fans, and what of it to look at first."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from detente.analysis.paired import FEWEST_SETS
from detente.report.brief import Block, Cell, Chart, Section, Table, Text
from detente.report.evidence import Evidence
from detente.report.region_data import region_data
from detente.report.words import capital, many, named, signed

MOST = 40
"""Rows of the table of ties."""


def ties(evidence: Evidence) -> Section:
    """Return the section on ties, or what to record to see them."""
    title = "Between whom"
    if len(evidence.material.scenario.states) < 2:
        return Section("ties", title, (Text("There is a single state, and so no tie to draw."),))
    region = region_data(evidence.material, evidence.labels if evidence.labels[1] else (evidence.labels[0], ""))
    if not region["variables"]:
        words = (
            "No variable of two states was recorded, so there is no matrix, network or course "
            "of a tie. Run the scenario again with --record trust."
        )
        return Section("ties", title, (Text(words, "caveat"),))
    variable = next(iter(region["variables"]))
    rows = _rows(region, variable)
    compared = "reference" in region["variables"][variable]["mean"]
    caption = (
        "Rows hold it towards columns; numbers are hundredths, means over runs. Choose a cell to see that tie over time. "
        + ("Bold numbers of a change are clear: beyond two Monte Carlo errors of the mean." if compared else "")
    )
    first = rows[0] if rows else None
    options: dict[str, Any] = {
        "variable": variable,
        "arm": "change" if compared else "scenario",
        "time": len(region["times"]) - 1,
    }
    if first is not None:
        options["picked"] = f"{first.observer}>{first.target}"
    chart = Chart(
        "region",
        "region",
        _heading(evidence, region, variable, rows),
        caption,
        region,
        options,
        "",
        _table(evidence, region, variable, rows),
    )
    return Section("ties", title, (chart, *_left_out(evidence, region)))


def _left_out(evidence: Evidence, region: dict[str, Any]) -> list[Block]:
    """Return what a large region leaves out, where it does."""
    n = len(region["states"])
    if any(len(one["fans"]) < n * (n - 1) for one in region["variables"].values()):
        return [Text(f"With {n} states only the ties of {evidence.state(evidence.material.scenario.focus)} and those that "
                     "moved most have bands; the others show their means.", "small")]  # fmt: skip
    return []


class Moved(NamedTuple):
    """A tie at the end: `change` and its `error` are NaN where none is known; `clear` is beyond two errors."""

    observer: str
    target: str
    value: float
    change: float
    error: float
    clear: bool


def _rows(region: dict[str, Any], variable: str) -> list[Moved]:
    """Return all ties at the end, those that moved most first: clear changes before others."""
    what, states = region["variables"][variable], [state["key"] for state in region["states"]]
    last = {arm: np.array(values[-1], float) for arm, values in what["mean"].items()}
    error = np.array(what["error"][-1], float) if "error" in what else np.full(last["scenario"].shape, np.nan)
    moved = last["scenario"] - last["reference"] if "reference" in last else np.full(last["scenario"].shape, np.nan)
    pairs = [
        (i, j) for i in range(len(states)) for j in range(len(states)) if i != j and (i < j or not what["symmetric"])
    ]
    marks = what["clear"][-1] if "clear" in what else "0" * len(states) ** 2
    rows = [
        Moved(states[i], states[j], float(last["scenario"][i, j]), float(moved[i, j]), float(error[i, j]),
              marks[i * len(states) + j] == "1")
        for i, j in pairs
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (not row.clear, -abs(np.nan_to_num(row.change))))


def _heading(evidence: Evidence, region: dict[str, Any], variable: str, rows: list[Moved]) -> str:
    """Return how many ties changed clearly, and which most."""
    title, end = region["variables"][variable]["title"], region["times"][-1][:4]
    clear = [row for row in rows if row.clear]
    if not rows or np.isnan(rows[0].change):
        return f"{title} among {many(len(region['states']), 'state')}, {region['times'][0][:4]} to {end}"
    if not clear:
        return f"{title}: no tie is clearly different from the reference in {end}"
    first = clear[0]
    if evidence.sets < FEWEST_SETS:
        return f"{capital(title)} moves beyond chance in {len(clear)} of {len(rows)} ties in {end}; few sets tell little of others"
    return (
        f"{capital(title)} is clearly different in {len(clear)} of {len(rows)} ties in {end}, most from "
        f"{evidence.state(first.observer)} to {evidence.state(first.target)} ({signed(100 * first.change, 0)} points)"
    )


def _table(evidence: Evidence, region: dict[str, Any], variable: str, rows: list[Moved]) -> Table:
    names = {state["key"]: named(state["name"]) for state in region["states"]}
    shown = rows[:MOST]
    cells = tuple(
        (f"{names[one.observer]} → {names[one.target]}", Cell(signed(one.value, 2).lstrip("+"), "n"),
         Cell(signed(one.change, 3) if np.isfinite(one.change) else "–", "n"),
         Cell(f"{one.error:.3f}" if np.isfinite(one.error) else "–", "n"))
        for one in shown
    )  # fmt: skip
    what = "those that moved most" if len(shown) < len(rows) else "all"
    caption = (
        f"{region['variables'][variable]['title']} at {region['times'][-1]}: {len(shown)} of {len(rows)} ties, {what}"
    )
    return Table(
        caption, ("tie", Cell("scenario", "n"), Cell("change", "n"), Cell("Monte Carlo error", "n")), cells, folded=True
    )
