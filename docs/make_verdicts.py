"""Make the page of verdicts again, from a full report: what the model says of every claim and hypothesis.

    detente claims --out results/claims
    python docs/make_verdicts.py results/claims/claims.json

writes `docs/claims_verdicts.md`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from detente.whole_files import write_whole
from detente.world.text import DISCLAIMER

DOCS = Path(__file__).parent
THEORIES = ("mixed", "realist", "liberal", "constructivist")
SIGNS = {"more": "above", "less": "below", "none": "within"}


def number(value: float | None) -> str:
    """Return a number in three digits."""
    return "-" if value is None else f"{value:+.3g}"


def estimate(test: dict[str, Any]) -> str:
    """Return an estimate with interval, margin and the share of sets with the sign."""
    share = "" if test["share_of_sets"] is None else f"; {test['share_of_sets']:.0%} of sets"
    asked = f"{SIGNS[test['direction']]} {number(test['margin'] if test['direction'] != 'less' else -test['margin'])}"
    return f"{number(test['mean'])} [{number(test['low'])}, {number(test['high'])}], asked: {asked}{share}"


def row(key: str, claim: dict[str, Any]) -> str:
    """Return the row of a claim: its tests that judge, its class as found, its verdict."""
    judged = [test for test in claim["tests"] if test["direction"] != "report"]
    where = f" {claim['verdict_where']}" if claim["verdict_where"] else ""
    cells = (
        key,
        claim["claim"],
        "<br>".join(map(estimate, judged)) or "-",
        claim["standing"],
        f"{claim['verdict']}{where}",
    )
    return "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"


def page(found: dict[str, Any]) -> str:
    """Return the page in Markdown."""
    head, rates, claims = found["headline"], found["rates"], found["claims"]
    counted = ", ".join(f"{count} {words}" for words, count in head.items())
    shams = "; ".join(f"{name} {rate['corrected']} of {rate['tried']}" for name, rate in rates.items())
    theories = [
        f"| {key} | {item['title']} | {item['verdict']} | "
        + " | ".join(item["theories"].get(theory, {}).get("verdict", "-") for theory in THEORIES) + " |"
        for key, item in found["hypotheses"].items()
    ]  # fmt: skip
    return "\n".join([
        "# Verdicts on the claims", "",
        f"*{DISCLAIMER}* *Holds in the model* means consistent with stated assumptions; it is not evidence about the world.", "",
        f"Made by `python docs/make_verdicts.py` from a full report of version {found['detente']}: {found['scenarios_run']} "
        f"scenarios, {found['runs']} runs, {found['size']['claims']} sets of assumptions. Claim files {found['registration']}.", "",
        f"Headline (competing paths or outside data decide; nothing built in): **{counted}**. Held where it should not: {shams}.",
        f"Mutants in which the verdict did not change: {', '.join(found['mutants_not_seen']) or 'none'}.",
        "How it is done: [claims.md](claims.md).",
        "", "## Hypotheses", "",
        "| | hypothesis | verdict | " + " | ".join(THEORIES) + " |", "|---|---|---|" + "---|" * len(THEORIES), *theories, "",
        "## Claims", "",
        "Estimates with 95 % intervals over sets of assumptions. A claim holds where all its tests do, after correction.", "",
        "| | claim | estimates | class as found | verdict |", "|---|---|---|---|---|",
        *(row(key, claim) for key, claim in claims.items()), "",
    ])  # fmt: skip


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    content = page(json.loads(Path(sys.argv[1]).read_text("utf-8")))
    write_whole(DOCS / "claims_verdicts.md", content.encode())
