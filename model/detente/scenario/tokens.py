"""Cuts the text of a condition into numbers, words and signs."""

from __future__ import annotations

import re
from typing import NamedTuple

from detente.scenario.faults import shown

TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)"
    r"|(?P<word>[^\W\d]\w*(?:\.[^\W\d]\w*)*)|(?P<sign><=|>=|[-+*/<>(),]))"
)


class ConditionFault(ValueError):
    """What is wrong with a condition, and at which character (from 0)."""

    def __init__(self, at: int, message: str):
        super().__init__(message)
        self.at = at


class Token(NamedTuple):
    """A piece of a condition: kind (number, word, sign, end), text, place."""

    kind: str
    text: str
    at: int


def tokens_of(text: str) -> list[Token]:
    """Return the pieces of a condition, closed by an end; raise `ConditionFault` at what cannot be one."""
    tokens: list[Token] = []
    at = 0
    while text[at:].strip():
        match = TOKEN.match(text, at)
        if match is None:
            at += len(text[at:]) - len(text[at:].lstrip())
            allowed = "numbers, names, + - * / < <= > >= and ( ) , are allowed"
            raise ConditionFault(at, f"found {shown(text[at])}; {allowed}")
        kind = match.lastgroup or "sign"
        tokens.append(Token(kind, match[kind], match.start(kind)))
        at = match.end()
    tokens.append(Token("end", "the end", len(text)))
    return tokens
