"""Claim files with mistakes: each is refused with its place, what was found, what is allowed, and the nearest name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from toys import DATA, FOLDER, SCENARIOS, copied, toys

from detente.claims import read_claims
from detente.errors import ScenarioError

MUSEUM = yaml.safe_load((DATA / "museum.yaml").read_text("utf-8"))


def faults(folder: Path) -> list[str]:
    with pytest.raises(ScenarioError) as error:
        read_claims(folder, SCENARIOS)
    return [str(fault) for fault in error.value.faults]


@pytest.mark.parametrize("name", MUSEUM)
def test_a_mistake_is_refused_with_its_place(name: str, tmp_path: Path) -> None:
    case = MUSEUM[name]
    folder = copied(tmp_path, "toys.yaml", case["old"], case["new"])
    fitting = [fault for fault in faults(folder) if case["words"] in fault]
    assert fitting
    place = re.search(r"toys\.yaml:(\d+):(\d+)", fitting[0])
    if name == "unknown_variant":  # the scenario's own fault, which stands in no claim file
        assert "three.yaml" in fitting[0]
        return
    assert place is not None, fitting
    line = (folder / "toys.yaml").read_text("utf-8").split("\n")[int(place[1]) - 1]
    assert line[int(place[2]) - 1 :].startswith(case["at"]), (fitting, line)


def test_all_mistakes_are_said_at_once_and_in_order(tmp_path: Path) -> None:
    folder = copied(tmp_path, "toys.yaml", "class: parametric", "class: parametrik")
    text = (folder / "toys.yaml").read_text()
    (folder / "toys.yaml").write_text(text.replace("measure: crises(begun)", "measure: crisis(begun)"))
    found = faults(folder)
    assert len(found) >= 2
    lines = [int(re.search(r"toys\.yaml:(\d+)", fault)[1]) for fault in found if "toys.yaml" in fault]  # type: ignore[index]
    assert lines == sorted(lines)


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("rules.yaml", "sign_share: {value: 0.9", "sign_share: {value: 1.9", "0.5 to 1 is allowed"),
        ("rules.yaml", "alpha: {value: 0.05, reason: customary}", "alpha: {value: 0.05}", "needs reason"),
        ("rules.yaml", "base: three.yaml", "base: four.yaml", "four.yaml"),
        ("rules.yaml", "ledger: engine/ledger.py", "ledger: engine/leger.py", "no file engine/leger.py"),
        ("rules.yaml", "threat_felt: 1", "threat_fel: 1", "did you mean 'threat_felt'"),
        ("rules.yaml", "among: [ARN, BEL]", "among: [ARN, BEK]", "did you mean 'BEL'"),
        ("hypotheses.yaml", "claims: [T-01]", "claims: [T-11]", "no claim 'T-11'; did you mean 'T-"),
        ("hypotheses.yaml", "parameters.trust_shift", "parameters.trust_shfit", "did you mean 'parameters.trust_shift'"),
        ("hypotheses.yaml", "trust_shift: [-1, 0, 1]", "trust_shift: [-1, zero, 1]", "needs two numbers or more"),
        ("hypotheses.yaml", "    parameters.trust_shift: [-1, 0, 1]\n", "", "two are needed for a map"),
        ("hypotheses.yaml", "seen_from: [ARN, BEL, COR]", "seen_from: [ARN, BEL, COT]", "did you mean 'COR'"),
        ("hypotheses.yaml", "      nothing: {}\n", "", "needs two options or more"),
        ("hypotheses.yaml", "by: COR, from", "by: COT, from", "no state 'COT'"),
        ("hypotheses.yaml", "estimate: on - off", "estimate: on - off\n  contrast: [off, onn]", "no cell 'onn'"),
    ],
)  # fmt: skip
def test_rules_and_hypotheses_get_the_same_care(file: str, old: str, new: str, words: str, tmp_path: Path) -> None:
    found = faults(copied(tmp_path, file, old, new))
    assert any(words in fault for fault in found), found


def test_a_folder_without_rules_is_none(tmp_path: Path) -> None:
    assert "has no rules.yaml" in faults(tmp_path)[0]


def test_the_same_id_in_two_files_is_refused(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    (folder / "zz.yaml").write_text((folder / "toys.yaml").read_text())
    assert any("the claim 'T-01' stands twice; first at" in fault for fault in faults(folder))


def test_what_was_read() -> None:
    found = toys()
    assert list(found.claims) == [f"T-0{k}" for k in range(1, 10)]
    claim = found.claims["T-01"]
    assert [str(element) for element in claim.elements] == [
        "lever joint_exercises",
        "variable trust",
        "channel goodwill",
    ]
    assert claim.tests[0].over == (2030, 2034)
    assert (claim.tests[0].margin, claim.tests[0].margin_reason) == (0.005, "half a point")
    assert found.evidence["E-01"].source.startswith("Kuo & Blankenship")
    assert len(found.evidence) == 50
    assert found.folder == FOLDER
