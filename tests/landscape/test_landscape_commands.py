"""What a user types: `detente landscape` on files and on a stored result; its JSON, its figure, its words."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import detente
from detente import compiled
from detente.analysis import blocs
from detente.cli import run
from detente.docking.expected import CASES

SMALL = Path(__file__).parents[1] / "museum" / "base.yaml"
FIRMS, NATIONS = CASES / "unix_alliances_1988.csv", CASES / "axelrod_bennett_1936_sizes.csv"
MATRIX = CASES / "axelrod_bennett_1936_propensity_reconstruction_matrix.csv"
CAPABILITY = ",".join(f"capability.{d}" for d in ("conventional", "maritime", "missile_defence", "cyber", "space"))


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("results") / "small"
    record = f"trust,alignment,{CAPABILITY}"
    assert run(["run", str(SMALL), "--runs", "6", "--record", record, "--out", str(folder), "-q"]) == 0
    return folder


def printed(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> Any:
    capsys.readouterr()
    assert run(["landscape", *arguments, "--json"]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    return json.loads(captured.out)


def test_json_is_what_is_documented(capsys: pytest.CaptureFixture[str]) -> None:
    found = printed(["--sizes", str(NATIONS), "--propensities", str(MATRIX)], capsys)
    assert found["configurations"] == 65_536
    assert [set(minimum) for minimum in found["minima"]] == [{"energy", "side_a", "side_b", "basin"}] * 2
    assert [minimum["basin"] for minimum in found["minima"]] == [48_082, 17_454]
    assert found["minima"][0]["energy"] < found["minima"][1]["energy"]
    assert found["minima"][0]["side_a"][0] == "Britain"
    assert len(found["details"]) == 2
    assert set(found["details"][0]["frustration"]) == set(found["sizes"])
    assert found["outcome"]["hits"][0]["wrong"] == ["Poland", "Portugal"]
    assert found["outcome"]["null"] == {"stable": 226, "strict": 195, "as_good": 1}
    assert str(NATIONS.parent) not in json.dumps(found), "no path of a machine in what is handed on"


@pytest.mark.parametrize("pairs", [[], ["--propensities", str(FIRMS)]])
def test_the_firms_need_no_matrix(pairs: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    found = printed(["--sizes", str(FIRMS), *pairs, "--together", "Sun,ATT"], capsys)
    assert [minimum["basin"] for minimum in found["minima"]] == [128, 128]
    assert found["outcome"]["hits"][0]["chance"] == 1 / 16
    assert found["outcome"]["hits"][1] is None


def test_an_outcome_may_come_from_another_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "actor,size\nAsh,2\nOak,1\nElm,3\n"
    pairs = "actor,Ash,Oak,Elm\nAsh,0,1,-1\nOak,1,0,-1\nElm,-1,-1,0\n"
    for name, text in (("s", rows), ("p", pairs), ("o", "actor,outcome\nAsh,n\nOak,s\nElm,s\n")):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    files = [str(tmp_path / f"{name}.csv") for name in "spo"]
    found = printed(["--sizes", files[0], "--propensities", files[1], "--outcome", files[2]], capsys)
    assert found["minima"][0]["side_b"] == ["Elm"]
    assert found["outcome"]["hits"][0]["right"] == 2
    assert found["outcome"]["hits"][0]["share_of_size"] == pytest.approx(5 / 6)


def test_words_tell_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["landscape", "--sizes", str(FIRMS), "--together", "Sun,ATT"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    for words in ("256 configurations", "energy -3828.9", "wrong: IBM", "chance of as good: 0.062", "ordered pairs",
                  "not a forecast", "Sun, ATT are not together", "Frustration"):  # fmt: skip
        assert words in said


def test_a_simulated_world(result: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Sizes are the weighted capability and propensities the alignment of the mean World at the date; it says so."""
    found = printed([str(result), "--at", "2030-06"], capsys)
    opened = detente.open_result(result)
    day = opened.data["time"].sel(time="2030-07-01")
    alignment = opened.data["alignment"].sel(time=day).mean("run").to_numpy()
    weights = {k: q.value for k, q in opened.scenario.parameters.items() if k.startswith("weight_")}
    sizes = sum(
        weights[f"weight_{d}"] * opened.data[f"capability.{d}"].sel(time=day).mean("run")
        for d in ("conventional", "maritime", "missile_defence", "cyber", "space")
    )
    assert list(found["sizes"].values()) == pytest.approx(list(sizes.to_numpy()), rel=1e-6)
    names = list(found["sizes"])
    for minimum in found["minima"]:
        wanted = sum(
            2 * found["sizes"][a] * found["sizes"][b] * float(alignment[names.index(a), names.index(b)])
            for a in minimum["side_a"] for b in minimum["side_b"]
        )  # fmt: skip
        assert minimum["energy"] == pytest.approx(wanted, rel=1e-6)
    assert any("mean World" in note for note in found["notes"])
    assert "2030-07-01" in found["source"]
    assert len(found["held_in_runs"]) == len(found["minima"])


