"""Messages to the letter: which place is blamed, which faults are named together, what stands in for what is not given."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from detente.errors import ScenarioError
from detente.scenario import Scenario, read_scenario
from detente.scenario.shape import split_path

Read = Callable[[str], Scenario]
Faults = Callable[[str], str]
Write = Callable[[str], Path]


def message(path: Path | str, variant: str | None = None) -> str:
    with pytest.raises(ScenarioError) as caught:
        read_scenario(path, variant)
    return str(caught.value)


def test_faults_of_a_whole_file_name_no_line(tmp_path: Path, write: Write) -> None:
    big = tmp_path / "big.yaml"
    big.write_bytes(b"#" * 1_000_001)
    case = write("")
    for path, words in (
        (tmp_path, "is a folder; a regular file is needed"),
        (big, "is larger than 1,000,000 bytes; split it with extends"),
        (tmp_path / "none.yaml", "cannot be read: no such file or directory; a scenario file is needed"),
        ("a\0b", "is not a usable path"),
    ):
        assert message(path) == f"{str(path).replace(chr(0), chr(92) + 'x00')}: {words}"
    assert message(case, "qqq") == f"{case}: variants: no variant 'qqq'; variants: no_cbm, all_off"


@pytest.mark.parametrize(
    ("text", "at", "words"),
    [
        ("a: [1\nb: 2\n", "2:2", "the indentation or a bracket does not fit"),
        ("title: a: b\n", "1:9", "a second `: ` on this line"),
        ("title: x\n\truns: 1\n", "2:1", "the line is indented with a tab; use spaces"),
        ("title: @x\n", "1:8", "found character that cannot start any token; not"),
        ("title: 'x\n", "2:1", "a quote is never closed; it belongs to what starts at line 1"),
        (
            "title: x\nruns 5\nseed: 1\n",
            "3:1",
            "a `key: value` line is expected here; it belongs to what starts at line 2",
        ),
    ],
)
def test_places_of_what_is_no_yaml(text: str, at: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "odd.yaml"
    path.write_text(text)
    found = message(path)
    assert found.startswith(f"{path}:{at}: ")
    assert words in found
    assert found.endswith("; not valid YAML")


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        (
            "ties: {alignment: {ARN: {BEL: 0.1}, BEL: {ARN: 0.2, COR: 0}, COR: {BEL: 1}}}",
            "2:43",
            "this pair is given twice; first at line 2",
        ),
        (
            "ties: {alignment: {ARN: {BEL: 0.1}, BEL: {ARN: 0.2, COR: 0}, COR: {BEL: 1}}}",
            "2:68",
            "this pair is given twice",
        ),
        ("ties: {trust: {ARN: {ARN: 1, BEL: 7}}}", "2:22", "a state has no tie with itself"),
        ("ties: {trust: {ARN: {ARN: 1, BEL: 7}}}", "2:35", "found 7; 0 to 1 share is allowed"),
        ("levers: {twin: {lever: crisis_hotline, among: [COR, ARN]}}", "2:10", "end one before the other begins"),
        (
            "parameters: {habituation: {value: 0.9, range: [0.1, 0.2], reason: x}}",
            "2:35",
            "value 0.9 lies outside its range",
        ),
        ("extends: base.yaml", "2:1", "key 'extends' is given twice"),
        ("levers: {line: {from: 2027, until: 2026-06}}", "2:36", "2026-06-01 is not after from, 2027-01-01"),
        ("levers: {line: {from: 2027, until: 2027}}", "2:36", "2027-01-01 is not after from, 2027-01-01"),
        ("levers: {line: {from: 2036}}", "2:23", "2036-01-01 is after the end of the scenario, 2034-12-31"),
        ("levers: {line: {until: 2025-01-01}}", "2:24", "the lever is never in force"),
        (
            "levers: {cbm: {stages: {notification: 2027, observation: 2029}}}",
            "2:39",
            "begins at 2027-01-01, after the lever",
        ),
        (
            "shocks: {islets: {at: [2024-12-31, 2025-01-01, 2034-12-31, 2035]}}",
            "2:24",
            "2024-12-31 is outside the scenario",
        ),
        (
            "shocks: {islets: {at: [2024-12-31, 2025-01-01, 2034-12-31, 2035]}}",
            "2:60",
            "2035-01-01 is outside the scenario",
        ),
        ("shocks: {islets: {by: null}}", "2:10", "needs by, which the card's influences act on"),
        ("shocks: {tests: {at: 2026}}", "2:10", "at and rate are both given; use one"),
        ("title: 5", "2:8", "found 5; a text is needed; put it in quotes"),
        ("bloc: 5", "2:7", "found 5; a list is needed, [a, b]"),
        ("states: {DOR: {name: Dor}}", "2:10", "needs posture, nationalism, budget, patience"),
    ],
)
def test_who_is_blamed(text: str, place: str, words: str, faults: Faults) -> None:
    found = [line for line in faults(text + "\n").split("\n") if f"case.yaml:{place}: " in line]
    assert any(words in line for line in found), faults(text + "\n")
    assert ("put it in quotes" in found[0]) is ("put it in quotes" in words)


def test_as_many_faults_as_there_are(faults: Faults) -> None:
    """Both dates out of the horizon and none of those within; both twins of a pair; one for a lever's two faults."""
    assert len(faults("shocks: {islets: {at: [2024-12-31, 2025-01-01, 2034-12-31, 2035]}}\n").split("\n")) == 2
    assert (
        len(
            faults(
                "ties: {alignment: {BEL: {ARN: 0.2}, COR: {BEL: 1, ARN: 1}}, trust: {ARN: {ARN: 1, BEL: 7}}}\n"
            ).split("\n")
        )
        == 2
    )
    assert (
        len(faults("levers: {cbm: {stages: {constraint: 2026, observation: 2027, notification: 2033}}}\n").split("\n"))
        == 1
    )


