"""Intent, credibility, alignment, contact, practice, claim and distance from the record of a pair."""

from __future__ import annotations

import math
from functools import cache

from derive import relations_2005, wider_ties
from derive.data import MEMBERS, NEWCOMERS, logistic, mean, members_of, reference
from derive.frameworks import SUMMIT, allied, closeness, commitment_between, kind_between
from derive.frameworks_2005 import ASEAN_PLUS_THREE
from derive.moment import now, pick
from derive.passport import Passport, assumed, bounded, derived
from derive.record import claim, claims, hostility, ideal_distance, mutual_hostility, opposed_side, rivals
from derive.wider_distance import newcomer_distance

RECORD = ("TSS2021", "MIDs", "DatedEvents", "ICOW", "Bailey2017")
RECORD_2005 = ("TSS2021", "MIDs", "MIDs", "ICOW", "Bailey2017")  # the table of dated events begins later

# Rule I: weights in logit, judged so that allies start near 0.05, strangers near 0.1 and open rivals near 0.7.
INTENT = {"base": -2.4, "rival": 1.2, "record": 2.0, "claim": 0.8, "distance": 0.6, "opposed": 0.5, "ties": -1.2}
INTENT_SPREAD = 0.9  # logit: half the weights doubled or dropped moves intent about as much


# Enemies named in doctrine whose acts the tables do not show: value, low, high, reason.
DOCTRINE = {
    ("PRK", "USA"): (0.85, 0.65, 0.95, "named the principal enemy in law and doctrine"),
    ("PRK", "KOR"): (0.82, 0.6, 0.95, "named a hostile state since December 2023"),
    ("PRK", "JPN"): (0.6, 0.35, 0.85, "past ruler and base of the United States in doctrine"),
    ("USA", "RUS"): (0.7, 0.5, 0.85, "war in Ukraine since 2022, outside the tables"),
    ("RUS", "USA"): (0.75, 0.55, 0.9, "war in Ukraine since 2022, outside the tables"),
} | wider_ties.DOCTRINE


def intent(observer: str, target: str) -> Passport:
    """Return the hostile intent the observer sees in the target (rule I; a collective: mean over members)."""
    if "ASEAN" in (observer, target):
        parts = [intent(a, b) for a in members_of(observer) for b in members_of(target) if a != b]
        return assumed(
            mean(p.value for p in parts), mean(p.low for p in parts), mean(p.high for p in parts), "I mean over members"
        )
    named = pick(DOCTRINE, relations_2005.DOCTRINE)
    if (observer, target) in named:
        value, low, high, reason = named[observer, target]
        return assumed(value, low, high, f"I judged: {reason}")
    value = (
        INTENT["base"] + INTENT["rival"] * rivals(observer, target) + INTENT["record"] * hostility(observer, target)
        + INTENT["claim"] * claim(observer, target) + INTENT["distance"] * ideal_distance(observer, target)
        + INTENT["opposed"] * opposed_side(observer, target) + INTENT["ties"] * closeness(observer, target)
    )  # fmt: skip
    low, high = logistic(value - INTENT_SPREAD), logistic(value + INTENT_SPREAD)
    documented = rivals(observer, target) or hostility(observer, target) > 0.1 or claim(observer, target) > 0
    if documented:
        source = [
            k
            for k, has in zip(
                pick(RECORD, RECORD_2005),
                (rivals(observer, target), True, True, claim(observer, target) > 0, True),
                strict=True,
            )
            if has
        ]
        return derived(logistic(value), low, high, *source, reason="I")
    return assumed(logistic(value), low, high, "I without a record of conflict")


# Rule A: weights before the bend tanh(1.2 x).
ALIGNMENT = {"ties": 0.75, "likeness": 0.25, "rival": -0.6, "record": -0.3, "claim": -0.15, "opposed": -0.2}


def alignment(first: str, second: str) -> Passport:
    """Return which side two entities are on (rule A)."""
    if "ASEAN" in (first, second):
        other = first if second == "ASEAN" else second
        parts = [alignment(other, m) for m in MEMBERS if m != other]
        return assumed(
            mean(p.value for p in parts), mean(p.low for p in parts), mean(p.high for p in parts), "A mean over members"
        )
    value = (
        ALIGNMENT["ties"] * closeness(first, second) + ALIGNMENT["likeness"] * (1 - 2 * ideal_distance(first, second))
        + ALIGNMENT["rival"] * rivals(first, second) + ALIGNMENT["record"] * mutual_hostility(first, second)
        + ALIGNMENT["claim"] * claim(first, second)
        + ALIGNMENT["opposed"] * (opposed_side(first, second) or opposed_side(second, first))
    )  # fmt: skip
    low, high = math.tanh(1.2 * (value - 0.2)), math.tanh(1.2 * (value + 0.2))
    if "TWN" in (first, second):
        return assumed(math.tanh(1.2 * value), low, high, "A with Taiwan's ideal point taken from Japan and Korea")
    return derived(math.tanh(1.2 * value), low, high, "ATOP", "Bailey2017", "TSS2021", "MIDs", reason="A")


