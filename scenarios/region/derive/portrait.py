"""What belongs to one state: means, character, capability, priorities and posture."""

from __future__ import annotations

import math
from functools import cache

from derive import judgement_2005
from derive.data import STATES, mean, reference
from derive.judgement import CPTPP, EMPHASIS, MARITIME, PLANS, RCEP, TRADE_STANCE
from derive.moment import now, pick
from derive.newcomers import BUDGETS
from derive.passport import Passport, assumed, bounded, derived
from derive.record import claim, ideal_distance, ideal_point, rivals
from derive.relations import alignment

COLLECTIVES = tuple(BUDGETS)  # bodies whose members hold the forces
LEAST_BUDGET = 1.5  # cost units a year: room for one regime and a half


@cache
def _attribute(table: str, state: str, year: str, column: str) -> float:
    rows = [r for r in reference(table) if r["iso3"] == state and r["year"] == year]
    return float(rows[0][column] or 0) if rows else 0.0


@cache
def spending(state: str) -> float:
    """Return military spending (2025: of 2022; current dollars, COW); North Korea is blank: 0.15 of South Korea's, judged."""
    found = _attribute("cinc", state, now().material, "milex_kusd_current")
    return found or 0.15 * spending("KOR")


def budget(state: str) -> Passport:
    """Return what a state can spend on levers a year: 5.2 x square root of GDP in trillions (United States 25)."""
    if state in BUDGETS:
        return assumed(*BUDGETS[state])
    size = _attribute("state_attributes", state, now().size, "pwtrgdp") / 1e6
    value = max(5.2 * math.sqrt(size), LEAST_BUDGET)
    return assumed(
        value,
        value * 0.6,
        value * 1.6,
        f"5.2 x root of GDP {now().size} in trillions, at least 1.5; one working-level regime costs 1",
        "Fariss2022",
    )


def zero_sum(state: str) -> Passport:
    """Return how far a state sees others' gains as its loss: 0.3 and 0.05 per open strategic rivalry."""
    count = sum(rivals(state, other) for other in STATES if other != state) if state != "ASEAN" else 0
    return assumed(0.3 + 0.05 * count, 0.1, 0.55 + 0.05 * count, f"0.3 + 0.05 x {count} open rivalries", "TSS2021")


@cache
def _growth(state: str) -> float:
    """Return the yearly log growth of military spending over ten years (2025: 2010-2020, or its last years), constant dollars."""
    rows = {r["year"]: float(r["milex_usd_const2019"]) for r in reference("milex_sipri") if r["iso3"] == state}
    first, last = now().spending
    years = [y for y in rows if first <= y <= last and rows[y] > 0]
    return math.log(rows[max(years)] / rows[min(years)]) / (int(max(years)) - int(min(years)))


def growth(state: str) -> Passport:
    """Return the growth of capability that no threat drives: half the growth of spending above the region's mean."""
    if state in COLLECTIVES:
        return assumed(0.0, -0.01, 0.01, "no forces of its own")
    plans = pick(PLANS, judgement_2005.PLANS)
    if state in plans:
        value, low, high, reason = plans[state]
        return assumed(value, low, high, reason)
    usual = mean(_growth(s) for s in STATES if s != "PRK")
    excess = _growth(state) - usual
    low, high = min(excess, 0.0) - 0.01, max(excess, 0.0) + 0.01
    reason = f"half of {excess:+.3f} above the mean {now().spending[0]}-{now().spending[1][2:]}"
    return bounded(derived(excess / 2, low, high, "SIPRI", reason=reason), -0.1, 0.1)


@cache
def _conventional() -> dict[str, float]:
    """Return the root of COW index x spending, as shares of the 15 states (North Korea: the index alone)."""
    raw = {s: _raw(s) for s in STATES}
    raw["PRK"] = _attribute("cinc", "PRK", now().material, "cinc") * sum(raw.values()) / _index_total()
    return {s: raw[s] / sum(raw.values()) for s in STATES} | {"total": sum(raw.values())}


def _raw(state: str) -> float:
    """Return the root of COW index x spending."""
    return math.sqrt(_attribute("cinc", state, now().material, "cinc") * spending(state))


