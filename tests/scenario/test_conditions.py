"""The grammar of `when:`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.scenario.conditions import parse_condition
from detente.scenario.tokens import ConditionFault

STATES = ("ARN", "BEL", "COR")


def evaluate(program: tuple[tuple[Any, ...], ...], value: float) -> Any:
    """Run a postfix program with every variable at one value, for comparison with Python's own arithmetic."""
    stack: list[Any] = []
    two: dict[str, Callable[[Any, Any], Any]] = {
        "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "<": lambda a, b: a < b,
        "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
        "and": lambda a, b: a and b, "or": lambda a, b: a or b, "/": lambda a, b: a / b if b else 0.0,
    }  # fmt: skip
    for word, *rest in program:
        if word == "number":
            stack.append(rest[0])
        elif word in ("variable", "year"):
            stack.append(value)
        elif word == "negate":
            stack.append(-stack.pop())
        elif word == "not":
            stack.append(not stack.pop())
        else:
            right, left = stack.pop(), stack.pop()
            stack.append(two[word](left, right))
    (found,) = stack
    return found


def test_example() -> None:
    assert parse_condition("trust(ARN, COR) < 0.3", STATES) == (
        ("variable", "trust", ("ARN", "COR")),
        ("number", 0.3),
        ("<",),
    )


@pytest.mark.parametrize(
    "text",
    [
        "1 + 2 * 3 < 8",
        "1 - 2 - 3 < -3",
        "not 1 < 2 or 3 < 4 and 5 > 4",
        "(1 + 2) * 3 >= 9 and (1 < 2 or 2 < 1)",
        "-2 * -3 <= 6 / 2 + 3",
        "not not year > 0.2",
        "((year)) - .5e0 < 1e1",
    ],
)
def test_precedence_is_that_of_arithmetic(text: str) -> None:
    assert evaluate(parse_condition(text, STATES), 0.5) is eval(text, {}, {"year": 0.5})


@pytest.mark.parametrize(
    ("text", "at", "words"),
    [
        ("trsut(ARN, BEL) < 1", 0, "did you mean 'trust'"),
        ("trust(ARN, BLE) < 1", 11, "did you mean 'BEL'"),
        ("trust(ARN) < 1", 0, "takes two states"),
        ("nationalism(ARN, BEL) < 1", 0, "takes one state"),
        ("trust(ARN, ARN) < 1", 0, "no tie with itself"),
        ("capability.cybr(ARN) < 1", 0, "did you mean 'capability.cyber'"),
        ("trust(ARN, BEL)", 0, "compares nothing"),
        ("1 < 2 < 3", 6, "compare two values"),
        ("1 < (2 < 3)", 2, "needs a number"),
        ("1 and 2 < 3", 2, "needs a condition"),
        ("1 + not 2 < 3", 4, "a number, year, a variable or ( is needed"),
        ("year / 0 < 1", 5, "divides by zero"),
        ("year < 1e999", 7, "too large"),
        ("(year < 1", 9, "found 'the end'; ) is needed"),
        ("year < 1)", 8, "found ')'"),
        ("year == 3", 5, "found '='"),
        ("", 0, "found 'the end'"),
        ("year < 3 year", 9, "and, or or an operator"),
        ("a.b.c < 3", 0, "no variable"),
        ("year < 3" + " " * 200, 200, "at most 200"),
        ("(" * 21 + "year", 20, "deeper than 20"),
        ("-" * 21 + "year < 3", 20, "deeper than 20"),
        ("not " * 21 + "year < 3", 80, "deeper than 20"),
    ],
)
def test_faults_name_the_character(text: str, at: int, words: str) -> None:
    with pytest.raises(ConditionFault) as caught:
        parse_condition(text, STATES)
    assert words in str(caught.value)
    assert caught.value.at == at


def test_known_variables() -> None:
    for text in (
        "capability(ARN) > 1",
        "capability.cyber(ARN) > 1",
        "priorities.china(COR) < 0",
        "tension(ARN, BEL) < 1",
    ):
        assert parse_condition(text, STATES, ["china"])[0][0] == "variable"
    with pytest.raises(ConditionFault, match=r"no variable 'priorities.chine'; did you mean 'priorities.china'"):
        parse_condition("priorities.chine(COR) < 0", STATES, ["china"])


PIECES = [
    "year",
    "trust(ARN, BEL)",
    "1",
    "0.5",
    "(",
    ")",
    "<",
    ">=",
    "+",
    "-",
    "*",
    "/",
    "and",
    "or",
    "not",
    ",",
    "x",
    "ARN",
]


@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join)))
@settings(max_examples=300, deadline=None)
def test_any_text_parses_to_truth_or_is_a_fault(text: str) -> None:
    try:
        program = parse_condition(text, STATES)
    except ConditionFault as fault:
        assert 0 <= fault.at <= len(text)
    else:
        assert isinstance(evaluate(program, 0.5), bool)
