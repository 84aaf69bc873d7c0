"""The report on claims: a page over all, a page for every hypothesis, a table and the numbers as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente import figures
from detente.claims import judging
from detente.claims.arms import ARMS
from detente.claims.content import CLASSES, HEADLINE
from detente.claims.hypothesis_study import Studied
from detente.claims.listing import csv_text, estimate_rows, plain_report, verdict_text
from detente.claims.studying import Report
from detente.claims.verdicts import TURNED, Judged
from detente.claims.worth import OUTCOMES
from detente.errors import UsageError
from detente.report.pages import drawn, page
from detente.whole_files import write_whole

if TYPE_CHECKING:
    from detente.figures import Axes, Figure

PAGE, TABLE, NUMBERS = "claims.html", "claims.csv", "claims.json"
GROUPS = {
    "headline": "The headline: claims that competing paths or outside data decide",
    "built in": "Built in: the verdict follows the influence that the claim itself cites",
    "parametric": "Parametric: the answer follows from the sign of a range",
    "definitional": "Definitional: the sign is forced by how a mechanism is written",
    "untested": "Not testable here, and matters of structure",
}
RATES = {
    "sham": "sham treatment: the untreated scenario under other chance, called treated",
    "placebo": "placebo lever: influences drawn evenly around zero",
    TURNED: "reversed claims: the same numbers, the opposite direction",
}
SLUGS = {judging.HOLDS: "holds", judging.ONLY_WHERE: "where", judging.CONTRADICTED: "against",
         judging.NOT_SUPPORTED: "open", judging.NOT_TESTABLE: "none"}  # fmt: skip


def check_folder(folder: Path) -> None:
    """Raise `UsageError` unless a report may be written there: free, empty, or an earlier report."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise UsageError(f"--out: {folder} is {'a link' if folder.is_symlink() else 'a file'}; name a folder")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / NUMBERS).is_file():
        raise UsageError(f"--out: {folder} holds other files and no earlier report; name another folder")


def write_claims(report: Report, folder: Path) -> list[Path]:
    """Write the pages, the table and the numbers of a report into a folder; return the files."""
    check_folder(folder)
    files = {
        PAGE: overview(report),
        **{f"{item.hypothesis.id}.html": hypothesis_page(report, item) for item in report.hypotheses},
        TABLE: csv_text(report),
        NUMBERS: json.dumps(plain_report(report), indent=1, allow_nan=False) + "\n",
    }
    for name, text in files.items():
        write_whole(folder / name, text.encode())
    for old in folder.glob("H-?.html"):
        if old.name not in files:
            old.unlink()  # of an earlier report, which this one replaces
    return [folder / name for name in files]


def overview(report: Report) -> str:
    """Return the page over all claims."""
    survivors = _survivors(report)
    figure = drawn(_figure(figures.shares(report)), "shares", _shares_words(report)) if report.judged else ""
    return page(
        "claims.html", _focus(report), title="What the model says of every claim", report=report, figure=figure,
        groups=[(title, rows) for key, title in GROUPS.items() if (rows := _group(report, key))],
        rates=[(RATES[name], rate) for name, rate in report.rates.items()], arms=ARMS, slugs=SLUGS, classes=CLASSES,
        classed=_classed(report), arm_counts=[(ARMS[name], *counts) for name, counts in report.arm_counts.items()],
        survivors=survivors, same=_same(survivors), rules=report.claims.rules._asdict(),
    )  # fmt: skip


def _focus(report: Report) -> str:
    """Return the name of the state that the claims are about."""
    base = report.claims.scenarios.read(report.claims.rules.base)
    return base.states[base.focus].name


def _classed(report: Report) -> list[tuple[str, int, int]]:
    """Return for each declared class how many claims have it and how many of them turned out to be built in."""
    rows = report.judged
    return [
        (name, sum(row.claim.declared == name for row in rows),
         sum(row.claim.declared == name and row.standing == "built in" for row in rows))
        for name in CLASSES
    ]  # fmt: skip


