"""Writes east_asia_2025.yaml, the starting region, from the reference data named by DETENTE_REFERENCE.

Run it as `DETENTE_REFERENCE=path python scenarios/region/derive_east_asia_2025.py [output]`.
A second run gives the same bytes.  The data sets themselves stay outside; only derived values are written.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from derive import judgement, passport, portrait
from derive.commerce import interdependence
from derive.data import ENTITIES, MEMBERS, dyads, pairs
from derive.frameworks import FRAMEWORKS
from derive.header import header
from derive.memory import grievance, trigger
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


def states() -> list[str]:
    """Return the lines of the section `states`."""
    lines = ["states:"]
    for code in ENTITIES:
        posture, why = judgement.POSTURES[code]
        lines += [f"  {code}:", f"    name: {judgement.NAMES[code]}"]
        lines += (
            ["    kind: collective", f"    members: [{', '.join(MEMBERS)}]"] if code == "ASEAN" else ["    kind: state"]
        )
        lines += [f"    posture: {posture}  # {why}"]
        lines += [f"    {key}: {line(value, OWN_DIGITS.get(key, 2))}" for key, value in _own(code).items()]
        lines += ["    capability:"]
        lines += [f"      {d}: {line(bounded(portrait.capability(code, d), 0, 1), 4)}" for d in judgement.DOMAINS]
        lines += ["    priorities:"]
        lines += [f"      {i}: {line(portrait.priority(code, i))}" for i in ISSUES]
    return lines


ISSUES = ("china", "north_korea", "maritime_order", "economy", "emerging_domains")


def _own(code: str) -> dict[str, Passport]:
    """Return the values of one state outside capability and priorities."""
    latitude, why = judgement.LATITUDE[code]
    temper = judgement.NATIONALISM[code]
    armed = float(code in judgement.NUCLEAR)
    return {
        "nuclear": assumed(armed, armed, armed, "common knowledge"),
        "budget": portrait.budget(code),
        "patience": assumed(0.7, 0.5, 0.9, "the same for all: no evidence tells states apart"),
        "zero_sum": portrait.zero_sum(code),
        "latitude": assumed(latitude, max(latitude - 0.2, 0), min(latitude + 0.2, 1), why),
        "nationalism": assumed(
            temper, max(temper - 0.2, 0), temper + 0.2, "judged backlash against concessions; ranges overlap on purpose"
        ),
        "growth": portrait.growth(code),
    }


def frameworks() -> list[str]:
    """Return the lines of the section `frameworks`."""
    lines = ["frameworks:"]
    for f in FRAMEWORKS:
        lines += [f"  {f.key}:", f"    name: {f.name}", f"    kind: {f.kind}", f"    members: [{', '.join(f.members)}]"]
        lines += [f"    commitment: {line(f.commitment)}", f"    since: {f.since}"]
        lines += [f"    source: [{', '.join(f.source)}]"] if f.source else []
    return lines


def ties() -> list[str]:
    """Return the lines of the section `ties`."""
    lines = ["ties:"]
    for name, rule in DIRECTED.items():
        lines += [f"  {name}:", *_rows(name, rule, [(i, j) for i, j in dyads()])]
    for name, rule in MUTUAL.items():
        lines += [f"  {name}:", *_rows(name, rule, [(i, j) for i, j in pairs()])]
    return lines


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


def text() -> str:
    """Return the whole file."""
    passport.WRITTEN.clear()
    body = [*states(), "", *frameworks(), "", *ties()]
    return "\n".join([*header(passport.WRITTEN), "", *body]) + "\n"


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_suffix("").parent / "east_asia_2025.yaml"
    target.write_text(text(), encoding="utf-8")
