"""Why it came out so: what each lever adds, what the ledger books, and where consent stalls."""

from __future__ import annotations

from typing import Any

import numpy as np

from detente.report.brief import Block, Cell, Chart, Points, Section, Table, Text
from detente.report.evidence import HEADLINE, Evidence
from detente.report.ledger import by_ledger
from detente.report.region_data import rounded
from detente.report.words import amount, capital, lowered, named, percent, plain, span
from detente.scenario.meanings import EVIDENCE
from detente.world.outcomes import INDICATORS


def reasons(evidence: Evidence) -> list[dict[str, Any]]:
    """Return the effect of every lever as the results folder tells it, largest first; nothing for other comparisons."""
    if evidence.against is not None or evidence.of != HEADLINE:
        return []
    return [row for row in evidence.result.manifest.get("reasons") or [] if row.get("effect") is not None]


def consents(evidence: Evidence) -> list[tuple[str, float, str, float]]:
    """Return levers that were refused: lever, share of answers that granted, commonest refusal and its share; least first."""
    found = []
    for lever, shares in (evidence.result.manifest.get("consent") or {}).items():
        refused = {
            name: share for name, share in shares.items() if name not in ("granted", "budget", "condition not met")
        }
        if "granted" in shares and refused:
            most = max(refused, key=lambda name: refused[name])
            found.append((lever, float(shares["granted"]), most, float(refused[most])))
    return sorted((row for row in found if row[1] < 1.0), key=lambda row: row[1])


def why(evidence: Evidence) -> Section:
    """Return the section on causes."""
    blocks = [*_by_lever(evidence), *by_ledger(evidence), *_consent(evidence)]
    if not blocks:
        blocks = [Text("Without levers there is nothing to explain by them; “detente explain” books what moved a tie.")]
    return Section("why", "Why it came out so", tuple(blocks))


def lever_name(key: str, title: str) -> str:
    """Return what a lever is called in a chart: its own name in words, and its card's title where that says more."""
    words = key.replace("_", " ")
    return named(words if title.lower() in words.lower() else f"{words}: {lowered(title)}")


def _by_lever(evidence: Evidence) -> list[Block]:
    rows, command = reasons(evidence), _compare_command(evidence)
    if not rows:
        if evidence.before is None:
            return []
        return [Text(f"This folder holds no effects of single levers on {lowered(evidence.title(evidence.of))} in this comparison. "
                     f"Shares of the difference that add up: {command}", "small")]  # fmt: skip
    unit, whole = INDICATORS[evidence.of].unit, evidence.headline
    scale = 100.0 if unit in ("share", "probability") else 1.0
    first = rows[0]
    verb = "adds" if _float(first["effect"]) > 0.0 else "takes"
    heading = f"{capital(lever_name(first['lever'], first['title']))} {verb} most: {_number(first['effect'], first['error'], unit)}"
    if whole is not None:
        heading += f" of {amount(whole.difference, unit, whole.error, sign=True)} in all"
    caption = (
        "What the change would lose if that lever alone were as in the reference, on the same random numbers. Line: 5 to 95 % "
        "over sets of assumptions. Effects of single levers need not add up where levers work together or crowd each other out. "
        f"Shares that do add up: {command}"
    )
    bars = [_bar(row, scale, unit) for row in rows]
    chart = Chart("levers", "bars", heading, caption, bars, {"zero": "nothing", "title": heading},
                  ("effect on "
f"{lowered(evidence.title(evidence.of))}{', percentage points' if scale > 1 else ''}"), _lever_table(rows, unit))  # fmt: skip
    bare = [lever_name(row["lever"], row["title"]) for row in rows if row.get("evidence") == "none"]
    note = [Text(f"No quantitative evidence stands behind: {'; '.join(bare)}.", "caveat")] if bare else []
    return [chart, *note]


def _float(value: Any) -> float:
    return float("nan") if value is None else float(value)


def _number(value: Any, error: Any, unit: str) -> str:
    return amount(_float(value), unit, _float(error), sign=True)


def clear(row: dict[str, Any]) -> bool:
    """Return whether a lever's effect is clear: beyond two Monte Carlo errors, and 90 % of sets agree."""
    return abs(_float(row["effect"])) > 2 * _float(row["error"]) and _float(row["agreement"]) >= 0.9


def _bar(row: dict[str, Any], scale: float, unit: str) -> dict[str, Any]:
    effect = _float(row["effect"])
    value, low, high = rounded(np.array([effect, _float(row["low"]), _float(row["high"])]) * scale, 5)
    held = "" if row.get("granted") is None else f"; consent held {percent(row['granted'])} of the time"
    kind = "unclear" if not clear(row) else "better" if effect > 0 else "worse"
    return {"label": lever_name(row["lever"], row["title"]), "value": value, "low": low, "high": high, "tone": kind,
            "text": _number(effect, row["error"], unit), "note": EVIDENCE.get(row.get("evidence", ""), "") + held}  # fmt: skip


def _lever_table(rows: list[dict[str, Any]], unit: str) -> Table:
    heads = ("lever", Cell("effect", "n"), Cell("Monte Carlo error", "n"), Cell("5–95 % of sets", "n"), Cell("same sign", "n"),
             Cell("consent held", "n"), "evidence")  # fmt: skip
    cells = tuple(
        (lever_name(row["lever"], row["title"]), Cell(_number(row["effect"], row["error"], unit), "n"),
         Cell(_number(row["error"], row["error"], unit).lstrip("+"), "n"),
         Cell(span(_float(row["low"]), _float(row["high"]), unit, _float(row["error"])) or "–", "n"),
         Cell(percent(_float(row["agreement"])) if row["agreement"] is not None else "–", "n"),
         Cell(percent(row["granted"]) if row.get("granted") is not None else "nobody asked", "n"),
         EVIDENCE.get(row.get("evidence", ""), "not graded"))
        for row in rows
    )  # fmt: skip
    return Table("What single levers add, as numbers", heads, cells, folded=True)


def _consent(evidence: Evidence) -> list[Block]:
    """Return where consent stalls, and for what reason most."""
    rows = [row for row in consents(evidence) if row[1] < 0.995]
    if not rows:
        return []
    items = tuple(
        (
            f"{capital(plain(lever))}: held {percent(granted)} of the "
            f"time; refused mostly for {reason} ({percent(share)})"
        )
        for lever, granted, reason, share in rows
    )
    return [Text("Where consent stalls", "heading"), Points(items)]


def _compare_command(evidence: Evidence) -> str:
    """Return the command that shares the difference out."""
    return f"detente compare REFERENCE SCENARIO --why --of {evidence.of}"
