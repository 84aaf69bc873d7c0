"""Expressions of claim files: what is arithmetic is worked out, everything else is refused with its place."""

from __future__ import annotations

import numpy as np
import pytest

from detente.claims.arithmetic import evaluate
from detente.claims.expressions import ExpressionFault, name_of, names, parse


def value(text: str, **cells: float) -> float:
    return float(evaluate(parse(text).tree, lambda tree: np.asarray(cells[name_of(tree)])))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("on - off", 2.0), ("(on - off) / off", 2.0), ("-on + 2 * off", -1.0), ("on > off", 1.0), ("on <= off", 0.0),
     ("on / off - 1", 2.0), ("1e-3 * on", 0.003)],
)  # fmt: skip
def test_arithmetic(text: str, expected: float) -> None:
    assert value(text, on=3.0, off=1.0) == pytest.approx(expected)


def test_what_is_not_known_stays_not_known() -> None:
    assert np.isnan(value("on / off", on=1.0, off=0.0))
    assert np.isnan(value("on > off", on=float("nan"), off=0.0))


@pytest.mark.parametrize(
    ("text", "at"),
    [("on -", 4), ("__import__('os')", 11), ("on ** 2", 0), ("[1, 2]", 0), ("on if off else 1", 0), ("f(a=1)", 0),
     ("on < off < 1", 0), ("True", 0), ("lambda: 1", 0), ("x[0]", 0), ("a and b", 0), ("'text'", 0)],
)  # fmt: skip
def test_everything_else_is_refused(text: str, at: int) -> None:
    with pytest.raises(ExpressionFault) as error:
        parse(text)
    assert error.value.at <= at + 1


def test_hostile_lengths_and_depths_are_refused() -> None:
    with pytest.raises(ExpressionFault, match="characters"):
        parse("1 + " * 200 + "1")
    with pytest.raises(ExpressionFault):
        parse("(" * 140 + "1" + ")" * 139)


def test_stars_and_cells_are_found() -> None:
    assert names(parse("b - a / b")) == [("b", 0), ("a", 4), ("b", 8)]
    assert parse("trust(*, ARN) * 2").text == "trust(*, ARN) * 2"
