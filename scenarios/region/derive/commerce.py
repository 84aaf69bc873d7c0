"""Trade dependence: the share of the observer's trade with the target, mapped to 0..1."""

from __future__ import annotations

import math
from functools import cache

from derive import relations_2005
from derive.data import MEMBERS, NEWCOMERS, STATES, UNION, mean, reference
from derive.moment import now, pick
from derive.passport import Passport, assumed, derived, latest
from derive.wider_commerce import recalled
from derive.wider_distance import capitals_apart

HALF = 0.10  # trade share at which dependence is one half: share / (share + HALF)

# Latest source first: source, measures, key, year counted as its age.
SOURCES = (("GVAR2016", "GVAR2016", 2016), ("HMR2010", "HMR2010", 2006), ("AMEN_IR90s", "AMEN", 1995))
# Factor by which a share may be off, per year of age (log): shares of core pairs wandered by some 4 per cent a year.
WANDER = 0.04

# Shares that the tables cannot show: sanctions since 2016, the war since 2022, and Taiwan's growing trade.
KNOWN = {
    ("PRK", "CHN"): (0.90, 0.75, 0.98, "nearly all recorded trade since the sanctions of 2017"),
    ("PRK", "RUS"): (0.05, 0.01, 0.25, "revived since 2023, little recorded"),
    ("RUS", "CHN"): (0.33, 0.25, 0.40, "since the sanctions of 2022 about a third"),
    ("RUS", "IND"): (0.09, 0.05, 0.13, "oil trade since 2022"),
    ("IND", "RUS"): (0.06, 0.03, 0.09, "oil trade since 2022"),
    ("RUS", "JPN"): (0.015, 0.005, 0.03, "shrunk by sanctions since 2022"),
    ("RUS", "KOR"): (0.02, 0.01, 0.04, "shrunk by sanctions since 2022"),
    ("RUS", "USA"): (0.005, 0.001, 0.02, "shrunk by sanctions since 2022"),
    ("JPN", "RUS"): (0.01, 0.003, 0.02, "shrunk by sanctions since 2022"),
    ("KOR", "RUS"): (0.012, 0.005, 0.025, "shrunk by sanctions since 2022"),
    ("USA", "RUS"): (0.001, 0.0, 0.005, "shrunk by sanctions since 2022"),
    ("CHN", "RUS"): (0.04, 0.025, 0.055, "grown since 2022"),
    ("VNM", "CHN"): (0.25, 0.18, 0.32, "grown since the table of 2006"),
    ("VNM", "USA"): (0.17, 0.12, 0.22, "grown since the table of 2006"),
    ("VNM", "KOR"): (0.11, 0.08, 0.15, "grown since the table of 2006"),
    ("VNM", "JPN"): (0.06, 0.04, 0.1, "share fell since the table of 2006"),
    ("VNM", "AUS"): (0.02, 0.01, 0.05, "oil exports fell since the table of 2006"),
    ("CHN", "VNM"): (0.04, 0.025, 0.055, "grown since the table of 2006"),
    ("KOR", "VNM"): (0.065, 0.04, 0.09, "grown since the table of 2006"),
    ("JPN", "VNM"): (0.03, 0.02, 0.045, "grown since the table of 2006"),
    ("USA", "VNM"): (0.025, 0.015, 0.04, "grown since the table of 2006"),
    ("RUS", "PRK"): (0.001, 0.0, 0.005, "small economy under sanctions"),
    ("CHN", "PRK"): (0.0005, 0.0, 0.002, "small economy under sanctions"),
    ("TWN", "CHN"): (0.22, 0.15, 0.35, "share fell from its peak; the table ends in the 1990s"),
    ("TWN", "USA"): (0.16, 0.11, 0.24, "share rose with semiconductors; the table ends in the 1990s"),
    ("CHN", "TWN"): (0.05, 0.03, 0.07, "the table ends in the 1990s"),
}


@cache
def _table() -> dict[tuple[str, str], tuple[float, str, int]]:
    """Return the share of the reporter's trade from the latest source of each dyad, with its key and year."""
    found: dict[tuple[str, str], tuple[float, str, int]] = {}
    for name, key, year in SOURCES:
        latest = _latest(name)
        for row in reference("trade"):
            dyad = (row["reporter_or_exporter"], row["partner"])
            if row["source"] == name and row["year"] == latest and row["share_of_reporter_total"]:
                age = year if name == "AMEN_IR90s" else int(latest)
                found.setdefault(dyad, (float(row["share_of_reporter_total"]), key, age))
    return found


