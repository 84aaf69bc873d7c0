"""The brief on a sweep: packages of levers beside the reference, at the points of a design, in many futures."""

from __future__ import annotations

from math import isfinite
from shlex import quote
from typing import Any

from detente.report.brief import Block, Brief, Cell, Chart, Row, Section, Table, Text, numbers, row
from detente.report.evidence import HEADLINE, check_indicator
from detente.report.limits import reading
from detente.report.sweep_answer import change, label, sweep_answer
from detente.report.sweep_cells import Cells, Found, found_in
from detente.report.sweep_limits import sweep_limits, sweep_terms
from detente.report.sweep_pictures import pictures
from detente.report.sweep_turning import failing, turning
from detente.report.words import amount, headed, lowered, many, named
from detente.sweeps.opening import SweepResult
from detente.world.outcomes import INDICATORS


def sweep_brief(result: SweepResult, of: str = HEADLINE) -> Brief:
    """Return the brief on an opened sweep, finished or not."""
    found = found_in(result, check_indicator(of))
    reply = sweep_answer(found)
    sections = (
        _changes(found), turning(found), failing(found), Section("figures", "Over the factors", tuple(pictures(found))),
        sweep_limits(found), reading(reply),
    )  # fmt: skip
    manifest, scenario = result.manifest, result.scenario()
    return Brief(
        "Report on a sweep", named(str(manifest["title"])), named(str(manifest.get("question_text") or scenario.question)),
        _facts(found), reply, sections, sweep_terms(found), f"detente rerun {quote(result.folder.name)} --point 0", found.focus,
    )  # fmt: skip


def _facts(found: Found) -> str:
    packages, points, futures, replicates = found.result.shape
    ends = f"; {found.result.runs} runs are there" if not found.result.complete else ""
    return (
        f"{many(packages, 'package')} at {many(points, 'point')} of the design, in "
        f"{many(futures, 'future')} of sampled assumptions "
        f"with {many(replicates, 'run')} each, all on the same random numbers{ends}."
    )


def _changes(found: Found) -> Section:
    if not found.cells:
        return Section(
            "changes",
            "What changes",
            (Text("The sweep has one package: there is nothing to compare it with.", "caveat"),),
        )
    scale = 100.0 if found.what.unit in ("share", "probability") else 1.0
    heading = _heading(found)
    caption = (
        "Dot: mean over all points and futures; line: two Monte Carlo errors to each side. Hollow: not clear (within two "
        "errors, or under 90 % of the combinations of point and future agree on the sign)."
    )
    chart = Chart(
        "packages", "bars", heading, caption,
        [_bar(found, one, scale) for one in found.cells if isfinite(one.mean)], {"zero": "no change", "title": heading},
        headed(
            f"change in {lowered(found.title(found.of))} beside {label(found.result.reference)}", found.what.unit, change=True
        ),
    )  # fmt: skip
    blocks: list[Block] = [chart, _table(found)]
    return Section("changes", "What changes", tuple(blocks))


def _heading(found: Found) -> str:
    first = found.cells[0]
    clear = sum(one.clear for one in found.cells)
    verb = "changes" if clear == 1 else "change"
    return (
        f"{clear} of {many(len(found.cells), 'package')} clearly {verb} {lowered(found.title(found.of))}; "
        f"most for the better: {label(first.package)} ({change(found, first)})"
    )


def _bar(found: Found, one: Cells, scale: float) -> dict[str, Any]:
    error = one.error if isfinite(one.error) else None
    tone = "unclear" if not one.clear else "better" if one.mean * found.what.better > 0 else "worse"
    ends = [None, None] if error is None else [round(scale * (one.mean + side * error), 5) for side in (-2, 2)]
    return {"label": label(one.package), "value": round(scale * one.mean, 5), "low": ends[0], "high": ends[1], "tone": tone,
            "text": change(found, one), "note": one.agreed}  # fmt: skip


def _table(found: Found) -> Table:
    heads = row("indicator", *numbers(label(one.package) for one in found.cells))
    by = {(one.package, one.indicator): one for one in found.differences}
    rows: list[Row] = []
    for name, what in INDICATORS.items():
        cells: list[Cell | str] = []
        for one in found.cells:
            _, _, difference, error = by[one.package, name]
            clear = abs(difference) > 2 * error
            text = f"{amount(difference, what.unit, error, sign=True, bare=True)} ± {amount(error, what.unit, error, bare=True)}"
            cells.append(Cell(text if clear else f"({text})", "n"))
        rows.append((headed(found.title(name), what.unit, change=True), *cells))
    return Table(
        "All indicators beside the reference ± Monte Carlo error, means over all points; in brackets: within two errors",
        heads,
        tuple(rows),
    )
