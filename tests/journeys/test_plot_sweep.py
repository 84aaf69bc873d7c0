"""What a user types to get figures of a sweep: `detente plot SWEEP`, its files, its words and its exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import detente
from detente.cli import run

SMALL = Path(__file__).parents[2] / "tests" / "museum" / "base.yaml"


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sweeps") / "small"
    factors = {"grievance": {"path": "parameters.grievance_scale", "range": [0, 2], "levels": 2},
               "level": {"path": "levers.line.level", "range": [0, 1], "levels": 2}}  # fmt: skip
    sweep = detente.Sweep.of(
        detente.read_scenario(SMALL), packages={"off": {"levers.cbm.level": 0}, "on": {}}, factors=factors,
        design={"kind": "grid"}, futures=2, replicates=1,
    )  # fmt: skip
    sweep.run(folder, workers=1)
    return folder


def test_all_figures_of_a_sweep(swept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["plot", str(swept), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    names = {Path(row["file"]).name for row in found["files"]}
    assert names == {"trust_in_focus_response_grievance.png", "trust_in_focus_response_level.png",
                     "trust_in_focus_heat_map_on_grievance_level.png", "trust_in_focus_drivers_on.png", "policies.png"}  # fmt: skip
    assert found["left_out"] == {}
    assert detente.open_sweep(swept).complete


def test_one_file(swept: Path, tmp_path: Path) -> None:
    for name in ("a.svg", "b.svg"):
        options = ["--figure", "heat_map", "--of", "crisis_onset", "--out", str(tmp_path / name), "-q"]
        assert run(["plot", str(swept), *options]) == 0
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


def test_the_list_is_that_of_sweeps(swept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["plot", str(swept), "--list"]) == 0
    assert "heat_map" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--figure", "respons"], "did you mean 'response'"),
        (["--figure", "matrix"], "holds a sweep"),
        (["--figure", "heat_map", "--of", "crisis_onst"], "did you mean 'crisis_onset'"),
        (["--at", "2030"], "region as a whole"),
        (["--figure", "response", "--out", "x.svg"], "name a folder"),
    ],
)
def test_mistakes_exit_2_with_words(
    arguments: list[str], words: str, swept: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert run(["plot", str(swept), *arguments]) == 2
    err = capsys.readouterr().err
    assert words in err
    assert "Traceback" not in err
