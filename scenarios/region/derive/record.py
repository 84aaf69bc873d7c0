"""The record of a pair: ideal points, rivalry, disputes, dated shocks and claims."""

from __future__ import annotations

import math
from functools import cache

from derive.data import STATES, UNION, Pair, mean, members_of, published, reference
from derive.frameworks import allied
from derive.moment import now, pick

# Conflictive kinds of dated events that bear on intent (history quarrels and strains of alliances do not).
SHOCKS = (
    "military_clash", "territorial_incident", "missile_test", "nuclear_test", "trade_coercion", "cyber_attack",
    "space_incident",
)  # fmt: skip
MEMORY = 10.0  # years in which a dispute loses half its weight: about two rounds of leaders
FULL = 6.0  # recency-weighted hostility (both directions) at which the record is 63 per cent of full

# Salience of claims that have none in the claims data, in twelfths; judgement (rocks and waters without people).
SALIENCE = {
    "Scarborough Shoal": 5.0,
    "Natuna EEZ / nine-dash line": 4.0,
    "East China Sea EEZ / gas fields": 4.0,
    "East China Sea ADIZ / Socotra Rock (Ieodo)": 2.0,
    "Northern Limit Line (Yellow Sea)": 7.0,
    "Ambalat (Sulawesi Sea)": 4.0,
}
QUIET = ("low intensity", "nominal", "dormant", "fisheries agreement")
QUIET_2005 = ("low intensity", "nominal", "dormant", "settled: supplementary agreement 2004")


@cache
def ideal_point(state: str) -> float:
    """Return the mean foreign-policy ideal point of the last three years; Taiwan has no vote: mean of Japan and Korea."""
    if state == "TWN":
        return mean((ideal_point("JPN"), ideal_point("KOR")))
    if state == "ASEAN":
        return mean(ideal_point(m) for m in members_of(state))
    if state == "EU":
        return mean(ideal_point(m) for m in UNION)
    first, last = now().votes
    rows = [r for r in reference("ideal_points") if r["iso3"] == state and first <= int(r["year"]) <= last]
    return mean(float(r["ideal_point_fp"]) for r in rows)


@cache
def ideal_distance(first: str, second: str) -> float:
    """Return the distance of two ideal points as a share of the largest in the region."""
    points = [ideal_point(s) for s in STATES]
    return abs(ideal_point(first) - ideal_point(second)) / (max(points) - min(points))


@cache
def rivals(first: str, second: str) -> bool:
    """Tell whether the strategic rivalry of the two was open (for 2025: in 2020; for a collective: of any member)."""
    open_pairs = {
        frozenset((r["iso1"], r["iso2"]))
        for r in reference("rivalries")
        if int(r["start"]) <= now().rivalries <= int(r["end"])
    }
    return any(frozenset((a, b)) in open_pairs for a in members_of(first) for b in members_of(second) if a != b) and (
        "ASEAN" not in (first, second)
    )


@cache
def disputes() -> dict[Pair, float]:
    """Return the recency-weighted hostility of militarised disputes since 1946 per pair of states, all of them."""
    total: dict[Pair, float] = {}
    seen: set[tuple[Pair, str]] = set()
    for row in reference("mids"):
        pair = frozenset((row["iso1"], row["iso2"]))
        if row["onset"] != "1" or (pair, row["dispnum"]) in seen or float(row["year"]) >= now().start:
            continue
        seen.add((pair, row["dispnum"]))
        weight = (float(row["hostlev_dyad"]) - 1) / 4 * 0.5 ** ((now().start - float(row["year"])) / MEMORY)
        total[pair] = total.get(pair, 0.0) + weight
    return total


@cache
def shocks(observer: str, target: str) -> float:
    """Return the recency-weighted intensity of dated shocks (2025: since 2015) by the target on the observer."""
    total = 0.0
    for row in published("events"):
        year = float(row["date"][:4])
        hits = row["initiator"] == target and observer in row["targets"].split(";")
        if row["kind"] in SHOCKS and hits and now().shocks_from <= year < now().start:
            total += float(row["intensity"]) / 5 * 0.5 ** ((now().start - year) / MEMORY)
    return total


def hostility(observer: str, target: str) -> float:
    """Return the record of hostility the observer has met from the target, 0 to 1."""
    if "ASEAN" in (observer, target):
        return mean(
            hostility(a, b) if a != b else 0.0 for a in members_of(observer) for b in members_of(target)
        )  # fmt: skip
    if "EU" in (observer, target):
        return mean(hostility(m if observer == "EU" else observer, m if target == "EU" else target) for m in UNION)
    record = disputes().get(frozenset((observer, target)), 0.0) + shocks(observer, target)
    return 1 - math.exp(-2 * record / FULL)


def mutual_hostility(first: str, second: str) -> float:
    """Return the mean record of hostility of the two directions."""
    return (hostility(first, second) + hostility(second, first)) / 2


@cache
def claims() -> dict[Pair, tuple[float, str]]:
    """Return per pair the salience 0 to 1 of its weightiest open claim and the name of the claim."""
    found: dict[Pair, tuple[float, str]] = {}
    for row in reference("claims"):
        if row["source"] != "HAND" or row["core"] != "1":
            continue
        if not float(row["start"]) < now().start <= float(row["end"] or 0):
            continue
        salience = float(row["salience_last"] or row["salience"] or SALIENCE.get(row["label"], 4.0)) / 12
        if any(word in row["note"] for word in pick(QUIET, QUIET_2005)):
            salience /= 2
        pair = frozenset((row["challenger"], row["target"]))
        if salience > found.get(pair, (0.0, ""))[0]:
            found[pair] = (salience, row["label"])
    return found


def claim(first: str, second: str) -> float:
    """Return the salience of the open claim between two entities (a collective has none)."""
    return claims().get(frozenset((first, second)), (0.0, ""))[0]


def opposed_side(observer: str, target: str) -> bool:
    """Tell whether the target is allied with a rival of the observer, or a rival of the observer's ally.

    The European Union has no alliances of its own: as its member in the region, France.
    """
    observer, target = ("FRA" if name == "EU" else name for name in (observer, target))
    return observer != target and any(
        (allied(target, third) and rivals(observer, third)) or (allied(observer, third) and rivals(target, third))
        for third in STATES
        if third not in (observer, target)
    )
