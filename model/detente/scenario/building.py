"""Builds the positioned tree from YAML events, one event at a time, with its own stack."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NoReturn

import yaml

from detente.scenario.faults import Faults, shown
from detente.scenario.names import key_complaint
from detente.scenario.positioned import Broken, Layer, Mapping, Node, Scalar, Sequence
from detente.scenario.scalars import WORDS, ScalarFault, resolve
from detente.scenario.texts import forbidden

DEPTH = 24
NODES = 200_000
SCALAR = 10_000
KEY = 200
FAULTS = 100
REMEMBERED = 4096  # files repeat a few keys and numbers a thousand times


class Refused(Exception):
    """The rest of the file is not worth reading; the reason is among the faults."""


class Builder:
    """Takes events and grows `root`."""

    def __init__(self, layer: Layer, faults: Faults) -> None:
        self.layer = layer
        self.root: Node | None = None
        self._faults = faults
        self._most = len(faults) + FAULTS
        self._stack: list[Mapping | Sequence] = []
        self._keys: list[tuple[str, int, int] | None] = []
        self._trail: list[str] = []
        self._aliases: set[str] = set()
        self._nodes = 0
        self._documents = 0
        self._takers: dict[type, Any] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._open,
            yaml.SequenceStartEvent: self._open,
            yaml.MappingEndEvent: self._close,
            yaml.SequenceEndEvent: self._close,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }

    def take(self, event: Any) -> None:
        """Add what one event brings; raise `Refused` where reading on would be dangerous or pointless."""
        taker = self._takers.get(type(event))
        if taker is not None:
            taker(event)

    def _close(self, _: Any) -> None:
        self._stack.pop()
        self._keys.pop()
        self._trail.pop()

    def _alias(self, event: Any) -> None:
        if event.anchor not in self._aliases:
            self._aliases.add(event.anchor)
            self._note(event, f"alias *{event.anchor[:30]} is not allowed; write the value out, or use extends")
        self._place(Broken(self.layer, *_where(event)))

    def _document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            self._refuse(event, "a second document (---) starts here; a file holds one scenario")

    def _scalar(self, event: Any) -> None:
        self._nodes += 1
        if self._nodes > NODES:
            self._refuse_size(event)
        text, style = event.value, event.style or ""
        line, column = _where(event)
        tagged = self._refuse_decoration(event) if event.anchor is not None or event.tag is not None else False
        if len(text) > SCALAR:
            self._refuse(event, f"a text of {len(text):,} characters; at most {SCALAR:,} are allowed")
        if self._keys and self._keys[-1] is None and type(self._stack[-1]) is Mapping:
            self._key(text, style, line, column, event)
            return
        complaint = None if text.isascii() and style != '"' else _text_complaint(text, style)
        try:
            value = text if style else _resolved(text)
        except ScalarFault as error:
            complaint = str(error)
        if complaint:
            self._note(event, complaint)
        if complaint or tagged:
            self._place(Broken(self.layer, line, column))
        else:
            self._place(Scalar(self.layer, line, column, value, text, style))

    def _key(self, text: str, style: str, line: int, column: int, event: yaml.Event) -> None:
        """Remember a key until its value comes; an unusable one keeps its place under a name nobody asks for."""
        self._keys[-1] = (text, line, column)
        mapping = self._stack[-1]
        assert isinstance(mapping, Mapping)
        complaint = _key_complaint(text, style)
        earlier = mapping.items.get(text)
        if complaint is None and earlier is not None:
            complaint = f"key {shown(text)} is given twice; first at line {earlier.key_line}"
        if complaint:
            self._note(event, complaint)
            self._keys[-1] = (f"\x00{line}:{column}", line, column)

    def _open(self, event: Any) -> None:
        self._nodes += 1
        if self._nodes > NODES:
            self._refuse_size(event)
        tagged = self._refuse_decoration(event) if event.anchor is not None or event.tag is not None else False
        if self._stack and type(self._stack[-1]) is Mapping and self._keys[-1] is None:
            self._refuse(event, "a list or mapping stands as a key; keys are plain texts")
        if len(self._stack) >= DEPTH:
            self._refuse(event, f"nested deeper than {DEPTH} levels")
        pending = self._keys[-1] if self._keys else None
        self._trail.append("" if pending is None or pending[0].startswith("\x00") else pending[0])
        kind = Mapping if type(event) is yaml.MappingStartEvent else Sequence
        node = kind(self.layer, *_where(event))
        self._place(Broken(self.layer, node.line, node.column) if tagged else node)
        self._stack.append(node)
        self._keys.append(None)

    def _place(self, node: Node) -> None:
        """Hang a finished or opened node below the innermost open one."""
        if not self._stack:
            self.root = node
            return
        parent = self._stack[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
            return
        pending = self._keys[-1]
        if pending is None:
            self._refuse_at(node, "an alias stands as a key; keys are plain texts")
        key, node.key_line, node.key_column = pending
        self._keys[-1] = None
        if not key.startswith("\x00"):
            parent.items[key] = node

    def _refuse_decoration(self, event: Any) -> bool:
        """Note an anchor or tag; return whether there is a tag, without which the value may mean something else."""
        if event.anchor is not None:
            self._note(event, f"anchor &{event.anchor[:30]} is not allowed; write the value out, or use extends")
        tag = getattr(event, "tag", None)
        if tag is not None:
            self._note(event, f"tag {shown(tag)} is not allowed; to take in another file use extends")
        return tag is not None

    def _path(self) -> str:
        pending = self._keys[-1] if self._keys else None
        last = "" if pending is None or pending[0].startswith("\x00") else pending[0]
        return ".".join(part for part in (*self._trail, last) if part)

    def _note(self, event: yaml.Event, message: str) -> None:
        line, column = _where(event)
        self._faults.add_at(self.layer, line, column, self._path(), message)
        if len(self._faults) >= self._most:
            raise Refused

    def _refuse(self, event: yaml.Event, message: str) -> NoReturn:
        self._note(event, message)
        raise Refused

    def _refuse_size(self, event: yaml.Event) -> NoReturn:
        self._refuse(event, f"more than {NODES:,} keys and values")

    def _refuse_at(self, node: Node, message: str) -> NoReturn:
        self._faults.add_at(self.layer, node.line, node.column, self._path(), message)
        raise Refused


def _where(event: Any) -> tuple[int, int]:
    mark = event.start_mark
    return mark.line + 1, mark.column + 1


def _text_complaint(text: str, style: str) -> str | None:
    """Return what is wrong with the characters of a text, or None."""
    complaint = forbidden(text)
    if not complaint and "\xa0" in text and style not in ("'", '"'):
        return f"{text[:40]!a} holds a no-break space (U+00A0); use plain spaces, or quotes"
    return complaint


@lru_cache(maxsize=REMEMBERED)
def _resolved(text: str) -> str | int | float | bool | None:
    """Return the value of an unquoted scalar, as `resolve` does."""
    return resolve(text)


@lru_cache(maxsize=REMEMBERED)
def _key_complaint(text: str, style: str) -> str | None:
    """Return why a text cannot be a key, or None."""
    if len(text) > KEY:
        return f"a key of {len(text):,} characters; at most {KEY} are allowed"
    if not style and text == "<<":
        return "merge keys (<<) are not allowed; use extends"
    if not style and (text in WORDS or not text[0].isalpha()):
        try:
            value = resolve(text)
        except ScalarFault as error:
            return f"keys are texts: {error}"
        if not isinstance(value, str):
            return f"keys are texts; put {text or 'it'} in quotes if it is a name"
    return forbidden(text) or key_complaint(text)
