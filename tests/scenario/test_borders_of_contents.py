"""Limits of what a scenario says hold at their very border: names, conditions, dates, steps, hours of computing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from detente.errors import ScenarioError
from detente.scenario import Scenario
from detente.scenario.conditions import parse_condition
from detente.scenario.dates import parse_date, step_of
from detente.scenario.horizons import _duration
from detente.scenario.tokens import ConditionFault

Read = Callable[[str], Scenario]


def test_names_of_64_letters(read: Read) -> None:
    name = "x" * 64
    text = "frameworks: {{{}: {{name: Long, kind: forum, members: [ARN, BEL], commitment: 0.1}}}}\n"
    assert name in read(text.format(name)).frameworks
    with pytest.raises(ScenarioError, match="longer than 64 letters"):
        read(text.format(name + "x"))


@pytest.mark.parametrize(
    ("allowed", "refused"),
    [
        ("year < 3" + " " * 192, "year < 3" + " " * 193),
        ("(" * 20 + "year < 1" + ")" * 20, "(" * 21 + "year < 1" + ")" * 21),
        ("not " * 20 + "year < 1", "not " * 21 + "year < 1"),
        ("-" * 20 + "year < 1", "-" * 21 + "year < 1"),
    ],
)
def test_sizes_of_a_condition(allowed: str, refused: str) -> None:
    assert parse_condition(allowed, ("ARN",))
    with pytest.raises(ConditionFault):
        parse_condition(refused, ("ARN",))


@pytest.mark.parametrize(
    ("text", "last", "found"),
    [
        ("0001", False, date(1, 1, 1)), ("2024-12", False, date(2024, 12, 1)), ("2024-12", True, date(2024, 12, 31)),
        ("2024-01-31", False, date(2024, 1, 31)), ("2024-02-29", True, date(2024, 2, 29)), ("2023-02", True, date(2023, 2, 28)),
    ],
)  # fmt: skip
def test_first_and_last_dates(text: str, last: bool, found: date) -> None:
    assert parse_date(text, last=last) == found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2024-13", "no such month"), ("2024-00", "no such month"), ("0000-01", "no such month"),
        ("2024-01-32", "no such day, the month has 31"), ("2023-02-29", "no such day, the month has 28"),
        ("2024-01-00", "no such day"),
    ],
)  # fmt: skip
def test_dates_that_do_not_exist(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        parse_date(text)


def test_steps_of_a_scenario_that_starts_at_the_end_of_a_month() -> None:
    start = date(2024, 1, 31)
    for day, step in ((date(2024, 2, 28), 0), (date(2024, 2, 29), 1), (date(2024, 3, 30), 1), (date(2024, 3, 31), 2)):
        assert step_of(day, start, "month") == step
    assert step_of(date(2023, 12, 31), start, "month") == -1
    assert step_of(date(2024, 4, 29), start, "quarter") == 0
    assert step_of(date(2024, 4, 30), start, "quarter") == 1
    assert step_of(date(2025, 1, 30), start, "year") == 0


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (119, "a minute or two"), (120, "2 minutes"), (7_199, "120 minutes"), (7_200, "2 hours"), (172_799, "48 hours"),
        (172_800, "2 days"), (2 * 86_400 * 365 - 1, "730 days"), (2 * 86_400 * 365, "2 years"),
    ],
)  # fmt: skip
def test_durations_in_words(seconds: float, words: str) -> None:
    assert _duration(seconds) == words


def test_a_day_of_computing_is_allowed_and_no_more(read: Read) -> None:
    """Three states and ten million runs take 0.9 s a step: a day is 96,000 months."""
    text = "start: {}-01-01\nend: 9999-12-31\nstep: month\nruns: {}\nlevers: {{cbm: {{until: 2031}}}}\n"
    assert read(text.format(2000, 9_999_990)).steps == 96_000
    with pytest.raises(
        ScenarioError, match=r"96,012 steps x 3 states x 9,999,990 runs, about 24 hours .* at most a day"
    ):
        read(text.format(1999, 9_999_990))


def test_a_file_reads_like_its_own_words(read: Read) -> None:
    """Runs must be a multiple of replicates; schema 1 is read, 2 is for a newer program."""
    assert read("runs: 20\nreplicates: 20\nschema: 1\n").replicates == 20
    for text, words in (
        ("runs: 20\nreplicates: 3\n", "20 runs are not a multiple of 3"),
        ("schema: 2\n", "2 is newer"),
    ):
        with pytest.raises(ScenarioError, match=words):
            read(text)
