"""Reads the files of one folder of cards; `folders` says what such a folder is and where it lies among the layers.

Every `.yaml` file in its place is read; hidden files, other kinds of file (a README.md) and folders below are passed
over.  A `.yaml` file that nobody would read is a fault, and so is a link that leaves the folder.
"""

from __future__ import annotations

import os
import unicodedata
from itertools import islice
from pathlib import Path

from detente.scenario.catalogue_files import KINDS, card_names
from detente.scenario.faults import Faults, nearest, shown
from detente.scenario.loading import load_bytes
from detente.scenario.names import key_complaint, name_complaint
from detente.scenario.positioned import Broken, Layer, Mapping, Node
from detente.scenario.texts import read_bytes

SOURCES = "sources.yaml"
LIMIT = 400_000
MOST_ENTRIES = 2000
LAYER = "card folder"
OVER = "card folder (in place of the shipped card)"
HOLDS = "a folder of cards holds levers/NAME.yaml, shocks/NAME.yaml and sources.yaml"


class CardFiles:
    """Reads folders, one after the other, and no more than `LIMIT` bytes of all together.

    `absent` tells that cards or sources are missing, for which others would be blamed.
    """

    def __init__(self, faults: Faults) -> None:
        self.absent = False
        self._faults = faults
        self._room = LIMIT

    def read(self, folder: Path, rank: int) -> Mapping:
        """Return `{sources, cards: {levers, shocks}}` of a folder; what is wrong with it is noted."""
        layer = Layer(str(folder), LAYER, rank)
        tree, cards = Mapping(layer, 0, 0), Mapping(layer, 0, 0)
        tree.items.update(sources=Mapping(layer, 0, 0), cards=cards)
        cards.items.update((kind, Mapping(layer, 0, 0)) for kind in KINDS)
        names = self._names(folder, folder, layer)
        if names is None:
            self.absent = True
        elif not {*KINDS, SOURCES} & set(names):
            self._note(layer, f"has no cards; {HOLDS}")
            names = [name for name in names if not name.endswith(".yaml")]  # it is another kind of folder
        for name in names or ():
            if name in KINDS:
                self._read_cards(folder, name, cards.items[name], rank)
            elif name == SOURCES:
                self._read_sources(folder, tree, rank)
            else:
                self._check_stray(folder / name, rank)
        return tree

    def _read_sources(self, folder: Path, tree: Mapping, rank: int) -> None:
        found = self._load(folder, folder / SOURCES, Layer(str(folder / SOURCES), LAYER, rank))
        if isinstance(found, Mapping):
            tree.items["sources"] = found
        else:
            self.absent = True

    def _read_cards(self, folder: Path, kind: str, table: Node, rank: int) -> None:
        """Add the cards of one kind to a table, by file name."""
        assert isinstance(table, Mapping)
        for name in self._names(folder, folder / kind, Layer(str(folder / kind), LAYER, rank)) or ():
            stem, suffix = os.path.splitext(name)
            if suffix.lower() not in (".yaml", ".yml"):
                continue
            key = unicodedata.normalize("NFC", stem)  # some file systems take accents apart
            layer = Layer(str(folder / kind / name), OVER if key in card_names(kind) else LAYER, rank)
            complaint = key_complaint(key) or name_complaint(key)
            if suffix != ".yaml":
                self._note(layer, f"would not be read; rename it {shown(f'{key}.yaml')}")
            elif key in table.items:
                self._note(layer, f"is the card {shown(key)} a second time; keep one of the two files")
            elif complaint:
                self._note(layer, f"the file's name is the card's: {complaint}")
            else:
                table.items[key] = self._load(folder, folder / kind / name, layer)

    def _load(self, folder: Path, path: Path, layer: Layer) -> Node:
        """Return the tree of one file, or a placeholder with the reason noted."""
        broken = Broken(layer, 0, 0)
        if self._room < 0 or self._leaves(folder, path, layer):
            return broken
        data = read_bytes(path, layer, self._faults)
        if data is None:
            return broken
        self._room -= len(data)
        if self._room < 0:
            self._note(layer, f"with this file the cards hold more than {LIMIT:,} bytes together")
            return broken
        return load_bytes(data, layer, self._faults) or broken

    def _leaves(self, folder: Path, path: Path, layer: Layer) -> bool:
        """Return whether a path leads out of the folder; note it."""
        out = not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))
        if out:
            self._note(layer, f"is a link that leaves the folder {shown(folder.name)}; put the file itself there")
        return out

    def _names(self, folder: Path, part: Path, layer: Layer) -> list[str] | None:
        """Return the sorted names in a part of the folder, without hidden ones; None, with a reason, if it is none."""
        if self._leaves(folder, part, layer):
            return None
        try:
            with os.scandir(part) as found:
                names = [entry.name for entry in islice(found, MOST_ENTRIES + 1)]
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else "not a usable path"
            self._note(layer, f"cannot be read: {reason.lower()}; {HOLDS}")
            return None
        if len(names) > MOST_ENTRIES:
            self._note(layer, f"holds more than {MOST_ENTRIES:,} files; {HOLDS}")
            return None
        return sorted(name for name in names if not name.startswith("."))

    def _check_stray(self, path: Path, rank: int) -> None:
        """Note what looks like cards and would be passed over."""
        layer, name = Layer(str(path), LAYER, rank), path.name.lower()
        if name in ("parameters.yaml", "parameters.yml"):
            self._note(layer, "would not be read; parameters are set in a scenario, under parameters:")
        elif name.endswith((".yaml", ".yml")):
            self._note(layer, f"would not be read; {HOLDS}")
        elif name.rstrip("s") in ("lever", "shock"):
            self._note(layer, f"would not be read{nearest(name, KINDS)}")

    def _note(self, layer: Layer, message: str) -> None:
        self._faults.add_at(layer, 0, 0, "", message)
