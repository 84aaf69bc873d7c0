"""What explains a difference, in a notebook: shares with their uncertainties, bookings with their errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from detente.scenario.display import table, text
from detente.world.text import DISCLAIMER

if TYPE_CHECKING:
    from detente.analysis.attribution import Attribution
    from detente.analysis.ledger import Explanation

ROWS = 15
"""Smaller shares and bookings than the first so many are counted."""


def html_of_shares(found: Attribution) -> str:
    """Return an attribution as HTML: the whole difference, and who adds how much to it."""
    whole = f"{found.title or found.of}: {found.difference:+.4g} {found.unit} (Monte Carlo error {found.error:.2g})"
    facts = f"{found.titles[1]} beside {found.titles[0]}; {found.runs} runs, seed {found.seed}; {found.method}"
    rows = [
        (row.name, row.kind, f"{row.share:+.3g}", f"{row.error:.2g}", _range(row.low, row.high), _share(row.agreement),
         row.evidence)
        for row in found.shares[:ROWS]
    ]  # fmt: skip
    heads = ("name", "kind", "share", "Monte Carlo error", "5-95 % over sets", "same sign", "evidence")
    return _page(whole, facts, table(heads, rows, len(found.shares) - len(rows)))


def html_of_bookings(found: Explanation) -> str:
    """Return an explanation as HTML: from where to where, and what was booked to which cause."""
    totals = found.totals
    change = f"{found.subject({})}: {found.start:.3f} to {found.end:.3f} ({found.end - found.start:+.3f} {found.unit})"
    many = "one run" if len(found.runs) == 1 else f"mean of {len(found.runs)} runs"
    errors = found.errors
    rows = [
        (cause, f"{amount:+.4f}", "-" if errors is None else f"{errors.get(cause, 0.0):.2g}")
        for cause, amount in totals.head(ROWS).items()
    ]
    heads = ("cause", "booked", "standard error")
    return _page(change, f"{many}; the bookings add up to the change", table(heads, rows, len(totals) - len(rows)))


def _page(head: str, facts: str, content: str) -> str:
    return (
        f'<div class="detente"><strong>{text(head)}</strong><br>{text(facts)}{content}<small>{DISCLAIMER}</small></div>'
    )


def _range(low: float, high: float) -> str:
    return "-" if np.isnan(low) else f"{low:+.3g} to {high:+.3g}"


def _share(agreement: float) -> str:
    return "-" if np.isnan(agreement) else f"{agreement:.0%}"
