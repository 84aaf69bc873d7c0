"""`detente serve` from the command line: what it prints, what it refuses, and that Ctrl-C leaves nothing running."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from detente.cli import run

COMMAND = [sys.executable, "-m", "detente", "serve"]


def start(*words: str, **options: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*COMMAND, *words, "--no-browser"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options
    )  # type: ignore[call-overload, no-any-return]


def children(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def gone(pid: int) -> bool:
    for _ in range(200):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda how: how.name)
def test_whatever_ends_it_leaves_no_worker(folder: Path, how: signal.Signals) -> None:
    process = start(str(folder / "child.yaml"), "--json", "--save-in", str(folder))
    assert process.stdout is not None
    line = json.loads(process.stdout.readline())
    assert line["address"].startswith("http://127.0.0.1:") and len(line["address"].partition("#")[2]) >= 43
    (worker,) = children(process.pid)
    process.send_signal(how)
    output, errors = process.communicate(timeout=20)
    assert process.returncode == (-how if how is signal.SIGKILL else 0) and not output and "Traceback" not in errors
    assert gone(worker)


def test_another_address_is_let_in_with_a_warning(folder: Path) -> None:
    process = start(str(folder / "child.yaml"), "--host", "0.0.0.0", "--allow-remote", "--quiet")
    assert process.stdout is not None
    assert process.stdout.readline().startswith("http://0.0.0.0:")
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=20)
    assert process.returncode == 0 and not output and "warning: listening on 0.0.0.0" in errors


@pytest.mark.parametrize(("words", "message"), [
    (["--host", "0.0.0.0"], "--allow-remote"),
    (["--host", "no.such.host.invalid", "--allow-remote"], "cannot listen on"),
    (["--save-in", "nowhere"], "is no folder"),
    (["--variant", "clam"], "did you mean 'calm'"),
])  # fmt: skip
def test_what_will_not_do_is_said_and_nothing_is_started(
    folder: Path, words: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["serve", str(folder / "child.yaml"), "--no-browser", *words]) == 2
    assert message in capsys.readouterr().err


def test_all_faults_of_the_file_are_told_with_their_places(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = folder / "broken.yaml"
    file.write_text("title: Broken\nextends: base.yaml\nfocus: ARM\nlevers:\n  cbm: {level: 7}\n")
    assert run(["serve", str(file), "--no-browser", "--json"]) == 2
    faults = json.loads(capsys.readouterr().out)["faults"]
    assert [fault["where"].rpartition("broken.yaml")[2] for fault in faults] == [":3:8", ":5:16"]
