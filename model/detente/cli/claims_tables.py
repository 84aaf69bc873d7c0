"""Claims on the terminal: the headline first, then every claim with its estimate and verdict."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from detente.claims.arms import ARMS
from detente.claims.listing import verdict_text
from detente.cli.contrasts import short
from detente.world.text import DISCLAIMER

if TYPE_CHECKING:
    from detente.claims.content import Claims
    from detente.claims.studying import Report
from detente.claims.verdicts import Judged

RATES = {"sham": "sham treatments", "placebo": "placebo levers", "turned": "reversed claims"}


def print_report(report: Report, files: list[Path]) -> None:
    """Print the headline, what guards it, and the tables of claims and hypotheses."""
    console = Console(highlight=False)
    counts = ", ".join(f"{count} {word}" for word, count in report.headline.items())
    console.print(f"\n[bold]Headline[/bold] (competing paths or outside data decide; nothing built in): {counts}")
    for name, rate in report.rates.items():
        console.print(f"  {RATES[name]}: {rate.corrected} of {rate.tried} hold ({rate.alone} each taken alone)")
    for name, (held, tried) in report.arm_counts.items():
        console.print(f"  {ARMS[name]}: {held} of {tried} hold")
    seen = [row for row in report.judged if row.mutant_seen is not None]
    blind = f"; not: {', '.join(report.blind)}" if report.blind else ""
    console.print(f"  mutants: {len(seen) - len(report.blind)} of {len(seen)} change the verdict of their test{blind}")
    console.print(f"Claim files: {escape(report.standing)}\nDigest {report.claims.digest}\n")
    if report.judged:
        console.print(_claims(report))
    if report.hypotheses:
        console.print(_hypotheses(report))
    console.print(_note(report))
    console.print(f"[bold]{DISCLAIMER}[/bold]")
    if files:
        console.print(f"Report: {escape(str(files[0]))} and {len(files) - 1} more files", soft_wrap=True)


def _note(report: Report) -> str:
    size = report.size
    told = f"{size.claims} sets of assumptions x {size.replicates} runs; {report.scenarios_run} scenarios, {report.runs} runs."
    if report.size != report.claims.rules.sizes["full"]:
        told += " Not the size at which claims are judged: no verdict is to be quoted from it."
    return told if report.whole else f"{told} Corrected over the claims chosen, not over all."


def _claims(report: Report) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    for title, options in (("Claim", {"no_wrap": True}), ("", {"ratio": 3}), ("class", {"no_wrap": True}),
                           ("estimate", {"justify": "right", "no_wrap": True}), ("sign", {"justify": "right"}),
                           ("verdict", {"ratio": 2})):  # fmt: skip
        table.add_column(title, **options)  # type: ignore[arg-type]
    for row in sorted(report.judged, key=lambda row: not row.headline):
        table.add_row(row.claim.id, escape(row.claim.claim), row.standing, _estimates(row), _shares(row),
                      escape(verdict_text(row)))  # fmt: skip
    return table


def _estimates(row: Judged) -> str:
    found = [e for part in row.found.tested for e in part.estimates] if row.found else []
    return "\n".join(f"{short(e.mean)} +- {0.5 * (e.high - e.low):.2g}" if e.high == e.high else "-" for e in found)


def _shares(row: Judged) -> str:
    found = [e for part in row.found.tested for e in part.estimates] if row.found else []
    return "\n".join("-" if e.share != e.share else f"{e.share:.0%}" for e in found)


def _hypotheses(report: Report) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    theories = list(report.hypotheses[0].theories)
    for title in ("Hypothesis", "", "as it is", *theories):
        table.add_column(title)
    for item in report.hypotheses:
        words = [word for word, _ in item.theories.values()]
        table.add_row(item.hypothesis.id, escape(item.hypothesis.title), item.verdict, *words)
    return table


def print_list(claims: Claims) -> None:
    """Print what would be run, without running it."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    for title in ("Claim", "", "class", "test"):
        table.add_column(title)
    for claim in claims.claims.values():
        tests = [f"{' and '.join(one.text for one in test.estimates)} of {test.measure.text}: {test.direction}"
                 for test in claim.tests]  # fmt: skip
        table.add_row(
            claim.id, escape(claim.claim), claim.declared, escape("\n".join(tests) or claim.untestable or "-")
        )
    for hypothesis in claims.hypotheses.values():
        table.add_row(hypothesis.id, escape(hypothesis.title), "hypothesis", escape(hypothesis.test.measure.text))
    Console(highlight=False).print(table)
