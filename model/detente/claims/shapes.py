"""Takes apart what claim files hold; whatever does not fit is noted with its place and reads as empty."""

from __future__ import annotations

from collections.abc import Iterable

from detente.claims.expressions import Expression, ExpressionFault, parse
from detente.scenario.faults import Faults, listed, shown
from detente.scenario.positioned import Broken, Mapping, Node, Scalar, Sequence, is_number


class Shapes:
    """Reads nodes of one set of files, with their faults."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults

    def table(
        self, node: Node | None, path: str, allowed: Iterable[str] | None = None, needed: Iterable[str] = ()
    ) -> dict[str, Node]:
        """Return what a mapping holds under known keys; note unknown and missing ones."""
        if node is None or isinstance(node, Broken):
            return {}
        if not isinstance(node, Mapping):
            self.faults.add(node, path, f"found {self._found(node)}; `key: value` entries are needed")
            return {}
        known = None if allowed is None else list(allowed)
        found = {}
        for key, value in node.items.items():
            if known is None or key in known:
                found[key] = value
            else:
                hint = self.faults.nearest(key, known) or f"; allowed: {listed(known, 40)}"
                self.faults.add(value, path, f"unknown key {shown(key)}{hint}", at_key=True)
        missing = [key for key in needed if key not in node.items]
        if missing:
            self.faults.add(node, path, f"needs {listed(missing)}", at_key=True)
        return found

    def text(self, node: Node | None, path: str) -> str:
        """Return a text in one line, or an empty one."""
        if node is None or isinstance(node, Broken):
            return ""
        if isinstance(node, Scalar) and isinstance(node.value, str) and node.value.strip():
            return " ".join(node.value.split())
        self.faults.add(
            node, path, f"found {self._found(node)}; a text is needed{'; put it in quotes' if is_number(node) else ''}"
        )
        return ""

    def word(self, node: Node | None, path: str, allowed: Iterable[str]) -> str:
        """Return one of some words, or an empty one."""
        found = self.text(node, path)
        if found and found not in (known := list(allowed)):
            assert node is not None
            hint = self.faults.nearest(found, known)
            self.faults.add(node, path, f"found {shown(found)}; allowed: {listed(known, 60)}{hint}")
            return ""
        return found

    def number(self, node: Node | None, path: str, low: float = -1e12, high: float = 1e12) -> float | None:
        """Return a number within limits, or None."""
        if node is None or isinstance(node, Broken):
            return None
        if not isinstance(node, Scalar) or not is_number(node):
            self.faults.add(node, path, f"found {self._found(node)}; a number is needed")
            return None
        if not low <= node.value <= high:
            self.faults.add(node, path, f"found {node.text}; {low:g} to {high:g} is allowed")
            return None
        return float(node.value)

    def items(self, node: Node | None, path: str) -> list[Node]:
        """Return the items of a list; a single value stands for itself."""
        if node is None or isinstance(node, Broken):
            return []
        if isinstance(node, Mapping):
            self.faults.add(node, path, "found `key: value` entries; a list is needed, [a, b]")
            return []
        return node.items if isinstance(node, Sequence) else [node]

    def texts(self, node: Node | None, path: str) -> list[tuple[str, Node]]:
        """Return the texts of a list with their nodes."""
        return [(self.text(item, path), item) for item in self.items(node, path)]

    def expression(self, node: Node | None, path: str) -> Expression | None:
        """Return the expression that a text holds, or None with the character at which it fails."""
        if is_number(node):
            assert isinstance(node, Scalar)
            return parse(node.text)
        text = self.text(node, path)
        if not text:
            return None
        assert node is not None
        try:
            return parse(text)
        except ExpressionFault as fault:
            self.misplaced(node, path, fault)
            return None

    def misplaced(self, node: Node, path: str, fault: ExpressionFault) -> None:
        """Note what is wrong at a character of an expression."""
        quoted = isinstance(node, Scalar) and node.style in ("'", '"')
        inline = isinstance(node, Scalar) and node.style in ("", "'", '"')
        column = node.column + (fault.at if inline else 0) + quoted
        self.faults.add_at(node.layer, node.line, column, path, f"{fault} (character {fault.at + 1})")

    @staticmethod
    def _found(node: Node) -> str:
        if isinstance(node, Mapping):
            return "`key: value` entries"
        if isinstance(node, Sequence):
            return "a list"
        value = node.value if isinstance(node, Scalar) else None
        return "nothing" if value is None else shown(value)
