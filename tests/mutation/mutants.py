"""The mutants of a module: cosmic-ray makes them, one small change each; changes that cannot matter are left out."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.operators.operator import Example, Operator
from cosmic_ray.plugins import get_operator

BINARY = {
    "Add": "Sub", "Sub": "Add", "Mul": "Div", "Div": "Mul", "FloorDiv": "Mul", "Mod": "Mul", "Pow": "Mul",
    "BitOr": "BitAnd", "BitAnd": "BitOr",
}  # fmt: skip
COMPARISONS = {
    "Eq": ("NotEq",), "NotEq": ("Eq",), "Is": ("IsNot",), "IsNot": ("Is",),
    "Lt": ("LtE", "GtE"), "LtE": ("Lt", "Gt"), "Gt": ("GtE", "LtE"), "GtE": ("Gt", "Lt"),
}  # fmt: skip
OTHERS = (
    "AddNot", "ExceptionReplacer", "NumberReplacer", "ReplaceAndWithOr", "ReplaceOrWithAnd", "ReplaceBreakWithContinue",
    "ReplaceContinueWithBreak", "ReplaceFalseWithTrue", "ReplaceTrueWithFalse", "ZeroIterationForLoop",
    "ReplaceUnaryOperator_Delete_Not", "ReplaceUnaryOperator_Delete_USub",
)  # fmt: skip
NAMES = (
    *(f"ReplaceBinaryOperator_{one}_{other}" for one, other in BINARY.items()),
    *(f"ReplaceComparisonOperator_{one}_{other}" for one, others in COMPARISONS.items() for other in others),
    *OTHERS,
)
"""One opposite for each arithmetic operator; for an order both its border and its opposite."""


class Membership(Operator):  # type: ignore[misc]
    """Turn `in` into `not in` and back, which cosmic-ray leaves alone."""

    def mutation_positions(self, node: Any) -> Iterator[tuple[Any, Any]]:
        if node.type == "comparison" and node.children[1].get_code().strip() in ("in", "not in"):
            yield node.children[1].start_pos, node.children[1].end_pos

    def mutate(self, node: Any, index: int) -> Any:
        turned = {"in": " not in", "not in": " in"}[" ".join(node.children[1].get_code().split())]
        node.children[1] = get_ast(turned)
        return node

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return (Example("x in y", "x not in y"),)


class Filter(Operator):  # type: ignore[misc]
    """Turn the condition of a comprehension around, which cosmic-ray leaves alone."""

    def mutation_positions(self, node: Any) -> Iterator[tuple[Any, Any]]:
        if node.type == "comp_if":
            yield node.children[1].start_pos, node.children[1].end_pos

    def mutate(self, node: Any, index: int) -> Any:
        node.children[1] = get_ast(f" not ({node.children[1].get_code().strip()})")
        return node

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return (Example("[x for x in y if x]", "[x for x in y if not (x)]"),)


OPERATORS = (*(get_operator(f"core/{name}")() for name in NAMES), Membership(), Filter())


@dataclass(frozen=True)
class Mutant:
    """One change of one file: the line it stands in, the lines before and after it, and the whole mutated text."""

    file: str
    line: int
    was: str
    became: str
    text: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What a mutant is known by in survivors.yaml: no line number, so that edits elsewhere move nothing."""
        return self.file, self.was, self.became

    def __str__(self) -> str:
        return f"{self.file}:{self.line}\n    was    {self.was}\n    became {self.became}"


class Place(NamedTuple):
    """Where a mutation can be made: the file, the number of the operator and of its occurrence there, the line."""

    file: str
    operator: int
    occurrence: int
    line: int


def places(root: Path, file: str) -> list[Place]:
    """Return every place of a file in a fixed order; annotations, decorators and names of types are left out."""
    source = (root / file).read_text(encoding="utf-8")
    mute, nodes = _mute_spans(source), list(ast_nodes(get_ast(source)))
    found = []
    for number, operator in enumerate(OPERATORS):
        spans = [span for node in nodes for span in operator.mutation_positions(node)]
        for occurrence, (start, _) in enumerate(spans):
            if not any(a <= start < b for a, b in mute):
                found.append(Place(file, number, occurrence, start[0]))
    return found


def mutant(root: Path, place: Place) -> Mutant | None:
    """Return the mutant of a place, or None where the change means nothing (`- 0` for `+ 0`) or does not parse."""
    source = (root / place.file).read_text(encoding="utf-8")
    text = mutate_code(source, OPERATORS[place.operator], place.occurrence)
    if text is None or _same(source, text):
        return None
    was, became = _change(source, text)
    return None if became.replace(" - 0", " + 0") == was else Mutant(place.file, place.line, was, became, text)


def _same(source: str, text: str) -> bool:
    """Say whether both texts mean the same to the parser; what does not parse is no mutant either."""
    try:
        return ast.dump(ast.parse(source)) == ast.dump(ast.parse(text))
    except SyntaxError:
        return True


def _mute_spans(source: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Return where nothing runs or only the compiler is told something: annotations, decorators, names of types."""
    spans = []
    for node in ast.walk(ast.parse(source)):
        parts = [getattr(node, name, None) for name in ("annotation", "returns")]
        parts += getattr(node, "decorator_list", [])
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.annotation) == "TypeAlias":
            parts.append(node.value)
        for part in parts:
            if part is not None:
                spans.append(((part.lineno, part.col_offset), (part.end_lineno, part.end_col_offset)))
    return spans


def _change(source: str, text: str) -> tuple[str, str]:
    """Return the lines that differ, before and after, each joined to one line."""
    old, new = source.splitlines(), text.splitlines()
    first = next(k for k, (a, b) in enumerate(zip(old, new, strict=False)) if a != b)
    last = next(k for k, (a, b) in enumerate(zip(old[::-1], new[::-1], strict=False)) if a != b)
    gone, come = (" ".join(line.strip() for line in lines[first : len(lines) - last]) for lines in (old, new))
    return gone, come
