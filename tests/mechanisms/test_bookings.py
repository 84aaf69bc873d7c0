"""What the ledger says of one pass: nothing goes to a bound that is not reached, and every cause has its own row."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from passes import Array, Inputs, W, parameters, zeros
from test_laws import BOOKED, BOUNDS, Passes

from detente.mechanisms import grievance, threat, ties
from detente.mechanisms.theories import CONSTRUCTIVIST, LIBERAL, MIXED, REALIST

SIZE = 8


@pytest.mark.parametrize("name", BOOKED)
@settings(max_examples=20)
@given(seed=st.integers(0, 2**32 - 1), n=st.integers(2, W))
def test_within_the_bounds_the_causes_alone_are_the_change(name: str, seed: int, n: int) -> None:
    """The last row of a variable is its bound: zero to rounding wherever the value lies inside."""
    found = getattr(Passes(Inputs(seed, n)), name)()
    ((key, after),) = found.arrays.items()
    low, high = BOUNDS[key]
    inside = (after > low + 1e-6) & (after < high - 1e-6)
    assert found.book is not None
    largest = np.maximum(np.abs(found.book).max(0), 1.0)
    assert np.all(np.abs(found.book[-1])[inside] <= 16 * np.spacing(largest)[inside])


def seen(theory: int = MIXED, **over: float) -> tuple[list[float], float]:
    """Return what a step of intent books by row, and its change; half a year, half-life one, base 0.3."""
    p = parameters(intent_memory=1.0, intent_acts=0.9, intent_alignment=0.7, intent_crisis=1.1, intent_power=3.0,
                   intent_grievance=1.3)  # fmt: skip
    given_as = {"i": 0.3, "b": math.log(0.3 / 0.7), "good": 0.0, "bad": 0.0, "al": 0.0, "al0": 0.0, "s": 0.0, "out": 0.0,
                "image": 0.0, "power": 0.0, "power0": 0.0, "active": 0.0, "active0": 0.0, "shock": 0.0} | over  # fmt: skip
    x = {name: np.full(SIZE, value) for name, value in given_as.items()}
    out, book, none = zeros(SIZE), np.zeros((10, SIZE)), zeros(SIZE)
    threat.intent(x["i"], x["b"], x["good"], none, x["bad"], none, x["al"], x["al0"], x["s"], none, x["out"], x["image"],
                  x["power"], x["power0"], x["active"], x["active0"], x["shock"], theory, np.ones(SIZE), p, 0.5, out, book,
                  0)  # fmt: skip
    return book[:, 0].tolist(), float(out[0] - given_as["i"])


ALL_BUT_REALIST = (MIXED, LIBERAL, CONSTRUCTIVIST)
PULLS = [
    (1, {"bad": 0.5}, 0.9 * 0.5, ALL_BUT_REALIST), (1, {"good": 0.5}, -0.9 * 0.5, ALL_BUT_REALIST),
    (1, {"bad": 0.5, "al": 0.4, "al0": 0.4}, 0.9 * 0.5, (MIXED, LIBERAL)),
    (1, {"bad": 0.5, "al": 0.4, "al0": 0.4}, 0.9 * 0.5 * 0.6, (CONSTRUCTIVIST,)),
    (1, {"bad": 0.5, "al": -1.0, "al0": -1.0}, 0.9 * 0.5 * 2, (CONSTRUCTIVIST,)),
    (2, {"al": 0.4}, -0.7 * 0.4, (MIXED, REALIST)), (2, {"al0": 0.4}, 0.7 * 0.4, (MIXED, REALIST)),
    (3, {"s": 2.0}, 1.1 * 0.5, ALL_BUT_REALIST),
    (4, {"out": 0.6}, 0.6 * 0.5, (MIXED, REALIST, CONSTRUCTIVIST)),
    (4, {"out": 0.6, "al": 0.5, "al0": 0.5}, 0.6 * 0.25, (MIXED, REALIST, CONSTRUCTIVIST)),
    (5, {"image": 0.8}, -0.8, (MIXED, REALIST, LIBERAL, CONSTRUCTIVIST)),
    (6, {"power": 0.3}, 3.0 * 0.3, (REALIST,)), (6, {"power0": 0.3}, -3.0 * 0.3, (REALIST,)),
    (7, {"active": 0.4}, 1.3 * 0.4, (CONSTRUCTIVIST,)), (7, {"active0": 0.4}, -1.3 * 0.4, (CONSTRUCTIVIST,)),
]  # fmt: skip
"""Row, cause, what it adds to the logit, and under which theories; the other theories do not know the cause."""


@pytest.mark.parametrize(("row", "over", "pull", "theories"), PULLS)
def test_a_cause_of_intent_alone_books_its_own_row(
    row: int, over: dict[str, float], pull: float, theories: tuple[int, ...]
) -> None:
    """The pull moves log odds; intent follows it by the share its half-life forgets in the step."""
    goal = 1 / (1 + math.exp(-(math.log(0.3 / 0.7) + pull)))
    for theory in theories:
        rows, change = seen(theory, **over)
        assert change == pytest.approx((goal - 0.3) * (1 - 0.5**0.5), rel=1e-10)
        assert rows[row] == pytest.approx(change, rel=1e-10)
        assert [part for k, part in enumerate(rows) if k != row] == pytest.approx([0.0] * 9, abs=1e-12)


IGNORED = {
    MIXED: {"power": 0.3, "power0": 0.1, "active": 0.4, "active0": 0.2},
    REALIST: {"good": 0.2, "bad": 0.9, "s": 3.0, "active": 0.4, "active0": 0.2},
    LIBERAL: {"al": 0.4, "al0": -0.3, "out": 0.6, "power": 0.3, "power0": 0.1, "active": 0.4, "active0": 0.2},
    CONSTRUCTIVIST: {"al0": -0.3, "power": 0.3, "power0": 0.1},
}


@pytest.mark.parametrize("theory", IGNORED)
def test_what_a_theory_does_not_know_moves_no_bit_of_intent(theory: int) -> None:
    """Beside a busy set of the causes it knows, those that it ignores change neither intent nor any booking."""
    busy = {"i": 0.45, "good": 0.3, "bad": 0.8, "al": 0.2, "al0": 0.1, "s": 1.0, "out": 0.5, "image": 0.4,
            "power": 0.5, "power0": 0.4, "active": 0.3, "active0": 0.1, "shock": 0.2}  # fmt: skip
    for name, value in IGNORED[theory].items():
        assert seen(theory, **(busy | {name: value})) == seen(theory, **busy), name
    for name in set(busy) - set(IGNORED[theory]) - {"i"}:
        assert seen(theory, **(busy | {name: busy[name] + 0.1})) != seen(theory, **busy), name


def test_causes_of_intent_are_booked_one_after_another() -> None:
    """Usual view, acts, alignment, crisis, outsiders, image: each row is the step from the pull without to the pull with it."""
    rows, _ = seen(i=0.45, good=0.2, bad=0.9, al=0.3, al0=-0.2, s=3.0, out=0.8, image=0.4, shock=0.25)
    pulls = np.cumsum([math.log(0.3 / 0.7), 0.9 * 0.7, -0.7 * 0.5, 1.1 * 0.75, 0.8 * 0.35, -0.4])
    steps = np.diff(1 / (1 + np.exp(-pulls)), prepend=0.45) * (1 - 0.5**0.5)
    assert rows == pytest.approx([*steps, 0.0, 0.0, 0.55 * 0.25, 0.0], rel=1e-10, abs=1e-12)


def held(floor: float, lever: float) -> tuple[Array, float]:
    """Return what a year of contact books, and its level, from 0.5 without usual contact; half-life one year."""
    p, none, out, book = parameters(contact_half_life=1.0), zeros(SIZE), zeros(SIZE), np.zeros((6, SIZE))
    half, one = np.full(SIZE, 0.5), np.ones(SIZE)
    ties.channel(half, none, none, none, np.full(SIZE, lever), np.full(SIZE, floor), none, one, p, 1.0, out, book, 0)
    return book[:, 0], float(out[0])


@pytest.mark.parametrize(
    ("floor", "lever", "level", "kept", "bound"),
    [(0.0, 0.0, 0.25, 0.0, 0.0), (0.4, 0.0, 0.4, 0.15, 0.0), (0.2, 0.0, 0.25, 0.0, 0.0), (0.4, 2.0, 1.0, 0.0, -0.25)],
)
def test_a_kept_line_and_the_bound_of_contact_have_rows_of_their_own(
    floor: float, lever: float, level: float, kept: float, bound: float
) -> None:
    book, found = held(floor, lever)
    assert found == pytest.approx(level, rel=1e-12)
    assert book.tolist() == pytest.approx([-0.25, 0.0, lever / 2, 0.0, kept, bound], rel=1e-12, abs=1e-14)


def test_the_worst_harm_fills_grievance_and_no_more() -> None:
    """At the hard bounds of harm (2 a year each) a year would add 4 (1 - G): the bound takes back what is beyond one."""
    p = parameters(grievance_half_life=1000.0, grievance_harm=2.0, grievance_harm_crisis=2.0)
    none, one, half, out, book = zeros(SIZE), np.ones(SIZE), np.full(SIZE, 0.5), zeros(SIZE), np.zeros((5, SIZE))
    grievance.stock(half, none, one, none, 4.0 * one, none, one, p, 1.0, out, book, 0)
    forgotten = 0.5 * (1.0 - 2.0**-0.001)
    assert out.tolist() == [1.0] * SIZE
    assert book[:, 0].tolist() == pytest.approx([-forgotten, 0.0, 1.0, 1.0, -1.5 + forgotten], rel=1e-9, abs=1e-15)


def test_the_rows_of_a_claim_stand_where_they_are_asked_for() -> None:
    """A year of half-life one: half the gap closes; work of 1 a year eases half; a shock raises what is left to raise."""
    p, out, book = parameters(claim_half_life=1.0), zeros(SIZE), np.full((8, SIZE), np.nan)
    q, usual, easing, rise = (np.full(SIZE, value) for value in (0.6, 0.8, 1.0, 0.5))
    ties.claim(q, usual, easing, rise, np.ones(SIZE), p, 1.0, out, book, 2)
    assert book[2:6, 0] == pytest.approx([0.1, -0.3, 0.2, 0.0], rel=1e-12, abs=1e-15)
    assert np.isnan(book[:2]).all() and np.isnan(book[6:]).all()
    assert out == pytest.approx(0.6, rel=1e-12)
