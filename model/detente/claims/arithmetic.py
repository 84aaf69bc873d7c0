"""Works out the tree of an expression over arrays; what a name or a call stands for is the caller's to say."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

import numpy as np

from detente.world.arrays import Array

Leaf = Callable[[ast.expr], Array]


def evaluate(tree: ast.expr, leaf: Leaf) -> Array:
    """Return the value of a tree; comparisons are 1 or 0 (nothing compares with what is not known: NaN stays).

    Division by zero is not known (NaN).
    """
    with np.errstate(all="ignore"):
        return np.asarray(_value(tree, leaf), dtype=float)


def _value(tree: ast.expr, leaf: Leaf) -> Any:
    if isinstance(tree, ast.Constant):
        return float(tree.value)  # type: ignore[arg-type]
    if isinstance(tree, ast.UnaryOp):
        return -_value(tree.operand, leaf)
    if isinstance(tree, ast.BinOp):
        return _joined(tree.op, np.asarray(_value(tree.left, leaf)), np.asarray(_value(tree.right, leaf)))
    if isinstance(tree, ast.Compare):
        left, right = np.asarray(_value(tree.left, leaf)), np.asarray(_value(tree.comparators[0], leaf))
        known = np.isfinite(left) & np.isfinite(right)
        return np.where(known, _compared(tree.ops[0], left, right), np.nan)
    return leaf(tree)


def _joined(sign: ast.operator, left: Array, right: Array) -> Array:
    if isinstance(sign, ast.Add):
        return np.asarray(left + right)
    if isinstance(sign, ast.Sub):
        return np.asarray(left - right)
    if isinstance(sign, ast.Mult):
        return np.asarray(left * right)
    return np.where(right == 0.0, np.nan, left / np.where(right == 0.0, 1.0, right))


def _compared(sign: ast.cmpop, left: Array, right: Array) -> Array:
    if isinstance(sign, ast.Lt):
        return np.asarray(left < right)
    if isinstance(sign, ast.LtE):
        return np.asarray(left <= right)
    if isinstance(sign, ast.Gt):
        return np.asarray(left > right)
    return np.asarray(left >= right)
