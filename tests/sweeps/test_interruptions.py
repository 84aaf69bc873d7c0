"""Killed workers, a killed parent, Ctrl-C, a full disk, a damaged shard: nothing finished is lost, and the bytes are the same."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from sweeping import SMALL, small

import detente
from detente.errors import ResultError, UsageError
from detente.sweeps import Sweep
from detente.sweeps.journal import FILE, Journal
from detente.sweeps.plan import Plan

RUNS = 4000
FILE_OF_SWEEP = """
title: A sweep to be interrupted
scenario: SCENARIO
packages: {none: {levers.*.level: 0}, both: {}}
factors: {parameters.grievance_scale: {range: [0.5, 1.5]}}
design: {kind: latin_hypercube, points: 10}
futures: 10
replicates: 20
seed: 5
record: [yearly]
"""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scenarios")
    (folder / "base.yaml").write_text(SMALL.read_text("utf-8"), "utf-8")
    (folder / "sweep.yaml").write_text(FILE_OF_SWEEP.replace("SCENARIO", "base.yaml"), "utf-8")
    return folder / "sweep.yaml"


@pytest.fixture(scope="module")
def digest(file: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the digest of the results of a sweep that nobody interrupted."""
    result = detente.read_sweep(file).run(tmp_path_factory.mktemp("whole") / "out", workers=2)
    assert result.manifest["failed"] == 0
    return str(result.manifest["results_digest"])


def started(file: Path, out: Path, *more: str, start_new_session: bool = False) -> subprocess.Popen[str]:
    code = "import sys; from detente.cli import main; main()"
    words = [sys.executable, "-c", code, "sweep", str(file), "--out", str(out), "--workers", "2", *more]
    return subprocess.Popen(words, stderr=subprocess.PIPE, text=True, start_new_session=start_new_session)


def done_in(out: Path) -> int:
    """Return how many runs the journal has."""
    try:
        journal = Journal(out, read_only=True)
    except (ResultError, OSError):
        return 0
    try:
        return sum(last - first for first, last in journal.spans())
    finally:
        journal.close()


def wait_for(out: Path, runs: int) -> int:
    limit = time.monotonic() + 60
    while time.monotonic() < limit:
        if (out / FILE).exists() and (done := done_in(out)) >= runs:
            return done
        time.sleep(0.02)
    raise AssertionError("the sweep does not get on")


def workers_of(parent: int) -> list[int]:
    found = []
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            try:
                command = (path / "cmdline").read_bytes().split(b"\0")
                status = (path / "status").read_text()
            except OSError:
                continue
            if b"from detente.sweeps.worker import main; main()" in command and f"PPid:\t{parent}\n" in status:
                found.append(int(path.name))
    return found


