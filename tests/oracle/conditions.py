"""Values of conditions and rules in world t (ODD 7.7), from the postfix program that the scenario carries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from oracle.model import OracleRegion


def value_of(program: Sequence[tuple[Any, ...]], region: OracleRegion) -> float:
    """Return what a program comes to; truth is 1 or 0."""
    stack: list[float] = []
    for word, *rest in program:
        if word == "number":
            stack.append(rest[0])
        elif word == "year":
            stack.append(region.year)
        elif word == "variable":
            stack.append(_variable(region, *rest))
        elif word == "not":
            stack.append(float(stack.pop() == 0.0))
        elif word == "negate":
            stack.append(-stack.pop())
        else:
            right, left = stack.pop(), stack.pop()
            stack.append(_combined(word, left, right))
    return stack[-1]


def _variable(region: OracleRegion, variable: str, keys: tuple[str, ...]) -> float:
    state = region.states[keys[0]]
    if len(keys) == 2:
        if variable == "tension":
            return state.stage[keys[1]] / 4.0
        return float(getattr(state, variable)[keys[1]])
    if variable == "capability":
        return sum(state.capability.values())
    name, _, part = variable.partition(".")
    found = getattr(state, name)
    return float(found[part] if part else found)


def _combined(word: str, left: float, right: float) -> float:
    """Apply an operator of two operands."""
    match word:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "/":
            return left / right if right != 0.0 else 0.0
        case "<":
            return float(left < right)
        case "<=":
            return float(left <= right)
        case ">":
            return float(left > right)
        case ">=":
            return float(left >= right)
        case "and":
            return float(left != 0.0 and right != 0.0)
        case "or":
            return float(left != 0.0 or right != 0.0)
    raise ValueError(f"no operator {word!r}")
