"""Evaluate a compiled `when` condition or `follows` rule: a postfix program over the flat buffer of the World."""

from __future__ import annotations

from detente.compiled import jit

(
    NUMBER,
    VARIABLE,
    YEAR,
    LESS,
    LESS_EQUAL,
    MORE,
    MORE_EQUAL,
    EQUAL,
    UNEQUAL,
    AND,
    OR,
    NOT,
    ADD,
    SUBTRACT,
    TIMES,
    DIVIDE,
    NEGATE,
) = range(17)
OPERATORS = {"<": LESS, "<=": LESS_EQUAL, ">": MORE, ">=": MORE_EQUAL, "==": EQUAL, "!=": UNEQUAL, "and": AND, "or": OR,
             "not": NOT, "+": ADD, "-": SUBTRACT, "*": TIMES, "/": DIVIDE, "negate": NEGATE}  # fmt: skip


@jit
def evaluate(code, value, start, end, world, year, stack):
    """Return the value of the program code[start:end] (operands in value), 1 for an empty one; `stack` is scratch."""
    if end <= start:
        return 1.0
    top = -1
    for c in range(start, end):
        op = code[c]
        if op <= YEAR:
            top += 1
            if op == NUMBER:
                stack[top] = value[c]
            elif op == VARIABLE:
                stack[top] = world[int(value[c])]
            else:
                stack[top] = year
        elif op == NOT:
            stack[top] = 1.0 - stack[top]
        elif op == NEGATE:
            stack[top] = -stack[top]
        else:
            b, a = stack[top], stack[top - 1]
            top -= 1
            stack[top] = _binary(op, a, b)
    return stack[0]


@jit
def _binary(op, a, b):
    if op == LESS:
        return 1.0 if a < b else 0.0
    if op == LESS_EQUAL:
        return 1.0 if a <= b else 0.0
    if op == MORE:
        return 1.0 if a > b else 0.0
    if op == MORE_EQUAL:
        return 1.0 if a >= b else 0.0
    if op == EQUAL:
        return 1.0 if a == b else 0.0
    if op == UNEQUAL:
        return 1.0 if a != b else 0.0
    if op == AND:
        return a * b
    if op == OR:
        return max(a, b)
    if op == ADD:
        return a + b
    if op == SUBTRACT:
        return a - b
    if op == TIMES:
        return a * b
    return a / b if b != 0.0 else 0.0
