"""What every part of resolving needs: the merged tree, the names that exist, and where to put faults and origins."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, TypeVar

from detente.scenario.faults import Faults, listed, shown
from detente.scenario.names import look_alikes, mixed_scripts, name_complaint
from detente.scenario.positioned import Broken, Mapping, Node, Scalar, Sequence, child, entries
from detente.scenario.quantities import Declared, Quantity, read_quantity

T = TypeVar("T")


class Memory(dict[tuple[object, ...], tuple[tuple[Node | None, ...], Any, dict[str, Node]]]):
    """What was read from which nodes without a fault, and the origins noted on the way.

    Keys name nodes by identity; the nodes are kept beside, so that no other node can take their place.
    """


class Context:
    """Reads values of a checked tree; what is missing or broken reads as empty, as its fault is noted already."""

    def __init__(self, tree: Mapping, faults: Faults, memory: Memory) -> None:
        self.tree = tree
        self.faults = faults
        self._memory = memory
        self.sources: Collection[str] = {key for key, _ in entries(child(tree, "sources"))}
        self.states: Collection[str] = sorted(key for key, _ in entries(child(tree, "states")))
        self.issues: tuple[str, ...] = tuple(sorted(dict.fromkeys(texts(child(tree, "issues")))))
        self.origins: dict[str, Node] = {}

    def once(self, read: Callable[[Context], T], *groups: str) -> T:
        """Return what `read` makes of these groups of the tree; what was read from the same nodes is remembered."""
        nodes = tuple(child(self.tree, group) for group in groups)
        key = (read, *map(id, nodes))
        if key not in self._memory:
            outer, self.origins = self.origins, {}
            found, own = read(self), self.origins
            self.origins = outer | own
            if not len(self.faults):
                self._memory[key] = (nodes, found, own)
            return found
        _, remembered, own = self._memory[key]
        self.origins.update(own)
        result: T = remembered
        return result

    def quantity(self, node: Node | None, declared: Declared, path: str) -> Quantity | None:
        """Return the quantity at a node, remembering where it was set; None after noting what is wrong."""
        found = read_quantity(node, declared, path, self.sources, self.faults)
        if found is not None and node is not None:
            self.origins[path] = node
        return found

    def state(self, node: Node | None, path: str) -> str | None:
        """Return the state a text names, or None after noting that there is none."""
        if not isinstance(node, Scalar) or not isinstance(node.value, str):
            return None
        if node.value in self.states:
            return node.value
        if not self.states:
            return None  # the table of states is missing or broken, and that is noted
        hint = self.faults.nearest(node.value, self.states) or f"; states: {listed(self.states)}"
        odd = mixed_scripts(node.value)
        self.faults.add(node, path, f"no state {shown(node.value)}{hint}{f' ({odd})' if odd else ''}")
        return None

    def group(self, node: Node | None, path: str) -> tuple[str, ...]:
        """Return the states a name or a list of names stands for, sorted; note unknown and repeated ones."""
        items = node.items if isinstance(node, Sequence) else [] if node is None else [node]
        found: list[str] = []
        for item in items:
            name = self.state(item, path)
            if name in found:
                self.faults.add(item, path, f"{name} is named twice")
            elif name is not None:
                found.append(name)
        return tuple(sorted(found))

    def note(self, node: Node | None, path: str, message: str, *, at_key: bool = False) -> None:
        """Note a fault unless one was noted at this node before."""
        if node is not None and not isinstance(node, Broken):
            self.faults.add(node, path, message, at_key=at_key)

    def check_names(self, group: str) -> set[str]:
        """Note names of a (dotted) group that no path or condition could use, and names that look alike; return them."""
        bad: set[str] = set()
        table = dict(entries(child(self.tree, *group.split("."))))
        for name, node in table.items():
            if complaint := name_complaint(name):
                self.faults.add(node, group, complaint, at_key=True)
                bad.add(name)
        for name, other in look_alikes(table).items():
            where = table[other].key_origin
            self.faults.add(table[name], group, f"{shown(name)} looks like {shown(other)} ({where})", at_key=True)
            bad.add(name)
        return bad


def text(node: Node | None, default: str = "") -> str:
    """Return a text, or the default where there is none."""
    return node.value if isinstance(node, Scalar) and isinstance(node.value, str) else default


def whole(node: Node | None, default: int) -> int:
    """Return a whole number, or the default where there is none."""
    return node.value if isinstance(node, Scalar) and type(node.value) is int else default


def texts(node: Node | None) -> tuple[str, ...]:
    """Return the texts of a list."""
    return tuple(text(item) for item in node.items) if isinstance(node, Sequence) else ()


def given(node: Node | None) -> bool:
    """Return whether a key has a value (`key: null` counts as not given)."""
    return node is not None and not (isinstance(node, Scalar) and node.value is None)
