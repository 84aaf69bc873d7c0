"""The kinds of value a scenario file holds.  Each judges a node at once, yes or no; `schema` puts the reasons in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, Union

from detente.scenario.dates import parse_date
from detente.scenario.positioned import Mapping, Node, Scalar, Sequence, is_number

Judge = Callable[[Node], bool]


class Kind:
    """A kind of value: what it is called, whether a node `fits`, and what it is made of (words, limits, other kinds)."""

    def __init__(self, name: str, fits: Judge, of: Any = None) -> None:
        self.name = name
        self.fits = fits
        self.of = of

    def default(self, value: Any) -> Field:
        """Return a field that holds this kind, and that a file may leave out."""
        return Field(self, value)

    def explained(self, about: str) -> Field:
        """Return a field that must be given, with a word on what it means."""
        return Field(self, ..., about)

    def optional(self) -> Field:
        """Return a field that holds this kind or nothing."""
        fits = self.fits
        return Field(Kind("optional", lambda node: is_nothing(node) or fits(node), self), None)


class Field(NamedTuple):
    """What stands under one key; without a default it must be given."""

    kind: Kind
    default: Any = ...
    about: str = ""

    def explained(self, about: str) -> Field:
        """Return the field with a word on what it means."""
        return self._replace(about=about)


class Form(Kind):
    """A mapping with known keys; in `of` they stand with their fields, in the order in which they are listed."""

    def __init__(self, name: str, about: str, fields: dict[str, Union[Kind, Field]]) -> None:  # noqa: UP007
        self.about = about
        self.fields = {key: field if isinstance(field, Field) else Field(field) for key, field in fields.items()}
        self.needed = frozenset(key for key, field in self.fields.items() if field.default is ...)
        self._judges = {key: field.kind.fits for key, field in self.fields.items()}
        super().__init__(name, self._fits, self.fields)

    def _fits(self, node: Node) -> bool:
        if not isinstance(node, Mapping):
            return False
        judges = self._judges
        for key, value in node.items.items():
            judge = judges.get(key)
            if judge is None or not judge(value):
                return False
        return node.items.keys() >= self.needed


def is_nothing(node: Node) -> bool:
    """Return whether a key was given without a value."""
    return isinstance(node, Scalar) and node.value is None


def _is_text(node: Node) -> bool:
    return isinstance(node, Scalar) and isinstance(node.value, str)


def _is_date(node: Node) -> bool:
    try:
        parse_date(node.value if isinstance(node, Scalar) else None)
    except ValueError:
        return False
    return True


def _all(judge: Judge, node: Node) -> bool:
    """Return whether a node is a list of at least one item, all of which fit, or itself fits."""
    return bool(node.items) and all(map(judge, node.items)) if isinstance(node, Sequence) else judge(node)


ANYTHING = Kind("anything", lambda node: True)
TEXT = Kind("text", _is_text)
TITLE = Kind("title", lambda node: isinstance(node, Scalar) and isinstance(node.value, str) and node.value != "")
UNIT = Kind("text", lambda node: _is_text(node) or is_number(node))  # `unit: 1` is read as the text it is written as
NUMBER = Kind("number", is_number)
SHARE = Kind("share", lambda node: is_number(node) and 0 <= node.value <= 1)  # type: ignore[attr-defined]
TRUTH = Kind("truth", lambda node: isinstance(node, Scalar) and isinstance(node.value, bool))
DATE = Kind("date", _is_date)
OPTIONAL_DATE = Kind("optional date", lambda node: is_nothing(node) or _is_date(node)).default(None)
OPTIONAL_DATES = Kind("optional dates", lambda node: is_nothing(node) or _all(_is_date, node)).default(None)
OPTIONAL_NAMES = Kind("optional names", lambda node: is_nothing(node) or _all(_is_text, node)).default(None)


def whole(least: int, most: int | None = None) -> Kind:
    """Return the kind of whole numbers within limits."""

    def fits(node: Node) -> bool:
        number = node.value if isinstance(node, Scalar) else None
        return type(number) is int and least <= number and (most is None or number <= most)

    return Kind("whole", fits, (least, most))


def words(*allowed: str) -> Kind:
    """Return the kind of texts that must be one of these."""
    return Kind("words", lambda node: isinstance(node, Scalar) and node.value in allowed, allowed)


def listing(of: Kind, least: int = 0, most: int | None = None) -> Kind:
    """Return the kind of lists of so many items."""

    def fits(node: Node) -> bool:
        if not isinstance(node, Sequence) or not least <= len(node.items) <= (most or len(node.items)):
            return False
        return all(map(of.fits, node.items))

    return Kind("listing", fits, (of, least, most))


def table(of: Kind, keys: tuple[str, ...] | None = None) -> Kind:
    """Return the kind of mappings from names, or from some of the given keys, to values of one kind."""

    def fits(node: Node) -> bool:
        if not isinstance(node, Mapping) or not all(map(of.fits, node.items.values())):
            return False
        return keys is None or all(key in keys for key in node.items)

    return Kind("table", fits, (of, keys))


def quantity(passport: Form) -> Kind:
    """Return the kind of numbers that may come with a passport."""
    fits = passport.fits
    return Kind("quantity", lambda node: fits(node) if isinstance(node, Mapping) else is_number(node), passport)
