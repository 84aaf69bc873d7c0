"""What a user types: every command, its files, its words and its exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import xarray

import detente
from detente.cli import run
from detente.errors import ResultError

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "tests" / "museum" / "base.yaml"
UNIFIED = ROOT / "scenarios" / "unified_framework.yaml"


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("results") / "small"
    assert run(["run", str(SMALL), "--runs", "20", "--out", str(folder), "--quiet"]) == 0
    return folder


def test_help_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    assert "Exit codes" in capsys.readouterr().out
    assert run(["--version"]) == 0
    assert detente.__version__ in capsys.readouterr().out


def test_run_writes_a_whole_folder(result: Path) -> None:
    names = {path.relative_to(result).as_posix() for path in result.rglob("*") if path.is_file()}
    assert {"ensemble.nc", "scenario.yaml", "reference.yaml", "manifest.json"} <= names
    assert {"figures/trust_matrix.png", "figures/trust_dyads.png", "figures/contrasts.png"} <= names
    manifest = json.loads((result / "manifest.json").read_text())
    assert manifest["seed"] == 7
    assert set(manifest["files"]) == names - {"manifest.json"}
    assert not [path for path in result.parent.iterdir() if path.name.startswith(".")]


def test_results_open_with_xarray_alone(result: Path) -> None:
    with xarray.open_dataset(result / "ensemble.nc", engine="h5netcdf") as data:
        assert data["trust"].dims == ("run", "time", "observer", "target")
        assert data["trust"].attrs["units"] == "share"


def test_open_result_gives_back_the_scenario(result: Path) -> None:
    opened = detente.open_result(result)
    assert opened.scenario.digest() == detente.read_scenario(SMALL).digest()
    assert opened.data["indicator_mean"].shape == (20, 12)
    assert opened.reference_data is not None


def test_a_result_can_be_run_again_from_its_own_scenario(result: Path) -> None:
    opened = detente.open_result(result)
    again = detente.run(opened.scenario, 20, opened.manifest["seed"], replicates=opened.manifest["replicates"])
    assert (again.summary == opened.data["indicator_mean"].to_numpy()).all()


def test_summary_says_what_why_and_what_not(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["run", str(SMALL), "--runs", "20", "--out", str(tmp_path / "r")]) == 0
    out = " ".join(capsys.readouterr().out.split())
    for words in (
        "Largest reasons",
        "Where consent stalls",
        "not a forecast",
        "assumed",
        "Trust in Arnland",
        "Monte Carlo error",
    ):
        assert words in out


def test_json_is_json(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["run", str(SMALL), "--runs", "4", "--json", "--out", str(tmp_path / "r")]) == 0
    captured = capsys.readouterr()
    found = json.loads(captured.out)
    assert len(found["contrasts"]) == 12
    assert {"lever", "effect", "error", "agreement", "evidence"} <= set(found["reasons"][0])
    assert captured.err == ""


def test_variant_seed_and_set_reach_the_run(tmp_path: Path) -> None:
    options = ["--runs", "4", "--variant", "no_cbm", "--seed", "11", "--set", "parameters.trust_half_life=2"]
    assert run(["run", str(SMALL), *options, "--out", str(tmp_path / "r"), "-q"]) == 0
    opened = detente.open_result(tmp_path / "r")
    assert opened.manifest["variant"] == "no_cbm"
    assert opened.manifest["seed"] == 11
    assert opened.scenario.parameters["trust_half_life"].value == 2
    assert opened.reference is not None
    assert opened.reference.parameters["trust_half_life"].value == 2


def test_explain_adds_up(result: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call = ["explain", str(result), "--of", "trust", "--from", "ARN", "--to", "COR", "--json"]
    assert run(call) == 0
    found = json.loads(capsys.readouterr().out)
    assert sum(found["bookings"].values()) == pytest.approx(found["change"], abs=1e-12)
    assert run(call[:-1]) == 0
    assert "sum" in capsys.readouterr().out


def test_show_names_value_passport_and_origin(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", str(UNIFIED), "ties.trust.KOR.JPN"]) == 0
    out = capsys.readouterr().out
    assert "measured" in out
    assert "east_asia_2025.yaml:" in out
    assert run(["show", str(UNIFIED)]) == 0
    assert "assumed" in capsys.readouterr().out
    assert run(["show", str(SMALL), "--set", "levers.cbm.level=0.3", "levers.cbm.level"]) == 0
    assert "command line" in capsys.readouterr().out


def test_validate_lists_all_faults_of_all_files(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        text = SMALL.read_text().replace("focus: ARN", "focus: ARM").replace("horizon", "horizon")
        (tmp_path / name).write_text(text.replace("level: 0.5", "level: 1.5"))
    assert run(["validate", str(tmp_path / "a.yaml"), str(tmp_path / "b.yaml")]) == 2
    err = capsys.readouterr().err
    assert err.count("ARM") == 2
    assert "a.yaml:" in err
    assert "b.yaml:" in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run", "nowhere.yaml"], "nowhere.yaml"),
        (["run", str(SMALL), "--rns", "3"], "--rns"),
        (["run", str(SMALL), "--variant", "no_cmb"], "no_cbm"),
        (["run", str(SMALL), "--set", "levers.cbm.levl=0.2"], "level"),
        (["run", str(SMALL), "--set", "levers.cbm.level=2"], "0 to 1"),
        (["run", str(SMALL), "--record", "trusst"], "trust"),
        (["show", str(SMALL), "ties.trust.ARN.BLE"], "ties.trust.ARN.BEL"),
        (["explain", "nowhere", "--of", "trust", "--from", "A", "--to", "B"], "nowhere"),
        (["run", str(SMALL), "--seed", "-1"], "--seed"),
        (["run", str(SMALL), "--set", "levers={}"], "levers.*.level=0"),
        (["frobnicate"], "frobnicate"),
    ],
)
def test_mistakes_exit_2_with_words(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    err = capsys.readouterr().err
    assert words in err
    assert "Traceback" not in err


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "thesis.txt").write_text("precious")
    assert run(["run", str(SMALL), "--runs", "4", "--out", str(tmp_path), "-q"]) == 2
    assert "no results folder" in capsys.readouterr().err
    assert (tmp_path / "thesis.txt").read_text() == "precious"


@pytest.mark.parametrize("mine", ["manifest.json", "notes.md"])
def test_what_is_not_ours_is_never_deleted(
    mine: str, result: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import shutil

    folder = tmp_path / "r"
    if mine == "notes.md":
        shutil.copytree(result, folder)
    folder.mkdir(exist_ok=True)
    (folder / mine).write_text('{"name": "my web app"}')
    assert run(["run", str(SMALL), "--runs", "4", "--out", str(folder), "-q"]) == 2
    assert "another" in capsys.readouterr().err
    assert (folder / mine).read_text() == '{"name": "my web app"}'


def test_a_result_is_replaced_by_a_newer_one(tmp_path: Path) -> None:
    for seed in ("1", "2"):
        assert run(["run", str(SMALL), "--runs", "4", "--seed", seed, "--out", str(tmp_path / "r"), "-q"]) == 0
    assert detente.open_result(tmp_path / "r").manifest["seed"] == 2
    assert [path.name for path in tmp_path.iterdir()] == ["r"]


def test_few_sets_of_assumptions_give_no_verdict(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["run", str(SMALL), "--runs", "4", "--out", str(tmp_path / "r")]) == 0
    out = capsys.readouterr().out
    assert "neither spread nor sign" in " ".join(out.split())
    assert "nan" not in out


def test_an_interrupted_run_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("detente.figures.draw_all", interrupt)
    assert run(["run", str(SMALL), "--runs", "4", "--out", str(tmp_path / "r"), "-q"]) == 130
    assert list(tmp_path.iterdir()) == []


def test_a_failed_run_exits_3(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import numpy as np

    from detente.ensemble import ensemble

    whole = ensemble.run_ids

    def broken(*arguments: object, **options: object) -> object:
        record = whole(*arguments, **options)  # type: ignore[arg-type]
        record.summary[1] = np.nan
        return record

    monkeypatch.setattr(ensemble, "run_ids", broken)
    assert run(["run", str(SMALL), "--runs", "4", "--out", str(tmp_path / "r"), "-q"]) == 3
    err = capsys.readouterr().err
    assert "of seed 7 stopped being finite" in err
    assert "detente.Region(scenario, rng=7" in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("damage", ["missing", "changed", "manifest", "format", "seed"])
def test_damaged_results_are_refused(result: Path, tmp_path: Path, damage: str) -> None:
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(result, copy)
    if damage == "missing":
        (copy / "ensemble.nc").unlink()
    elif damage == "changed":
        (copy / "scenario.yaml").write_text("title: other\n")
    elif damage == "seed":
        text = (copy / "manifest.json").read_text()
        (copy / "manifest.json").write_text(text.replace('"seed": 7', '"seed": 8'))
    elif damage == "manifest":
        (copy / "manifest.json").write_text("{")
    else:
        text = (copy / "manifest.json").read_text()
        (copy / "manifest.json").write_text(text.replace('"format": 1', '"format": 99'))
    with pytest.raises(ResultError):
        detente.open_result(copy)


def test_the_program_answers_from_a_shell() -> None:
    environment = {**os.environ, "COLUMNS": "100"}
    command = [sys.executable, "-c", "from detente.cli import main; main()"]
    done = subprocess.run(
        [*command, "validate", str(UNIFIED)], capture_output=True, text=True, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "valid" in done.stdout
    done = subprocess.run(
        [*command, "run", "nowhere.yaml"], capture_output=True, text=True, env=environment, check=False
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
