"""The survey readings of trust, one question per dyad, and how far readings of one dyad differ."""

from __future__ import annotations

import math
from collections import defaultdict
from functools import cache
from typing import NamedTuple

from derive.data import logistic, logit, mean, published, reference
from derive.moment import now

# Questions that ask for trust, favour or affinity of one country, in order of precedence, with their source key.
QUESTIONS = {
    "lowy_trust": "Lowy", "iseas_trust": "ISEAS", "eai_trust": "EAI", "octa_trust": "PhilippinePolls",
    "cabinet_affinity": "CabinetOffice", "genron_favourable": "Genron", "eai_favourable": "EAI",
    "pew_favourable": "Pew", "pew_favourable_pub": "Pew", "levada_good": "Levada", "gallup_favourable": "Gallup",
    "sws_much_trust": "PhilippinePolls", "pulse_trust": "PhilippinePolls", "jtea_close": "JTEA",
}  # fmt: skip
# Before 2019 one question over all observers (Pew) comes first.
OLD_ORDER = ("pew_favourable", "pew_favourable_pub", *(q for q in QUESTIONS if not q.startswith("pew")))
COMPLEMENTS = {"pew_unfavourable": "Pew"}
ALIGNMENT = {"iseas_align_us": "USA", "iseas_align_china": "CHN"}
# Time of fieldwork within the year where the table gives no month.
FIELDWORK = {
    "lowy_trust": 0.2,
    "iseas_trust": 0.1,
    "cabinet_affinity": 0.83,
    "pew_favourable": 0.3,
    "pew_unfavourable": 0.3,
}
SETTLED = 2 / 12  # fieldwork ended two months into the first year still describes the start
SAMPLING = 0.1  # logit, about 2.5 points at one half with a design effect
SPREAD = 1.645  # half-width of a 5 to 95 per cent range in standard deviations

Dyad = tuple[str, str]


class Reading(NamedTuple):
    """One share of one survey, with its time and question."""

    time: float
    question: str
    share: float


@cache
def readings() -> dict[Dyad, tuple[Reading, ...]]:
    """Return every reading of the moment's years (2025: to 2018 or from 2024) of every question, per dyad, in time order."""
    (first, last), (_, last_old) = now().surveys, now().aged
    found: dict[Dyad, set[Reading]] = defaultdict(set)
    for row in (*published("trust_surveys"), *reference("pew_microdata_shares")):
        year = int(row["year"])
        if last_old < year < first or year > last:
            continue
        part = (float(row["month"]) - 0.5) / 12 if row["month"] else FIELDWORK.get(row["measure"], 0.5)
        found[row["observer"], row["target"]].add(
            Reading(year + part, row["measure"], float(row["value_percent"]) / 100)
        )
    return {dyad: tuple(sorted(rows)) for dyad, rows in sorted(found.items())}


def positive(dyad: Dyad) -> tuple[Reading, ...]:
    """Return the readings of a dyad that ask for trust, favour or affinity (India: of those with an opinion)."""
    rows = readings().get(dyad, ())
    if dyad[0] != "IND":
        return tuple(r for r in rows if r.question in QUESTIONS)
    return tuple(r._replace(share=_of_opinions(r, rows)) for r in rows if r.question in QUESTIONS)


def _of_opinions(reading: Reading, rows: tuple[Reading, ...]) -> float:
    """Return favourable over favourable and unfavourable; without the latter, India's usual share of opinions."""
    opposite = reading.question.replace("favourable", "unfavourable")
    against = [r.share for r in rows if r.question == opposite and abs(r.time - reading.time) < 0.5]
    return reading.share / (reading.share + against[0] if against else 1 - undecided("IND"))


@cache
def undecided(observer: str) -> float:
    """Return the mean share without an opinion in the observer's Pew readings that print both answers."""
    shares = []
    for (who, _), rows in readings().items():
        against = {r.time: r.share for r in rows if r.question == "pew_unfavourable"}
        shares += [
            1 - r.share - against[r.time]
            for r in rows
            if who == observer and r.question == "pew_favourable" and r.time in against and r.time >= now().opinions
        ]
    return mean(shares)


