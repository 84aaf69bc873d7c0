"""Folders of cards that a scenario names under `catalogue:`, in the form of the shipped catalogue.

    my_cards/levers/NAME.yaml    a lever card; the file's name is the card's
    my_cards/shocks/NAME.yaml    a shock card
    my_cards/sources.yaml        what they cite, beside the shipped bibliography

Layers: catalogue < folders of a parent < parent < folders of the file < file < variant < command line.  A card in a
folder is whole: it takes the place of one of the same name below, where an entry under `cards:` changes what it names.
Folders of one list are one layer, so that no card may be in two of them.  Parameters belong to scenarios, not here.
A folder stands inside the scenario folder, as what `extends` names does.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from detente.scenario.card_files import CardFiles
from detente.scenario.catalogue_files import KINDS
from detente.scenario.faults import Faults, shown
from detente.scenario.inheriting import Ancestor, inside, scenario_root
from detente.scenario.positioned import Mapping, Node, Scalar, child, entries
from detente.scenario.positioned import Sequence as Listing

MOST_FOLDERS = 8


def read_folders(chain: Sequence[Ancestor], path: Path, faults: Faults) -> list[Mapping | None]:
    """Return for each file of a chain what its folders hold; raise `ScenarioError` where one is not to be found.

    A scenario without its cards would only be blamed for what they hold.
    """
    files, root = CardFiles(faults), scenario_root(path)
    found = [_named_by(link, root, files, faults) for link in chain]
    if files.absent:
        faults.raise_any()
    return found


def _named_by(link: Ancestor, root: Path, files: CardFiles, faults: Faults) -> Mapping | None:
    """Return what the folders named by a file hold, or None where it names none."""
    node = link.tree.items.get("catalogue")
    items = node.items if isinstance(node, Listing) else [] if node is None else [node]
    if node is not None and len(items) > MOST_FOLDERS:
        faults.add(node, "catalogue", f"names {len(items)} folders; at most {MOST_FOLDERS} are allowed")
        return None
    found: Mapping | None = None
    for item in items:
        if not isinstance(item, Scalar) or not isinstance(item.value, str):
            continue  # the schema check complains of it
        target = inside(item.value, Path(link.layer.file), root, folder=True)
        if isinstance(target, str):
            faults.add(item, "catalogue", target)
            files.absent = True
        else:
            # Faults of the file come first, and a file is laid over its folders.
            folder = files.read(target, link.layer.rank + 1)
            found = folder if found is None else _joined(found, folder, faults)
    return found


def _joined(one: Mapping, other: Mapping, faults: Faults) -> Mapping:
    """Return two folders of one list as one; note what both hold."""
    for path in (*(("cards", kind) for kind in KINDS), ("sources",)):
        taken = dict(entries(child(one, *path)))
        for name, node in entries(child(other, *path)):
            if name in taken:
                message = f"{shown(name)} is in {taken[name].layer.file} as well; folders of one list are one layer"
                faults.add(node, ".".join((*path, name)), message, at_key=True)
    return lay_cards(one, other)


def lay_cards(tree: Mapping, folder: Mapping | None) -> Mapping:
    """Return the tree with the cards and sources of a folder in it, in place of any of the same name."""
    if folder is None:
        return tree
    cards = _like(folder)
    kinds = entries(folder.items["cards"])
    cards.items.update((kind, _replacing(child(tree, "cards", kind), node)) for kind, node in kinds)
    result = _like(tree)
    result.items.update(tree.items)
    result.items.update(sources=_replacing(child(tree, "sources"), folder.items["sources"]), cards=cards)
    return result


def _replacing(lower: Node | None, upper: Node) -> Mapping:
    result = _like(upper)
    result.items.update({**dict(entries(lower)), **dict(entries(upper))})
    return result


def _like(node: Node) -> Mapping:
    copy = Mapping(node.layer, node.line, node.column)
    copy.placed_like(node)
    return copy
