"""The answer: the bottom line, how likely in the published words, how sure and by which rules, and what goes with it."""

from __future__ import annotations

from math import isfinite
from typing import Any

import numpy as np

from detente.analysis.paired import FEWEST_SETS, Contrast
from detente.report.brief import Answer, Confidence, Rule
from detente.report.changes import by_tone, change
from detente.report.evidence import Evidence
from detente.report.turning import Assumptions
from detente.report.why import consents, lever_name, reasons
from detente.report.words import (
    against_spread,
    amount,
    capital,
    likelihood,
    listed,
    lowered,
    many,
    named,
    percent,
    share_interval,
    span,
)

ENOUGH_SETS = 50
LEVELS = ("high", "moderate", "low")


def answer(evidence: Evidence, found: Assumptions) -> Answer:
    """Return the answer of a report on runs."""
    row = evidence.headline
    if row is None:
        return _alone(evidence)
    confidence = judged(evidence, found, row)
    against = sum(rule.against for rule in confidence.rules)
    words = f"{against} of {len(confidence.rules)} stated rules speak against it; they stand below. It says how well the judgement is founded, not how likely it is."
    share, sets, told = _direction(evidence, row)
    return Answer(_line(evidence, row), likelihood(share, sets), told, confidence, words, tuple(_points(evidence, row)))


def _alone(evidence: Evidence) -> Answer:
    """Return the answer where there is nothing to compare with."""
    mean = float(evidence.after[:, _column(evidence)].mean())
    error = float(evidence.after[:, _column(evidence)].std(ddof=1)) if evidence.runs > 1 else float("nan")
    unit = _unit(evidence)
    line = (
        f"There is nothing to compare “{evidence.labels[0]}” with, so no effect can be told; in it, {lowered(evidence.title(evidence.of))} "
        f"is {amount(mean, unit, error / 10)} on average."
    )
    points = ("It has no lever in force and names no reference: `reference: FILE.yaml` in the scenario, or a second results folder "
              "with --against, says what to compare it with.",)  # fmt: skip
    return Answer(line, None, "Not judged: there is no difference to judge.", None, "Not judged.", points)


def _column(evidence: Evidence) -> int:
    from detente.world.outcomes import INDICATORS

    return list(INDICATORS).index(evidence.of)


def _unit(evidence: Evidence) -> str:
    from detente.world.outcomes import INDICATORS

    return INDICATORS[evidence.of].unit


def _line(evidence: Evidence, row: Contrast) -> str:
    """Return the bottom line."""
    ours, theirs, what = evidence.labels[0], evidence.labels[1], lowered(evidence.title(evidence.of))
    told = span(row.low, row.high, row.unit, row.error)
    sets = f" ({told} over sets of assumptions)" if told else ""
    beside = f"compared with “{theirs}”"
    if not np.any(evidence.differences(evidence.of)):
        return f"In the model, “{ours}” leaves {what} exactly as it is in “{theirs}”, in every run."
    size = change(row).lstrip("+\u2212")
    if row.clear:
        return f"In the model, “{ours}” {'raises' if row.difference > 0 else 'lowers'} {what} by {size}{sets}, {beside}."
    if not isfinite(row.agreement) and abs(row.difference) > 2 * row.error:
        verb = "raises" if row.difference > 0 else "lowers"
        return f"In the model, “{ours}” {verb} {what} by {size} on average, {beside}; {many(evidence.sets, 'set')} of assumptions cannot tell how far that holds."
    return f"In the model, it is not clear that “{ours}” changes {what}: {change(row)} on average{sets}, {beside}."


def _direction(evidence: Evidence, row: Contrast) -> tuple[float, int, str]:
    """Return the share of sets with the sign of the mean, the number of sets, and both in words."""
    sets = evidence.sets
    if sets < FEWEST_SETS or not isfinite(row.agreement):
        reason = "the two do not differ" if not np.any(evidence.differences(evidence.of)) else f"{many(sets, 'set')} of assumptions, {FEWEST_SETS} are needed"
        return float("nan"), sets, f"Not judged: {reason}."
    count = round(row.agreement * sets)
    low, high = share_interval(count, sets)
    word = "rise" if row.difference > 0 else "fall"
    return row.agreement, sets, (
        f"that the model shows a {word}: {count} of {sets} sets of assumptions ({percent(low)} to {percent(high)} of all such sets, "
        "95 % interval). A share of assumptions, not the probability of an event."
    )  # fmt: skip


def _points(evidence: Evidence, row: Contrast) -> list[str]:
    """Return what goes with the bottom line: size, company, price, reason, obstacle, failures."""
    items = []
    beside = against_spread(row.difference, row.deviation)
    if beside and row.difference:
        items.append(f"The change is {beside}.")
    better, worse, unclear = (by_tone(evidence, kind) for kind in ("better", "worse", "unclear"))
    if better:
        items.append(f"Also better: {listed(better)}.")
    items.append(f"The price: {listed(worse)} {'is' if len(worse) == 1 else 'are'} worse." if worse else "No other indicator is clearly worse.")
    if unclear:
        items.append(f"Not clear: {listed(unclear)}.")
    items += [*_reason(evidence, row), *_obstacle(evidence)]
    gains = evidence.differences(evidence.of) * row.better
    wrong = int((gains < 0).sum())
    items.append(f"It comes out worse than the reference in {wrong} of {many(len(gains), 'run')} ({percent(wrong / len(gains))}).")
    return items


def _reason(evidence: Evidence, row: Contrast) -> list[str]:
    found = reasons(evidence)
    if not found:
        return []
    first = found[0]
    effect = amount(float(first["effect"]), row.unit, _known(first["error"]), sign=True)
    return [f"Largest single reason: {lever_name(first['lever'], first['title'])} ({effect})."]


def _known(value: Any) -> float:
    return float("nan") if value is None else float(value)


def _obstacle(evidence: Evidence) -> list[str]:
    found = consents(evidence)
    if not found or found[0][1] > 0.9:
        return []
    lever, granted, reason, _ = found[0]
    return [f"Largest obstacle: consent to {named(lever.replace('_', ' '))} holds only {percent(granted)} of the time; most often it fails for {reason}."]


def judged(evidence: Evidence, found: Assumptions, row: Contrast) -> Confidence:
    """Return confidence by rules: high where none speaks against it, moderate up to two, else low."""
    rules = (_precision(row), _enough(evidence), _standing(found), _behind(evidence), *_outside(evidence))
    against = sum(rule.against for rule in rules)
    level = LEVELS[0] if against == 0 else LEVELS[1] if against <= 2 else LEVELS[2]
    return Confidence(level, rules)


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


def sentence(confidence: Confidence) -> str:
    """Return confidence as a word that can stand alone."""
    return capital(confidence.level)
