"""What a user types to get a page: `detente report`, where it goes, what it prints, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from detente.cli import run

SMALL = Path(__file__).parents[2] / "tests" / "museum" / "base.yaml"


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("results") / "small"
    assert run(["run", str(SMALL), "--runs", "20", "--out", str(folder), "-q"]) == 0
    return folder


def test_the_page_goes_beside_the_result(result: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["report", str(result)]) == 0
    out = capsys.readouterr().out
    page = result.parent / "small.html"
    assert out.startswith("In the model, ")
    assert str(page) in out
    text = page.read_text("utf-8")
    assert text.startswith("<!doctype html>")
    assert not [path for path in result.parent.iterdir() if path.name.startswith(".")]  # nothing half-written stays
    assert run(["report", str(result), "-q"]) == 0
    assert capsys.readouterr().out == ""
    assert page.read_text("utf-8") == text  # the same result gives the same page


def test_json_tells_the_judgement(result: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "deep" / "page.html"
    assert run(["report", str(result), "--of", "cohesion", "--out", str(page), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["file"] == str(page)
    assert found["bytes"] == page.stat().st_size
    assert "cohesion" in found["answer"]
    assert found["confidence"]["level"] in ("low", "moderate", "high")
    assert {"changes", "ties", "why", "turning", "assumptions", "failing", "limits", "reading"} == set(
        found["sections"]
    )


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--of", "cohesoin"], "did you mean 'cohesion'"),
        (["--out", "page.pdf"], "a report is written as .html or .htm"),
        (["--out", "."], "is a folder; name the file"),
        (["--against", str(SMALL)], "name a results folder"),
        (["--against", "nowhere"], "nowhere"),
    ],
)
def test_faults_are_told_before_anything_is_written(
    result: Path, options: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["report", str(result), *options]) == 2
    assert said in capsys.readouterr().err


def test_no_result_is_no_traceback(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["report", str(tmp_path / "nowhere")]) == 2
    assert "no such folder" in capsys.readouterr().err
    assert run(["report", str(SMALL)]) == 2
    assert "is a file; name a results folder" in capsys.readouterr().err
