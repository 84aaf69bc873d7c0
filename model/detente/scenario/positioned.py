"""A YAML file as a tree in which every key and every value knows where it was written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

COMMAND_LINE = "command line"


class Origin(NamedTuple):
    """Where a value was written: file, line and column (from 1; 0 when it has none), and the layer's name."""

    file: str
    line: int
    column: int
    layer: str

    def __str__(self) -> str:
        """Return `file:line:column`, or the bare file where no line applies."""
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


class Layer(NamedTuple):
    """One source of values: a file, a variant, one `--set`.  `rank` orders faults, `via` tells who extends it."""

    file: str
    name: str
    rank: int = 0
    via: str = ""


class Node:
    """A value with its place, and the place of the key it stands under."""

    __slots__ = ("column", "key_column", "key_line", "layer", "line")

    def __init__(self, layer: Layer, line: int, column: int) -> None:
        self.layer = layer
        self.line = line
        self.column = column
        self.key_line = line
        self.key_column = column

    @property
    def origin(self) -> Origin:
        """Return the place of the value."""
        return Origin(self.layer.file, self.line, self.column, self.layer.name)

    @property
    def key_origin(self) -> Origin:
        """Return the place of the key under which the value stands."""
        return Origin(self.layer.file, self.key_line, self.key_column, self.layer.name)

    def placed_like(self, other: Node) -> None:
        """Take over the place of another node."""
        self.layer, self.line, self.column = other.layer, other.line, other.column
        self.key_line, self.key_column = other.key_line, other.key_column


class Scalar(Node):
    """A text, number, truth value or nothing; `text` is as written, `style` is '' for plain."""

    __slots__ = ("style", "text", "value")

    def __init__(self, layer: Layer, line: int, column: int, value: Any, text: str = "", style: str = "") -> None:
        super().__init__(layer, line, column)
        self.value = value
        self.text = text
        self.style = style


class Sequence(Node):
    """A list."""

    __slots__ = ("items",)

    def __init__(self, layer: Layer, line: int, column: int) -> None:
        super().__init__(layer, line, column)
        self.items: list[Node] = []


class Mapping(Node):
    """Values by name, in file order.

    `alone` marks a passport that began as a bare number: it takes no range or source from whatever lies below.
    """

    __slots__ = ("alone", "items")

    def __init__(self, layer: Layer, line: int, column: int) -> None:
        super().__init__(layer, line, column)
        self.items: dict[str, Node] = {}
        self.alone = False


class Broken(Node):
    """Stands where a fault has been reported already, so that nobody reports it twice."""

    __slots__ = ()


def is_number(node: Node | None) -> bool:
    """Return whether a node is a number (truth values are none)."""
    return isinstance(node, Scalar) and isinstance(node.value, int | float) and not isinstance(node.value, bool)


def child(node: Node | None, *path: str) -> Node | None:
    """Return the node below, or None where a key is missing."""
    for key in path:
        if not isinstance(node, Mapping):
            return None
        node = node.items.get(key)
    return node


def entries(node: Node | None) -> Iterator[tuple[str, Node]]:
    """Yield key and value of a mapping; nothing for any other node."""
    if isinstance(node, Mapping):
        yield from node.items.items()


def plain(node: Node, key: str = "") -> Any:
    """Return the tree as dicts, lists and scalars.  A unit stays the text it was written as (`unit: 1`)."""
    if isinstance(node, Mapping):
        return {name: plain(value, name) for name, value in node.items.items()}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    if isinstance(node, Scalar):
        return node.text if key == "unit" and is_number(node) else node.value
    return None


def made(value: Any, like: Node) -> Node:
    """Return plain data as a tree that stands at the place of another node."""
    node: Node
    if isinstance(value, dict):
        node = Mapping(like.layer, like.line, like.column)
        node.items.update((key, made(item, like)) for key, item in value.items())
    elif isinstance(value, list | tuple):
        node = Sequence(like.layer, like.line, like.column)
        node.items.extend(made(item, like) for item in value)
    else:
        node = Scalar(like.layer, like.line, like.column, value, str(value))
    node.placed_like(like)
    return node
