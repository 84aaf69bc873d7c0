"""Collects everything wrong in an input, so that all of it is shown at once and in file order."""

from __future__ import annotations

from collections.abc import Iterable

from detente.errors import Fault, ScenarioError
from detente.scenario.positioned import COMMAND_LINE, Broken, Layer, Node

SHOWN = 20
KEPT = 1000
GUESSED = 100


class Faults:
    """The faults found so far."""

    def __init__(self) -> None:
        self._found: dict[tuple[int, str, int, int, str, str], Fault] = {}

    def __len__(self) -> int:
        """Return how many different faults were found."""
        return len(self._found)

    def copied(self) -> Faults:
        """Return the faults so far, to be added to apart from these."""
        copy = Faults()
        copy._found.update(self._found)
        return copy

    def add(self, node: Node, path: str, message: str, *, at_key: bool = False) -> Broken:
        """Note a fault at a node (or at its key); return the placeholder that may stand there instead."""
        line, column = (node.key_line, node.key_column) if at_key else (node.line, node.column)
        self.add_at(node.layer, line, column, path, message)
        broken = Broken(node.layer, node.line, node.column)
        broken.placed_like(node)
        return broken

    def add_at(self, layer: Layer, line: int, column: int, path: str, message: str) -> None:
        """Note a fault at a line and column (from 1; line 0: the whole file)."""
        where = f"{layer.file}:{line}:{column}" if line and layer.name != COMMAND_LINE else layer.file
        if layer.via:
            message = f"{message} (extended by {layer.via})"
        if len(self._found) < KEPT:
            key = (layer.rank, layer.file, line, column, path, message)
            self._found.setdefault(key, Fault(*(harmless(part) for part in (where, path, message))))

    def nearest(self, name: str, known: Iterable[str]) -> str:
        """Return `; did you mean 'x'?`, or nothing: also once there are so many faults that guessing takes too long."""
        return nearest(name, known) if len(self._found) < GUESSED else ""

    def raise_any(self) -> None:
        """Raise `ScenarioError` when anything was found: at most twenty faults, then how many more there are."""
        if not self._found:
            return
        ordered = [self._found[key] for key in sorted(self._found)]
        shown = ordered[:SHOWN]
        if len(ordered) > SHOWN:
            more = len(ordered) - SHOWN
            shown.append(Fault("", "", f"and {more}{' or more' if len(ordered) == KEPT else ''} further faults"))
        raise ScenarioError(shown)


def harmless(text: str) -> str:
    """Return a text without anything a terminal would act on: control and format characters as escapes."""
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text)


def shown(value: object) -> str:
    """Return a value for a message: short, and harmless to a terminal."""
    text = ascii(value) if isinstance(value, str) and not value.isprintable() else repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def nearest(name: str, known: Iterable[str]) -> str:
    """Return `; did you mean 'x'?` for the nearest known name, or nothing."""
    known = list(known)
    folded = {item.casefold(): item for item in known}
    if name.casefold() in folded:
        return f"; did you mean {shown(folded[name.casefold()])}?"
    import difflib  # only needed once something is wrong

    found = difflib.get_close_matches(name[:100], known, n=3, cutoff=0.55)
    swapped = [item for item in found if sorted(item) == sorted(name)]  # letters in the wrong order come first
    return f"; did you mean {shown((swapped or found)[0])}?" if found else ""


def listed(names: Iterable[str], most: int = 12) -> str:
    """Return names separated by commas, cut after `most`."""
    names = list(names)
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
