"""What turns the answer of a sweep: the factors it goes with, the points where the sign flips, the worst futures."""

from __future__ import annotations

from typing import Any

import numpy as np

from detente.analysis.influence import influences
from detente.report.brief import Block, Cell, Section, Table, Text, numbers, row
from detente.report.sweep_cells import Cells, Found
from detente.report.turning import INFLUENCE_HEADS, influence_rows
from detente.report.words import amount, figure, headed, lowered, many, named, percent, plain

SHOWN = 12
"""Points that are listed."""


def turning(found: Found) -> Section:
    """Return the section on factors and the points at which the sign flips."""
    title = "What would change the answer"
    if not found.cells:
        return Section("turning", title, (Text("Without a package to compare, no sign can flip.", "caveat"),))
    if not found.result.factors:
        return Section("turning", title, (Text("The sweep varies no factor: packages were compared at one point."),))
    blocks: list[Block] = []
    for one in found.cells[:4]:
        blocks += _factors(found, one)
    blocks += [_flips(found, one) for one in found.cells if len(one.turned)][:4]
    if not any(len(one.turned) for one in found.cells):
        blocks.append(
            Text(
                "At no point of the design is the sign of a package clearly (by two Monte Carlo errors) the other one."
            )
        )
    return Section("turning", title, tuple(blocks))


def _factors(found: Found, one: Cells) -> list[Block]:
    """Return how the difference goes with each factor that is a number."""
    points = found.result.points
    varied = [name for name in points.columns if points[name].dtype.kind in "fiu" and points[name].nunique() > 1]
    known = np.isfinite(one.points)
    got = influences(varied, points[varied].to_numpy(float)[known], one.points[known]) if varied else None
    if got is None or not got.rows:
        return []
    unit = found.what.unit
    error = float(np.nanmedian(one.point_errors)) if np.isfinite(one.point_errors).any() else float("nan")
    caption = (
        f"{plain(one.package)}: {headed('mean change', unit, change=True)} at the points where a factor is low or high, "
        "and the share of those points with the overall sign"
    )
    return [Table(caption, ("factor", *INFLUENCE_HEADS), influence_rows(got, unit, error, plain))]


def _flips(found: Found, one: Cells) -> Table:
    """Return the points at which the sign is clearly the other one, the largest first."""
    points, unit = found.result.points, found.what.unit
    order = sorted(one.turned, key=lambda k: -abs(one.points[k]))
    rows = tuple(
        row(f"point {k}", *numbers(_shown(points[name][k]) for name in points.columns),
            Cell(amount(float(one.points[k]), unit, float(one.point_errors[k]), sign=True), "n"),
            Cell(amount(float(one.point_errors[k]), unit, sign=True).lstrip("+"), "n"))
        for k in order[:SHOWN]
    )  # fmt: skip
    heads = row("", *numbers(map(plain, points.columns)), *numbers(("change", "error")))
    shown = f"{len(rows)} of {len(order)} points" if len(rows) < len(order) else many(len(order), "point")
    return Table(f"{plain(one.package)}: where the sign is clearly the other one, {shown}", heads, rows)


def _shown(value: Any) -> str:
    return figure(float(value)) if isinstance(value, int | float | np.number) else named(str(value))


def failing(found: Found) -> Section:
    """Return the section on the futures in which the best package does worst."""
    title = "Futures in which it fails"
    if not found.cells or not found.cells[0].known.size:
        return Section("failing", title, (Text("Without a difference it cannot be told what fails.", "caveat"),))
    blocks: list[Block] = []
    for one in found.cells[:4]:
        gains = one.values * found.what.better
        known = np.isfinite(gains)
        by_future = np.array([np.mean(gains[known[:, k], k]) for k in range(gains.shape[1]) if known[:, k].any()])
        wrong, total = int((gains[known] < 0).sum()), int(known.sum())
        text = (
            f"“{plain(one.package)}” does worse than the reference in "
            f"{percent(wrong / total)} of {many(total, 'combination')} of point and future"
        )
        if len(by_future) > 1:
            text += f"; over the points together, in {int((by_future < 0).sum())} of {many(len(by_future), 'future')}"
            text += (
                f" (worst {amount(float(found.what.better * by_future.min()), found.what.unit, one.error, sign=True)})"
            )
        blocks.append(Text(text + "."))
    blocks.append(Text("A future is one set of sampled assumptions; its runs can be made again "
    "with “detente rerun” and looked at one by one "
                       f"to see why {lowered(found.title(found.of))} comes out so.", "small"))  # fmt: skip
    return Section("failing", title, tuple(blocks))
