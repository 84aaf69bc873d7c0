"""`detente sweep`: dry run, files, JSON, progress; the shipped sweep files are sound and answer in small."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from sweeping import SMALL

import detente
from detente.cli import run as command
from detente.cli.sweep import duration, size
from detente.errors import ResultError
from detente.sweeps.course import Tally
from detente.sweeps.plan import plan_of
from detente.sweeps.progress import SweepLines, shown
from detente.sweeps.work import work_off

SHIPPED = sorted((Path(__file__).parents[2] / "scenarios" / "sweeps").glob("*.yaml"))
NAMES = {"inclusion_against_trust", "exercises_against_grievance", "timing_against_tension", "main_assumptions",
         "self_reliance_against_credibility", "packages_against_futures"}  # fmt: skip


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "base.yaml").write_text(SMALL.read_text("utf-8"), "utf-8")
    text = ("title: A sweep\nscenario: base.yaml\npackages: {none: {levers.*.level: 0}, both: {}}\nreplicates: 2\n"
            "factors: {parameters.grievance_scale: {}}\ndesign: {kind: grid}\nrecord: [yearly]\n")  # fmt: skip
    (tmp_path / "sweep.yaml").write_text(text, "utf-8")
    return tmp_path / "sweep.yaml"


def test_the_shipped_sweeps_are_these() -> None:
    assert {path.stem for path in SHIPPED} == NAMES


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_sweep_opens_with_its_question_and_runs(path: Path) -> None:
    sweep = detente.read_sweep(path)
    assert path.read_text("utf-8").startswith("# ") and sweep.question.endswith("?")
    assert sweep.runs <= 100_000
    plan = plan_of(replace(sweep, points=sweep.points[[0, -1]]))
    work = plan.work()
    for k in range(len(sweep.packages)):
        for point in (0, 1):
            first = plan.order.place(k, point, 0, 0)
            block = work_off(work, plan.task(first, first + 1))
            assert block.failures == []


def test_a_dry_run_writes_nothing(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(file.parent)
    assert command(["sweep", str(file), "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert "A sweep: 5 points (grid) x 2 packages, all other numbers at their modes, 2 replicates" in said
    assert (
        "MiB while it runs" in said
        and "runs    20" in said
        and "time    about" in said
        and "memory  about" in said
        and "disk    about" in said
    )
    assert command(["sweep", str(file), "--dry-run", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["runs"] == 20 and found["seconds"] > 0 and found["peak"] > found["disk"] > 0
    assert not (file.parent / "results").exists()


def test_an_estimate_of_disk_is_near_what_is_written(tmp_path: Path) -> None:
    sweep = detente.Sweep.of(SMALL, futures=100, replicates=20, record=["yearly"])
    guess, again = sweep.estimate(2), sweep.estimate(2)
    assert (guess.disk, guess.peak, guess.memory) == (again.disk, again.peak, again.memory)
    most = 0

    def measured(tally: Tally) -> None:
        nonlocal most
        most = max(most, sum(path.stat().st_size for path in (tmp_path / "out").rglob("*") if path.is_file()))

    result = sweep.run(tmp_path / "out", workers=2, progress=measured)
    assert most < guess.peak < 4 * most + 2**21
    found = sum(path.stat().st_size for path in result.folder.rglob("*") if path.is_file())
    assert 0.4 * found < guess.disk - 2**20 < 2.5 * found


def test_a_sweep_by_the_command_line(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(file.parent)
    assert command(["sweep", str(file), "--workers", "1"]) == 0
    told = capsys.readouterr()
    assert "20 runs (2 packages x 5 points x 1 futures x 2 replicates), 0 failed" in told.out
    assert "both: trust_in_focus" in told.out and "results/sweep-seed7" in told.out
    assert "20 of 20 runs (none 100 %, both 100 %)" in told.err
    assert (file.parent / "results" / "sweep-seed7" / "sweep.yaml").read_text("utf-8") == file.read_text("utf-8")
    assert command(["sweep", str(file)]) == 2
    assert "holds this very sweep already, complete" in capsys.readouterr().err
    assert command(["sweep", str(file), "--resume", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["differences"]) == 12
    assert command(["sweep", "nowhere.yaml", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["faults"]


@pytest.mark.parametrize(
    ("more", "code", "words"),
    [
        (["--workers", "5000"], 2, "workers: found 5000; at most "),
        (
            ["--memory-limit", "15"],
            3,
            "workers do not start: each may hold 15 MiB of memory, and program and kernel alone need",
        ),
        (["--dask", "tcp://127.0.0.1:9"], 2, "dask"),
    ],
)
def test_a_sweep_that_could_not_start_leaves_no_folder(
    file: Path, capsys: pytest.CaptureFixture[str], more: list[str], code: int, words: str
) -> None:
    out = file.parent / "out"
    assert command(["sweep", str(file), "--out", str(out), *more]) == code
    assert words in capsys.readouterr().err.replace("Dask", "dask")
    assert not out.exists()


def test_dask_that_is_not_installed_is_said_before_anything_is_written(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("detente.sweeps.options.find_spec", lambda name: None)
    assert command(["sweep", str(file), "--out", str(file.parent / "out"), "--dask", "tcp://127.0.0.1:9"]) == 2
    assert "pip install 'detente[dask]'" in capsys.readouterr().err
    assert not (file.parent / "out").exists()


def test_a_scenario_is_no_sweep(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(["sweep", str(file.parent / "base.yaml"), "--dry-run"]) == 2
    said = capsys.readouterr().err
    assert f"this is a scenario, not a sweep; run it with: detente run {file.parent / 'base.yaml'}" in said
    assert len(said.splitlines()) == 1


def test_plot_and_explain_say_what_to_do_with_a_sweep(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = detente.read_sweep(file).run(file.parent / "out", workers=1)
    assert command(["explain", str(result.folder), "--of", "trust", "--from", "ARN", "--to", "BEL"]) == 2
    assert "holds a sweep; open it with detente.open_sweep" in capsys.readouterr().err
    with pytest.raises(ResultError, match="holds a sweep"):
        detente.rerun(result.folder)


def test_progress_in_a_log(capsys: pytest.CaptureFixture[str]) -> None:
    clock = iter([0.0, 1.0, 3.0, 5.0, 9.0])
    lines = SweepLines({"none": 100, "both": 100}, lambda: next(clock))
    lines.tick(Tally({"none": 50}, 0))  # after 1 s: nothing yet
    assert capsys.readouterr().err == ""
    lines.tick(Tally({"none": 20, "both": 30}, 1))
    assert capsys.readouterr().err == "100 of 200 runs (none 70 %, both 30 %), 1 failed, 25 runs/s, about 4 s left\n"
    lines.tick(Tally({"both": 70}, 0))  # after 5 s: the pause has grown
    assert capsys.readouterr().err == ""
    lines.close()
    assert capsys.readouterr().err == "170 of 200 runs (none 70 %, both 100 %), 1 failed, 9 s\n"


def test_progress_on_a_terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.sweeps.progress.on_terminal", lambda: True)
    with shown(True, {"none": 10, "both": 10}) as tick:
        tick(Tally({"none": 10}, 0))
        tick(Tally({"both": 10}, 2))
    said = capsys.readouterr().err
    assert "all runs" in said and "none" in said and "20/20" in said and "2 failed" in said
    with shown(False, {"none": 10}) as tick:
        tick(Tally({"none": 10}, 0))
    assert capsys.readouterr().err == ""


def test_words_for_sizes() -> None:
    assert (duration(59), duration(3600), duration(2 * 86_400)) == ("59 seconds", "60.0 minutes", "2.0 days")
    assert (size(2048), size(3 * 2**20), size(2**31)) == ("2 KiB", "3.0 MiB", "2.0 GiB")
