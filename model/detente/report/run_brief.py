"""The brief on runs: one results folder beside its reference, or two folders against each other."""

from __future__ import annotations

from shlex import quote

from detente.report.assumptions import assumptions
from detente.report.brief import Brief
from detente.report.changes import changes
from detente.report.evidence import HEADLINE, Evidence, evidence
from detente.report.failing import failing
from detente.report.judging import answer
from detente.report.limits import limits, reading, terms
from detente.report.passports import mattering
from detente.report.ties import ties
from detente.report.turning import turning
from detente.report.why import why
from detente.report.words import many, named
from detente.store import Result


def run_brief(result: Result, against: Result | None = None, of: str = HEADLINE) -> Brief:
    """Return the brief on a results folder, with its reference or with another folder; raise `UsageError`.

    Replays a few runs for the ledger where this program is the one that made the result.
    """
    with evidence(result, against, of) as found:
        return _brief(found)


def _brief(found: Evidence) -> Brief:
    which = assumptions(found)
    reply = answer(found, which)
    sections = (
        changes(found), ties(found), why(found), turning(found, which), mattering(found, which), failing(found),
        limits(found, which), reading(reply),
    )  # fmt: skip
    scenario = found.material.scenario
    kind = (
        "Comparison"
        if found.against is not None
        else "Report"
        if found.before is not None
        else "Report, without a comparison"
    )
    return Brief(
        kind, found.labels[0], named(scenario.question), _facts(found), reply, sections,
        terms(found), _command(found), found.state(scenario.focus),
    )  # fmt: skip


def _facts(found: Evidence) -> str:
    """Return the size of what was run in a line."""
    scenario = found.material.scenario
    beside = f", beside “{found.labels[1]}” on the same random numbers" if found.labels[1] else ""
    return (
        f"{many(len(scenario.states), 'state')}, {scenario.start} to {scenario.end}; {many(found.runs, 'run')} in "
        f"{many(found.sets, 'set')} of assumptions{beside}."
    )


def _command(found: Evidence) -> str:
    """Return what makes the result again."""
    if found.result.only is not None:
        return f"detente rerun RESULT --run {found.result.only}"
    folders = [one.folder for one in (found.result, found.against) if one is not None]
    return "\n".join(f"detente rerun {quote(folder.name)}" for folder in folders)
