"""What a scenario may add to a plan: a theory, rules that levers follow, promises, trends of rates, new given values."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.cli import run
from detente.scenario import Quantity, Scenario, read_reference, read_scenario
from detente.scenario.conditions import parse_condition, parse_rule
from detente.scenario.history import History
from detente.scenario.shape import split_path
from detente.scenario.tokens import ConditionFault
from detente.world.variables import CHANNELS, HAZARDS, IMPULSES, POSTURES, THEORIES

Read = Callable[[str], Scenario]
Write = Callable[[str], Path]
STATES = ("ARN", "BEL", "COR")
EVERYTHING = """
theory: realist
states: {ARN: {access_denial: {value: 0.2, range: [0, 0.4], reason: invented}}}
ties: {know_how: {BEL: {ARN: 0.3}}}
levers:
  cbm: {follows: "0.5 + tension(ARN, COR) * doubt(ARN)", announced: {value: 0.6, range: [0.3, 0.9], reason: invented}}
  line: {follows: "know_how(ARN, BEL) < 0.3 or posture(ARN) > 2", announced: 0.1}
shocks:
  tests: {trend: {value: 0.03, range: [0, 0.1], unit: log rate/year, reason: invented}}
  surge: {shock: capability_growth, by: COR, at: 2030, size: 2}
variants:
  rival: {theory: liberal, levers.cbm.announced: 0.9, levers.line.follows: null, shocks.tests.trend: -0.02}
  silent: {levers.*.announced: null, shocks.tests.trend: null}
