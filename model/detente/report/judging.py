"""The answer: the bottom line, how likely in the published words, how sure and by which rules, and what goes with it."""

from __future__ import annotations

from math import isfinite
from typing import Any

import numpy as np

from detente.analysis.paired import FEWEST_SETS, Contrast
from detente.report.assumptions import Assumptions
from detente.report.brief import Answer
from detente.report.changes import by_tone, change
from detente.report.confidence import judged, told
from detente.report.evidence import Evidence
from detente.report.why import consents, lever_name, reasons
from detente.report.words import (
    against_spread,
    amount,
    likelihood,
    listed,
    lowered,
    many,
    percent,
    plain,
    share_interval,
    span,
)


def answer(evidence: Evidence, found: Assumptions) -> Answer:
    """Return the answer of a report on runs."""
    row = evidence.headline
    if row is None:
        return _alone(evidence)
    confidence = judged(evidence, found, row)
    share, sets, words = _direction(evidence, row)
    line, items = _line(evidence, row), tuple(_points(evidence, row))
    return Answer(line, likelihood(share, sets), words, confidence, told(confidence), items)


def _alone(evidence: Evidence) -> Answer:
    """Return the answer where there is nothing to compare with."""
    mean = float(evidence.after[:, _column(evidence)].mean())
    error = float(evidence.after[:, _column(evidence)].std(ddof=1)) if evidence.runs > 1 else float("nan")
    unit = _unit(evidence)
    line = (
        f"There is nothing to compare “{evidence.labels[0]}” with, so no effect can "
        f"be told; in it, {lowered(evidence.title(evidence.of))} "
        f"is {amount(mean, unit, error / 10)} on average."
    )
    points = ("It has no lever in force and names no reference: “reference: FILE.yaml” in the scenario, or a second results folder "
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
    if evidence.runs == 1:
        return f"In this one run of “{ours}”, {what} differs by {change(row)}, {beside}; one run bears no judgement."
    if row.clear:
        return (
            f"In the model, “{ours}” {'raises' if row.difference > 0 else 'lowers'} {what} by {size}{sets}, {beside}."
        )
    if not isfinite(row.agreement) and abs(row.difference) > 2 * row.error:
        verb = "raises" if row.difference > 0 else "lowers"
        return (
            f"In the model, “{ours}” {verb} {what} by {size} on average, {beside}; "
            f"{many(evidence.sets, 'set')} of assumptions cannot tell how far that holds."
        )
    return f"In the model, it is not clear that “{ours}” changes {what}: {change(row)} on average{sets}, {beside}."


def _direction(evidence: Evidence, row: Contrast) -> tuple[float, int, str]:
    """Return the share of sets with the sign of the mean, the number of sets, and both in words."""
    sets = evidence.sets
    if sets < FEWEST_SETS or not isfinite(row.agreement):
        reason = (
            "the two do not differ"
            if not np.any(evidence.differences(evidence.of))
            else f"{many(sets, 'set')} of assumptions, {FEWEST_SETS} are needed"
        )
        return float("nan"), sets, f"Not judged: {reason}."
    count = round(row.agreement * sets)
    low, high = share_interval(count, sets)
    word = "rise" if row.difference > 0 else "fall"
    return row.agreement, sets, (
        f"that the model shows a {word}: {count} of {sets} sets of assumptions "
        f"({percent(low)} to {percent(high)} of all such sets, "
        "95 % interval). A share of assumptions, not the probability of an event."
    )  # fmt: skip


def _points(evidence: Evidence, row: Contrast) -> list[str]:
    """Return what goes with the bottom line: size, company, price, reason, obstacle, failures."""
    if evidence.runs == 1:
        return [
            "To judge, run it more often: “detente run” takes the scenario's own number of runs when --runs is left out."
        ]
    items = []
    beside = against_spread(row.difference, row.deviation)
    if beside and row.difference:
        items.append(f"The change is {beside}.")
    better, worse, unclear = (by_tone(evidence, kind) for kind in ("better", "worse", "unclear"))
    if better:
        items.append(f"Also better: {listed(better)}.")
    items.append(
        f"The price: {listed(worse)} {'is' if len(worse) == 1 else 'are'} worse."
        if worse
        else "No other indicator is clearly worse."
    )
    if unclear:
        items.append(f"Not clear: {listed(unclear)}.")
    items += [*_reason(evidence, row), *_obstacle(evidence)]
    gains = evidence.differences(evidence.of) * row.better
    wrong = int((gains < 0).sum())
    items.append(
        f"It comes out worse than the reference in {wrong} of {many(len(gains), 'run')} ({percent(wrong / len(gains))})."
    )
    return items


def _reason(evidence: Evidence, row: Contrast) -> list[str]:
    found = [one for one in reasons(evidence) if float(one["effect"]) * row.difference > 0.0]
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
    return [
        f"Largest obstacle: consent to {plain(lever)} holds only "
        f"{percent(granted)} of the time; most often it fails for {reason}."
    ]
