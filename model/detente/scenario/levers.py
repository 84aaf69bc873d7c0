"""Resolves the levers of a scenario: who, from when until when, how far, on what condition."""

from __future__ import annotations

from detente.scenario.cards import Card, read_channels
from detente.scenario.catalogue_files import card_names
from detente.scenario.conditions import Postfix, parse_condition, parse_rule
from detente.scenario.context import Context, given, text
from detente.scenario.faults import listed, shown
from detente.scenario.horizons import Horizon
from detente.scenario.merging import merge
from detente.scenario.positioned import Mapping, Node, Scalar, child, entries
from detente.scenario.quantities import Declared, Quantity
from detente.scenario.scenario import Lever
from detente.scenario.tokens import ConditionFault
from detente.scenario.windows import read_stages, read_window

LEVEL = Declared("1", 0, 1)
ANNOUNCED = Declared("1", 0, 1)


def read_levers(context: Context, horizon: Horizon | None, cards: dict[str, Card]) -> dict[str, Lever]:
    """Return the levers by key, sorted."""
    context.check_names("levers")
    found: dict[str, Lever] = {}
    table = child(context.tree, "levers")
    for key, node in sorted(entries(table)):
        lever = _lever(context, horizon, cards, key, node)
        if lever is not None:
            found[key] = lever
    _check_overlaps(context, found)
    return found


def find_card(context: Context, node: Node, kind: str, path: str, cards: dict[str, Card]) -> Card | None:
    """Return the card a lever or shock names, or None after naming the nearest."""
    named = child(node, kind)
    name = text(named)
    if name in cards:
        return cards[name] if isinstance(cards[name].node, Mapping) else None
    if name and isinstance(child(context.tree, "cards", f"{kind}s"), Mapping):
        known = sorted({*card_names(f"{kind}s"), *cards})
        hint = context.faults.nearest(name, known) or f"; {kind}s: {listed(known, 60)}"
        context.note(named, f"{path}.{kind}", f"no {kind} card {shown(name)}{hint}")
    return None


def _lever(context: Context, horizon: Horizon | None, cards: dict[str, Card], key: str, node: Node) -> Lever | None:
    path = f"levers.{key}"
    card = find_card(context, node, "lever", path, cards)
    level_node = child(node, "level")
    level = context.quantity(level_node, LEVEL, f"{path}.level")
    when = _program(context, child(node, "when"), f"{path}.when")
    rule = _program(context, child(node, "follows"), f"{path}.follows")
    window = read_window(context, horizon, node, path)
    if card is None or not card.word("form"):
        return None  # a card without a form has its fault noted, and no use of it can be judged
    members = _members(context, node, card.word("form"), path)
    announced = _announced(context, child(node, "announced"), members, path)
    influences = _influences(context, node, card, path)
    stages = read_stages(context, horizon, node, card, path, window)
    for name in ("lag", "fade", "cost"):
        if (where := child(card.node, name)) is not None:
            context.origins[f"{path}.{name}"] = where
    if level_node is None:
        level = Quantity.point(1.0, "1", "full level by default")
    if level is None or members is None or window is None or len(card.quantities) < 3:
        return None
    return Lever(
        key, text(child(node, "title")) or card.word("title"), card.key, card.word("form"), members, influences,
        card.side_effects, card.quantities["lag"], card.quantities["fade"], card.quantities["cost"], level, stages,
        window[0], window[1], when, _words(node, "when"), card.word("evidence"), card.claims, rule,
        _words(node, "follows"), announced,
    )  # fmt: skip


