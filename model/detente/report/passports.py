"""The assumptions that matter most: what they are worth, where they come from, and the sources they cite."""

from __future__ import annotations

from detente.report.assumptions import Assumptions
from detente.report.brief import Block, Cell, Section, Table, Text
from detente.report.evidence import Evidence
from detente.report.turning import name_of, unit_of
from detente.report.words import figure, named, percent


def mattering(evidence: Evidence, found: Assumptions) -> Section:
    """Return the section on the assumptions that matter most and where they come from."""
    shares = evidence.material.scenario.standing_shares()
    standing = ", ".join(f"{percent(share)} {name}" for name, share in shares.items())
    blocks: list[Block] = [Text(f"Of all numbers in this scenario: {standing}.")]
    if found.found.rows:
        assumed = sum(found.passports[one.key].standing == "assumed" for one in found.found.rows)
        blocks.append(Text(f"Of the {len(found.found.rows)} that the change goes with most, {assumed} are assumed."))
        blocks += [_standing_table(found), *_sources(evidence, found)]
    else:
        blocks.append(Text(f"Which of them matter most cannot be told here: {found.lacking}.", "caveat"))
    return Section("assumptions", "The assumptions that matter most", tuple(blocks))


def _standing_table(found: Assumptions) -> Table:
    rows = []
    for one in found.found.rows:
        quantity = found.passports[one.key]
        ground = "; ".join(part for part in (", ".join(quantity.source), quantity.reason) if part)
        rows.append((name_of(one.key), Cell(f"{figure(quantity.value, 6)} {unit_of(quantity.unit)}".rstrip(), "n"),
                     Cell(f"{figure(quantity.low, 6)} to "
                     f"{figure(quantity.high, 6)}", "n"), Cell(quantity.standing, quantity.standing), named(ground)))  # fmt: skip
    heads = ("assumption", Cell("value", "n"), Cell("range", "n"), "standing", "source or reason")
    return Table("Their passports", heads, tuple(rows))


def _sources(evidence: Evidence, found: Assumptions) -> list[Block]:
    """Return what the passports shown cite, in full."""
    keys = sorted({key for one in found.found.rows for key in found.passports[one.key].source})
    known = evidence.material.scenario.sources
    rows = tuple(
        (key, named(" ".join(part for part in (known[key].citation, known[key].url) if part)))
        for key in keys
        if key in known
    )
    return [Table("Sources they cite", ("key", "source"), rows, folded=True)] if rows else []
