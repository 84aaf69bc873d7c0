"""One card in words: what it is for, every number with its passport, its sources spelt out, and how to use it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from detente.scenario.cards import Card
from detente.scenario.meanings import EVIDENCE
from detente.scenario.positioned import child
from detente.scenario.quantities import Quantity
from detente.scenario.reach import Reach, whose
from detente.scenario.shocks import NEEDS_BY, NEEDS_ON

WIDTH = 110
FORMS = {
    "pact": "every party must consent, again and again",
    "offer": "each receiver consents or refuses",
    "unilateral": "nobody is asked",
}
GROUPS = {
    "influences": "what it moves", "side_effects": "side effects", "hazard": "what makes it more frequent",
}  # fmt: skip


def card_words(kind: str, card: Card, reach: Reach, used: dict[str, list[str]]) -> str:
    """Return everything a card says, as text; `used` names the levers or shocks that stand on it."""
    lines = [f"{card.key}: {card.word('title')}", *_head(kind, card)]
    numbers = card.numbers()
    for group, title in GROUPS.items():
        rows = {name: q for name, q in numbers.items() if name.startswith(f"{group}.")}
        per = _per(kind, group)
        lines += [f"\n{title}{per}", *(line for row in rows.items() for line in _number(card, *row))] if rows else []
    rest = {name: q for name, q in numbers.items() if "." not in name}
    lines += ["\nits own numbers", *(line for row in rest.items() for line in _number(card, *row))]
    if card.stages:
        lines.append(
            f"  stages     {', '.join(f'{name} ({share:g} of the level)' for name, share in card.stages.items())}"
        )
    cited = sorted({key for quantity in numbers.values() for key in quantity.source})
    if cited:
        lines += ["\nsources", *(line for key in cited for line in _wrapped(key, reach.sources[key].citation, 2))]
    if used:
        lines += ["\nin use", *(f"  {key}: {', '.join(states)}" for key, states in used.items())]
    return "\n".join([*lines, "\nto use it, write in a scenario", snippet(kind, card, reach)])


def snippet(kind: str, card: Card, reach: Reach) -> str:
    """Return the lines of YAML that put a card to use, with states of the scenario where there is one."""
    scenario = reach.scenario
    names = ["A", "B", "C"]
    if scenario is not None:
        names = [scenario.focus, *(key for key in scenario.states if key != scenario.focus)]
    lines = [f"{kind}:", f"  my_{card.key}:", f"    {kind[:-1]}: {card.key}"]
    if kind == "levers":
        sides = {"pact": [f"among: [{names[0]}, {names[1]}]"], "offer": [f"by: {names[0]}", f"to: {names[1]}"]}
        lines += [f"    {side}" for side in sides.get(card.word("form"), [f"by: {names[0]}"])]
    else:
        places = set(card.where.values())
        lines += [f"    by: {names[0]}"] if places & set(NEEDS_BY) else []
        among = f"[{', '.join(names[1:3])}]" if "among_on" in places else names[1]
        lines += [f"    on: {among}"] if places & {*NEEDS_ON, "among_on"} else []
        lines += [
            "    at: [2027-06]   # dates; or rate: {}, as often as the card says: what is usual moves spread, hardly the mean"
        ]
        lines += ["    size: 1"]
        if "orientation" in card.influences:
            issue = "ISSUE" if scenario is None else scenario.issues[0]
            lines += [f"    towards: {{{issue}: 0.5}}   # where the new leaders lean; drawn when left out"]
    return "\n".join(lines)


def _head(kind: str, card: Card) -> Iterator[str]:
    for key in ("challenge", "response", "expected"):
        if card.word(key):
            yield from _wrapped(key, card.word(key))
    if card.word("form"):
        yield from _wrapped("form", f"{card.word('form')}: {FORMS[card.word('form')]}")
    yield from _wrapped("evidence", f"{card.word('evidence')}: {EVIDENCE[card.word('evidence')]}")
    for key, words in (
        ("claims", ", ".join(card.claims)), ("authority", card.word("authority")),
        ("reversal", card.word("reversibility")), ("note", card.word("note")),
    ):  # fmt: skip
        if words:
            yield from _wrapped(key, words)
    yield from _wrapped("card", f"{whose(kind, card.key, card.node)}: {card.node.layer.file}")


def _per(kind: str, group: str) -> str:
    if kind == "levers":
        return ", per unit of the level that is delivered"
    return ", at size 1" if group == "influences" else ""


def _number(card: Card, name: str, q: Quantity) -> Iterator[str]:
    """Yield a number with its passport, and its place where that is not the card's own file."""
    short = name.partition(".")[2] or name
    unit = "" if q.unit == "1" else f" {q.unit}"
    span = "fixed" if q.fixed else f"{q.low:g} to {q.high:g}, {q.distribution}"
    where = f"{card.where[short]}; " if name.startswith("influences.") and short in card.where else ""
    source = f"; {', '.join(q.source)}" if q.source else ""
    source += f"; known by {q.known_by}" if q.known_by else ""
    yield f"  {short} = {q.value:g}{unit}  ({where}{span}; {q.standing}{source})"
    if q.reason:
        yield from textwrap.wrap(q.reason, WIDTH, initial_indent="      ", subsequent_indent="      ")
    node = child(card.node, *name.split(".", 1))
    if node is not None and node.layer.file != card.node.layer.file:
        yield f"      set by {node.origin.layer} {node.origin}"


def _wrapped(key: str, words: str, indent: int = 2) -> list[str]:
    head = f"{'':{indent}}{key:9}  "
    return textwrap.wrap(words, WIDTH, initial_indent=head, subsequent_indent=" " * (indent + 4)) or [head]
