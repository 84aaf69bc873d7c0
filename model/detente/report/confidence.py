"""Confidence: how well a judgement is founded, by stated rules, apart from how likely it is."""

from __future__ import annotations

from math import isfinite

from detente.analysis.paired import Contrast
from detente.report.assumptions import Assumptions
from detente.report.brief import Confidence, Rule
from detente.report.changes import change
from detente.report.evidence import Evidence
from detente.report.why import reasons
from detente.report.words import amount, many, percent

ENOUGH_SETS = 50
LEVELS = ("high", "moderate", "low")
MOST_AGAINST = (0, 2)
"""So many rules may speak against high, and against moderate confidence."""


def confidence_of(rules: tuple[Rule, ...]) -> Confidence:
    """Return the confidence that rules leave: high where none speaks against it, moderate up to two, else low."""
    against = sum(rule.against for rule in rules)
    level = sum(against > most for most in MOST_AGAINST)
    return Confidence(LEVELS[level], rules)


def told(confidence: Confidence) -> str:
    """Return in a sentence how many rules speak against, and what that means."""
    against = sum(rule.against for rule in confidence.rules)
    return (
        f"{against} of {len(confidence.rules)} stated rules speak against it; they stand below. "
        "It says how well the judgement is founded, not how likely it is."
    )


def judged(evidence: Evidence, found: Assumptions, row: Contrast) -> Confidence:
    """Return the confidence of a judgement on runs."""
    return confidence_of((_precision(row), _enough(evidence), _standing(found), _behind(evidence), *_outside(evidence)))


def _precision(row: Contrast) -> Rule:
    what = "Monte Carlo error at most a quarter of the change"
    if not isfinite(row.error):
        return Rule(what, "the error is not known", True)
    error = amount(row.error, row.unit, row.error, sign=True).lstrip("+")
    return Rule(what, f"{change(row)}, error {error}", row.error > abs(row.difference) / 4)


def _enough(evidence: Evidence) -> Rule:
    return Rule(f"At least {ENOUGH_SETS} sets of assumptions", many(evidence.sets, "set"), evidence.sets < ENOUGH_SETS)


def _standing(found: Assumptions) -> Rule:
    what = "Of the assumptions the change goes with most, at most half are assumed"
    if not isfinite(found.assumed):
        return Rule(what, found.lacking or "not known", True)
    beyond = len(found.found.clear)
    told = f"{percent(found.assumed)} of {len(found.leading)}, {beyond or 'none'} of them beyond what chance gives"
    return Rule(what, told, found.assumed > 0.5)


def _behind(evidence: Evidence) -> Rule:
    what = "At least half of the levers' effects rest on some or good evidence"
    rows = reasons(evidence)
    whole = sum(abs(float(row["effect"])) for row in rows)
    if not whole:
        return Rule(what, "effects of single levers are not in this comparison", True)
    backed = sum(abs(float(row["effect"])) for row in rows if row.get("evidence") in ("some", "good")) / whole
    return Rule(what, f"{percent(backed)} by size", backed < 0.5)


def _outside(evidence: Evidence) -> tuple[Rule, Rule]:
    theory = evidence.material.scenario.theory
    return (
        Rule("The same under rival theories", f"only the theory “{theory}” was run here", True),
        Rule("Held against data the model was not fitted to", "nothing of the kind is in this result", True),
    )