"""
ADDED = ("theory: realist", "levers: {cbm: {follows: 'year > 0'}}", "levers: {cbm: {announced: 0.3}}",
         "shocks: {tests: {trend: 0.01}}", "ties: {know_how: {ARN: {BEL: 0.1}}}",
         "states: {ARN: {access_denial: 0.1}}")  # fmt: skip


def test_nothing_is_added_where_nothing_is_said(base: Scenario) -> None:
    assert base.theory == "mixed" == THEORIES[0]
    assert all((x.rule, x.follows, x.announced) == (None, "", None) for x in base.levers.values())
    assert all(shock.trend is None for shock in base.shocks.values())
    assert {state["access_denial"].value for state in base.states.values()} == {0.0}
    assert {quantity.value for quantity in base.ties["know_how"].values()} == {0.0}
    resolved = yaml.safe_dump(base.resolved())
    assert not [word for word in ("follows:", "announced:", "trend:") if word in resolved]


def test_everything_is_read(read: Read) -> None:
    scenario = read(EVERYTHING)
    cbm, line, tests = scenario.levers["cbm"], scenario.levers["line"], scenario.shocks["tests"]
    assert scenario.theory == "realist"
    assert cbm.rule == (
        ("number", 0.5),
        ("variable", "tension", ("ARN", "COR")),
        ("variable", "doubt", ("ARN",)),
        ("*",),
        ("+",),
    )
    assert cbm.when is not None
    assert cbm.follows == "0.5 + tension(ARN, COR) * doubt(ARN)"
    assert cbm.announced == Quantity(0.6, 0.3, 0.9, "1", reason="invented")
    assert line.rule is not None
    assert line.rule[-1] == ("or",)
    assert line.announced == Quantity.point(0.1, "1", "set by case.yaml:8")
    assert tests.trend == Quantity(0.03, 0.0, 0.1, "log rate/year", reason="invented")
    assert scenario.shocks["surge"].influences["capability"][0] == "by"
    assert scenario.ties["know_how"]["ARN", "BEL"].value == 0.3


@pytest.mark.parametrize("variant", [None, "rival", "silent"])
def test_it_reads_back_as_the_same(variant: str | None, write: Write, tmp_path: Path) -> None:
    scenario = read_scenario(write(EVERYTHING), variant)
    path = tmp_path / "resolved.yaml"
    path.write_text(yaml.safe_dump(scenario.resolved()), encoding="utf-8")
    again = read_scenario(path)
    assert again == scenario
    assert (again.digest(), again.resolved()) == (scenario.digest(), scenario.resolved())


@pytest.mark.parametrize("text", ADDED)
def test_the_digest_follows_each(text: str, read: Read, base: Scenario) -> None:
    assert read(text + "\n").digest() != base.digest()


def test_variants_change_each_and_take_it_back(write: Write) -> None:
    path = write(EVERYTHING)
    rival, silent = read_scenario(path, "rival"), read_scenario(path, "silent")
    assert rival.theory == "liberal"
    assert rival.levers["cbm"].announced == Quantity.point(0.9, "1", "set by case.yaml:13")
    assert (rival.levers["line"].rule, rival.levers["line"].follows) == (None, "")
    assert rival.shocks["tests"].trend == Quantity.point(-0.02, "log rate/year", "set by case.yaml:13")
    assert [lever.announced for lever in silent.levers.values()] == [None, None]
    assert silent.shocks["tests"].trend is None
    assert silent.levers["cbm"].rule is not None


def test_numbers_have_keys_passports_and_origins(read: Read) -> None:
    scenario = read(EVERYTHING)
    found = {key: quantity for key, quantity, _ in scenario.passports()}
    for key in ("levers.cbm.announced", "shocks.tests.trend", "states.ARN.access_denial", "ties.know_how.ARN.BEL",
                "shocks.surge.influences.capability"):  # fmt: skip
        assert scenario.lookup(key) == found[key]
        assert scenario.origin(key).file
    assert "shocks.islets.trend" not in found
    assert str(scenario.origin("levers.cbm.announced")).endswith("case.yaml:7:77")
    assert str(scenario.origin("theory")).endswith("case.yaml:3:9")


def test_the_layers_of_each_are_told(write: Write) -> None:
    overrides = ("theory=constructivist", "levers.cbm.announced=0.2", "shocks.tests.trend=0")
    scenario = read_scenario(write(EVERYTHING), "rival", overrides)
    history = History(scenario, overrides)
    layers = ["file", "variant rival", "command line"]
    for key, last in (("theory", "constructivist"), ("levers.cbm.announced", 0.2), ("shocks.tests.trend", 0)):
        steps = history.of(key)
        assert [step.origin.layer for step in steps] == layers
        assert [step.wins for step in steps] == [False, False, True]
        assert steps[-1].value == last
    assert scenario.theory == "constructivist"


def test_show_tells_each(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(write(EVERYTHING))
    for key, words in (
        (
            "levers.cbm",
            ("levers.cbm.follows = 0.5 + tension(ARN, COR) * doubt(ARN)", "levers.cbm.announced = 0.6  (0.3"),
        ),
        ("shocks.tests", ("shocks.tests.trend = 0.03 log rate/year  (0 to 0.1",)),
        ("theory", ("theory = realist",)),
        ("ties.know_how.BEL.ARN", ("ties.know_how.BEL.ARN = 0.3",)),
        ("states.ARN.access_denial", ("states.ARN.access_denial = 0.2",)),
    ):
        assert run(["show", path, key]) == 0
        told = capsys.readouterr().out
        assert not [word for word in words if word not in told], told
    assert run(["show", path]) == 0
    assert "; theory realist;" in capsys.readouterr().out


def test_a_lever_that_is_off_promises_nothing(read: Read) -> None:
    scenario = read(EVERYTHING)
    off = scenario.with_levers_off("cbm")
    assert off.levers["cbm"].announced is None
    assert off.levers["cbm"].idle
    assert off.levers["line"] == scenario.levers["line"]


def test_words_alone_are_something_to_compare_with_nothing(read: Read) -> None:
    """A lever at level 0 that is announced is cheap talk: its reference is the same without the words."""
    talk = read("levers: {line: {level: 0, announced: 0.8}, cbm: {level: 0}}\n")
    assert (talk.levers["line"].idle, talk.levers["cbm"].idle) == (False, True)
    silence = read_reference(talk)
    assert silence is not None
    assert silence.levers["line"].announced is None
    assert read_reference(silence) is None


def test_who_acts_alone_may_promise_to_somebody(read: Read) -> None:
    promised = "levers: {{shield: {{lever: missile_defence, by: ARN, {}announced: 0.5}}}}\n"
    assert read(promised.format("to: BEL, ")).levers["shield"].announced is not None


def test_a_promise_of_nothing_needs_nobody(read: Read) -> None:
    lever = read("levers: {shield: {lever: missile_defence, by: ARN, announced: null}}\n").levers["shield"]
    assert (lever.announced, lever.idle) == (None, False)


def test_a_trend_goes_with_any_rate(read: Read) -> None:
    text = "shocks: {{flare: {{shock: history_flare, by: ARN, on: COR, rate: {}, trend: 0.1, size: 1}}}}\n"
    for rate in ("{}", "0.5", "{value: 0.3}"):
        assert read(text.format(rate)).shocks["flare"].trend is not None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("levers: {cbm: {follows: [a]}}", "found a list; a text is needed"),
        ("levers: {cbm: {follows: '1 < 2 < 3'}}", "compare two values"),
        ("levers: {cbm: {follows: '" + "1 + " * 60 + "1'}}", "the rule has 241 characters; at most 200"),
        ("levers: {cbm: {follows: 'budget(ARN)'}}", "no variable 'budget'"),
        ("levers: {cbm: {announced: -0.1}}", "found -0.1; 0 to 1 is allowed"),
        ("levers: {cbm: {announced: half}}", "found text 'half'"),
        ("levers: {cbm: {announced: {value: 0.2, range: [0.3, 0.4], reason: x}}}", "outside its range"),
        ("shocks: {islets: {trend: {value: 0.1}}}", "there is none; give rate"),
        ("shocks: {tests: {rate: null, at: 2030, trend: 0.1}}", "there is none; give rate"),
        ("theory: [mixed]", "found a list"),
        ("theory:", "found nothing"),
        ("cards: {shocks: {missile_test: {hazard: {restrain: 1}}}}", "did you mean 'restraint'"),
        ("cards: {levers: {summits: {influences: {imgae: 1}}}}\nlevers: {s: {lever: summits, among: [ARN, BEL]}}",
         "did you mean 'image'"),
        ("levers: {cbm: {influences: {learning: -0.1}}}", "0 to 2 1/year is allowed"),
        ("levers: {cbm: {influences: {restraint: 4}}}", "-3 to 3 log rate is allowed"),
        ("levers: {cbm: {influences: {image: -3}}}", "-2 to 2 logit is allowed"),
        ("cards: {shocks: {capability_growth: {influences: {capability: 3}}}}\n"
         "shocks: {s: {shock: capability_growth, by: ARN, rate: {}, size: 1}}", "-2 to 2 log factor is allowed"),
        ("ties: {know_how: {ARN: {BEL: -1}}}", "0 to 1 is allowed"),
        ("states: {ARN: {posture: 2}}", "allowed: balance, hedge, bandwagon, third_way"),
    ],
)  # fmt: skip
def test_faults(text: str, words: str, faults: Callable[[str], str]) -> None:
    assert words in faults(text + "\n")


def test_one_fault_of_a_rule_is_told_once_and_at_its_character(faults: Callable[[str], str]) -> None:
    message = faults("levers:\n  cbm:\n    follows: >-\n      doubt(ARN)\n      * trsut(ARN, BEL)\n")
    assert message.count("follows") == 1
    assert "did you mean 'trust'? (character 14 of the rule)" in message


def test_a_rule_is_any_value_and_a_condition_a_truth() -> None:
    assert parse_rule("1 - doubt(ARN)", STATES)[-1] == ("-",)
    assert parse_rule("doubt(ARN) > 0.5", STATES) == parse_condition("doubt(ARN) > 0.5", STATES)
    with pytest.raises(ConditionFault, match="compares nothing"):
        parse_condition("1 - doubt(ARN)", STATES)
    for name in ("posture", "burden", "access_denial"):
        assert parse_rule(f"{name}(ARN)", STATES) == (("variable", name, ("ARN",)),)
    assert parse_rule("know_how(ARN, BEL)", STATES) == (("variable", "know_how", ("ARN", "BEL")),)


PIECES = ["year", "doubt(ARN)", "0.5", "(", ")", "<", "+", "-", "*", "/", "and", "not", ",", "x"]


@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=20).map(" ".join)))
@settings(max_examples=200, deadline=None)
def test_whatever_is_a_condition_is_a_rule_and_any_text_is_one_or_a_fault(text: str) -> None:
    try:
        rule = parse_rule(text, STATES)
    except ConditionFault as fault:
        assert 0 <= fault.at <= len(text)
        with pytest.raises(ConditionFault):
            parse_condition(text, STATES)
        return
    assert rule
    try:
        assert parse_condition(text, STATES) == rule
    except ConditionFault as fault:
        assert "compares nothing" in str(fault)


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ("shocks.s.influences.capability.value", ("shocks", "s", "influences", "capability", "value")),
        ("cards.shocks.s.influences.capability.range", ("cards", "shocks", "s", "influences", "capability", "range")),
        ("levers.s.influences.capability.cyber", ("levers", "s", "influences", "capability.cyber")),
        ("cards.levers.s.side_effects.capability.cyber", ("cards", "levers", "s", "side_effects", "capability.cyber")),
        ("levers.shocks.influences.capability.cyber", ("levers", "shocks", "influences", "capability.cyber")),
        ("states.influences.capability.cyber", ("states", "influences", "capability", "cyber")),
        ("capability.cyber", ("capability", "cyber")),
    ],
)
def test_the_impulse_capability_is_no_channel_by_domain(path: str, parts: tuple[str, ...]) -> None:
    assert split_path(path) == parts


def test_the_impulse_capability_can_be_set_by_its_path(write: Write) -> None:
    path = write("shocks: {surge: {shock: capability_growth, by: COR, at: 2030, size: 2}}\n")
    override = "cards.shocks.capability_growth.influences.capability.value=0.2"
    scenario = read_scenario(path, None, (override,))
    assert scenario.shocks["surge"].influences["capability"][1].value == 0.2
    assert scenario.lookup("shocks.surge.influences.capability") == scenario.shocks["surge"].influences["capability"][1]


def test_what_the_engine_counts_on() -> None:
    """The kernel reads channels, impulses and hazards by their place."""
    dyads = [name for name, (scope, *_) in CHANNELS.items() if scope != "state"]
    assert dyads[-4:] == ["claim_easing", "restraint", "learning", "image"]
    states = [name for name, (scope, *_) in IMPULSES.items() if scope == "state"]
    assert states == ["nationalism", "orientation", "access_denial", "capability"]
    assert HAZARDS == ("claim", "threat", "nationalism", "tension", "doubt", "restraint")
    assert POSTURES == ("plain", "balance", "hedge", "bandwagon", "third_way")
