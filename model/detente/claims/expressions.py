"""Arithmetic in claim files: measures over variables of the World, and estimates over cells.  Nothing is executed.

Python's own parser makes a tree of the text; only numbers, + - * /, comparisons, names and calls by name are let
through, and a star among arguments (all others) becomes the name `_`.
"""

from __future__ import annotations

import ast
import re
from typing import NamedTuple

from detente.scenario.faults import shown

LONGEST = 300
EVERYONE = "_"
_STAR = re.compile(r"(?<=[(,])(\s*)\*(?=\s*[,)])")
_ALLOWED = (
    ast.BinOp, ast.UnaryOp, ast.Compare, ast.Call, ast.Name, ast.Attribute, ast.Constant, ast.Load,
    ast.Add, ast.Sub, ast.Mult, ast.Div, ast.USub, ast.Lt, ast.LtE, ast.Gt, ast.GtE,
)  # fmt: skip


class ExpressionFault(ValueError):
    """What is wrong with an expression, and at which character (from 0)."""

    def __init__(self, at: int, message: str) -> None:
        super().__init__(message)
        self.at = at


class Expression(NamedTuple):
    """A text and its tree."""

    text: str
    tree: ast.expr


def parse(text: str) -> Expression:
    """Return a text as an expression; raise `ExpressionFault` where it is none."""
    text = " ".join(text.split())
    if len(text) > LONGEST:
        raise ExpressionFault(LONGEST, f"the expression has {len(text)} characters; at most {LONGEST} are allowed")
    try:
        tree = ast.parse(_STAR.sub(rf"\g<1>{EVERYONE}", text), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        at = max((getattr(error, "offset", None) or 1) - 1, 0)
        raise ExpressionFault(at, "is no arithmetic over numbers and names such as trust(A, B)") from None
    for node in ast.walk(tree):
        _check(node)
    return Expression(text, tree)


def _check(node: ast.AST) -> None:
    """Raise `ExpressionFault` for anything but arithmetic, comparisons and calls by name."""
    at = getattr(node, "col_offset", 0)
    if not isinstance(node, _ALLOWED):
        raise ExpressionFault(at, "only numbers, + - * /, comparisons, names and calls are allowed")
    if isinstance(node, ast.Constant) and (isinstance(node.value, bool) or not isinstance(node.value, int | float)):
        raise ExpressionFault(at, f"found {shown(node.value)}; a number is needed")
    if isinstance(node, ast.Compare) and len(node.ops) != 1:
        raise ExpressionFault(at, "compare two values at a time")
    if isinstance(node, ast.Call) and (node.keywords or not name_of(node.func)):
        raise ExpressionFault(at, "a call is a name with arguments, such as trust(A, B)")


def name_of(node: ast.expr) -> str:
    """Return a name, dotted where it has parts (`capability.cyber`), or nothing for any other node."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        below = name_of(node.value)
        return f"{below}.{node.attr}" if below else ""
    return ""


def names(expression: Expression) -> list[tuple[str, int]]:
    """Return every bare name of an estimate with its place (from 0), in order."""
    found = [(node.id, node.col_offset) for node in ast.walk(expression.tree) if isinstance(node, ast.Name)]
    return sorted(found, key=lambda item: item[1])
