"""The `when:` conditions of levers and the rules that they follow: a small grammar, parsed to postfix.  Nothing is executed.

    condition  = both {"or" both}
    both       = inverse {"and" inverse}
    inverse    = "not" inverse | comparison
    comparison = sum [("<" | "<=" | ">" | ">=") sum]
    sum        = product {("+" | "-") product}
    product    = factor {("*" | "/") factor}
    factor     = "-" factor | number | "year" | VARIABLE "(" STATE ["," STATE] ")" | "(" condition ")"

`trust(A, B) < 0.3` becomes
`(("variable", "trust", ("A", "B")), ("number", 0.3), ("<",))`.  A unary minus is `("negate",)`.
A rule (`follows:`) is a condition or a sum.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from detente.scenario.faults import listed, nearest, shown
from detente.scenario.tokens import ConditionFault, Token, tokens_of
from detente.world.variables import VARIABLES

LONGEST = 200
DEPTH = 20
Postfix = tuple[tuple[Any, ...], ...]
# What never changes within a run is no condition; capability alone is the sum of a state's domains.
CONSTANT = ("distance", "budget", "patience", "zero_sum", "latitude", "growth", "nuclear")
CHANGING = {name: v for name, v in VARIABLES.items() if name not in CONSTANT}
ARITY = {"capability": 1, **{name: 1 if v.of == "state" else 2 for name, v in CHANGING.items()}}
WORDS = ("or", "and", "not", "year")
NUMBER, TRUTH = "a number", "a condition"


def parse_condition(text: str, states: Collection[str], issues: Collection[str] = ()) -> Postfix:
    """Return the postfix program of a condition; raise `ConditionFault` with place, reason and nearest name."""
    program, kind = _parse(text, states, issues, "condition")
    if kind != TRUTH:
        raise ConditionFault(0, "the condition compares nothing; write for instance trust(A, B) < 0.3")
    return program


def parse_rule(text: str, states: Collection[str], issues: Collection[str] = ()) -> Postfix:
    """Return the postfix program of a rule, which may stand for any number or for truth (1, else 0).

    Raises `ConditionFault` as `parse_condition` does.
    """
    return _parse(text, states, issues, "rule")[0]


def _parse(text: str, states: Collection[str], issues: Collection[str], what: str) -> tuple[Postfix, str]:
    """Return the postfix program of a text and whether it stands for number or truth."""
    if len(text) > LONGEST:
        raise ConditionFault(LONGEST, f"the {what} has {len(text)} characters; at most {LONGEST} are allowed")
    arity = {**ARITY, **{f"priorities.{issue}": 1 for issue in issues}}
    parser = _Parser(tokens_of(text), states, arity)
    kind = parser.either(0)
    rest = parser.peek
    if rest.kind != "end":
        chained = rest.text in ("<", "<=", ">", ">=")
        hint = "; compare two values at a time and join with and" if chained else "; and, or or an operator is needed"
        raise ConditionFault(rest.at, f"found {shown(rest.text)}{hint}")
    return tuple(parser.program), kind


class _Parser:
    """Recursive descent; every method appends to the program and returns whether it stands for number or truth."""

    def __init__(self, tokens: list[Token], states: Collection[str], arity: Mapping[str, int]):
        self.program: list[tuple[Any, ...]] = []
        self._tokens = tokens
        self._states = states
        self._arity = arity
        self._next = 0

    @property
    def peek(self) -> Token:
        return self._tokens[self._next]

    def either(self, depth: int) -> str:
        return self._chain(("or",), self._both, TRUTH, depth)

    def _both(self, depth: int) -> str:
        return self._chain(("and",), self._inverse, TRUTH, depth)

    def _inverse(self, depth: int) -> str:
        token = self.peek
        if token.text != "not":
            return self._comparison(depth)
        self._take()
        self._need(self._inverse(self._deeper(depth, token)), TRUTH, token)
        self.program.append(("not",))
        return TRUTH

    def _comparison(self, depth: int) -> str:
        left = self._sum(depth)
        token = self.peek
        if token.text not in ("<", "<=", ">", ">="):
            return left
        self._need(left, NUMBER, token)
        self._take()
        self._need(self._sum(depth), NUMBER, token)
        self.program.append((token.text,))
        return TRUTH

    def _sum(self, depth: int) -> str:
        return self._chain(("+", "-"), self._product, NUMBER, depth)

    def _product(self, depth: int) -> str:
        return self._chain(("*", "/"), self._factor, NUMBER, depth)

    def _chain(self, signs: tuple[str, ...], operand: Any, kind: str, depth: int) -> str:
        found: str = operand(depth)
        while self.peek.text in signs and self.peek.kind != "end":
            token = self._take()
            self._need(found, kind, token)
            self._need(operand(depth), kind, token)
            if token.text == "/" and self.program[-1] == ("number", 0.0):
                raise ConditionFault(token.at, "divides by zero")
            self.program.append((token.text,))
        return found

    def _factor(self, depth: int) -> str:
        token = self._take()
        if token.text == "-":
            self._need(self._factor(self._deeper(depth, token)), NUMBER, token)
            self.program.append(("negate",))
            return NUMBER
        if token.text == "(":
            kind = self.either(self._deeper(depth, token))
            self._expect(")")
            return kind
        if token.kind == "number":
            number = float(token.text)
            if number == float("inf"):
                raise ConditionFault(token.at, f"the number {shown(token.text)} is too large")
            self.program.append(("number", number))
            return NUMBER
        if token.kind == "word" and token.text not in ("and", "or", "not"):
            return self._named(token)
        raise ConditionFault(token.at, f"found {shown(token.text)}; a number, year, a variable or ( is needed")

    def _named(self, token: Token) -> str:
        if token.text == "year":
            self.program.append(("year",))
            return NUMBER
        if token.text not in self._arity:
            known = self._arity
            hint = nearest(token.text, (*known, *WORDS)) or f"; known: year, {listed(known, 20)}"
            raise ConditionFault(token.at, f"no variable {shown(token.text)}{hint}")
        self._expect("(")
        states = [self._state()]
        while self.peek.text == ",":
            self._take()
            states.append(self._state())
        self._expect(")")
        if len(states) != self._arity[token.text]:
            need = "two states, observer and target" if self._arity[token.text] == 2 else "one state"
            raise ConditionFault(token.at, f"{token.text} takes {need}; found {len(states)}")
        if len(states) == 2 and states[0] == states[1]:
            raise ConditionFault(token.at, f"{token.text}({states[0]}, {states[1]}): a state has no tie with itself")
        self.program.append(("variable", token.text, tuple(states)))
        return NUMBER

    def _state(self) -> str:
        token = self._take()
        if token.kind != "word" or token.text not in self._states:
            hint = nearest(token.text, self._states) or f"; states: {listed(sorted(self._states))}"
            raise ConditionFault(token.at, f"no state {shown(token.text)}{hint}")
        return token.text

    def _take(self) -> Token:
        token = self.peek
        self._next = min(self._next + 1, len(self._tokens) - 1)
        return token

    def _expect(self, sign: str) -> None:
        token = self._take()
        if token.text != sign:
            raise ConditionFault(token.at, f"found {shown(token.text)}; {sign} is needed")

    def _need(self, found: str, kind: str, token: Token) -> None:
        if found != kind:
            raise ConditionFault(token.at, f"{shown(token.text)} needs {kind} on each side, and one is {found}")

    def _deeper(self, depth: int, token: Token) -> int:
        if depth >= DEPTH:
            raise ConditionFault(token.at, f"nested deeper than {DEPTH} levels")
        return depth + 1