# Documented states of contact that no table shows: value, low, high, reason.
CONTACT = {
    ("KOR", "PRK"): (0.05, 0.0, 0.15, "lines unanswered since April 2023"),
    ("JPN", "PRK"): (0.05, 0.0, 0.15, "no relations; talks stopped in 2016"),
    ("USA", "PRK"): (0.08, 0.02, 0.2, "no talks since 2019; New York channel"),
    ("CHN", "TWN"): (0.1, 0.03, 0.25, "official contacts suspended since 2016"),
    ("JPN", "RUS"): (0.2, 0.1, 0.35, "treaty talks suspended in March 2022"),
    ("USA", "RUS"): (0.25, 0.1, 0.4, "arms talks suspended; military line kept"),
    ("KOR", "RUS"): (0.3, 0.15, 0.45, "thinned since 2022"),
    ("AUS", "RUS"): (0.2, 0.1, 0.35, "thinned since 2022"),
    ("USA", "CHN"): (0.5, 0.3, 0.7, "military talks resumed after November 2023"),
    ("JPN", "CHN"): (0.5, 0.35, 0.7, "defence line since May 2023, summits resumed, line unused in August 2024"),
    ("CHN", "IND"): (0.45, 0.3, 0.6, "patrol agreement of October 2024"),
    ("CHN", "PHL"): (0.35, 0.2, 0.5, "maritime lines, not always answered in 2023"),
    ("CHN", "AUS"): (0.55, 0.4, 0.7, "dialogues resumed since late 2022"),
    ("KOR", "CHN"): (0.55, 0.4, 0.7, "dialogues resumed in 2024"),
    ("JPN", "TWN"): (0.35, 0.2, 0.5, "unofficial associations, fisheries agreement of 2013"),
    ("CHN", "VNM"): (0.7, 0.5, 0.85, "party, border and navy lines"),
} | wider_ties.CONTACT


def channel(first: str, second: str) -> Passport:
    """Return the working contact of two governments (rule C, or a documented suspension)."""
    for pair in ((first, second), (second, first)):
        known = pick(CONTACT, relations_2005.CONTACT)
        if pair in known:
            value, low, high, reason = known[pair]
            return assumed(value, low, high, reason)
    summit = pick(SUMMIT, ASEAN_PLUS_THREE)
    both = {first, second} <= {*summit, "ASEAN"} or (
        "USA" not in (first, second) and {first, second} <= {*summit, "ASEAN", *wider_ties.ASIA_EUROPE}
    )
    value = 0.25 + 0.55 * closeness(first, second) + 0.15 * both
    if "ASEAN" not in (first, second):
        value -= 0.2 * rivals(first, second) + 0.2 * mutual_hostility(first, second)
    return bounded(assumed(value, value - 0.2, value + 0.2, "C from common frameworks and record"), 0.02, 0.95)


@cache
def _exercises(first: str, second: str) -> float:
    """Return joint exercises a year over five years (2025: 2006-2010, the last that the table covers)."""
    begin, end = now().exercises
    rows = [
        r
        for r in reference("exercises")
        if {r["iso1"], r["iso2"]} == {first, second} and begin <= int(r["year"]) <= end
    ]
    return sum(float(r["n_exercises"]) for r in rows) / 5


# Practice that began after the table ends in 2010: value, low, high, reason.
PRACTICE = {
    ("JPN", "AUS"): (0.55, 0.35, 0.75, "access agreement in force since 2023"),
    ("JPN", "KOR"): (0.3, 0.15, 0.5, "trilateral exercises since 2023"),
    ("JPN", "PHL"): (0.3, 0.15, 0.5, "joint sails and access agreement of 2024"),
    ("JPN", "IND"): (0.35, 0.2, 0.55, "Malabar and bilateral exercises"),
    ("USA", "TWN"): (0.25, 0.1, 0.45, "arms, training, no open exercises"),
    ("CHN", "RUS"): (0.4, 0.25, 0.6, "yearly naval and air patrols since 2019"),
    ("RUS", "PRK"): (0.25, 0.1, 0.45, "troops and arms in 2024"),
    ("PHL", "AUS"): (0.35, 0.2, 0.55, "joint patrols since 2023"),
} | wider_ties.PRACTICE


def interoperability(first: str, second: str) -> Passport | None:
    """Return the practice of acting together (rule P), or nothing where no exercise is known."""
    for pair in ((first, second), (second, first)):
        practised = pick(PRACTICE, relations_2005.PRACTICE)
        if pair in practised:
            value, low, high, reason = practised[pair]
            return assumed(value, low, high, reason)
    if {first, second} & {"ASEAN", *NEWCOMERS}:
        return None
    count, (begin, end) = _exercises(first, second), now().exercises
    value = max(1 - math.exp(-count / 6), 0.5 * (allied(first, second) and "USA" in (first, second)))
    ended = alignment(first, second).value < -0.1
    if ended:
        value *= 0.2
    if value < 0.02:
        return None
    return derived(
        value,
        value * 0.5,
        min(value * 1.3 + 0.15, 0.95),
        "Exercises",
        reason=f"P {count:.1f} exercises a year {begin}-{end % 100:02d}" + (", ended since" if ended else ""),
    )


