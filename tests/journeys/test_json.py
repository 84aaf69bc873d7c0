"""With `--json` there is one document on standard output and nothing else, whatever happens; NaN is never printed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NoReturn

import pytest

from detente.cli import run

SMALL = str(Path(__file__).parents[1] / "museum" / "base.yaml")
BROKEN = str(Path(__file__).parents[1] / "museum" / "several_at_once.yaml")


def refuse(name: str) -> NoReturn:
    raise AssertionError(f"{name} is no JSON")


def document(capsys: pytest.CaptureFixture[str]) -> tuple[Any, str]:
    captured = capsys.readouterr()
    return json.loads(captured.out, parse_constant=refuse), captured.err


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = str(tmp_path_factory.mktemp("results") / "small")
    assert run(["run", SMALL, "--runs", "2", "--out", folder, "-q"]) == 0
    return folder


@pytest.mark.parametrize("record", ["indicators", "trust,tension", "all"])
def test_a_run_of_two_prints_a_document_without_nan(
    record: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["run", SMALL, "--runs", "2", "--record", record, "--out", str(tmp_path / "r"), "--json"]) == 0
    found, err = document(capsys)
    assert found["contrasts"]
    assert err == ""


@pytest.mark.parametrize(
    "command",
    [
        ["validate", SMALL],
        ["show", SMALL],
        ["show", SMALL, "levers"],
        ["show", SMALL, "title"],
        ["show", SMALL, "--origin"],
        ["rerun", "RESULT"],
        ["rerun", "RESULT", "--run", "1"],
        ["explain", "RESULT", "--of", "trust", "--from", "ARN", "--to", "COR"],
    ],
    ids=" ".join,
)
def test_every_answer_is_one_document(command: list[str], result: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([result if word == "RESULT" else word for word in command] + ["--json"]) == 0
    found, err = document(capsys)
    assert found
    assert err == ""


@pytest.mark.parametrize(
    "command",
    [
        ["validate", BROKEN],
        ["validate", BROKEN, SMALL],
        ["show", BROKEN],
        ["show", SMALL, "levrs"],
        ["show", SMALL, "--colour"],
        ["run", BROKEN],
        ["run", SMALL, "--seed", "-1"],
        ["run", SMALL, "--record", "trusst"],
        ["run", "nowhere.yaml"],
        ["rerun", "nowhere"],
        ["explain", "nowhere", "--of", "trust", "--from", "ARN", "--to", "COR"],
        ["explain", "RESULT", "--of", "trust", "--from", "ARM", "--to", "COR"],
    ],
    ids=" ".join,
)
def test_faults_are_one_document_as_well(command: list[str], result: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([result if word == "RESULT" else word for word in command] + ["--json"]) == 2
    found, err = document(capsys)
    assert found["faults"]
    assert all(set(fault) == {"where", "path", "message"} and fault["message"] for fault in found["faults"])
    assert err
    assert "Traceback" not in err


def test_faults_of_a_file_keep_their_places(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", BROKEN, "--json"]) == 2
    found, _ = document(capsys)
    assert len(found["faults"]) > 1
    assert all(".yaml:" in fault["where"] for fault in found["faults"])
