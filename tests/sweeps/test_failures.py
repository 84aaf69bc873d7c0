"""A run that fails becomes a row with its reason; the others go on; nothing stands in for it."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from choosing import Failing, Greedy, Hanging, Killing, Stubborn
from sweeping import PACKAGES, SMALL, small

import detente
from detente.cli import run as command
from detente.errors import UsageError
from detente.sweeps.course import Course
from detente.sweeps.journal import Journal
from detente.sweeps.plan import plan_of
from detente.sweeps.work import FAILED, work_off

BY_AGENTS: dict[str, Any] = {
    "packages": {"both": PACKAGES["both"]}, "factors": {"parameters.grievance_scale": {"range": [0.5, 1.5]}},
    "design": {"kind": "latin_hypercube", "points": 2}, "futures": 2, "replicates": 2,
}  # fmt: skip


def test_by_default_agents_the_mesa_face_gives_the_bits_of_the_kernel(tmp_path: Path) -> None:
    kinds = ["yearly", "trust", "tension", "nationalism"]
    one = small(**BY_AGENTS, record=kinds).run(tmp_path / "kernel", workers=1)
    other = small(**BY_AGENTS, record=kinds).run(tmp_path / "mesa", workers=2, agents=detente.StateAgent)
    assert one.manifest["results_digest"] == other.manifest["results_digest"]


def test_an_exception_in_choose_costs_that_run_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    result = small(**BY_AGENTS).run(out, workers=2, agents={"ARN": Failing})
    plain = small(**BY_AGENTS).run(tmp_path / "plain", workers=1)
    bad = result.data["status"].to_numpy() == "failed"
    assert bad.sum() == 2 and bad[0, :, 1, 1].all()  # run 3 is replicate 1 of future 1, at both points
    ours, theirs = result.data["cohesion"].to_numpy(), plain.data["cohesion"].to_numpy()
    assert np.isnan(ours[bad]).all()
    assert np.array_equal(ours[~bad], theirs[~bad])
    row = result.failures.iloc[0]
    assert row["error"] == "ZeroDivisionError: nobody is to be divided by"
    assert "in choose" in row["traceback"]
    words = shlex.split(row["again"])
    assert words[:5] == ["detente", "rerun", str(out), "--run", str(row["run"])]
    assert command(words[1:]) == 3
    assert "ZeroDivisionError: nobody is to be divided by" in capsys.readouterr().out
    assert command(["rerun", str(out), "--run", "0", "--agents", words[-1]]) == 0
    assert "the same, bit for bit" in capsys.readouterr().out
    assert command(["rerun", str(out), "--run", "0"]) == 2
    assert "add --agents ARN=" in capsys.readouterr().err


def test_killing_hanging_and_greedy_runs_are_found(tmp_path: Path) -> None:
    cases: dict[str, tuple[type, dict[str, Any], str]] = {
        "killing": (Killing, {}, "crashed: its process was killed by SIGKILL"),
        "hanging": (Hanging, {"time_limit": 3.0}, "timeout: no answer in 3 s"),
        "greedy": (Greedy, {"memory_limit": 600}, "crashed: more than 600 MiB of memory"),
    }  # fmt: skip
    one = {**BY_AGENTS, "design": {"kind": "latin_hypercube", "points": 1}}
    for name, (agent, options, words) in cases.items():
        result = small(**one).run(tmp_path / name, workers=2, agents={"ARN": agent}, **options)
        assert result.manifest["failed"] == 1, name
        assert list(result.failures["error"]) == [words]
        assert list(result.failures["run"]) == [3]
        assert (result.data["status"].to_numpy() == "ok").sum() == 3


def test_what_is_not_finite_is_a_failure_that_names_the_step(tmp_path: Path) -> None:
    plan = plan_of(small())
    task = plan.task(30, 42)
    column = 0
    task.values[5, column] = np.nan
    block = work_off(plan.work(), task)
    assert [failure.place for failure in block.failures] == [35]
    assert block.failures[0].error.startswith("stopped being finite in step 0 (2025-01-01): trust_in_focus")
    assert block.arrays["status"][5] == FAILED
    assert np.isnan(block.arrays["means"][5]).all()
    whole = work_off(plan.work(), plan.task(30, 42))
    assert np.array_equal(np.delete(block.arrays["means"], 5, 0), np.delete(whole.arrays["means"], 5, 0))


def test_the_command_line_says_which_failed_and_exits_with_3(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "sweep.yaml"
    (tmp_path / "base.yaml").write_text(SMALL.read_text("utf-8"), "utf-8")
    file.write_text("title: Small\nscenario: base.yaml\nreplicates: 4\n", "utf-8")
    real = Course._keep

    def failing(self: Course, event: Any) -> None:
        if event.task.first <= 2 < event.task.last:
            event = event._replace(payload=None, status=2, reason="lost")
            self._give_up(2, event)
            gaps = [(event.task.first, 2), (3, event.task.last)]
            self._again.extend(gap for gap in gaps if gap[0] < gap[1])
            return
        real(self, event)

    monkeypatch.setattr(Course, "_keep", failing)
    assert command(["sweep", str(file), "--out", str(tmp_path / "out"), "--workers", "1"]) == 3
    said = capsys.readouterr().out
    assert "4 runs (1 packages x 1 points x 1 futures x 4 replicates), 1 failed" in said
    assert f"again: detente rerun {tmp_path / 'out'} --run 2" in said
    monkeypatch.setattr(Course, "_keep", real)
    assert command(["sweep", str(file), "--out", str(tmp_path / "out2"), "--workers", "1", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["failed"] == 0 and found["runs"] == 4


def test_agents_that_workers_could_not_load_are_refused(tmp_path: Path) -> None:
    class Local(detente.StateAgent):
        pass

    with pytest.raises(UsageError, match="define the classes at the top of a module"):
        small(**BY_AGENTS).run(tmp_path / "out", agents=Local)
    with pytest.raises(UsageError, match="a subclass of"):
        small(**BY_AGENTS).run(tmp_path / "out", agents={"ARN": "Stubborn"})
    result = small(**BY_AGENTS).run(tmp_path / "out", agents={"ARN": Stubborn}, workers=1)
    with pytest.raises(UsageError, match="agents was"):
        small(**BY_AGENTS).run(tmp_path / "out", agents={"ARN": Killing}, resume=True)
    assert "Stubborn" in result.manifest["question"]["agents"]


def test_workers_that_cannot_start_are_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.sweeps.hiring.pickle.dumps", lambda work: b"nonsense")
    with pytest.raises(detente.DetenteError, match="workers do not start: UnpicklingError"):
        small().run(tmp_path / "out", workers=1)
    monkeypatch.undo()
    assert not (tmp_path / "out").exists(), "a folder without any finished block stands in the way"
    assert small().run(tmp_path / "out", workers=1).complete


def test_a_damaged_block_is_made_again(tmp_path: Path) -> None:
    import sqlite3

    out = tmp_path / "out"
    plan = plan_of(small())
    from detente.sweeps import folder as folders
    from detente.sweeps.packing import digest, to_bytes
    from detente.sweeps.question import question_of

    folders.begin(out, plan, question_of(plan, None))
    journal = Journal(out)
    for first, last in ((0, 20), (20, 50)):
        data = to_bytes(work_off(plan.work(), plan.task(first, last)))
        journal.add_block(first, last, data, None, digest(data), [])
    journal.close()
    with sqlite3.connect(out / "journal.sqlite") as data:
        data.execute("UPDATE block SET payload = zeroblob(100) WHERE first = 20")
    data.close()
    said: list[str] = []
    result = small().run(out, workers=1, resume=True, notice=said.append)
    assert said == ["the block of runs 20 to 49 is damaged and made again"]
    assert result.manifest["results_digest"] == small().run(tmp_path / "other", workers=1).manifest["results_digest"]