def test_faults_before_and_after_too_many_entries_are_told_apart(faults: Faults) -> None:
    """A group with too many entries ends the reading; faults of layers alone do not, so that all are shown at once."""
    both = faults("ties: {trust: {ARN: {ARN: 1}}}\nfocus: XXX\nseed: -1\n")
    assert [words in both for words in ("no tie with itself", "no state 'XXX'", "at least 0")] == [True] * 3
    many = ", ".join(f"l{k}: 0" for k in range(500))
    assert "levers: has 502 entries; at most 500 are allowed" in faults(f"levers: {{{many}}}\n")
    few = ", ".join(f"l{k}: 0" for k in range(498))
    assert "at most 500" not in faults(f"levers: {{{few}}}\n")


def test_missing_pairs_are_counted_and_six_of_them_named(folder: Path) -> None:
    text = (folder / "base.yaml").read_text()
    case = folder / "case.yaml"
    case.write_text(text.replace("    BEL: {ARN: 0.4, COR: 0.3}\n", "    BEL: {ARN: 0.4}\n"))
    assert "ties.trust: 1 pair is missing: BEL-COR" in message(case)
    alone = "\n".join(
        line
        for line in text.split("\n")
        if not line.startswith("    ARN: {BEL: {value: 0.5") and "0.4, COR: 0.3" not in line
    )
    case.write_text(alone)
    assert "ties.trust: 4 pairs are missing: ARN-BEL, ARN-COR, BEL-ARN, BEL-COR" in message(case)
    case.write_text("extends: base.yaml\nstates: {DOR: {name: Dor}, EST: {name: Est}}\n")
    named = "ARN-DOR, ARN-EST, BEL-DOR, BEL-EST, COR-DOR, COR-EST"
    assert f"ties.trust: 14 pairs are missing: {named} and 8 more" in message(case)


def test_defaults_of_what_a_file_leaves_out(folder: Path) -> None:
    """500 runs of 10 replicates with seed 1; all states are the bloc; no mapping, no text."""
    text = (folder / "base.yaml").read_text()
    for line in ("runs: 20\n", "replicates: 2\n", "seed: 7\n", "bloc: [ARN, BEL]\n"):
        assert line in text
        text = text.replace(line, "")
    case = folder / "case.yaml"
    case.write_text(text)
    found = read_scenario(case)
    assert (found.runs, found.replicates, found.seed, found.bloc) == (500, 10, 1, ("ARN", "BEL", "COR"))
    assert (found.about, found.frameworks["old_pact"].since is not None) == ("", True)
    assert found.origin("runs")[1:] == (0, 0, "default")
    assert found.origin("runs").file == "(default)"


@pytest.mark.parametrize(("step", "dt"), [("month", 1 / 12), ("quarter", 0.25), ("year", 1.0)])
def test_lengths_of_steps(step: str, dt: float, read: Read) -> None:
    stages = "levers: {cbm: {from: 2026, until: 2032, stages: {notification: 2026, observation: 2029}}}\n"
    found = read(f"step: {step}\n{stages}")
    assert found.dt == dt
    assert found.steps == round(10 / dt)