def test_held_is_the_share_of_runs_in_which_the_same_sides_are_stable(result: Path) -> None:
    opened = detente.open_result(result)
    found = detente.blocs(opened, "2034")
    assert found.held is not None
    counted = np.zeros(len(found.minima))
    for run_id in range(6):
        one = SimpleNamespace(data=opened.data.isel(run=[run_id]), scenario=opened.scenario)
        single = blocs(one, "2034")
        assert single.held is None
        stable = {frozenset((m.side_a, m.side_b)) for m in single.minima}
        counted += [frozenset((m.side_a, m.side_b)) in stable for m in found.minima]
    assert found.held == pytest.approx(counted / 6)


def test_without_capability_the_sizes_are_those_of_the_start_and_it_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "r"
    assert run(["run", str(SMALL), "--runs", "2", "--record", "alignment", "--out", str(folder), "-q"]) == 0
    found = printed([str(folder)], capsys)
    assert "at the start (it was not recorded)" in found["notes"][0]


def test_the_figure_is_the_same_file_again(result: Path, tmp_path: Path) -> None:
    for name in ("a.svg", "b.svg"):
        assert run(["landscape", str(result), "--out", str(tmp_path / name), "-q"]) == 0
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()
    assert run(["plot", str(result), "--figure", "blocs", "--at", "2030", "--out", str(tmp_path), "-q"]) == 0
    assert (tmp_path / "blocs_2030.png").is_file()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "nothing to read; give --sizes"),
        (["--propensities", "p.csv"], "--propensities without --sizes"),
        (["RESULT", "--sizes", "s.csv"], "brings its own numbers"),
        (["RESULT", "--together", "ARN,BEL"], "has no outcome"),
        (["--sizes", "nowhere.csv", "--at", "2030"], "--at: a date goes with a results folder"),
        (["--sizes", "nowhere.csv"], "nowhere.csv: cannot be read"),
        (["RESULT", "--at", "2050"], "outside the scenario"),
        (["RESULT", "--at", "soon"], "a date is needed"),
        (["RESULT", "--out", "x.gif"], ".png, .svg, .pdf"),
        (["RESULT", "--starts", "0"], "--starts: found 0"),
        (["nowhere"], "nowhere"),
    ],
)
def test_mistakes_exit_2_with_words(
    arguments: list[str], words: str, result: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["landscape", *(str(result) if word == "RESULT" else word for word in arguments)]) == 2
    said = capsys.readouterr().err
    assert words in said
    assert "Traceback" not in said


def test_a_result_without_alignment_says_what_to_record(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "r"
    assert run(["run", str(SMALL), "--runs", "2", "--out", str(folder), "-q"]) == 0
    assert run(["landscape", str(folder)]) == 2
    assert "--record trust,alignment" in capsys.readouterr().err


def test_faults_are_one_document_as_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "s.csv").write_text("actor,size\nAsh,-1\nOak,x\n", encoding="utf-8")
    assert run(["landscape", "--sizes", str(tmp_path / "s.csv"), "--json"]) == 2
    found = json.loads(capsys.readouterr().out)
    assert len(found["faults"]) == 3
    assert all(set(fault) == {"where", "path", "message"} for fault in found["faults"])


def test_the_word_about_compiling_is_of_the_model_alone(
    result: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Landscapes compile in a second or two: having compiled them does not mean that the model is compiled."""
    assert compiled.compiled_before()
    monkeypatch.setattr(compiled, "CACHE", tmp_path)
    (tmp_path / "landscapes_1").mkdir()
    (tmp_path / "landscapes_1" / "kernel.nbi").touch()
    assert not compiled.compiled_before()
    (tmp_path / "engine_1").mkdir()
    (tmp_path / "engine_1" / "block.nbi").touch()
    assert compiled.compiled_before()
