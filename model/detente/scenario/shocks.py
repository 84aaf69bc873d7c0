"""Resolves the shocks of a scenario: by whom, on whom, when or how often, how large."""

from __future__ import annotations

from detente.scenario.cards import RATE, Card
from detente.scenario.context import Context, given, text
from detente.scenario.dates import parse_date, step_of
from detente.scenario.faults import listed, shown
from detente.scenario.horizons import Horizon
from detente.scenario.levers import find_card
from detente.scenario.merging import merge
from detente.scenario.positioned import Broken, Mapping, Node, Scalar, Sequence, child, entries
from detente.scenario.quantities import Declared, Quantity
from detente.scenario.scenario import Shock

SIZE = Declared("1", 0, 10)
DIRECTION = Declared("1", -1, 1)
TREND = Declared("log rate/year", -1, 1)
NEEDS_BY = ("on->by", "by->on", "between", "by")
NEEDS_ON = ("on->by", "by->on", "between", "on")


def read_shocks(context: Context, horizon: Horizon | None, cards: dict[str, Card]) -> dict[str, Shock]:
    """Return the shocks by key, sorted."""
    context.check_names("shocks")
    found: dict[str, Shock] = {}
    for key, node in sorted(entries(child(context.tree, "shocks"))):
        shock = _shock(context, horizon, cards, key, node)
        if shock is not None:
            found[key] = shock
    return found


def _shock(context: Context, horizon: Horizon | None, cards: dict[str, Card], key: str, node: Node) -> Shock | None:
    path = f"shocks.{key}"
    before = len(context.faults)
    card = find_card(context, node, "shock", path, cards)
    by = context.state(child(node, "by"), f"{path}.by") if given(child(node, "by")) else None
    on = context.group(child(node, "on"), f"{path}.on") if given(child(node, "on")) else ()
    size = context.quantity(child(node, "size"), SIZE, f"{path}.size")
    steps = _steps(context, horizon, child(node, "at"), f"{path}.at")
    towards = _towards(context, child(node, "towards"), f"{path}.towards")
    if by in on:
        context.note(child(node, "on"), f"{path}.on", f"{by} cannot be on both sides")
    if given(child(node, "at")) == given(child(node, "rate")):
        both = given(child(node, "at"))
        message = "at and rate are both given; use one" if both else "needs at (dates) or rate (per year)"
        context.note(node, path, message, at_key=True)
    if card is None:
        return None
    if towards and "orientation" not in card.influences:
        message = f"the card {card.key} changes no leaders (it has no orientation), so nothing leans anywhere"
        context.note(child(node, "towards"), f"{path}.towards", message, at_key=True)
    rate = _rate(context, child(node, "rate"), card, path)
    trend = _trend(context, node, path)
    influences = {name: (card.where[name], quantity) for name, quantity in card.influences.items()}
    _check_sides(context, node, path, [where for where, _ in influences.values()])
    _keep_origins(context, card, path)
    if size is None or len(context.faults) > before:
        return None
    return Shock(
        key, text(child(node, "title")) or card.word("title"), card.key, by, on, influences, card.hazard, rate, steps,
        size, card.word("evidence"), card.claims, towards, trend,
    )  # fmt: skip


def _towards(context: Context, node: Node | None, path: str) -> dict[str, Quantity]:
    """Return where new leaders lean by issue, -1 to 1; note what is no issue."""
    found: dict[str, Quantity] = {}
    for issue, value in sorted(entries(node)):
        if issue not in context.issues:
            hint = context.faults.nearest(issue, context.issues) or f"; issues: {listed(context.issues)}"
            context.note(value, path, f"no issue {shown(issue)}{hint}", at_key=True)
            continue
        quantity = context.quantity(value, DIRECTION, f"{path}.{issue}")
        if quantity is not None:
            found[issue] = quantity
    return found


def _rate(context: Context, node: Node | None, card: Card, path: str) -> Quantity | None:
    """Return the rate of a random shock; `rate: {}` takes that of the card."""
    if node is None or not given(node):
        return None
    lower = child(card.node, "rate")
    if isinstance(lower, Broken):
        return None
    return context.quantity(merge(lower, node), RATE, f"{path}.rate")


def _trend(context: Context, node: Node, path: str) -> Quantity | None:
    """Return the growth of the rate, or None where it has none; note a trend of what has no rate."""
    trend = child(node, "trend")
    if given(trend) and not given(child(node, "rate")):
        context.note(trend, f"{path}.trend", "is the growth of a rate, and there is none; give rate", at_key=True)
        return None
    return context.quantity(trend, TREND, f"{path}.trend")


def _steps(context: Context, horizon: Horizon | None, node: Node | None, path: str) -> tuple[int, ...]:
    """Return the steps of the dates, ascending; a date outside the horizon never happens and is a fault."""
    items = node.items if isinstance(node, Sequence) else [] if node is None else [node]
    found: list[int] = []
    for item in items:
        if horizon is None or not isinstance(item, Scalar) or item.value is None:
            continue
        day = parse_date(item.value)
        if not horizon.start <= day <= horizon.end:
            message = f"{day} is outside the scenario, {horizon.start} to {horizon.end}: it never happens"
            context.note(item, path, message)
            continue
        found.append(step_of(day, horizon.start, horizon.step))
    return tuple(sorted(found))


def _check_sides(context: Context, node: Node, path: str, where: list[str]) -> None:
    """Note a missing `by` or `on` that some influence of the card needs, and a circle of one."""
    absent = [
        key for key, needing in (("by", NEEDS_BY), ("on", NEEDS_ON))
        if not given(child(node, key)) and any(place in needing for place in where)
    ]  # fmt: skip
    if absent:
        context.note(node, path, f"needs {' and '.join(absent)}, which the card's influences act on", at_key=True)


def _keep_origins(context: Context, card: Card, path: str) -> None:
    for group in ("influences", "hazard"):
        table = child(card.node, group)
        if isinstance(table, Mapping):
            context.origins.update((f"{path}.{group}.{name}", value) for name, value in table.items.items())