def test_origins_of_either_order_and_of_every_group(read: Read, base: Scenario) -> None:
    found = read("ties: {alignment: {ARN: {BEL: 0.1, COR: 0.2}}}\nshocks: {tests: {size: 2}}\n")
    for one, other in (("ARN", "BEL"), ("ARN", "COR")):
        there, back = (found.origin(f"ties.alignment.{i}.{j}") for i, j in ((one, other), (other, one)))
        assert there == back
        assert there.line == 2
    assert found.origin("ties.alignment.ARN.BEL").column != found.origin("ties.alignment.ARN.COR").column
    assert found.origin("ties.alignment.COR.BEL").file.endswith("base.yaml")
    keys = [key for key, _, _ in base.passports()]
    for key in (
        "shocks.tests.rate",
        "shocks.tests.size",
        "shocks.islets.hazard.claim",
        "shocks.islets.influences.crisis",
    ):
        assert key in keys
    assert "shocks.islets.rate" not in keys
    for key in ("influences.crisis", "hazard.claim"):
        assert base.origin(f"shocks.islets.{key}").file == "catalogue/shocks/territorial_incident.yaml"
    assert base.origin("levers.line.influences.crisis_duration").file == "catalogue/levers/crisis_hotline.yaml"


def test_a_star_passes_over_what_a_file_does_not_set(write: Write) -> None:
    """Only one of the two levers sets influences of its own; the star changes those."""
    path = write(
        "levers: {cbm: {influences: {goodwill: 0.2, contact: 0.1}}}\nvariants: {v: {levers.*.influences.*: 0}}\n"
    )
    found = read_scenario(path, "v").levers
    assert [found["cbm"].influences[name].value for name in ("goodwill", "contact")] == [0, 0]
    assert found["line"].influences == read_scenario(path).levers["line"].influences


def test_a_star_over_a_group_that_is_not_there_means_nobody(folder: Path) -> None:
    text = (folder / "base.yaml").read_text()
    start, end = text.index("shocks:"), text.index("variants:")
    case = folder / "case.yaml"
    case.write_text(text[:start] + text[end:].replace("variants:\n", "variants:\n  v: {shocks.*.size: 0}\n"))
    assert read_scenario(case, "v").shocks == {}


@pytest.mark.parametrize("pair", ["COR.BEL", "BEL.COR"])
def test_either_order_of_a_pair_is_judged_alike(pair: str, write: Write) -> None:
    with pytest.raises(ScenarioError, match=r"nothing is called 'valu' here; did you mean 'value'\?"):
        read_scenario(write(""), None, (f"ties.channel.{pair}.valu=0.1",))
    changed = read_scenario(write(""), None, (f"ties.channel.{pair}.value=0.1",)).ties["channel"]
    assert changed["BEL", "COR"].value == changed["COR", "BEL"].value == 0.1


def test_channels_with_dots_are_one_key() -> None:
    assert split_path("levers.a.influences.capability.cyber") == ("levers", "a", "influences", "capability.cyber")
    assert split_path("levers.a.side_effects.capability.cyber.value")[3:] == ("capability.cyber", "value")
    assert split_path("capability.cyber") == ("capability", "cyber")
    assert split_path("states.ARN.capability.cyber") == ("states", "ARN", "capability", "cyber")
    assert split_path("capability.cyber", ("levers", "a", "influences")) == ("capability.cyber",)
    assert split_path("cyber", ("influences", "capability")) == ("cyber",)


def test_a_first_day_stays_beside_stages_dated_earlier(read: Read) -> None:
    cbm = "levers: {{cbm: {{from: 2028, stages: {{notification: 2026, observation: {}}}}}}}\n"
    found = read(cbm.format(2029)).levers["cbm"]
    assert (found.first_step, found.stages) == (12, ((12, 0.35), (16, 0.7)))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("x" * 300 + ".yaml", "is not a usable path"),
        ("bse.yaml", "no file 'bse.yaml'; did you mean 'base.yaml'?"),
        ("../case.yaml", "leaves the scenario folder"),
        ("C:case.yaml", "a relative path with / inside"),
        ("/case.yaml", "a relative path"),
        ("a\\b.yaml", "a relative path"),
        ("3", "found 3; a text is needed"),
        ("[base.yaml]", "found a list; a text is needed"),
    ],
)
def test_files_that_cannot_be_extended(name: str, words: str, folder: Path) -> None:
    path = folder / "case.yaml"
    path.write_text(f"extends: {name}\ntitle: x\n")
    assert words in message(path)
