"""Compile levers and shocks to sparse rows: (lever, channel, dyads, coefficient), (shock, impulse, dyads, size)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from detente.assembly.layout import Layout
from detente.assembly.scalars import Collector
from detente.engine.conditions import NUMBER, OPERATORS, TIMES, VARIABLE, YEAR
from detente.scenario.conditions import Postfix
from detente.scenario.scenario import Lever, Scenario, Shock
from detente.world.arrays import Array, position
from detente.world.variables import CHANNELS, DOMAINS, HAZARDS, IMPULSES, variable

DYAD_CHANNELS = tuple(name for name, (scope, *_) in CHANNELS.items() if scope != "state")
STATE_CHANNELS = tuple(name for name, (scope, *_) in CHANNELS.items() if scope == "state")
DYAD_IMPULSES = tuple(name for name, (scope, *_) in IMPULSES.items() if scope == "dyad")
STATE_IMPULSES = tuple(name for name, (scope, *_) in IMPULSES.items() if scope == "state")
PAIRED = {"alignment", "contact_loss", "crisis", "claim"}
SYMMETRIC = {
    "alignment",
    "contact",
    "contact_floor",
    "interoperability",
    "crisis_onset",
    "crisis_escalation",
    "crisis_duration",
    "claim_easing",
    "restraint",
    "learning",
}


class Row(NamedTuple):
    """One influence of one lever (or impulse of one shock): where it lands and which scalar sizes it."""

    owner: int
    scalar: int
    channel: int
    kind: int
    targets: tuple[int, ...]
    name: str


def lever_dyads(lever: Lever, channel: str, layout: Layout, part: str = "influence") -> tuple[int, ...]:
    """Return the dyads a lever's influence lands on; pacts act among all members, offers on how receivers see the giver.

    Restraint as a side effect (`part` "side") is what the lever deters, or provokes, between members and outsiders.
    """
    members = lever.members
    if channel == "restraint" and part == "side":
        pairs = [(o, m) for o in layout.names if o not in members for m in members]
        return tuple(layout.dyad(*pair) for one in pairs for pair in (one, one[::-1]))
    if CHANNELS[channel][0] == "outsiders":
        outside = [name for name in layout.names if name not in members]
        return tuple(layout.dyad(o, m) for o in outside for m in members)
    if lever.form == "pact":
        return tuple(layout.dyad(a, b) for a in members for b in members if a != b)
    giver, receivers = members[0], members[1:] or tuple(name for name in layout.names if name != members[0])
    seen = [layout.dyad(r, giver) for r in receivers]
    back = [layout.dyad(giver, r) for r in receivers] if channel in SYMMETRIC else []
    return tuple(seen + back)


def lever_states(lever: Lever, part: str, layout: Layout) -> tuple[str, ...]:
    """Return the states that an influence (or side effect, `part` "side") on states lands on.

    A pact moves all its members; an offer its receivers, with side effects on the giver; a unilateral lever its actor.
    """
    if lever.form == "pact":
        return lever.members
    if lever.form == "offer" and part == "influence":
        return lever.members[1:] or tuple(name for name in layout.names if name != lever.members[0])
    return lever.members[:1]


def lever_rows(scenario: Scenario, layout: Layout, collector: Collector) -> Iterator[Row]:
    """Yield the rows of all levers in order of key; influences first, then side effects."""
    for index, key in enumerate(sorted(scenario.levers)):
        lever = scenario.levers[key]
        for part, influences in (("influence", lever.influences), ("side", lever.side_effects)):
            for channel in sorted(influences):
                scalar = collector.add(f"lever.{lever.card}.{part}.{channel}", influences[channel])
                if channel in STATE_CHANNELS:
                    states = tuple(layout.state(m) for m in lever_states(lever, part, layout))
                    yield Row(index, scalar, STATE_CHANNELS.index(channel), 1, states, channel)
                else:
                    dyads = lever_dyads(lever, channel, layout, part)
                    yield Row(index, scalar, DYAD_CHANNELS.index(channel), 0, dyads, channel)


def _where(shock: Shock, where: str, layout: Layout) -> tuple[int, ...]:
    on = shock.on
    if where == "among_on" or shock.by is None:
        return tuple(layout.dyad(a, b) for a in on for b in on if a != b)
    by = shock.by
    seen = [layout.dyad(o, by) for o in on]
    back = [layout.dyad(by, o) for o in on]
    if where == "on->by":
        return tuple(seen)
    if where == "by->on":
        return tuple(back)
    return tuple(seen + back)


def _struck(shock: Shock, where: str, layout: Layout) -> tuple[int, ...]:
    """Return the states an impulse on states lands on: one side, or with `between` both."""
    by = (shock.by,) if shock.by is not None and where in ("by", "by->on", "between") else ()
    on = () if where in ("by", "by->on") else shock.on
    return tuple(sorted({layout.state(name) for name in (*by, *on)}))


def shock_rows(scenario: Scenario, layout: Layout, collector: Collector) -> Iterator[Row]:
    """Yield the rows of all shocks in order of key."""
    for index, key in enumerate(sorted(scenario.shocks)):
        shock = scenario.shocks[key]
        for impulse in sorted(shock.influences):
            where, quantity = shock.influences[impulse]
            scalar = collector.add(f"shock.{shock.card}.{impulse}", quantity)
            if impulse in STATE_IMPULSES:
                yield Row(index, scalar, STATE_IMPULSES.index(impulse), 1, _struck(shock, where, layout), impulse)
            else:
                # What belongs to a pair stands at both of its dyads.
                reach = "between" if impulse in PAIRED and where != "among_on" else where
                yield Row(index, scalar, DYAD_IMPULSES.index(impulse), 0, _where(shock, reach, layout), impulse)


def sparse(rows: list[Row]) -> tuple[Array, Array, Array, Array, Array, Array]:
    """Return owner, scalar, channel, kind, start [R+1] and the joined targets of rows."""
    start = np.cumsum([0, *(len(row.targets) for row in rows)])
    columns = [np.array([row[k] for row in rows], np.int64) for k in range(4)]
    targets = np.array([t for row in rows for t in row.targets], np.int64)
    return (*columns, start.astype(np.int64), targets)  # type: ignore[return-value]


def postfix_code(program: Postfix | None, layout: Layout, issues: tuple[str, ...]) -> tuple[list[int], list[float]]:
    """Return a condition or rule as operation codes and their operands (positions in the World's buffers)."""
    code: list[int] = []
    value: list[float] = []
    for token in program or ():
        if token[0] == "number":
            code.append(NUMBER)
            value.append(float(token[1]))
        elif token[0] == "year":
            code.append(YEAR)
            value.append(0.0)
        elif token[0] == "variable":
            _variable(str(token[1]), tuple(token[2]), layout, issues, code, value)
        else:
            code.append(OPERATORS[str(token[0])])
            value.append(0.0)
    return code, value


def place_of(name: str, states: tuple[str, ...], layout: Layout, issues: tuple[str, ...]) -> int:
    """Return where a variable of a dyad or state stands in the flat buffer of a World."""
    if variable(name).of != "state":
        return position("stage" if name == "tension" else name, layout.width) + layout.dyad(*states)
    block, _, part = name.partition(".")
    parts = {"capability": DOMAINS, "priorities": issues}.get(block, ("",))
    return position(block, layout.width) + parts.index(part) * layout.width + layout.state(states[0])


def _variable(
    name: str, states: tuple[str, ...], layout: Layout, issues: tuple[str, ...], code: list[int], value: list[float]
) -> None:
    if name == "capability":
        for k, domain in enumerate(DOMAINS):
            _variable(f"capability.{domain}", states, layout, issues, code, value)
            if k > 0:
                code.append(OPERATORS["+"])
                value.append(0.0)
        return
    code.append(VARIABLE)
    value.append(float(place_of(name, states, layout, issues)))
    if name == "tension":
        code.extend([NUMBER, TIMES])
        value.extend([0.25, 0.0])


def hazard_scalars(shock: Shock, key: str, collector: Collector) -> list[int]:
    """Return the scalar indices of a shock: rate, size, the hazard terms, trend (-1 where absent)."""
    rate = -1 if shock.rate is None else collector.add(f"shock.{shock.card}.rate", shock.rate)
    size = collector.add(f"size.{key}", shock.size)
    terms = [
        collector.add(f"shock.{shock.card}.hazard.{name}", shock.hazard[name]) if name in shock.hazard else -1
        for name in HAZARDS
    ]
    trend = -1 if shock.trend is None else collector.add(f"trend.{key}", shock.trend)
    return [rate, size, *terms, trend]
