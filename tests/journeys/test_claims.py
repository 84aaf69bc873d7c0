"""`detente claims`: list, register, run, write, and every refusal."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from detente.cli import run

DATA = Path(__file__).parents[1] / "claims" / "data"
WHERE = ["--claims", str(DATA / "claims"), "--scenarios", str(DATA / "scenarios")]


def test_a_short_run_says_the_headline_and_writes_pages(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "report"
    assert run(["claims", *WHERE, "--short", "--out", str(out)]) == 0
    words = " ".join(capsys.readouterr().out.split())
    for text in ("Headline", "sham treatments", "placebo levers", "reversed claims", "mutants", "T-02", "contradicted", "H-T",
                 "not registered", "no verdict is to be quoted", "not a forecast", "Report:"):  # fmt: skip
        assert text in words
    assert {path.name for path in out.iterdir()} == {"claims.html", "H-T.html", "claims.csv", "claims.json"}
    assert run(["claims", "T-01", *WHERE, "--short", "--out", str(out), "--quiet"]) == 0
    assert capsys.readouterr().out == ""
    assert list(json.loads((out / "claims.json").read_text())["claims"]) == ["T-01"]


def test_json_is_one_document(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["claims", "T-01", "T-06", *WHERE, "--sets", "8", "--replicates", "1", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found["claims"]) == {"T-01", "T-06"}
    assert found["size"] == {"claims": 8, "arms": 8, "sweeps": 2, "replicates": 1}
    assert found["claims"]["T-06"]["verdict_where"] == "the data do not exist"


def test_the_list_runs_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["claims", *WHERE, "--list"]) == 0
    out = capsys.readouterr().out
    assert "T-09" in out
    assert "H-T" in out
    assert run(["claims", "T-01", *WHERE, "--list", "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert found["tests"][0]["margin_reason"] == "half a point"


def test_registering(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = tmp_path / "claims"
    shutil.copytree(DATA / "claims", folder)
    where = ["--claims", str(folder), "--scenarios", str(DATA / "scenarios")]
    assert run(["claims", *where, "--register", "--reason", "before the first run"]) == 0
    assert "registered 9 claims and 1 hypotheses" in capsys.readouterr().out
    assert run(["claims", *where, "--register", "--reason", "again"]) == 2
    assert "registered already" in capsys.readouterr().err
    assert run(["claims", "T-06", *where, "--short", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["registered"] is True


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--reason", "x"], "--reason goes with --register"),
        (["--register"], "needs --reason"),
        (["T-01", "--register", "--reason", "x"], "takes no ids"),
        (["--short", "--sets", "9"], "leave one out"),
        (["T-1"], "no claim or hypothesis 'T-1'"),
        (["--out", __file__], "is a file"),
    ],
)
def test_what_does_not_go_together_is_refused(
    capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert run(["claims", *arguments, *WHERE]) == 2
    assert words in capsys.readouterr().err


def test_a_folder_without_scenarios_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["claims", "--scenarios", str(tmp_path / "none"), "--list"]) == 2
    assert "no folder" in capsys.readouterr().err
