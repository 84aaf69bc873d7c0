"""`detente compare`: files, variants and results folders beside each other, and each refusal."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

import detente
from detente.analysis.paired import Model, Side, comparable, side_of, this_model
from detente.cli import run
from detente.errors import UsageError
from detente.scenario import read_reference, read_scenario
from detente.store import MANIFEST
from detente.store.manifest import sealed

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "tests" / "museum" / "base.yaml"
VARIANT = f"{SMALL}:no_cbm"


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    room = tmp_path_factory.mktemp("results")
    for name, options in (("all", []), ("no_cbm", ["--variant", "no_cbm"])):
        assert run(["run", str(SMALL), "--runs", "20", "--out", str(room / name), "--quiet", *options]) == 0
    return room / "all", room / "no_cbm"


def found(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict[str, object]:
    assert run(["compare", *map(str, arguments), "--json"]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    plain: dict[str, object] = json.loads(captured.out)
    return plain


def test_two_of_one_file_are_told_apart_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", str(SMALL), VARIANT, "--runs", "40", "--why"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    for words in (
        "Three invented states [no_cbm]", "40 runs each: 20 sets of assumptions x 2; seed 7", "change: B minus A",
        "Trust in Arnland", "Why", "cbm", "switched off", "all together", "none", "By which path", "lever cbm: goodwill",
        "all smaller ones", "not a forecast",
    ):  # fmt: skip
        assert words in out
    assert "nan" not in out


def test_folders_files_and_python_say_the_same(capsys: pytest.CaptureFixture[str], folders: tuple[Path, Path]) -> None:
    scenarios = [read_scenario(SMALL), read_scenario(SMALL, "no_cbm")]
    ensembles = [detente.run(scenario, 20, record="indicators") for scenario in scenarios]
    table = detente.contrast(*ensembles)
    stored = found(capsys, *folders)
    for pair in ((SMALL, VARIANT, "--runs", 20), (folders[0], VARIANT), (SMALL, folders[1])):
        plain = found(capsys, *pair)
        assert plain["contrasts"] == stored["contrasts"]
        assert plain["seed"] == 7
    for row in stored["contrasts"]:  # type: ignore[attr-defined]
        assert row["difference"] == table.loc[row["indicator"], "difference"]


def test_two_folders_are_compared_without_a_run(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError("something ran")

    monkeypatch.setattr("detente.ensemble.ensemble.run_ids", forbidden)
    assert run(["compare", *map(str, folders)]) == 0
    out = capsys.readouterr().out
    assert out.count("stored results") == 2
    assert "B  Three invented states [no_cbm]" in out


def test_why_of_folders_is_why_of_files(capsys: pytest.CaptureFixture[str], folders: tuple[Path, Path]) -> None:
    of = ["--why", "--of", "crisis_onset"]
    stored, fresh = found(capsys, *folders, *of), found(capsys, SMALL, VARIANT, "--runs", 20, *of)
    assert stored["attribution"] == fresh["attribution"]
    assert "path" not in stored
    contrast = next(row for row in stored["contrasts"] if row["indicator"] == "crisis_onset")  # type: ignore[attr-defined]
    assert stored["attribution"]["difference"] == contrast["difference"]  # type: ignore[index]


def test_json_holds_all_of_it(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "new" / "answer.json"
    arguments = (SMALL, f"{SMALL}:all_off", "--runs", 8, "--why", "--of", "trust(BEL, ARN)", "--out", out)
    plain = found(capsys, *arguments)
    assert json.loads(out.read_text()) == plain
    assert [path.name for path in out.parent.iterdir()] == ["answer.json"]
    assert {"reference", "scenario", "contrasts", "attribution", "path", "disclaimer"} <= plain.keys()
    shares = {row["name"]: row["share"] for row in plain["attribution"]["shares"]}  # type: ignore[index]
    assert set(shares) == {"cbm", "line", "everything else"}
    assert sum(shares.values()) == pytest.approx(plain["attribution"]["difference"], abs=1e-12)  # type: ignore[index]
    sums = [sum(row[side] for row in plain["path"]["bookings"]) for side in ("scenario", "reference", "difference")]  # type: ignore[index]
    assert sums[2] == pytest.approx(sums[0] - sums[1], abs=1e-12)
    assert found(capsys, *arguments) == plain  # its own answer may be written again


def test_overrides_reach_both_sides(capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--runs", 8, "--seed", 3, "--set", "parameters.negativity=1.2", "--permutations", 2, "--why"]
    plain = found(capsys, SMALL, VARIANT, *options)
    assert plain["attribution"]["method"] == "sampled permutations"  # type: ignore[index]
    assert {share["name"] for share in plain["attribution"]["shares"]} == {"cbm"}  # type: ignore[index]
    assert plain["seed"] == 3


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere.yaml", str(SMALL)], ["nowhere.yaml"]),
        (["nowhere.yaml", f"{SMALL}:no_cmb"], ["nowhere.yaml", "did you mean 'no_cbm'"]),
        ([str(SMALL), f"{SMALL}:"], ["a variant is to follow the colon"]),
        ([str(SMALL), str(ROOT)], ["no results folder"]),
        ([str(SMALL), f"{ROOT}:no_cbm"], ["a results folder has no variants"]),
        ([str(SMALL), VARIANT, "--of", "cohesion"], ["--of", "add --why"]),
        ([str(SMALL), VARIANT, "--permutations", "2", "--of", "cohesion"], ["--of", "--permutations"]),
        ([str(SMALL), VARIANT, "--why", "--permutations", "3"], ["an even number"]),
        ([str(SMALL), VARIANT, "--why", "--of", "cohesoin"], ["did you mean 'cohesion'"]),
        ([str(SMALL), str(SMALL), "--why"], ["nothing to attribute"]),
        ([str(SMALL), VARIANT, "--set", "levers.cbm.levl=1"], ["level"]),
        ([str(SMALL), VARIANT, "--out", str(SMALL)], ["is no comparison"]),
        ([str(SMALL), VARIANT, "--out", str(ROOT)], ["is a folder"]),
        ([str(SMALL)], ["B"]),
        (
            [str(SMALL), str(ROOT / "tests" / "data" / "five_states.yaml")],
            ["states differ", "DAL, ERS", "blocs differ"],
        ),
    ],
)
def test_mistakes_exit_2_with_words(arguments: list[str], words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", *arguments]) == 2
    captured = capsys.readouterr()
    for word in words:
        assert word in captured.err
    assert "Traceback" not in captured.err
    assert captured.out == ""


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--runs", "4"], "--runs: found 4, but"),
        (["--runs", "4", "--seed", "8"], "--seed: found 8, but"),
        (["--set", "focus=BEL"], "these are results folders"),
    ],
)
def test_options_that_cannot_apply_to_folders_are_refused(
    options: list[str], words: str, folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["compare", *map(str, folders), *options]) == 2
    assert words in capsys.readouterr().err
    assert run(["compare", *map(str, folders), "--runs", "20", "--seed", "7", "-q"]) == 0


def test_folders_that_do_not_fit_are_refused_with_every_reason(
    folders: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--runs", "4", "--seed", "8", "--set", "focus=BEL", "--set", "step=year", "--set", "bloc=[BEL, COR]"]
    assert run(["run", str(SMALL), *options, "--out", str(tmp_path / "r"), "-q"]) == 0
    assert run(["compare", str(folders[0]), str(tmp_path / "r")]) == 2
    err = capsys.readouterr().err
    for word in ("horizons differ", "focal states differ (ARN; BEL)", "blocs differ", "seeds differ (7; 8)",
                 "20 runs in sets of 2; 4 runs in sets of 2"):  # fmt: skip
        assert word in err


def rewritten(folder: Path, copy: Path, **changes: object) -> Path:
    shutil.copytree(folder, copy)
    manifest = json.loads((copy / MANIFEST).read_text())
    (copy / MANIFEST).write_text(json.dumps(sealed({**manifest, **changes})))
    return copy


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"detente": "0.0.1"}, "different versions of detente (0.0.1; "), ({"kernel": "feed" * 4}, "the model's source")],
)
def test_results_of_another_model_are_refused(
    changes: dict[str, str], words: str, folders: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = rewritten(folders[0], tmp_path / "old", **changes)
    for other in (folders[1], VARIANT):
        assert run(["compare", str(old), str(other)]) == 2
        assert words in capsys.readouterr().err
    again = rewritten(folders[1], tmp_path / "again", **changes)
    assert run(["compare", str(old), str(again), "-q"]) == 0
    assert run(["compare", str(old), str(again), "--why"]) == 2
    assert "--why runs mixtures" in capsys.readouterr().err


def test_other_tools_make_no_other_model() -> None:
    scenario = read_scenario(SMALL)
    sides = [Side(scenario, 7, 4, 2, np.zeros((4, 12)), Model("1.2.3", digest, tools))
             for digest, tools in (("aa", "python 3.11"), ("bb", "python 3.13"), ("cc", "python 3.13"))]  # fmt: skip
    comparable(sides[0], sides[1])
    comparable(sides[0], sides[2]._replace(model=Model("1.2.9")))
    with pytest.raises(UsageError, match="source"):
        comparable(sides[1], sides[2])


def test_an_ensemble_is_of_this_model() -> None:
    reference = read_reference(read_scenario(SMALL))
    assert reference is not None
    assert side_of(detente.run(reference, 2, record="indicators")).model == this_model()
