"""What a report cannot say, how its words are meant, and where its numbers come from."""

from __future__ import annotations

from detente.analysis.paired import FEWEST_SETS
from detente.report.assumptions import Assumptions
from detente.report.brief import Answer, Cell, Points, Section, Table, Text
from detente.report.evidence import Evidence
from detente.report.region_data import SHOWN
from detente.report.words import SOURCE, listed, many, named


def limits(evidence: Evidence, found: Assumptions) -> Section:
    """Return the section on what cannot be said."""
    scenario = evidence.material.scenario
    items = [
        "It gives no probability that an event will occur. Shares are shares of sets of assumptions in the model.",
        f"It speaks for one theory (“{scenario.theory}”), {many(len(scenario.states), 'state')} "
        f"and {scenario.start} to {scenario.end}; "
        "what is outside the model (persons, domestic politics beyond nationalism and orientation, technology) does not enter.",
    ]
    missing = [name for name in SHOWN if name not in evidence.material.variables]
    if missing:
        items.append(
            f"Not recorded, and so not shown: {listed(missing)}. Run with --record {','.join(SHOWN)} to keep them."
        )
    if evidence.sets < FEWEST_SETS:
        items.append(
            f"With {many(evidence.sets, 'set')} of assumptions neither their spread nor a share with the same sign can be judged."
        )
    if evidence.result.only is not None or evidence.runs == 1:
        items.append("One run is one course of chance: its numbers have no error and bear no judgement.")
    if found.lacking and evidence.before is not None:
        items.append(f"Which assumptions matter most: {found.lacking}.")
    if evidence.old:
        items.append(f"The model was not run again for this report: {evidence.old}.")
    return Section("limits", "What this report cannot say", (Points(tuple(items)),))


def reading(answer: Answer) -> Section:
    """Return the section on how likelihood and confidence were judged."""
    heads = ("looked at", "found", "speaks")
    confidence = answer.confidence
    blocks: list[Text | Table] = [
        Text("Likelihood says in how many sets of assumptions the change has its sign. The words and bands are those of: " + SOURCE
             + ". All or no sets fall into the outermost bands, since no number of sets gives certainty."),
    ]  # fmt: skip
    if confidence is not None:
        blocks += [
            Text("Confidence says how well the judgement is founded, and is kept apart from "
            "how likely it is. It is high where none of these "
                 "rules speaks against it, moderate up to two, else low."),
            Table(f"Confidence: {confidence.level}", heads, tuple(
                (rule.what, rule.found, Cell("against" if rule.against else "for", "worse" if rule.against else "better"))
                for rule in confidence.rules)),
        ]  # fmt: skip
    return Section("reading", "How likelihood and confidence are judged", tuple(blocks))


def terms(evidence: Evidence) -> tuple[tuple[str, str], ...]:
    """Return where the numbers come from, as terms and what they are."""
    manifest, scenario = evidence.result.manifest, evidence.material.scenario
    packages = ", ".join(f"{name} {version}" for name, version in (manifest.get("packages") or {}).items() if version)
    size = f"{many(evidence.runs, 'run')}: {many(evidence.sets, 'set')} of assumptions × {evidence.replicates}"
    if evidence.result.only is not None:
        size = f"run {evidence.result.only} alone, of {manifest['runs']}"
    other = evidence.against
    compared = [("Compared with", evidence.labels[1])] if evidence.labels[1] else []
    digest = other.manifest["scenario_digest"] if other is not None else manifest.get("reference_digest")
    return (
        ("Scenario", evidence.labels[0]), *compared,
        ("Horizon", f"{scenario.start} to {scenario.end}, by {scenario.step}"),
        *([("About", named(" ".join(scenario.about.split())))] if scenario.about else []),
        ("Runs", size), ("Seed", str(evidence.seed)), ("Theory", scenario.theory),
        ("Written", f"{manifest.get('created') or 'date not known'}, by detente {manifest['detente']}"),
        ("Scenario digest", f"sha256 {manifest['scenario_digest']}"),
        *([("Reference digest", f"sha256 {digest}")] if digest else []),
        ("Kernel", manifest.get("kernel") or "not known"),
        ("Machine", f"Python {manifest.get('python') or '?'}, {manifest.get('platform') or '?'}; "
        f"{packages or 'packages not known'}"),
        ("Results folder", named(evidence.result.folder.resolve().name)),
    )  # fmt: skip