def contested(first: str, second: str) -> Passport | None:
    """Return the salience of the open claim of a pair, or nothing."""
    salience, label = claims().get(frozenset((first, second)), (0.0, ""))
    if salience == 0.0:
        return None
    return bounded(assumed(salience, salience * 0.6, salience * 1.3 + 0.05, f"K {label}", "ICOW"), 0.0, 1.0)


def distance(first: str, second: str) -> Passport:
    """Return the distance in km, floor 50; of a collective, to its nearest member."""
    if "ASEAN" in (first, second):
        other = first if second == "ASEAN" else second
        nearest = min((_nearest(other, m) for m in MEMBERS if m != other), default=50.0)
        return assumed(nearest, nearest * 0.8, nearest * 1.6, "D to the nearest member")
    if {first, second} & set(NEWCOMERS):
        return newcomer_distance(first, second)
    value = _distance(first, second)
    hosts = [h for h in _hosts() if h not in (first, second)]
    if "USA" in (first, second) and len(hosts) == len(_hosts()):
        other = first if second == "USA" else second
        forward = min(min(_distance(other, h) for h in hosts), value)
        middle = round(math.sqrt(value * forward), -1)
        return derived(middle, forward, value, "CShapes", "Troops", reason="D between own land and bases abroad")
    return derived(value, value * 0.7 if value > 50 else 50, value * 1.2 if value > 50 else 200, "CShapes", reason="D")


def _nearest(other: str, member: str) -> float:
    """Return the distance of a state from a member of a collective, in km."""
    return newcomer_distance(other, member).value if other in NEWCOMERS else _distance(other, member)


@cache
def _hosts() -> tuple[str, ...]:
    """Return the states that host ten thousand or more active United States troops in the last year of the table."""
    last = max(r["year"] for r in reference("us_troops") if int(r["year"]) < now().start)
    rows = [r for r in reference("us_troops") if r["year"] == last]
    return tuple(r["iso3"] for r in rows if float(r["troops_ad"] or 0) >= 10000)


@cache
def _distance(first: str, second: str) -> float:
    rows = reference("geography")
    found = next(float(r["mindist_km"]) for r in rows if {r["iso1"], r["iso2"]} == {first, second})
    return max(round(found / 10) * 10.0, 50.0)


# Beliefs that the last years moved: value, low, high, reason.
BELIEF = {
    ("JPN", "USA"): (
        0.6,
        0.35,
        0.75,
        "77 per cent doubted protection in April 2025, under 60 before (E-39)",
        "TariffPolls2025",
    ),
    ("KOR", "USA"): (0.62, 0.4, 0.77, "trust 73 per cent in 2024, 66 in 2025", "EAI"),
    ("AUS", "USA"): (0.62, 0.4, 0.77, "trust 56 per cent in 2024, 36 in 2025", "Lowy"),
    ("TWN", "USA"): (0.45, 0.2, 0.65, "no pledge, arms delivered late", "ATOP"),
    ("THA", "USA"): (0.5, 0.3, 0.7, "old pledge, little practice", "ATOP"),
    ("RUS", "PRK"): (0.6, 0.4, 0.8, "troops sent in 2024", "ATOP"),
    ("PRK", "RUS"): (0.55, 0.3, 0.75, "treaty new and untested", "ATOP"),
    ("PRK", "CHN"): (0.55, 0.3, 0.75, "treaty old, sanctions votes remembered", "ATOP"),
} | wider_ties.BELIEF
BELIEF_BY_KIND = {"alliance": 0.72, "partnership": 0.58, "dialogue": 0.5, "forum": 0.45, "none": 0.4}


def credibility(observer: str, target: str) -> Passport:
    """Return the belief that the target delivers (rule B: by kind of tie, less rivalry and record)."""
    known = pick(BELIEF, relations_2005.BELIEF)
    if (observer, target) in known:
        value, low, high, reason, source = known[observer, target]
        return assumed(value, low, high, reason, source)
    kind, pledge = kind_between(observer, target), commitment_between(observer, target)
    value = BELIEF_BY_KIND[kind]
    if "ASEAN" not in (observer, target):
        value -= 0.12 * rivals(observer, target) + 0.15 * hostility(observer, target)
    reason = f"B {kind}"
    half = 0.15 if kind == "alliance" else 0.2
    if pledge is not None and pledge.standing == "derived":
        return derived(value, value - half, min(value + half, 0.9), "Leeds2003", reason=reason)
    return bounded(assumed(value, value - half, value + half, reason), 0.05, 0.95)
