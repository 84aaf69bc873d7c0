"""From a results folder alone: run it again, replay one run of it, and hear what is not as it was."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import h5py
import pytest

import detente
from detente.cli import run
from detente.store.folders import file_digest
from detente.store.manifest import sealed

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "tests" / "museum" / "base.yaml"
CARDS = """
title: With cards of its own
extends: base.yaml
reference: calm
cards:
  levers:
    tea: {title: Tea, form: pact, challenge: Distance, response: Tea, expected: Talk, evidence: none,
          influences: {goodwill: {value: 0.2, range: [0, 0.4], unit: logit/year, standing: assumed, reason: invented}},
          lag: {value: 1, range: [0.5, 2], unit: year, standing: assumed, reason: invented},
          fade: {value: 1, range: [0.5, 2], unit: year, standing: assumed, reason: invented},
          cost: {value: 1, range: [0.5, 2], unit: cost/year, standing: assumed, reason: invented}}
levers:
  tea: {lever: tea, among: [ARN, BEL], from: 2026, level: 0.6, when: "tension(ARN, BEL) < 0.9"}
variants:
  calm: {"levers.*.level": 0}
  eager: {levers.tea.level: 1, parameters.trust_half_life: 2}
"""


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a result whose scenario files are gone: parent, own cards, variant, reference, override, seed."""
    folder = tmp_path_factory.mktemp("gone")
    (folder / "scenarios").mkdir()
    shutil.copy(SMALL, folder / "scenarios" / "base.yaml")
    (folder / "scenarios" / "cards.yaml").write_text(CARDS)
    options = ["--variant", "eager", "--set", "levers.cbm.level=0.3", "--seed", "11", "--runs", "8"]
    file = folder / "scenarios" / "cards.yaml"
    assert run(["run", str(file), *options, "--record", "trust,tension", "--out", str(folder / "r"), "-q"]) == 0
    shutil.rmtree(folder / "scenarios")
    return folder / "r"


def forge(folder: Path, **changes: object) -> None:
    """Change what a result holds and put its digests right."""
    with h5py.File(folder / "ensemble.nc", "r+") as file:
        file["trust"][0, -1, 0, 1] = 0.125
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    manifest["files"]["ensemble.nc"] = file_digest(folder / "ensemble.nc")
    (folder / "manifest.json").write_text(json.dumps(sealed({**manifest, **changes})), "utf-8")


def test_a_result_carries_everything(result: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rerun", str(result), "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")
    assert run(["rerun", str(result)]) == 0
    assert "The same, bit for bit" in capsys.readouterr().out
    opened = detente.open_result(result)
    assert opened.scenario.levers["tea"].level.value == 1
    assert opened.scenario.levers["cbm"].level.value == 0.3
    again = detente.rerun(result)
    assert again.summary.tobytes() == opened.data["indicator_mean"].to_numpy().tobytes()


def test_more_may_be_recorded_of_the_same_runs(result: Path, tmp_path: Path) -> None:
    assert run(["rerun", str(result), "--record", "all", "--out", str(tmp_path / "more"), "--quiet"]) == 0
    more, first = detente.open_result(tmp_path / "more").data, detente.open_result(result).data
    assert "grievance" in more
    assert more["trust"].to_numpy().tobytes() == first["trust"].to_numpy().tobytes()
    assert run(["rerun", str(tmp_path / "more"), "--quiet"]) == 0


def test_one_run_is_replayed_into_a_folder_and_opens_with_mesa(
    result: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["rerun", str(result), "--run", "5", "--out", str(tmp_path / "five"), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["same"] is True
    region = eval(found["mesa"], {"detente": detente})
    kept = detente.open_result(tmp_path / "five").data
    for _ in range(kept.sizes["time"] - 1):
        region.step()
    last = kept["trust"].sel(run=5, observer="ARN", target="COR").to_numpy()[-1]
    assert region["ARN"].trust["COR"] == pytest.approx(float(last), abs=1e-6)
    call = ["explain", str(tmp_path / "five"), "--of", "trust", "--from", "ARN", "--to", "COR", "--json"]
    assert run(call) == 0
    assert json.loads(capsys.readouterr().out)["runs"] == [5]


def test_what_differs_is_said_with_place_size_and_reason(
    result: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = Path(shutil.copytree(result, tmp_path / "copy"))
    forge(copy)
    assert run(["rerun", str(copy)]) == 4
    out = capsys.readouterr().out
    assert "scenario: trust: 1 of" in out
    assert "observer ARN, target BEL" in out
    assert "files of the folder were changed" in out
    forge(copy, detente="0.0.1")
    assert run(["rerun", str(copy), "--quiet"]) == 4
    capsys.readouterr()
    assert run(["rerun", str(copy), "--json"]) == 4
    found = json.loads(capsys.readouterr().out)
    assert found["same"] is False
    assert found["differences"][0]["variable"] == "trust"
    assert found["changed_since"] == {"detente": {"then": "0.0.1", "now": detente.__version__}}


def sealed_again(folder: Path, **changes: object) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps(sealed({**json.loads(path.read_text("utf-8")), **changes})), "utf-8")


def test_contrasts_that_do_not_follow_from_the_runs_are_found(
    result: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = Path(shutil.copytree(result, tmp_path / "copy"))
    rows = json.loads((copy / "manifest.json").read_text("utf-8"))["contrasts"]
    first = rows[0]["indicator"]
    sealed_again(copy, contrasts=[{**rows[0], "difference": rows[0]["difference"] + 0.25, "unit": "EUR"}, *rows[1:]])
    assert run(["rerun", str(copy)]) == 4
    assert "manifest: contrasts: 2 of" in capsys.readouterr().out
    assert run(["rerun", str(copy), "--run", "3", "-q"]) == 0  # one run says nothing of means
    capsys.readouterr()
    sealed_again(copy, contrasts=[{**rows[0], "difference": rows[0]["difference"] + 0.25}, *rows[1:]])
    assert run(["rerun", str(copy), "--json"]) == 4
    (found,) = json.loads(capsys.readouterr().out)["differences"]
    assert found["largest"] == pytest.approx(0.25)
    assert found["where"] == {"indicator": first, "column": "difference"}


@pytest.mark.parametrize("table", [[], "none", 7, {}, [None] * 12, [{"indicator": "trust"}]])
def test_a_table_of_contrasts_that_is_none_is_said(
    result: Path, table: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = Path(shutil.copytree(result, tmp_path / "copy"))
    sealed_again(copy, contrasts=table)
    assert run(["rerun", str(copy)]) == 4
    assert "manifest: contrasts in the manifest are not one row per indicator" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--run", "8"], "runs 0 to 7"),
        (["--run", "-1"], "--run"),
        (["--record", "trusst"], "trust"),
        (["--out", "."], "the result itself"),
        (["--out", "./inside"], "lies in it"),
    ],
)
def test_mistakes_exit_2_and_leave_the_result_alone(
    result: Path, options: list[str], words: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(result)
    before = sorted(result.rglob("*"))
    assert run(["rerun", str(result), *options]) == 2
    err = capsys.readouterr().err
    assert words in err
    assert "Traceback" not in err
    assert sorted(result.rglob("*")) == before
