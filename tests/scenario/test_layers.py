"""Precedence: command line > variant > file > parent > catalogue; passports survive or are fixed as promised."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from detente.errors import ScenarioError
from detente.scenario import Scenario, read_scenario

Read = Callable[[str], Scenario]
Write = Callable[[str], Path]

LAYERS = "parameters: {negativity: 1.5}\nvariants:\n  v: {parameters.negativity: 2.5}\n"


def test_precedence(write: Write, base: Scenario) -> None:
    assert base.parameters["negativity"].value == 1.8
    path = write(LAYERS)
    for variant, overrides, value, layer in (
        (None, (), 1.5, "file"),
        ("v", (), 2.5, "variant v"),
        ("v", ("parameters.negativity=2",), 2.0, "command line"),
    ):
        scenario = read_scenario(path, variant, overrides)
        assert scenario.parameters["negativity"].value == value
        assert scenario.parameters["negativity"].fixed
        assert scenario.origin("parameters.negativity").layer == layer
    assert scenario.parameters["negativity"].reason == "set on the command line"
    assert scenario.origin("parameters.habituation").layer == "parent"
    assert scenario.origin("parameters.trust_half_life").layer == "catalogue"


def test_a_bare_number_fixes_and_a_mapping_adds(read: Read) -> None:
    text = "ties: {trust: {ARN: {BEL: 0.45}}}\nlevers: {line: {level: {value: 0.5}}}\n"
    scenario = read(text)
    trust, level = scenario.ties["trust"]["ARN", "BEL"], scenario.levers["line"].level
    assert (trust.low, trust.value, trust.high, trust.standing, trust.source) == (0.45, 0.45, 0.45, "assumed", ())
    assert trust.reason == "set by case.yaml:2"
    assert trust.unit == "share"
    assert (level.low, level.value, level.high, level.reason) == (0.2, 0.5, 0.6, "an invented level")


def test_a_bare_number_stays_alone_under_later_layers(write: Write) -> None:
    path = write(
        "levers: {cbm: {influences: {goodwill: {value: 0.1, range: [0, 0.2]}, contact: 0.02}}}\n"
        "variants: {v: {levers.cbm.influences.goodwill: 0.28, shocks.tests.rate.value: 99,"
        " levers.cbm.influences.contact: {range: [0.01, 0.03], reason: narrow}, parameters.habituation.value: 0.1}}\n"
    )
    scenario = read_scenario(path, "v")
    goodwill, contact = (scenario.levers["cbm"].influences[name] for name in ("goodwill", "contact"))
    assert (goodwill.low, goodwill.value, goodwill.high, goodwill.source) == (0.28, 0.28, 0.28, ())
    assert (contact.low, contact.value, contact.high, contact.reason) == (0.01, 0.02, 0.03, "narrow")
    assert scenario.lookup("shocks.tests.rate.low") == 99
    assert scenario.lookup("parameters.habituation.high") == 0.1


def test_an_empty_group_is_one_fault(faults: Callable[[str], str]) -> None:
    assert faults("levers:\n").endswith("levers: found nothing; `key: value` entries are needed")
    assert faults("complete: true\n").count("parameters: needs") == 1


def test_lists_replace_and_mappings_merge(read: Read) -> None:
    scenario = read("bloc: [COR]\nstates: {ARN: {name: New Arnland}}\n")
    assert scenario.bloc == ("COR",)
    assert scenario.states["ARN"].name == "New Arnland"
    assert scenario.states["ARN"]["patience"].value == 0.6


def test_a_pair_is_one_pair_in_either_order(read: Read) -> None:
    scenario = read("ties: {alignment: {BEL: {ARN: 0.1}}, channel: {COR: {BEL: 0.2}}}\n")
    assert scenario.ties["alignment"]["ARN", "BEL"] == scenario.ties["alignment"]["BEL", "ARN"]
    assert scenario.ties["alignment"]["ARN", "BEL"].value == 0.1
    assert scenario.lookup("ties.channel.COR.BEL") == scenario.lookup("ties.channel.BEL.COR")
    assert scenario.origin("ties.channel.COR.BEL").line == scenario.origin("ties.channel.BEL.COR").line == 2


def test_stars_and_nesting_in_variants(write: Write) -> None:
    path = write(
        "variants:\n"
        "  calm: {levers.*.level: 0, levers: {line.level: 0.3}}\n"
        "  kind: {ties.trust.*.COR: 0.9, ties.alignment.COR.*: 0.5}\n"
        "  new:\n"
        "    levers.second: {lever: crisis_hotline, among: [ARN, BEL]}\n"
        "    levers.third.lever: crisis_hotline\n"
        "    levers.third.among: [BEL, COR]\n"
        "    levers.cbm.influences.capability.cyber: 0.1\n"
    )
    calm, kind, new = (read_scenario(path, name) for name in ("calm", "kind", "new"))
    assert [calm.levers[key].level.value for key in ("cbm", "line")] == [0, 0.3]
    assert [kind.ties["trust"][i, "COR"].value for i in ("ARN", "BEL")] == [0.9, 0.9]
    assert [kind.ties["alignment"][i, "COR"].value for i in ("ARN", "BEL")] == [0.5, 0.5]
    assert kind.ties["trust"]["COR", "ARN"].value == 0.25
    assert new.levers["third"].members == ("BEL", "COR")
    assert new.levers["cbm"].influences["capability.cyber"].value == 0.1
    assert new.variants == ("all_off", "calm", "kind", "new", "no_cbm")
    assert (new.variant, new.path) == ("new", path)


@pytest.mark.parametrize(
    ("override", "words"),
    [
        ("levers.cmb.level=0", "did you mean 'cbm'"),
        ("levers.cbm.level", "path=value is needed"),
        ("levers.cbm.level=2", "0 to 1 is allowed"),
        ("levers.cbm.level=[", "not valid YAML"),
        ("levers.cbm.level=010", "starts with a zero"),
        ("levers.cbm.among=[ARN, CRO]", "did you mean 'COR'"),
        ("extends=other.yaml", "belongs to the file"),
        ("levers..level=1", "empty part"),
        ("runs=", "found nothing"),
        ("ties.trust.ARN.ARN=0.2", "no tie with itself"),
    ],
)
def test_faulty_overrides(override: str, words: str, write: Write) -> None:
    with pytest.raises(ScenarioError) as caught:
        read_scenario(write(""), None, (override,))
    assert words in str(caught.value)
    assert str(caught.value).startswith(f"--set {override}: ")


def test_overrides_follow_the_rules_of_files(write: Write) -> None:
    overrides = ("bloc=[COR, BEL]", "levers.line.level={value: 0.3}", "title=NO", "levers.cbm.when=null")
    scenario = read_scenario(write(""), None, overrides)
    assert scenario.bloc == ("BEL", "COR")
    assert (scenario.levers["line"].level.value, scenario.levers["line"].level.high) == (0.3, 0.6)
    assert scenario.title == "NO"
    assert scenario.levers["cbm"].when is None


def test_unknown_variant(write: Write) -> None:
    with pytest.raises(ScenarioError, match="did you mean 'no_cbm'"):
        read_scenario(write(""), "no_cmb")


def test_user_cards_and_changed_catalogue_cards(read: Read) -> None:
    scenario = read(
        "cards:\n  levers:\n    crisis_hotline: {cost: 0.5}\n    aid:\n"
        "      {title: Aid, form: offer, influences: {goodwill: 0.1}, lag: 1, fade: 1, cost: 1, evidence: none}\n"
        "levers:\n  gift: {lever: aid, by: COR, to: [BEL, ARN]}\n"
    )
    assert scenario.levers["line"].cost.value == 0.5
    assert scenario.origin("levers.line.cost").line == 4
    assert scenario.levers["gift"].members == ("COR", "ARN", "BEL")


def test_chain_stays_inside_and_ends(folder: Path) -> None:
    (folder / "scenarios").mkdir()
    inner = folder / "scenarios" / "link.yaml"
    inner.symlink_to(folder / "base.yaml")
    (folder / "scenarios" / "a.yaml").write_text("extends: link.yaml\n")
    with pytest.raises(ScenarioError, match="leaves the scenario folder 'scenarios'"):
        read_scenario(folder / "scenarios" / "a.yaml")
    (folder / "b.yaml").write_text("extends: c.yaml\n")
    (folder / "c.yaml").write_text("extends: b.yaml\n")
    with pytest.raises(ScenarioError, match=r"cycle b\.yaml -> c\.yaml -> b\.yaml \(extended by .*b\.yaml:1\)"):
        read_scenario(folder / "b.yaml")
    for number in range(10):
        parent = f"d{number + 1}.yaml" if number < 9 else "base.yaml"
        (folder / f"d{number}.yaml").write_text(f"extends: {parent}\n")
    with pytest.raises(ScenarioError, match="more than 8 files"):
        read_scenario(folder / "d0.yaml")
    assert read_scenario(folder / "d5.yaml").steps == 40
