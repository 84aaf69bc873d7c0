"""The only place that parses YAML: text -> positioned tree.  Nothing is executed, expanded or silently replaced.

The parser's *events* are read, not its objects: anchors, aliases, tags, merge keys and second documents are refused,
keys are unique texts, depth and size are bounded, and the tree is built without recursion.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from detente.scenario.building import Builder, Refused
from detente.scenario.faults import Faults
from detente.scenario.positioned import Layer, Mapping, Node
from detente.scenario.texts import check_characters, decode, place, read_bytes

PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_file(path: Path, layer: Layer, faults: Faults) -> Mapping | None:
    """Return the mapping a file holds; None, with the reasons in `faults`, when it holds nothing usable."""
    data = read_bytes(path, layer, faults)
    return None if data is None else load_bytes(data, layer, faults)


def load_bytes(data: bytes, layer: Layer, faults: Faults) -> Mapping | None:
    """Return the mapping that the bytes of a file hold, as `load_file` does."""
    try:
        return _parsed(data, layer)
    except _Faulty:
        return _parse(data, layer, faults)  # once more, to note the faults


class _Faulty(Exception):
    """The bytes have faults; what has faults is not remembered."""


@lru_cache(maxsize=16)
def _parsed(data: bytes, layer: Layer) -> Mapping:
    """Return the tree of faultless bytes.  Remembered by content: the variants of a region share its tree."""
    faults = Faults()
    node = _parse(data, layer, faults)
    if node is None or len(faults):
        raise _Faulty
    return node


def _parse(data: bytes, layer: Layer, faults: Faults) -> Mapping | None:
    text = decode(data, layer, faults)
    if text is None:
        return None
    before = len(faults)
    node = load_text(text, layer, faults)
    if isinstance(node, Mapping):
        return node
    if node is None and len(faults) == before:
        faults.add_at(layer, 1, 1, "", "the file is empty; it needs at least a title")
    elif node is not None:
        faults.add_at(layer, node.line, node.column, "", "the file must hold `key: value` lines (is a space missing?)")
    return None


def load_text(text: str, layer: Layer, faults: Faults) -> Node | None:
    """Return the tree of a YAML text, or None when it is empty or cannot be parsed."""
    if not check_characters(text, layer, faults):
        return None
    builder = Builder(layer, faults)
    try:
        for event in _events(text):
            builder.take(event)
    except Refused:
        return None
    except yaml.YAMLError as error:
        _note_syntax(error, text, layer, faults)
        return None
    return builder.root


def _events(text: str) -> Iterator[yaml.Event]:
    """Yield parse events; whatever else a parser raises on odd text becomes a YAML fault as well."""
    try:
        parser = PARSER(text)
        try:
            yield from iter(parser.get_event, None)
        finally:
            parser.dispose()
    except (ValueError, OverflowError, RecursionError, IndexError) as error:
        raise yaml.YAMLError(f"the text cannot be parsed ({type(error).__name__})") from error


def _note_syntax(error: yaml.YAMLError, text: str, layer: Layer, faults: Faults) -> None:
    """Note what the parser complains of, in words for people who never read the YAML specification."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error).split("\n")[0]
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    here = lines[line - 1] if line <= len(lines) else ""
    if "\t" in here[: len(here) - len(here.lstrip())] or "'\\t'" in problem:
        problem = "the line is indented with a tab; use spaces"
    elif "mapping values are not allowed" in problem:
        problem = "a second `: ` on this line; put the text in quotes, or start a new line"
    elif problem.startswith("could not find expected ':'"):
        problem = "a `key: value` line is expected here"
    elif "unexpected end of stream" in problem:
        problem = "a quote is never closed"
    elif "did not find expected" in problem or "but found" in problem:
        problem = f"the indentation or a bracket does not fit ({problem})"
    if "\xa0" in text:
        at = place(text, text.index("\xa0"))
        problem = f"{problem}; there is a no-break space (U+00A0) at {at[0]}:{at[1]}, use plain spaces"
    context = getattr(error, "context_mark", None)
    if context is not None and context.line + 1 != line:
        problem = f"{problem}; it belongs to what starts at line {context.line + 1}"
    faults.add_at(layer, line, column, "", f"{problem}; not valid YAML")