@cache
def drift() -> float:
    """Return the variance per year by which one question's logit wanders, over lags of 1 to 10 years."""
    squares, lags = 0.0, 0.0
    for dyad in readings():
        rows = positive(dyad)
        for early in rows:
            for late in rows:
                lag = late.time - early.time
                if early.question == late.question and 0.9 < lag < 10.1:
                    squares += (logit(late.share) - logit(early.share)) ** 2
                    lags += lag
    return squares / lags


@cache
def question_spread() -> float:
    """Return the standard deviation of one question's own offset, from dyads asked two questions within a year."""
    squares = []
    for dyad in readings():
        rows = positive(dyad)
        for first in rows:
            for second in rows:
                same = first.question.split("_")[0] == second.question.split("_")[0]
                if first.question < second.question and not same and abs(first.time - second.time) < 0.6:
                    squares.append((logit(first.share) - logit(second.share)) ** 2)
    return math.sqrt(mean(squares) / 2) * now().few


def deviation(time: float, extra: float = 0.0) -> float:
    """Return the standard deviation in logit of a reading of that time as a statement about the start."""
    return math.sqrt(SAMPLING**2 + question_spread() ** 2 + drift() * abs(now().start - time) + extra**2)


def interval(share: float, spread: float) -> tuple[float, float]:
    """Return the 5 to 95 per cent range around a share for a standard deviation in logit."""
    return logistic(logit(share) - SPREAD * spread), logistic(logit(share) + SPREAD * spread)


def recent(dyad: Dyad) -> Reading | None:
    """Return the reading that opens the run: first question by precedence, last at the start, else first after.

    At the opening of 2005, when surveys were years apart, the nearest in time.
    """
    rows = [r for r in positive(dyad) if r.time >= now().surveys[0]]
    for question in now().order or QUESTIONS:
        asked = [r for r in rows if r.question == question]
        before = [r for r in asked if r.time <= now().start + SETTLED]
        if asked and now().nearest:
            return min(asked, key=lambda r: abs(r.time - now().start))
        if asked:
            return before[-1] if before else asked[0]
    return None


def old(dyad: Dyad) -> Reading | None:
    """Return the latest older reading (2025: to 2018) of the first question by precedence."""
    rows = [r for r in positive(dyad) if r.time < now().aged[1] + 1]
    for question in OLD_ORDER:
        asked = [r for r in rows if r.question == question]
        if asked:
            return asked[-1]
    return None


def complement(dyad: Dyad) -> Reading | None:
    """Return one minus the unfavourable share minus the observer's usual share without opinion."""
    rows = [r for r in readings().get(dyad, ()) if r.question in COMPLEMENTS and r.time >= now().surveys[0]]
    before = [r for r in rows if r.time <= now().start + SETTLED]
    for reading in (*before[-1:], *rows[:1]):
        return reading._replace(share=max(1 - reading.share - undecided(dyad[0]), 0.01))
    return None


def fall(target: str, observers: tuple[str, ...]) -> float:
    """Return the mean change in logit of one question between old and recent readings, shrunk by n / (n + 1).

    Part of a fall may be a change of mode (the Cabinet Office went over to mail in 2020).
    """
    changes = []
    for observer in observers:
        late = recent((observer, target))
        asked = [
            r
            for r in positive((observer, target))
            if late and r.question == late.question and r.time < now().aged[1] + 1
        ]
        if late and asked:
            changes.append(logit(late.share) - logit(asked[-1].share))
    return sum(changes) / (len(changes) + 1)


def alignment_share(dyad: Dyad) -> float | None:
    """Return the mean share of elites 2024-2025 that would side with the target if forced (not trust: a weak proxy)."""
    rows = [
        r.share for r in readings().get(dyad, ()) if ALIGNMENT.get(r.question) == dyad[1] and r.time >= now().surveys[0]
    ]
    return mean(rows) if rows else None


def spread_of_recent(dyad: Dyad) -> tuple[float, float]:
    """Return the lowest and highest reading of trust, favour or affinity among those that open the run."""
    shares = [r.share for r in positive(dyad) if r.time >= now().surveys[0]]
    return (min(shares), max(shares)) if shares else (1.0, 0.0)
