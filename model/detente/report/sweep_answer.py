"""The answer of a sweep: which package, how likely over the cells of the design, how sure."""

from __future__ import annotations

from math import isfinite

from detente.analysis.paired import FEWEST_SETS
from detente.report.brief import Answer, Confidence, Rule
from detente.report.confidence import ENOUGH_SETS, confidence_of, told
from detente.report.sweep_cells import Cells, Found
from detente.report.words import amount, capital, likelihood, listed, lowered, many, percent, plain, share_interval
from detente.world.outcomes import INDICATORS


def label(package: str) -> str:
    """Return what a package is called in a sentence."""
    return plain(package)


def change(found: Found, one: Cells) -> str:
    """Return a package's change with its unit."""
    return amount(one.mean, found.what.unit, one.error, sign=True)


def sweep_answer(found: Found) -> Answer:
    """Return the answer of a report on a sweep."""
    if not found.cells or not isfinite(found.cells[0].mean):
        why = (
            "The sweep has one package, and so nothing to compare it with"
            if not found.cells
            else "No pair of runs is there yet to compare"
        )
        line = f"{why}; the figures show how {lowered(found.title(found.of))} answers to the factors."
        return Answer(line, None, "Not judged: there is no difference to judge.", None, "Not judged.", ())
    first = found.cells[0]
    known = first.known.size
    share = first.agreement
    band = likelihood(share, known)
    words = (
        f"Not judged: {many(known, 'combination')} of point and future, {FEWEST_SETS} are needed."
        if band is None
        else _direction(first)
    )
    confidence = _confidence(found, first)
    return Answer(_line(found, first), band, words, confidence, told(confidence), tuple(_points(found, first)))


def _line(found: Found, first: Cells) -> str:
    what = lowered(found.title(found.of))
    beside = f"beside “{label(found.result.reference)}”"
    if not first.clear:
        return (
            f"In the model, no package clearly changes {what} over the whole design; the best is "
            f"“{label(first.package)}” with {change(found, first)} on average, {beside}."
        )
    verb = "raises" if first.mean > 0 else "lowers"
    gain = first.mean * found.what.better > 0.0
    best = "" if len(found.cells) == 1 else " most for the better" if gain else " least for the worse"
    return (
        f"In the model, “{label(first.package)}” {verb} {what}{best}: {change(found, first)} "
        f"on average over all points and futures, {beside}."
    )


def _direction(one: Cells) -> str:
    total = one.known.size
    count = round(one.agreement * total)
    low, high = share_interval(count, total)
    return (
        f"that the model shows a {'rise' if one.mean > 0 else 'fall'}: {count} of {total} combinations of point and future "
        f"({percent(low)} to {percent(high)}, 95 % interval as if they were independent). "
        "The points are those of the design, not a sample of the world."
    )


def _points(found: Found, first: Cells) -> list[str]:
    items = [f"{capital(label(one.package))}: {change(found, one)}, {one.agreed}." for one in found.cells[1:5]]
    turned = [(one, len(one.turned)) for one in found.cells if len(one.turned)]
    for one, count in turned[:3]:
        items.append(
            f"At {count} of {many(len(one.points), 'point')} the sign of “{label(one.package)}” is clearly the other one."
        )
    if not turned:
        items.append("At no point of the design is the sign of any package clearly the other one.")
    price = [
        f"{lowered(found.title(row.indicator))} "
        f"({amount(row.difference, INDICATORS[row.indicator].unit, row.error, sign=True)})"
        for row in found.differences
        if row.package == first.package and row.worse and row.indicator != found.of
    ]
    if price:
        items.append(f"The price of “{label(first.package)}”: {listed(price)}.")
    return items


def _confidence(found: Found, first: Cells) -> Confidence:
    _, _, futures, _ = found.result.shape
    sampled = found.result.sampled
    drawn = many(futures, "future") if sampled else "none: all other numbers at their modes"
    state = f"{found.result.manifest['status']}; {found.failed} failed"
    rules = (
        Rule("Monte Carlo error at most a quarter of the change", change(found, first), not first.error <= abs(first.mean) / 4),
        Rule(f"At least {ENOUGH_SETS} futures of sampled assumptions", drawn, not sampled or futures < ENOUGH_SETS),
        Rule("The sweep is complete, and no run failed", state, not found.result.complete or found.failed > 0),
        Rule("Most numbers of the scenario are measured or derived", *_standing(found)),
        Rule("Held against data the model was not fitted to", "nothing of the kind is in this result", True),
    )  # fmt: skip
    return confidence_of(rules)


def _standing(found: Found) -> tuple[str, bool]:
    shares = found.result.scenario().standing_shares()
    return ", ".join(f"{percent(share)} {name}" for name, share in shares.items()), shares.get("assumed", 1.0) > 0.5
