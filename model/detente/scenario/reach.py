"""The cards in reach of nobody, of a folder, or of a scenario: all there are to choose from, and whose each one is."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from detente.scenario.card_files import LAYER, OVER, CardFiles
from detente.scenario.cards import Card, read_lever_cards, read_shock_cards
from detente.scenario.catalogue_files import KINDS, card_names, catalogue_layer
from detente.scenario.context import Context, Memory
from detente.scenario.faults import Faults
from detente.scenario.folders import lay_cards
from detente.scenario.forms import FOLDER
from detente.scenario.limits import check_counts
from detente.scenario.positioned import Mapping, Node, child, entries
from detente.scenario.reading import read_scenario
from detente.scenario.regions import read_sources_table
from detente.scenario.scenario import Scenario, Source
from detente.scenario.structure import check_structure


@dataclass(frozen=True)
class Reach:
    """Lever and shock cards by name, sorted, and the bibliography beside them; `scenario` where they are of one."""

    cards: dict[str, dict[str, Card]]
    sources: dict[str, Source]
    scenario: Scenario | None = field(default=None, repr=False)


def read_catalogue() -> Reach:
    """Return every card that is shipped."""
    return _reach(_shipped(), Faults())


def read_folder(folder: str | os.PathLike[str]) -> Reach:
    """Return the shipped cards and, over them, those of a folder; raise `ScenarioError` with every fault of these."""
    faults = Faults()
    files = CardFiles(faults)
    tree = files.read(Path(folder), 0)
    if files.absent:
        faults.raise_any()  # without its sources every card that cites them would be blamed
    tree = lay_cards(_shipped(), tree)
    check_counts(tree, faults)
    found = _reach(check_structure(tree, faults, Memory(), FOLDER), faults)
    faults.raise_any()
    return found


def read_cards_of(path: str | os.PathLike[str], variant: str | None = None, overrides: Sequence[str] = ()) -> Reach:
    """Return the cards in reach of a scenario, as it changes them; raise `ScenarioError` as `read_scenario` does."""
    scenario = read_scenario(path, variant, overrides)
    assert scenario.tree is not None
    own = _reach(scenario.tree, Faults())
    if getattr(child(scenario.tree, "complete"), "value", False) is True:
        return Reach(own.cards, own.sources, scenario)
    shipped = read_catalogue()
    cards = {kind: dict(sorted({**shipped.cards[kind], **own.cards[kind]}.items())) for kind in KINDS}
    return Reach(cards, own.sources, scenario)


def whose(kind: str, name: str, node: Node) -> str:
    """Return whose a card is: `shipped`, `own`, `own, in place of the shipped one`, or `shipped, changed here`."""
    if node.layer.name == OVER:
        return "own, in place of the shipped one"
    if node.layer.name == LAYER or name not in card_names(kind):
        return "own"
    return "shipped" if node.layer.name == "catalogue" else "shipped, changed here"


def own_cards(scenario: Scenario) -> dict[str, dict[str, str]]:
    """Return the names of cards that are not simply the shipped ones, and whose they are, by kind."""
    tables = {kind: entries(child(scenario.tree, "cards", kind)) for kind in KINDS}
    found = {kind: {name: whose(kind, name, node) for name, node in table} for kind, table in tables.items()}
    return {kind: {name: words for name, words in found[kind].items() if words != "shipped"} for kind in KINDS}


def _shipped() -> Mapping:
    return catalogue_layer({name for kind in KINDS for name in card_names(kind)}, complete=False)


def _reach(tree: Mapping, faults: Faults) -> Reach:
    context = Context(tree, faults, Memory())
    cards = {"levers": read_lever_cards(context), "shocks": read_shock_cards(context)}
    return Reach(cards, read_sources_table(context, set(context.sources)))
