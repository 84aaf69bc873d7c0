"""What the ledger books: causes of the change, scenario minus reference, from replayed runs."""

from __future__ import annotations

from typing import Any

from detente.report.brief import Block, Cell, Chart, Table, Text
from detente.report.evidence import Evidence
from detente.report.words import decimals, many, plain, signed

BOOKINGS = 8
"""Causes that are shown; the others are added up."""
SMALL = 0.01
"""So are those under this share of the largest."""


def by_ledger(evidence: Evidence) -> list[Block]:
    """Return what moved the ties, booked in replayed runs; a word where runs cannot be replayed, nothing where unbooked."""
    from detente.analysis.paths import paths, tie_of

    material, reference = evidence.material, evidence.material.reference
    if reference is None or tie_of(evidence.of, material.scenario) is None:
        return []
    if evidence.old or evidence.result.only is not None:
        what = evidence.old or "this folder holds one run"
        return [Text(f"The ledger is left out: {what}.", "caveat")]
    table = paths(
        material.scenario,
        reference,
        evidence.of,
        runs=evidence.runs,
        seed=evidence.seed,
        replicates=evidence.replicates,
    )
    total, replayed = float(table["difference"].sum()), len(table.attrs["runs"])
    causes = table.index.get_level_values("cause").astype(str).tolist()
    rows = [(cause, float(value)) for cause, value in zip(causes, table["difference"], strict=True) if value != 0.0]
    if not rows:
        return [Text("The ledger books no difference between the two.")]
    count = sum(abs(value) > SMALL * abs(rows[0][1]) for _, value in rows[:BOOKINGS])
    shown, rest = rows[:count], rows[count:]
    bars = [_booking(cause, value) for cause, value in shown]
    if rest:
        bars.append(_booking(f"{len(rest)} smaller ones", sum(value for _, value in rest)))
    heading = _ledger_heading(rows, total)
    caption = (
        f"What moved trust, booked to its proximate cause, scenario minus reference; mean of {many(replayed, 'replayed run')}. "
        "The bars add up to the difference in the change from the first to the last day (not to the difference of means)."
    )
    heads = ("cause", Cell("difference booked", "n"))
    cells = tuple((bar["label"], Cell(bar["text"], "n")) for bar in bars)
    return [Chart("ledger", "bars", heading, caption, bars, {"zero": "nothing", "title": heading}, "percentage points",
                  Table("The ledger as numbers", heads, cells, folded=True))]  # fmt: skip


def _ledger_heading(rows: list[tuple[str, float]], total: float) -> str:
    """Return what adds most in the direction of the whole, and what takes most back."""
    along = [row for row in rows if row[1] * total > 0.0]
    back = [row for row in rows if row[1] * total < 0.0]
    places = decimals(100 * total, 2)
    text = f"From start to end {signed(100 * total, places)} points"
    if along:
        text += f": most by {_cause(along[0][0])} ({signed(100 * along[0][1], places)})"
    return (
        f"{text}; {_cause(back[0][0])} takes back {signed(100 * abs(back[0][1]), places).lstrip('+')}" if back else text
    )


def _cause(cause: str) -> str:
    return plain(cause)


def _booking(cause: str, value: float) -> dict[str, Any]:
    return {"label": _cause(cause), "value": round(100 * value, 5), "low": None, "high": None,
            "tone": "better" if value > 0 else "worse", "text": f"{signed(100 * value, 2)} points"}  # fmt: skip
