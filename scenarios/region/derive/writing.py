"""Writes the sections of a region file: states, frameworks and ties, each value with its passport."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from derive import judgement, judgement_2005, portrait
from derive.commerce import interdependence
from derive.data import MEMBERS
from derive.kinds import Framework
from derive.memory import grievance, trigger
from derive.moment import pick
from derive.passport import Passport, assumed, bounded, line
from derive.relations import alignment, channel, contested, credibility, distance, intent, interoperability
from derive.trust import trust

Rule = Callable[[str, str], Passport | None]

DIRECTED: dict[str, Rule] = {
    "trust": lambda observer, target: trust((observer, target)),
    "grievance": grievance,
    "trigger": trigger,
    "intent": intent,
    "credibility": credibility,
    "interdependence": interdependence,
}
MUTUAL: dict[str, Rule] = {
    "alignment": alignment,
    "channel": channel,
    "interoperability": interoperability,
    "claim": contested,
    "distance": distance,
}
LIMITS = {"trust": (0.01, 0.99), "alignment": (-1.0, 1.0), "distance": (0.0, 20100.0)}
DIGITS = {"distance": 0, "interdependence": 3}
OWN_DIGITS = {"growth": 3, "budget": 1}
ISSUES = ("china", "north_korea", "maritime_order", "economy", "emerging_domains")
BODIES = {"ASEAN": MEMBERS, "EU": ("FRA",)}  # collectives, and their members that act in the region


def states(codes: Iterable[str]) -> list[str]:
    """Return the lines of the section `states`."""
    lines = ["states:"]
    for code in codes:
        posture, why = pick(judgement.POSTURES, judgement_2005.POSTURES)[code]
        lines += [f"  {code}:", f"    name: {judgement.NAMES[code]}"]
        members = BODIES.get(code, ())
        lines += ["    kind: collective", f"    members: [{', '.join(members)}]"] if members else ["    kind: state"]
        lines += [f"    posture: {posture}  # {why}"]
        lines += [f"    {key}: {line(value, OWN_DIGITS.get(key, 2))}" for key, value in _own(code).items()]
        lines += ["    capability:"]
        lines += [f"      {d}: {line(bounded(portrait.capability(code, d), 0, 1), 4)}" for d in judgement.DOMAINS]
        lines += ["    priorities:"]
        lines += [f"      {i}: {line(portrait.priority(code, i))}" for i in ISSUES]
    return lines


def _own(code: str) -> dict[str, Passport]:
    """Return the values of one state outside capability and priorities."""
    latitude, why = pick(judgement.LATITUDE, judgement_2005.LATITUDE)[code]
    temper = pick(judgement.NATIONALISM, judgement_2005.NATIONALISM)[code]
    armed = pick(dict.fromkeys(judgement.NUCLEAR, (1.0, 1.0, 1.0)), judgement_2005.NUCLEAR).get(code, (0.0, 0.0, 0.0))
    return {
        "nuclear": assumed(*armed, "common knowledge" if armed[1] == armed[2] else "material, claimed arms, no test"),
        "budget": portrait.budget(code),
        "patience": assumed(0.7, 0.5, 0.9, "the same for all: no evidence tells states apart"),
        "zero_sum": portrait.zero_sum(code),
        "latitude": assumed(latitude, max(latitude - 0.2, 0), min(latitude + 0.2, 1), why),
        "nationalism": assumed(
            temper, max(temper - 0.2, 0), temper + 0.2, "judged backlash against concessions; ranges overlap on purpose"
        ),
        "growth": portrait.growth(code),
    }


def frameworks(listed: Iterable[Framework]) -> list[str]:
    """Return the lines of the section `frameworks`."""
    lines = ["frameworks:"]
    for f in listed:
        lines += [f"  {f.key}:", f"    name: {f.name}", f"    kind: {f.kind}", f"    members: [{', '.join(f.members)}]"]
        lines += [f"    commitment: {line(f.commitment)}", f"    since: {f.since}"]
        lines += [f"    source: [{', '.join(f.source)}]"] if f.source else []
    return lines


def ties(dyads: list[tuple[str, str]], pairs: list[tuple[str, str]]) -> list[str]:
    """Return the lines of the section `ties`."""
    sections = [(name, _rows(name, rule, dyads)) for name, rule in DIRECTED.items()]
    sections += [(name, _rows(name, rule, pairs)) for name, rule in MUTUAL.items()]
    return ["ties:", *(row for name, rows in sections if rows for row in (f"  {name}:", *rows))]


def _rows(name: str, rule: Rule, couples: list[tuple[str, str]]) -> list[str]:
    lines: list[str] = []
    opened = ""
    for first, second in couples:
        value = rule(first, second)
        if value is None:
            continue
        if first != opened:
            lines.append(f"    {first}:")
            opened = first
        lines.append(f"      {second}: {line(bounded(value, *LIMITS.get(name, (0.0, 1.0))), DIGITS.get(name, 2))}")
    return lines
