"""Sentences from numbers: the published scale, published intervals, and numbers that are as exact as their error."""

from __future__ import annotations

import pytest

from detente.report.words import (
    SCALE,
    against_spread,
    amount,
    bare,
    likelihood,
    listed,
    many,
    named,
    percent,
    share_interval,
    span,
)

NAN = float("nan")


def test_the_scale_is_the_published_one() -> None:
    """ICD 203 (2015), D.6.e.2.a: seven bands from 1 to 99 per cent without gap or overlap."""
    bands = [(band.word, round(100 * band.low), round(100 * band.high)) for band in SCALE]
    assert bands == [
        ("almost no chance", 1, 5), ("very unlikely", 5, 20), ("unlikely", 20, 45), ("roughly even chance", 45, 55),
        ("likely", 55, 80), ("very likely", 80, 95), ("almost certain", 95, 99),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("share", "word"),
    [(0.0, "almost no chance"), (0.05, "very unlikely"), (0.48, "roughly even chance"), (0.55, "likely"), (0.799, "likely"),
     (0.8, "very likely"), (0.95, "almost certain"), (1.0, "almost certain")],
)  # fmt: skip
def test_a_share_of_sets_has_a_word(share: float, word: str) -> None:
    band = likelihood(share, 50)
    assert band is not None
    assert band.word == word


def test_few_sets_and_unknown_shares_have_none() -> None:
    assert likelihood(1.0, 9) is None
    assert likelihood(NAN, 50) is None


def test_intervals_of_shares_are_those_of_wilson() -> None:
    """Newcombe 1998, Statistics in Medicine 17:857-872, table I, method 3."""
    for count, total, low, high in (
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ):
        assert share_interval(count, total) == pytest.approx((low, high), abs=5e-5)
    assert share_interval(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("value", "unit", "error", "told"),
    [(0.0291, "share", 0.0019, "+2.9 points"), (-0.00053, "probability", 0.00008, "−0.053 points"),
     (9.9, "1/year", 0.47, "+9.9 a year"),
     (0.0311, "1", 0.0016, "+0.031"), (0.0, "1", NAN, "0.00"), (NAN, "1", 0.1, "not known"), (0.0004, "share", 0.01, "0 points")],
)  # fmt: skip
def test_changes_are_as_exact_as_their_error(value: float, unit: str, error: float, told: str) -> None:
    assert amount(value, unit, error, sign=True) == told


def test_levels_and_ranges() -> None:
    assert bare(amount(0.6394, "share", 0.002)) == "63.9 %"
    assert span(0.0112, 0.0547, "share", 0.0019) == "+1.1 to +5.5 points"
    assert span(NAN, NAN, "share") == ""


def test_what_is_not_quite_all_is_not_called_all() -> None:
    assert [bare(percent(share)) for share in (0.0, 0.001, 0.5, 0.999, 1.0)] == [
        "0 %",
        "under 1 %",
        "50 %",
        "over 99 %",
        "100 %",
    ]


def test_lists_counts_and_sizes() -> None:
    assert [listed([]), listed(["a"]), listed(["a", "b", "c"])] == ["", "a", "a, b and c"]
    assert [many(0, "run"), many(1, "run"), many(2, "run")] == ["no run", "1 run", "2 runs"]
    assert against_spread(0.2, 0.0) == ""
    assert against_spread(0.2, 1.0).startswith("small beside chance: 0.2 of")


def test_names_from_right_to_left_keep_to_themselves() -> None:
    assert named("Japan") == "Japan"
    assert named("بلمارك") == "\u2068بلمارك\u2069"
    assert bare(named("بلمارك")) == "بلمارك"
