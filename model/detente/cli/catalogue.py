"""`detente levers` and `detente shocks`: every card there is to choose from, or one with all its passports."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path
from shutil import get_terminal_size
from typing import Any

from detente.cli.card import card_words
from detente.cli.faults import print_json, visible
from detente.errors import UsageError
from detente.scenario.cards import Card
from detente.scenario.faults import listed, nearest, shown
from detente.scenario.quantities import shares
from detente.scenario.reach import Reach, read_cards_of, read_catalogue, read_folder, whose


def show_cards(kind: str, name: str | None, file: Path | None, folder: Path | None, *, as_json: bool) -> None:
    """Print all cards of a kind (`levers`, `shocks`) in reach of a scenario or folder, or the one called `name`.

    Raises `UsageError` for an unknown name, `ScenarioError` for a faulty scenario or folder.
    """
    if file is not None and folder is not None:
        raise UsageError("--file and --cards are both given; a scenario names its own folders under catalogue:")
    reach = read_cards_of(file) if file else read_folder(folder) if folder else read_catalogue()
    cards = reach.cards[kind]
    if name is not None and name not in cards:
        known = nearest(name, cards) or f"; {kind}: {listed(cards, 60)}"
        raise UsageError(f"no {kind[:-1]} card {shown(name)}{known}")
    if as_json:
        found = [_plain(kind, card, reach) for key, card in cards.items() if name in (None, key)]
        print_json(found if name is None else found[0])
    else:
        print(visible(_table(kind, reach) if name is None else _one(kind, cards[name], reach)))


def _one(kind: str, card: Card, reach: Reach) -> str:
    return card_words(kind, card, reach, uses(kind, card.key, reach))


def uses(kind: str, name: str, reach: Reach) -> dict[str, list[str]]:
    """Return where a card is in use in the scenario: key of the lever or shock -> its states, giver or cause first."""
    if reach.scenario is None:
        return {}
    if kind == "levers":
        return {key: list(lever.members) for key, lever in reach.scenario.levers.items() if lever.card == name}
    shocks = reach.scenario.shocks.items()
    return {key: [*filter(None, [shock.by]), *shock.on] for key, shock in shocks if shock.card == name}


def _plain(kind: str, card: Card, reach: Reach) -> dict[str, Any]:
    """Return a card as plain data, with every passport in full."""
    prose = ("title", "challenge", "response", "expected", "form", "evidence", "authority", "reversibility", "note")
    numbers = {
        name: {**({"where": where} if (where := card.where.get(name.partition(".")[2])) else {}), **q.plain(every=True)}
        for name, q in card.numbers().items()
    }
    cited = sorted({key for quantity in card.numbers().values() for key in quantity.source})
    return {
        "name": card.key, **{key: card.word(key) for key in prose if card.word(key)}, "claims": list(card.claims),
        "whose": whose(kind, card.key, card.node), "file": card.node.layer.file,
        "assumed": _assumed(card), "stages": card.stages, "numbers": numbers,
        "sources": {key: reach.sources[key].citation for key in cited}, "in_use": uses(kind, card.key, reach),
    }  # fmt: skip


def _assumed(card: Card) -> float:
    return shares(card.numbers().values())["assumed"]


def _table(kind: str, reach: Reach) -> str:
    """Return the cards as text: a line of short words each, and below it what it is for."""
    cards = reach.cards[kind]
    width = max(40, min(get_terminal_size((110, 24)).columns, 140))
    size = max(map(len, cards), default=4)
    lines = [f"{'name':{size}}  {'form' if kind == 'levers' else 'per year':10}  evidence  assumed  claims"]
    for key, card in cards.items():
        second = card.word("form") if kind == "levers" else f"{card.quantities['rate'].value:g}"
        claims = ", ".join(card.claims) or "-"
        lines.append(f"{key:{size}}  {second:10}  {card.word('evidence'):8}  {_assumed(card):7.0%}  {claims}")
        for text in _below(kind, card, reach):
            lines += textwrap.wrap(text, width, initial_indent="    ", subsequent_indent="      ")
    lines.append(f"\n{len(cards)} cards; assumed: share of a card's numbers.  All of one: detente {kind} NAME")
    return "\n".join(lines)


def _below(kind: str, card: Card, reach: Reach) -> Iterator[str]:
    challenge, expected = card.word("challenge"), card.word("expected")
    aim = f": {challenge} -> {expected}" if challenge or expected else ""
    yield f"{card.word('title')}{aim}"
    owner = whose(kind, card.key, card.node)
    if owner != "shipped":
        yield f"{owner}: {card.node.layer.file}"
    used = uses(kind, card.key, reach)
    if used:
        yield f"in use: {'; '.join(f'{key} ({listed(states)})' for key, states in used.items())}"
