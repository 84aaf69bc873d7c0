"""Resolves lever and shock cards: what an instrument or an event does, wherever it is used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from detente.scenario.catalogue_files import card_names
from detente.scenario.context import Context, text, texts
from detente.scenario.faults import shown
from detente.scenario.names import look_alikes
from detente.scenario.positioned import Node, Scalar, child, entries, is_number
from detente.scenario.quantities import Declared, Quantity
from detente.world.variables import CHANNELS, IMPULSES, INFINITY

YEARS = Declared("year", 0, 1000)
COST = Declared("cost/year", 0, INFINITY)
RATE = Declared("1/year", 0, 1000)
LOG_RATE = Declared("log rate", -10, 10)


@dataclass(frozen=True, slots=True)
class Card:
    """A card after all layers; a quantity with a fault is missing."""

    key: str
    path: str
    node: Node
    quantities: dict[str, Quantity]
    influences: dict[str, Quantity]
    side_effects: dict[str, Quantity]
    hazard: dict[str, Quantity]
    where: dict[str, str]
    stages: dict[str, float]

    def word(self, key: str) -> str:
        """Return a text of the card, or an empty one."""
        return text(child(self.node, key))

    @property
    def claims(self) -> tuple[str, ...]:
        """Return the numbers of the claims the card stands for."""
        return texts(child(self.node, "claims"))

    def numbers(self) -> dict[str, Quantity]:
        """Return every number of the card by its dotted name."""
        found = dict(self.quantities)
        for group in ("influences", "side_effects", "hazard"):
            found.update((f"{group}.{name}", quantity) for name, quantity in getattr(self, group).items())
        return found


def read_lever_cards(context: Context) -> dict[str, Card]:
    """Return every lever card in reach of the scenario."""
    cards = _named(context, "levers")
    return {key: _lever_card(context, key, node) for key, node in sorted(cards.items())}


def read_shock_cards(context: Context) -> dict[str, Card]:
    """Return every shock card in reach of the scenario."""
    cards = _named(context, "shocks")
    return {key: _shock_card(context, key, node) for key, node in sorted(cards.items())}


def _named(context: Context, kind: str) -> dict[str, Node]:
    """Return the cards of one kind in reach; note names that are mistaken for others, also for cards not in reach."""
    cards = dict(entries(child(context.tree, "cards", kind)))
    context.check_names(f"cards.{kind}")
    shipped = card_names(kind)
    for name, other in look_alikes((*shipped, *(key for key in cards if key not in shipped))).items():
        if other in shipped and other not in cards:
            message = f"{shown(name)} looks like {shown(other)} of the catalogue"
            context.note(cards[name], f"cards.{kind}", message, at_key=True)
    return cards


def read_channels(context: Context, node: Node | None, path: str) -> dict[str, Quantity]:
    """Return the strengths of channels of influence by name."""
    return _table(context, node, path, {name: Declared(*channel[1:]) for name, channel in CHANNELS.items()})


def _lever_card(context: Context, key: str, node: Node) -> Card:
    path = f"cards.levers.{key}"
    quantities = _numbers(context, node, path, {"lag": YEARS, "fade": YEARS, "cost": COST})
    influences = read_channels(context, child(node, "influences"), f"{path}.influences")
    side_effects = read_channels(context, child(node, "side_effects"), f"{path}.side_effects")
    stages = {
        name: float(value.value)
        for name, value in entries(child(node, "stages"))
        if isinstance(value, Scalar) and is_number(value)
    }
    return Card(key, path, node, quantities, influences, side_effects, {}, {}, stages)


def _shock_card(context: Context, key: str, node: Node) -> Card:
    path = f"cards.shocks.{key}"
    quantities = _numbers(context, node, path, {"rate": RATE})
    limits = {name: Declared(*impulse[1:]) for name, impulse in IMPULSES.items()}
    influences_node = child(node, "influences")
    influences = _table(context, influences_node, f"{path}.influences", limits)
    hazard_node = child(node, "hazard")
    hazard = _table(context, hazard_node, f"{path}.hazard", {name: LOG_RATE for name, _ in entries(hazard_node)})
    where = {name: text(child(value, "where")) for name, value in entries(influences_node)}
    return Card(key, path, node, quantities, influences, {}, hazard, where, {})


def _numbers(context: Context, node: Node, path: str, limits: dict[str, Declared]) -> dict[str, Quantity]:
    found = {key: context.quantity(child(node, key), limit, f"{path}.{key}") for key, limit in limits.items()}
    return {key: quantity for key, quantity in found.items() if quantity is not None}


def _table(context: Context, node: Node | None, path: str, limits: dict[str, Declared]) -> dict[str, Quantity]:
    found: dict[str, Quantity] = {}
    for name, value in sorted(entries(node)):
        quantity = context.quantity(value, limits[name], f"{path}.{name}") if name in limits else None
        if quantity is not None:
            found[name] = quantity
    return found


PROSE = ("title", "challenge", "response", "expected", "form", "evidence", "authority", "reversibility", "note")


def plain_card(card: Card) -> dict[str, Any]:
    """Return a card as plain data, as a scenario file writes it under `cards:`."""
    data: dict[str, Any] = {key: card.word(key) for key in PROSE if card.word(key)}
    if card.claims:
        data["claims"] = list(card.claims)
    if card.stages:
        data["stages"] = dict(sorted(card.stages.items()))
    data.update((key, quantity.plain()) for key, quantity in sorted(card.quantities.items()))
    data["influences"] = {
        name: {"where": card.where[name], **quantity.plain()} if name in card.where else quantity.plain()
        for name, quantity in card.influences.items()
    }
    for key, table in (("side_effects", card.side_effects), ("hazard", card.hazard)):
        if table:
            data[key] = {name: quantity.plain() for name, quantity in table.items()}
    return data