def _survivors(report: Report) -> list[tuple[str, str, dict[str, str]]]:
    """Return the verdict of every hypothesis as it is and under every rival theory."""
    return [
        (item.hypothesis.id, item.verdict, {name: word for name, (word, _) in item.theories.items()})
        for item in report.hypotheses
    ]


def _same(survivors: list[tuple[str, str, dict[str, str]]]) -> list[str]:
    """Return the hypotheses with one and the same verdict as it is and under every theory."""
    return [key for key, word, others in survivors if set(others.values()) == {word}]


def _group(report: Report, key: str) -> list[dict[str, Any]]:
    return [_row(report, row) for row in report.judged if _group_of(row) == key]


def _group_of(row: Judged) -> str:
    if row.headline:
        return "headline"
    if row.verdict == judging.NOT_TESTABLE and row.standing != "built in":
        return "untested"
    return row.standing if row.standing not in HEADLINE else "untested"


def _row(report: Report, row: Judged) -> dict[str, Any]:
    """Return what the page shows of one claim."""
    return {
        "claim": row.claim, "verdict": verdict_text(row), "slug": SLUGS[row.verdict], "standing": row.standing,
        "p": row.adjusted, "note": row.note, "arms": [(ARMS[name], word) for name, word in row.arms.items()],
        "mutant_seen": row.mutant_seen, "estimates": [part for part in estimate_rows(row) if part["test"]],
        "reasons": {test.name: test.margin_reason for test in row.claim.tests},
        "evidence": [report.claims.evidence[key] for key in row.claim.evidence],
    }  # fmt: skip


def _shares_words(report: Report) -> str:
    counts = ", ".join(f"{count} {word}" for word, count in report.headline.items())
    return f"Share of sets of assumptions with the claimed sign, claim by claim; {counts}. The same numbers stand in the table."


def hypothesis_page(report: Report, item: Studied) -> str:
    """Return the page of one hypothesis."""
    key = item.hypothesis.id
    return page(
        "hypothesis.html", _focus(report), title=f"{key}: {item.hypothesis.title}", report=report, item=item, outcomes=OUTCOMES,
        estimates=list(zip(item.hypothesis.test.estimates, item.found.tested[0].estimates, strict=True)),
        effect=drawn(_figure(figures.effect(item)), f"{key}-effect", f"The estimate: {item.verdict}"),
        flips=drawn(_figure(figures.flip_map(item)), f"{key}-flips", _flip_words(item)) if item.map else "",
        states=drawn(figures.by_state(item), f"{key}-states", "Differences by state; the numbers stand in the table below")
        if item.by_state else "",
        claims=[row for row in report.judged if row.claim.id in item.hypothesis.claims], verdict_text=verdict_text,
        turns=_flip_words(item) if item.map else "", slugs=SLUGS, gains=_gains(item), meant=report.claims.rules,
    )  # fmt: skip


def _flip_words(item: Studied) -> str:
    """Return in words under how many conditions the estimate is clearly above, clearly below, or near zero."""
    found = [estimate for row in item.map for estimate in row]
    above, below = sum(e.low > 0.0 for e in found), sum(e.high < 0.0 for e in found)
    names = " and ".join(flip.key for flip in item.hypothesis.flips)
    return (
        f"Of {len(found)} pairs of {names} the estimate is clearly above zero in {above}, clearly below in {below}, "
        f"and not clear in {len(found) - above - below}."
    )


def _gains(item: Studied) -> list[tuple[str, str, list[str], list[str]]]:
    """Return for the states named in the text the outcomes that are clearly better, and clearly worse, for each."""
    rows = []
    for state in item.hypothesis.seen_from if item.by_state else ():
        outcomes = item.by_state[state]
        clear = {name: e.mean * OUTCOMES[name].better for name, e in outcomes.items() if e.low > 0.0 or e.high < 0.0}
        better = [OUTCOMES[name].title for name, value in clear.items() if value > 0]
        worse = [OUTCOMES[name].title for name, value in clear.items() if value < 0]
        rows.append((state, item.states[state], better, worse))
    return rows


def _figure(axes: Axes) -> Figure:
    figure: Figure = axes.figure  # type: ignore[assignment]
    return figure