def _latest(name: str) -> str:
    """Return the last year of a table up to the start; where there is none, its first up to the moment's bound."""
    years = {int(r["year"]) for r in reference("trade") if r["source"] == name and int(r["year"]) <= now().trade}
    before = {y for y in years if y < now().start}
    return str(max(before) if before else min(years, default=""))


@cache
def _size(state: str) -> float:
    """Return gross domestic product (2025: of 2019; purchasing power, simulated); of the European Union the sum of its members."""
    if state == "EU":
        return sum(_size(member) for member in UNION)
    rows = [r for r in reference("state_attributes") if r["iso3"] == state and r["year"] == now().size]
    return float(rows[0]["pwtrgdp"])


@cache
def _distance(first: str, second: str) -> float:
    """Return the distance of capitals in km; with a newcomer by great circle."""
    if {first, second} & set(NEWCOMERS):
        return capitals_apart(first, second)
    rows = reference("geography")
    return next(float(r["capdist_km"]) for r in rows if {r["iso1"], r["iso2"]} == {first, second})


@cache
def _gravity() -> tuple[float, float]:
    """Return constant and residual spread of log share = constant + log size of the partner - log distance."""
    gaps = [
        math.log(max(share, 1e-5)) - math.log(_size(b)) + math.log(_distance(a, b))
        for (a, b), (share, _, _) in _table().items()
        if a in STATES and b in STATES
    ]  # fmt: skip
    centre = mean(gaps)
    return centre, math.sqrt(mean((g - centre) ** 2 for g in gaps))


def _share(observer: str, target: str) -> tuple[Passport, bool]:
    """Return the trade share of a dyad of states, and whether a table shows it."""
    known_shares = pick(KNOWN, relations_2005.TRADE)
    if (observer, target) in known_shares:
        value, low, high, reason = known_shares[observer, target]
        return assumed(value, low, high, f"trade share judged: {reason}"), False
    known = recalled(observer, target)
    if known is not None:
        return known, False
    if "PRK" in (observer, target):
        cut = assumed(0.0005, 0.0, 0.005, "trade cut by sanctions since 2017")
        return pick(cut, assumed(0.002, 0.0, 0.02, "little recorded trade")), False
    if (observer, target) in _table():
        share, key, year = _table()[observer, target]
        factor = math.exp(1.645 * WANDER * abs(now().start - year))
        if year >= now().start:
            reason = f"exports of {year}, the nearest table"
            return assumed(share, share / factor**2, share * factor**2, reason, key)._replace(known_by=year), False
        return derived(share, share / factor, share * factor, key), True
    centre, spread = _gravity()
    guess = math.exp(centre + math.log(_size(target)) - math.log(_distance(observer, target)))
    factor = math.exp(1.645 * spread)
    return assumed(min(guess, 0.5), guess / factor, min(guess * factor, 0.6), "gravity rule: size over distance"), False


def _mapped(share: Passport, reason: str) -> Passport:
    """Return dependence share / (share + HALF) with the range mapped alike."""
    value, low, high = (s / (s + HALF) for s in (share.value, share.low, share.high))
    return share._replace(value=value, low=low, high=high, reason=reason)


def interdependence(observer: str, target: str) -> Passport:
    """Return the trade dependence of the observer on the target."""
    if observer == "ASEAN":
        parts = [_share(m, target)[0] for m in MEMBERS if m != target]
        value, low, high = (mean(s) for s in zip(*((p.value, p.low, p.high) for p in parts), strict=True))
        return _mapped(assumed(value, low, high, "")._replace(known_by=latest(parts)), "mean trade share of members")
    if target == "ASEAN":
        parts = [_share(observer, m)[0] for m in MEMBERS if m != observer]
        value, low, high = (sum(s) for s in zip(*((p.value, p.low, p.high) for p in parts), strict=True))
        return _mapped(
            assumed(value, low, high, "")._replace(known_by=latest(parts)), "sum of trade shares with members"
        )
    share, shown = _share(observer, target)
    return _mapped(share, f"share {share.value:.3f}" if shown else share.reason)