def gone(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/status").read_text().split("State:\t")[1][0] == "Z"
    except OSError:
        return True


def resumed(file: Path, out: Path) -> str:
    result = detente.read_sweep(file).run(out, workers=2, resume=True)
    assert result.complete
    return str(result.manifest["results_digest"])


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="looks processes up in /proc")
def test_killed_workers_and_a_killed_parent(file: Path, digest: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = started(file, out)
    wait_for(out, 1)
    os.kill(workers_of(process.pid)[0], signal.SIGKILL)  # a worker: replaced, its blocks made again
    kept = wait_for(out, 300)
    orphans = workers_of(process.pid)
    process.kill()  # the parent
    process.communicate()
    deadline = time.monotonic() + 2
    while time.monotonic() < deadline and not all(map(gone, orphans)):
        time.sleep(0.05)
    assert orphans and all(map(gone, orphans)), "workers outlive their parent"
    assert done_in(out) >= kept
    with pytest.raises(UsageError, match="not yet complete; go on with --resume"):
        detente.read_sweep(file).run(out)
    partial = detente.open_sweep(out)
    assert not partial.complete
    assert set(map(str, partial.data["status"].to_numpy().ravel())) <= {"ok", "missing"}
    assert resumed(file, out) == digest
    assert not [path for path in out.rglob("*") if path.name.endswith(".part")]


def test_ctrl_c_says_how_to_go_on(file: Path, digest: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = started(file, out)
    wait_for(out, 100)
    start = time.monotonic()
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert process.returncode == 130
    assert time.monotonic() - start < 5
    assert "--resume" in said and "Traceback" not in said
    assert said.count("interrupted") == 1 and "nothing was written" not in said
    assert 0 < done_in(out) < RUNS
    assert resumed(file, out) == digest


@pytest.mark.parametrize("seconds", [0.8, 1.6, 2.2, 2.6, 3.0, 3.4])
def test_ctrl_c_while_it_starts_leaves_all_or_nothing(file: Path, tmp_path: Path, seconds: float) -> None:
    """Interrupted as a terminal does it, the whole group: one message, which is true, and no traceback of a worker."""
    out = tmp_path / "out"
    process = started(file, out, start_new_session=True)
    time.sleep(seconds)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert "Traceback" not in said and "Error" not in said
    if process.returncode == 0 or seconds < 1.0:
        return  # done already, or Python itself had hardly begun
    assert process.returncode == 130
    if out.exists():
        assert said.count("interrupted") == 1 and "--resume" in said
        assert done_in(out) > 0
    else:
        assert said.strip().splitlines()[-1] == "interrupted; nothing was written" and "--resume" not in said


def test_two_at_once_are_refused(file: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = started(file, out)
    try:
        wait_for(out, 1)
        with pytest.raises(UsageError, match=f"is being worked on by process {process.pid} on"):
            detente.read_sweep(file).run(out, resume=True)
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Any:
    """Yield a folder on a disk of one megabyte, or skip where none may be mounted."""
    room = tmp_path / "disk"
    room.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(room)], capture_output=True).returncode:
        pytest.skip("no disk may be mounted here")
    try:
        yield room
    finally:
        subprocess.run(["umount", str(room)], check=True)


def test_a_disk_that_is_too_small_is_refused_with_both_numbers(file: Path, tiny_disk: Path) -> None:
    with pytest.raises(UsageError, match=r"needs up to [0-9.]+ MiB on the disk .* and (1\.0|0\.9) MiB are free"):
        detente.read_sweep(file).run(tiny_disk / "new" / "out", workers=2)
    assert list(tiny_disk.iterdir()) == []


def test_a_full_disk_stops_with_words_and_loses_nothing(
    file: Path, digest: str, tiny_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tiny_disk / "out"
    monkeypatch.setattr("detente.sweeps.running.check_room", lambda plan, out: None)  # the room was there when it began
    with pytest.raises(UsageError, match="what is finished is safe: make room, and go on with --resume"):
        detente.read_sweep(file).run(out, workers=2)
    kept = done_in(out)
    assert 0 < kept < RUNS
    subprocess.run(["mount", "-o", "remount,size=200m", str(tiny_disk)], check=True)
    assert done_in(out) == kept
    assert resumed(file, out) == digest


def test_an_input_or_output_that_fails_loses_nothing(
    file: Path, digest: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of the first writes of a shard, flushes and renames fails once, one after the other."""
    out, calls, fails_at = tmp_path / "out", 0, 0
    real = {name: getattr(os, name) for name in ("fsync", "replace")}

    def failing(name: str) -> Any:
        def call(*words: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls == fails_at:
                raise OSError(28, "No space left on device")
            return real[name](*words)

        return call

    for name in real:
        monkeypatch.setattr(os, name, failing(name))
    stopped = 0
    for number in (1, 3, 5, 6, 8, 10_000):
        calls, fails_at = 0, number
        try:
            result = detente.read_sweep(file).run(out, workers=2, resume=out.exists())
        except UsageError as error:
            assert "no space left" in str(error).lower()
            stopped += 1
    assert stopped >= 4
    assert result.manifest["results_digest"] == digest


def test_a_damaged_shard_is_found_and_it_alone_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Plan, "shard_runs", property(lambda self: 64))
    sweep = small(record=["yearly"])
    result = sweep.run(tmp_path / "out", workers=2)
    victim = tmp_path / "out" / "runs" / "runs-00000.parquet"
    other = tmp_path / "out" / "runs" / "runs-00001.parquet"
    before, stamp = victim.read_bytes(), other.stat().st_mtime_ns
    victim.write_bytes(before[:1000] + b"?" + before[1001:])
    damaged = detente.open_sweep(tmp_path / "out")
    with pytest.raises(ResultError, match=r"runs-00000.parquet is damaged or missing \(runs 0 to 63\)"):
        damaged.data["cohesion"].mean().to_numpy()
    said: list[str] = []
    again = sweep.run(tmp_path / "out", workers=2, resume=True, notice=said.append)
    assert said == ["runs/runs-00000.parquet: damaged or missing; runs 0 to 63 are made again"]
    assert victim.read_bytes() == before
    assert other.stat().st_mtime_ns == stamp
    assert again.manifest["results_digest"] == result.manifest["results_digest"]


def test_a_lost_journal_costs_no_whole_shard_of_a_finished_sweep(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Plan, "shard_runs", property(lambda self: 64))
    out, sweep = tmp_path / "out", small(record=["yearly"])
    result = sweep.run(out, workers=2)
    (out / FILE).unlink()
    with pytest.raises(ResultError, match=r"journal.sqlite is missing; .* with --resume makes it again"):
        detente.open_sweep(out)
    (out / "yearly" / "yearly-00001.parquet").write_bytes(b"nothing")
    made: list[int] = []
    again = sweep.run(out, workers=2, resume=True, progress=lambda tally: made.append(sum(tally.by_package.values())))
    assert made[0] == 64 and sum(made) == 108, "the whole shard is taken over, the damaged one made again"
    assert again.manifest["results_digest"] == result.manifest["results_digest"]
    (out / FILE).write_bytes(b"nothing" * 1000)
    with pytest.raises(ResultError, match="cannot be read as a journal"):
        sweep.run(out, resume=True)


def test_another_question_is_refused_with_the_difference(tmp_path: Path) -> None:
    out = tmp_path / "out"
    small().run(out, workers=1)
    cases = {
        "seed was 5, is 6": {"seed": 6},
        "replicates was 2, is 3": {"replicates": 3},
        "points was 6, is 7": {"design": {"kind": "latin_hypercube", "points": 7}},
        "packages.*was.*is": {"packages": {"none": {"levers.*.level": 0}, "both": {}, "other": {}}},
        r"levers.line.level was 0.4 \[0.2, 0.6\], is 0.9 \[0.9, 0.9\]": {
            "packages": {"none": {"levers.*.level": 0}, "both": {"levers.line.level": 0.9}, "cbm": {"levers.line.level": 0}}
        },
    }  # fmt: skip
    for words, changes in cases.items():
        for resume in (True, False):
            with pytest.raises(UsageError, match=words):
                small(**changes).run(out, resume=resume)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("three years of work")
    with pytest.raises(UsageError, match="holds no sweep"):
        small().run(tmp_path / "mine")
    with pytest.raises(UsageError, match="nothing to resume"):
        small().run(tmp_path / "new", resume=True)


def test_a_changed_scenario_is_refused_with_its_difference(file: Path, tmp_path: Path) -> None:
    for name in ("base.yaml", "sweep.yaml"):
        text = (file.parent / name).read_text("utf-8").replace("futures: 10", "futures: 1")
        (tmp_path / name).write_text(text, "utf-8")
    own, out = tmp_path / "sweep.yaml", tmp_path / "out"
    detente.read_sweep(own).run(out, workers=2)
    base = tmp_path / "base.yaml"
    base.write_text(base.read_text("utf-8").replace("habituation: 0.5", "habituation: 0.25"), "utf-8")
    with pytest.raises(UsageError, match=r"parameters.habituation was 0.5 \[0.5, 0.5\], is 0.25"):
        detente.read_sweep(own).run(out, resume=True)


def test_an_edited_manifest_and_a_lost_design_are_refused(tmp_path: Path) -> None:
    out = tmp_path / "out"
    sweep: Sweep = small()
    sweep.run(out, workers=1)
    (out / "plan.npz").write_bytes(b"nothing")
    with pytest.raises(ResultError, match=r"plan.npz is missing or not as it was written"):
        sweep.run(out, resume=True)
    manifest = (out / "manifest.json").read_text().replace('"seed": 5', '"seed": 6')
    (out / "manifest.json").write_text(manifest)
    with pytest.raises(ResultError, match="was edited"):
        detente.open_sweep(out)
