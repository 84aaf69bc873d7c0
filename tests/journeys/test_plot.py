"""What a user types to get figures: `detente plot`, its files, its words and its exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import detente
from detente.cli import run

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "tests" / "museum" / "base.yaml"


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("results") / "small"
    assert run(["run", str(SMALL), "--runs", "20", "--record", "trust,alignment", "--out", str(folder), "-q"]) == 0
    return folder


def test_all_quick_figures_go_into_the_results_folder(result: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["plot", str(result), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    files = [Path(row["file"]) for row in found["files"]]
    assert all(path.is_file() and path.parent == result / "figures" for path in files)
    names = {
        "network.png",
        "timeline.png",
        "trust_matrix.png",
        "contrasts.png",
        "camps.png",
        "trust_endings.png",
        "policies.png",
    }
    assert names <= {path.name for path in files}
    assert set(found["left_out"]) == {"attribution", "map", "postures"}
    assert "no place on the map is known" in found["left_out"]["map"]
    detente.open_result(result)
    again = ["run", str(SMALL), "--runs", "20", "--record", "trust,alignment", "--out", str(result), "-q"]
    assert run(again) == 0  # its figures count as results, not as files of the user's own


def test_one_figure_into_one_file(result: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a.svg", "b.svg"):
        options = ["--figure", "waterfall", "--from", "BEL", "--to", "ARN", "--out", str(tmp_path / name)]
        assert run(["plot", str(result), *options]) == 0
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()
    assert str(tmp_path / "b.svg") in capsys.readouterr().out
    assert (
        run(["plot", str(result), "--figure", "matrix", "--of", "alignment", "--at", "2030", "--out", str(tmp_path)])
        == 0
    )
    assert (tmp_path / "alignment_matrix_2030.png").is_file()


def test_attribution_is_drawn_on_request(result: Path, tmp_path: Path) -> None:
    out = tmp_path / "shares.pdf"
    assert run(["plot", str(result), "--figure", "attribution", "--of", "crisis_onset", "--out", str(out), "-q"]) == 0
    assert out.read_bytes().startswith(b"%PDF")


def test_the_list_says_what_each_figure_needs(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["plot", "--list"]) == 0
    out = capsys.readouterr().out
    assert all(name in out for name in ("network", "waterfall", "attribution", "timeline", "--from"))
    folder = tmp_path / "r"
    assert run(["run", str(SMALL), "--runs", "2", "--record", "indicators", "--out", str(folder), "-q"]) == 0
    assert run(["plot", str(folder), "--list"]) == 0
    assert "--record trust" in capsys.readouterr().out
    assert run(["plot", str(folder), "--json", "--out", str(tmp_path / "f")]) == 0
    assert {"matrix", "dyads", "network"} <= set(json.loads(capsys.readouterr().out)["left_out"])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--figure", "netwrok"], "did you mean 'network'"),
        (["--figure", "matrix", "--of", "tension"], "--record trust,alignment,tension"),
        (["--figure", "matrix", "--of", "trsut"], "did you mean 'trust'"),
        (["--figure", "matrix", "--at", "2050"], "outside the scenario"),
        (["--figure", "matrix", "--at", "soon"], "a date is needed"),
        (["--figure", "matrix", "--out", "x.svg"], "choose one with --of"),
        (["--figure", "timeline", "--out", "x.jpg"], ".png, .svg, .pdf"),
        (["--figure", "timeline", "--at", "2030"], "takes no --at"),
        (["--from", "BEL"], "--from needs --figure"),
        (["--figure", "map"], "no place on the map"),
        (["--figure", "postures"], "--record trust,alignment,posture"),
        (["--figure", "endings", "--of", "cohesion", "--at", "2030"], "takes no state and no date"),
        (["--figure", "endings", "--of", "cohesoin"], "did you mean"),
        (["--figure", "response"], "of a sweep"),
        (["--out", "x.svg"], "--figure"),
        (["--figure", "waterfall", "--from", "BLE"], "did you mean 'BEL'"),
        (["--figure", "waterfall", "--from", "ARN", "--to", "ARN"], "two different states"),
        (["--figure", "waterfall", "--of", "tension"], "does not book"),
    ],
)
def test_mistakes_exit_2_with_words(
    arguments: list[str], words: str, result: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert run(["plot", str(result), *arguments]) == 2
    err = capsys.readouterr().err
    assert words in err
    assert "Traceback" not in err
    assert not list(tmp_path.iterdir())


def test_no_folder_and_a_place_that_cannot_be_written(
    result: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run(["plot"]) == 2
    assert run(["plot", str(tmp_path / "nowhere")]) == 2
    (tmp_path / "file").write_text("mine")
    assert run(["plot", str(result), "--figure", "timeline", "--out", str(tmp_path / "file" / "x.png")]) == 2
    assert "cannot write" in capsys.readouterr().err
    assert (tmp_path / "file").read_text() == "mine"
