"""From when until when a lever is in force, and how far in each of its stages."""

from __future__ import annotations

from datetime import date

from detente.scenario.cards import Card
from detente.scenario.context import Context, given, text
from detente.scenario.dates import parse_date, step_of
from detente.scenario.faults import listed, shown
from detente.scenario.horizons import Horizon
from detente.scenario.positioned import Node, Scalar, child, entries

Window = tuple[int, int]


def read_window(context: Context, horizon: Horizon | None, node: Node, path: str) -> Window | None:
    """Return first step and exclusive last step, cut to the horizon; `until` is the first day without the lever."""
    if horizon is None:
        return None
    start, until = _date(child(node, "from")), _date(child(node, "until"))
    staged = [day for _, value in entries(child(node, "stages")) if (day := _date(value)) is not None]
    if start is None and staged:
        start = min(staged)  # a lever that gives no first day begins with its first stage
    if start is not None and start > horizon.end:
        context.note(child(node, "from"), f"{path}.from", f"{start} is after the end of the scenario, {horizon.end}")
        return None
    if until is not None and until <= horizon.start:
        message = f"{until} is not after the start of the scenario, {horizon.start}; the lever is never in force"
        context.note(child(node, "until"), f"{path}.until", message)
        return None
    first = 0 if start is None else max(0, step_of(start, horizon.start, horizon.step))
    last = horizon.steps if until is None else min(horizon.steps, step_of(until, horizon.start, horizon.step))
    if start is not None and until is not None and until <= start:
        context.note(child(node, "until"), f"{path}.until", f"{until} is not after from, {start}")
        return None
    if last <= first:
        message = f"the window is shorter than one {horizon.step}, so the lever is never in force"
        context.note(child(node, "until"), f"{path}.until", message)
        return None
    return first, last


def _date(node: Node | None) -> date | None:
    return parse_date(node.value) if isinstance(node, Scalar) and node.value is not None else None


def read_stages(
    context: Context, horizon: Horizon | None, node: Node, card: Card, path: str, window: Window | None
) -> tuple[tuple[int, float], ...]:
    """Return (first step, multiplier), ascending; the fullest stage from the start where the use names none."""
    single, several = child(node, "stage"), child(node, "stages")
    first = window[0] if window else 0
    if given(single) and given(several):
        context.note(single, f"{path}.stage", "stage and stages are both given; use one", at_key=True)
    if text(single):
        return ((first, _multiplier(context, card, single, text(single), f"{path}.stage")),)
    dated: list[tuple[date, str, Node]] = []
    for name, value in entries(several):
        _multiplier(context, card, value, name, f"{path}.stages", at_key=True)
        day = _date(value)
        if day is not None:
            dated.append((day, name, value))
    if not dated or horizon is None or window is None:
        return ((first, max(card.stages.values(), default=1.0)),)
    return _dated_stages(context, horizon, sorted(dated, key=lambda item: item[0]), card, path, window)


def _multiplier(
    context: Context, card: Card, node: Node | None, name: str, path: str, *, at_key: bool = False
) -> float:
    if name in card.stages:
        return card.stages[name]
    if not card.stages:
        hint = f"; the card {card.key} has no stages"
    else:
        hint = context.faults.nearest(name, card.stages) or f"; stages: {listed(card.stages)}"
    context.note(node, path, f"no stage {shown(name)}{hint}", at_key=at_key)
    return 1.0


def _dated_stages(
    context: Context, horizon: Horizon, dated: list[tuple[date, str, Node]], card: Card, path: str, window: Window
) -> tuple[tuple[int, float], ...]:
    """Return the steps at which stages begin; the first begins with the lever, the last of one step wins."""
    found: dict[int, float] = {}
    for number, (day, name, node) in enumerate(dated):
        step = max(window[0], step_of(day, horizon.start, horizon.step))
        if step >= window[1]:
            context.note(node, f"{path}.stages.{name}", f"{day} is after the lever has ended")
        if number == 0 and step > window[0]:
            message = f"begins at {day}, after the lever; give the stage of its first day as well"
            context.note(node, f"{path}.stages.{name}", message)
        found[step] = card.stages.get(name, 1.0)
    return tuple(sorted(found.items()))
