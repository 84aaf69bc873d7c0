"""Every layer that ever set a value of a scenario, from the catalogue up to the command line: who overrode whom.

The layers are laid out anew, as `reading` does, and none of them over another; what a scenario keeps of them is the
winner's place alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from detente.scenario.catalogue_files import KINDS, card_names, catalogue_layer
from detente.scenario.faults import Faults
from detente.scenario.folders import lay_cards, read_folders
from detente.scenario.inheriting import load_chain
from detente.scenario.merging import merge
from detente.scenario.overlays import fitted, parse_override, unfold
from detente.scenario.pairs import PAIR_NAMES, mirrored, order_pairs
from detente.scenario.positioned import Layer, Mapping, Node, Origin, child, plain
from detente.scenario.scenario import Scenario
from detente.scenario.shape import split_path

# The part of a name's entry that its card may have set as well.
OF_CARDS = {
    "levers": ("title", "influences", "side_effects", "lag", "fade", "cost"),
    "shocks": ("title", "influences", "hazard", "rate"),
}


class Step(NamedTuple):
    """What one layer says of a value: a bare value, or the keys of a passport it sets; `wins` marks the value in use."""

    value: Any
    origin: Origin
    wins: bool


class History:
    """The layers of a scenario file that is known to be free of faults, lowest first."""

    def __init__(self, scenario: Scenario, overrides: Sequence[str] = ()) -> None:
        """Read the layers again; `overrides` are those that the scenario was read with."""
        self._scenario = scenario
        self._layers = _layers(Path(scenario.path or ""), scenario.variant, overrides)

    def of(self, key: str) -> list[Step]:
        """Return what every layer says of a dotted key, lowest first; empty where only the program's default does."""
        nodes = [node for path in _paths(self._scenario, key) for layer in self._layers
                 if (node := child(layer, *path)) is not None]  # fmt: skip
        winner = next((node for node in reversed(nodes) if not _adds(node)), None)
        return [Step(plain(node), _place(node), node is winner) for node in nodes]


def _layers(path: Path, variant: str | None, overrides: Sequence[str]) -> list[Mapping]:
    faults = Faults()
    chain = load_chain(path, faults)
    complete = any(getattr(child(link.tree, "complete"), "value", False) is True for link in chain)
    tree = catalogue_layer({name for kind in KINDS for name in card_names(kind)}, complete=complete)
    found = [tree]
    for link, cards in zip(chain, read_folders(chain, path, faults), strict=True):
        own = order_pairs(link.tree, faults)
        found += [own] if cards is None else [cards, own]
        tree = _laid(lay_cards(tree, cards), own)
    node = child(tree, "variants", variant) if variant is not None else None
    if isinstance(node, Mapping):
        layer = Layer(node.layer.file, f"variant {variant}", node.layer.rank, node.layer.via)
        found.append(_over(tree, unfold(node, layer, "", faults), faults))
        tree = _laid(tree, found[-1])
    for text in overrides:
        overlay = parse_override(text, faults)
        if overlay is not None:
            found.append(_over(tree, overlay, faults))
            tree = _laid(tree, found[-1])
    faults.raise_any()
    return found


def _laid(lower: Mapping, upper: Mapping) -> Mapping:
    result = merge(lower, upper)
    assert isinstance(result, Mapping)
    return result


def _over(tree: Mapping, overlay: Mapping, faults: Faults) -> Mapping:
    """Return a variant or override with its stars written out and its pairs in order."""
    return order_pairs(fitted(overlay, mirrored(tree), "", faults), faults)


def _paths(scenario: Scenario, key: str) -> list[tuple[str, ...]]:
    """Return where in a tree a key may be set, the weaker place first: in a card, then in what uses the card."""
    path = split_path(key)
    if path[0] == "ties" and len(path) == 4 and path[1] in PAIR_NAMES:
        path = (*path[:2], *sorted(path[2:]))
    if len(path) > 2 and path[2] in OF_CARDS.get(path[0], ()):
        users: dict[str, Any] = getattr(scenario, path[0])
        if path[1] in users:
            return [("cards", path[0], users[path[1]].card, *path[2:]), path]
    return [path]


def _adds(node: Node) -> bool:
    """Return whether a node only adds to a passport (a range, a source) and leaves the value as it is."""
    return isinstance(node, Mapping) and "value" not in node.items


def _place(node: Node) -> Origin:
    return node.items["value"].origin if isinstance(node, Mapping) and "value" in node.items else node.origin