def _share(state: str, domain: str) -> float:
    """Return the share of the 15 states' total in one domain; of a newcomer measured against the same total."""
    if domain == "conventional":
        return _conventional()[state] if state in STATES else _raw(state) / _conventional()["total"]
    raw = spending(state) * _emphasis(domain)[state]
    return _domain(domain)[state] if state in STATES else raw / _domain(domain)["total"]


def _emphasis(domain: str) -> dict[str, float]:
    """Return the weight of a domain in each state's spending."""
    return pick(EMPHASIS, judgement_2005.EMPHASIS)[domain]


@cache
def _index_total() -> float:
    """Return the sum of the COW index over the 15 states."""
    return sum(_attribute("cinc", s, now().material, "cinc") for s in STATES)


@cache
def _domain(domain: str) -> dict[str, float]:
    """Return spending x emphasis, as shares of the 15 states."""
    raw = {s: spending(s) * _emphasis(domain)[s] for s in STATES}
    return {s: raw[s] / sum(raw.values()) for s in STATES} | {"total": sum(raw.values())}


def capability(state: str, domain: str) -> Passport:
    """Return the share of the 15 states' total in one domain (ASEAN: hardly any, its members hold the forces)."""
    if state in COLLECTIVES:
        return assumed(0.001, 0.0, 0.005, "no forces of its own: its members act")
    value = _share(state, domain)
    if domain == "conventional":
        cinc = _attribute("cinc", state, now().material, "cinc") / _index_total()
        money = spending(state) / sum(spending(s) for s in STATES)
        low, high = min(cinc, money) * 0.9, max(cinc, money) * 1.1
        if state == "PRK":
            return assumed(
                value, low, value * 1.6, "COW index alone, its spending is blank; range from judged spending", "CINC"
            )
        return derived(
            value, low, high, "CINC", reason=f"root of COW index x spending {now().material}; range spans the two"
        )
    return assumed(
        value,
        value * 0.5,
        value * 1.7,
        f"spending {now().material} x judged emphasis {_emphasis(domain)[state]:g}",
        "CINC",
    )


def priority(state: str, issue: str) -> Passport:
    """Return the stance of a state on an issue, -1 to 1."""
    if issue in ("china", "north_korea"):
        return _stance_on(state, "CHN" if issue == "china" else "PRK")
    if issue == "emerging_domains":
        value = 2 * (ideal_point(state) - ideal_point("CHN")) / (ideal_point("USA") - ideal_point("CHN")) - 1
        return _bounded_stance(state, value, "ideal point between China (-1) and the United States (1)")
    if issue == "maritime_order":
        value = pick(MARITIME, judgement_2005.MARITIME)[state]
        what = pick(
            "stance on the law of the sea and the award of 2016, judged", "stance on the law of the sea, judged"
        )
        return bounded(
            assumed(value, value - 0.3, value + 0.3, what),
            -1,
            1,
        )
    if now().start == 2005.0:
        value = judgement_2005.TRADE[state]
        return bounded(
            assumed(value, value - 0.3, value + 0.3, "open trade: memberships and talks by 2004, judged"), -1, 1
        )
    value = 0.4 * (state in RCEP or state == "ASEAN") + 0.3 * (state in CPTPP) + TRADE_STANCE.get(state, 0.0)
    return bounded(
        assumed(value, value - 0.3, value + 0.3, "open trade: RCEP 0.4, CPTPP 0.3, judged tariffs and sanctions"), -1, 1
    )


def _stance_on(state: str, other: str) -> Passport:
    """Return half the distance of ideal points from the other, half opposed alignment, and 0.4 x claim."""
    if state == other:
        return assumed(-1.0, -1.0, -0.8, "its own positions")
    value = (2 * min(ideal_distance(state, other), 1.0) - 1 - alignment(state, other).value) / 2 + 0.4 * claim(
        state, other
    )
    return _bounded_stance(state, value, "half distance of ideal points, half opposed alignment, 0.4 x claim")


def _bounded_stance(state: str, value: float, reason: str) -> Passport:
    if state in ("TWN", "ASEAN"):
        how = "no vote: Japan's and Korea's mean" if state == "TWN" else "mean of members"
        return bounded(assumed(value, value - 0.4, value + 0.4, f"{reason}; {how}"), -1, 1)
    return bounded(derived(value, value - 0.25, value + 0.25, "Bailey2017", reason=reason), -1, 1)