def _members(context: Context, node: Node, form: str, path: str) -> tuple[str, ...] | None:
    """Return the parties in canonical order, or None after noting keys that do not go with the form."""
    allowed = {"pact": ("among",), "offer": ("by", "to"), "unilateral": ("by", "to")}.get(form, ())
    before = len(context.faults)
    for key in ("among", "by", "to"):
        if key not in allowed and given(child(node, key)):
            message = f"is not for a lever of form {form}; use {' and '.join(allowed)}"
            context.note(child(node, key), f"{path}.{key}", message, at_key=True)
    needed_keys = allowed[:1] if form == "unilateral" else allowed
    absent = [key for key in needed_keys if not given(child(node, key))]
    if absent:
        context.note(node, path, f"needs {' and '.join(absent)} (the card has form {form})", at_key=True)
    if form == "pact":
        among = context.group(child(node, "among"), f"{path}.among")
        if len(among) < 2 and context.states and len(context.faults) == before:
            context.note(child(node, "among"), f"{path}.among", f"a pact needs two states or more; found {len(among)}")
        return among if len(context.faults) == before else None
    giver = context.state(child(node, "by"), f"{path}.by")
    receivers = context.group(child(node, "to"), f"{path}.to") if given(child(node, "to")) else ()
    if giver in receivers:
        context.note(child(node, "to"), f"{path}.to", f"{giver} cannot be on both sides")
    return (giver, *receivers) if giver and len(context.faults) == before else None


def _influences(context: Context, node: Node, card: Card, path: str) -> dict[str, Quantity]:
    """Return the influences of the card with those of this use laid over them."""
    own, base = child(node, "influences"), child(card.node, "influences")
    for name, where in entries(base):
        context.origins[f"{path}.influences.{name}"] = where
    for name, where in entries(child(card.node, "side_effects")):
        context.origins[f"{path}.side_effects.{name}"] = where
    changed = Mapping(node.layer, node.line, node.column)
    changed.items.update((name, merge(child(base, name), value)) for name, value in entries(own))
    return {**card.influences, **read_channels(context, changed, f"{path}.influences")}


def _announced(context: Context, node: Node | None, members: tuple[str, ...] | None, path: str) -> Quantity | None:
    """Return the level that is promised, or None where none is; note a promise that is made to nobody."""
    if members is not None and len(members) < 2 and given(node):
        context.note(node, f"{path}.announced", f"{members[0]} acts alone and promises nobody; name receivers in to")
        return None
    return context.quantity(node, ANNOUNCED, f"{path}.announced")


def _words(node: Node, key: str) -> str:
    """Return the text of a condition or rule on one line."""
    return " ".join(text(child(node, key)).split())


def _program(context: Context, node: Node | None, path: str) -> Postfix | None:
    """Return the postfix program of a condition or rule; note a fault at the very character inside the text."""
    if not given(node) or not context.states:
        return None
    if not isinstance(node, Scalar) or not isinstance(node.value, str):
        return None  # the form of the file complains
    if not node.value.strip():
        context.note(node, path, "is empty; leave it out, or write such as trust(A, B) < 0.3")
        return None
    parse, what = (parse_rule, "rule") if path.endswith(".follows") else (parse_condition, "condition")
    try:
        return parse(node.value, context.states, context.issues)
    except ConditionFault as error:
        # In quotes the text starts one character later; folded or block text keeps no columns.
        inline = node.line and node.style in ("", "'", '"')
        column = node.column + error.at + bool(node.style) if inline else node.column
        message = f"{error} (character {error.at + 1} of the {what})"
        context.faults.add_at(node.layer, node.line, column, path, message)
        return None


def _check_overlaps(context: Context, levers: dict[str, Lever]) -> None:
    """Note two uses of one card on the same members at the same time, unless both wait for a condition."""
    seen: dict[tuple[str, tuple[str, ...]], list[Lever]] = {}
    for lever in levers.values():
        for other in seen.setdefault((lever.card, lever.members), []):
            apart = lever.first_step >= other.last_step or other.first_step >= lever.last_step
            if not apart and not (lever.when and other.when):
                _note_overlap(context, lever, other)
        seen[lever.card, lever.members].append(lever)


def _note_overlap(context: Context, *levers: Lever) -> None:
    """Blame the lever that was written last: the other may stand in a file that many scenarios extend."""
    nodes = [(child(context.tree, "levers", lever.key), lever) for lever in levers]
    places = [(-node.layer.rank, node.key_line, lever.key, node, lever) for node, lever in nodes if node is not None]
    if len(places) < 2:
        return
    (*_, earlier, other), (*_, node, lever) = sorted(places, key=lambda place: place[:3])
    message = f"{lever.card} runs on the same members at the same time as {other.key!r} ({earlier.key_origin})"
    context.note(node, f"levers.{lever.key}", f"{message}; end one before the other begins", at_key=True)
