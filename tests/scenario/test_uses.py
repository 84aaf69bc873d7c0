"""Levers and shocks in use: windows, stages, members, dates; and the numbers that stand behind them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.scenario import Scenario
from detente.scenario.dates import date_of, parse_date, step_of

Read = Callable[[str], Scenario]


def test_base_lever(base: Scenario) -> None:
    lever = base.levers["cbm"]
    assert (lever.form, lever.members, lever.card) == ("pact", ("ARN", "COR"), "confidence_building")
    assert (lever.first_step, lever.last_step) == (4, 28)
    assert lever.stages == ((4, 0.35), (16, 0.7))
    assert lever.when is not None
    assert lever.condition == "tension(ARN, COR) < 0.6"
    assert lever.claims == ("S1-73", "S1-60")
    line = base.levers["line"]
    assert (line.first_step, line.last_step, line.stages, line.when) == (10, 40, ((10, 1.0),), None)
    assert line.level.low == 0.2
    assert set(lever.side_effects) == {"threat_to_outsiders"}


def test_base_shocks(base: Scenario) -> None:
    islets, tests = base.shocks["islets"], base.shocks["tests"]
    assert (islets.by, islets.on, islets.steps, islets.rate, islets.size.value) == ("COR", ("ARN",), (10,), None, 3)
    assert islets.influences["crisis"][0] == "between"
    assert islets.hazard["claim"].unit == "log rate"
    assert (tests.on, tests.steps) == (("ARN", "BEL"), ())
    assert tests.rate is not None
    assert tests.rate.value == 2


def test_rate_of_the_card_and_several_dates(read: Read) -> None:
    scenario = read(
        "shocks:\n  tests: {rate: {}}\n  islets: {at: [2030, 2026-02, 2030-03-31]}\n"
        "  flare: {shock: history_flare, by: ARN, on: COR, rate: 0.5, size: {value: 2, range: [1, 3], reason: x}}\n"
    )
    rate = scenario.shocks["tests"].rate
    assert rate is not None
    assert rate.plain().items() >= scenario.cards["shocks"]["missile_test"]["rate"].items()
    assert scenario.shocks["islets"].steps == (4, 20, 20)
    assert scenario.shocks["flare"].size.high == 3


def test_windows_are_cut_to_the_horizon(read: Read) -> None:
    lever = read("levers: {line: {from: 1999, until: 2050}}\n").levers["line"]
    assert (lever.first_step, lever.last_step) == (0, 40)


def test_stages(read: Read) -> None:
    text = "levers:\n  other: {{lever: confidence_building, among: [BEL, ARN], {}}}\n"
    assert read(text.format("from: 2026")).levers["other"].stages == ((4, 1.0),)
    assert read(text.format("stage: observation")).levers["other"].stages == ((0, 0.7),)
    staged = read(text.format("stages: {observation: 2030, notification: 2027-04}")).levers["other"]
    assert (staged.first_step, staged.stages) == (9, ((9, 0.35), (20, 0.7)))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("levers: {cbm: {stage: observation}}", "stage and stages are both given"),
        ("levers: {cbm: {stages: {notification: 2027}}}", "2027-01-01, after the lever"),
        ("levers: {cbm: {stages: {constraint: 2033}}}", "after the lever has ended"),
        ("levers: {cbm: {from: 2026-01-01, until: 2026-02-01}}", "shorter than one quarter"),
        ("levers: {cbm: {by: ARN}}", "levers.cbm.by: is not for a lever of form pact; use among"),
        ("levers: {cbm: {among: ARN}}", "a list is needed"),
        ("shocks: {islets: {on: []}}", "a name or a list of names is needed"),
        ("shocks: {islets: {at: [2027-14]}}", "no such month"),
        ("shocks: {islets: {size: 11}}", "0 to 10 is allowed"),
        ("shocks: {islets: {influences: {}}}", "unknown key 'influences'"),
        ("shocks: {islets: {rate: null, at: null}}", "needs at (dates) or rate"),
        ("cards: {levers: {crisis_hotline: {lag: -1}}}", "found -1; 0 to 1000 year is allowed"),
        ("cards: {shocks: {missile_test: {influences: {news: {where: to}}}}}", "allowed: on->by"),
        ("cards: {shocks: {missile_test: {hazard: {claims: 1}}}}", "did you mean 'claim'"),
        ("parameters: {habituation: {bounds: [0, 9]}}", "belongs to the catalogue"),
        ("parameters: {habituation: {standing: guessed}}", "allowed: measured, derived, assumed"),
        ("parameters: {habituation: {range: [0.1, 0.9], reason: ''}}", "gives no reason"),
        ("parameters: {habituation: {standing: measured, source: []}}", "names no source"),
        ("states: {ARN: {members: [ARN], kind: collective}}", "its own member"),
        ("states: 3", "`key: value` entries are needed"),
        ("ties: {trust: [1]}", "`key: value` entries are needed"),
        ("frameworks: {old_pact: {since: soon}}", "a date is needed"),
        ("variants: {v: 3}", "`key: value` entries are needed"),
        ("bloc: []", "at least 1"),
        ("seed: -1", "at least 0"),
        ("title: ''", "a text is needed"),
        ("title: [a]", "found a list; a text is needed"),
        ("title:", "found nothing; a text is needed"),
        ("reference: nowhere.yaml", "no file 'nowhere.yaml'"),
        ("frameworks: {" + "x" * 65 + ": {}}", "longer than 64"),
    ],
)
def test_faults_of_uses(text: str, words: str, faults: Callable[[str], str]) -> None:
    assert words in faults(text + "\n")


def test_two_levers_of_one_card_may_follow_each_other_or_wait_for_conditions(read: Read) -> None:
    again = "levers:\n  again: {{lever: crisis_hotline, among: [ARN, COR], {}}}\n  line: {{{}}}\n"
    assert len(read(again.format("from: 2029", "until: 2029")).levers) == 3
    text = again.format('when: "year < 2028"', 'when: "year >= 2028"')
    assert len(read(text).levers) == 3


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.sampled_from(["month", "quarter", "year"]), st.integers(0, 500))
def test_steps_and_dates_agree(start: date, step: str, number: int) -> None:
    day = date_of(number, start, step)
    assert step_of(day, start, step) == number
    assert step_of(date.fromordinal(day.toordinal() - 1), start, step) == number - 1


def test_dates_stand_for_first_or_last_days() -> None:
    assert parse_date(2024, last=True) == date(2024, 12, 31)
    assert parse_date("2024-02", last=True) == date(2024, 2, 29)
    assert parse_date("2024-02") == date(2024, 2, 1)
    for wrong in (True, None, 3.5, "2024-2", "x", "0000", "2024-00"):
        with pytest.raises(ValueError, match="date is needed"):
            parse_date(wrong)
