"""How the program ends: when the reader leaves, the disk is full, or Ctrl-C is pressed twice; and what help says."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from detente.cli import run

ROOT = Path(__file__).parents[2]
SMALL = str(ROOT / "tests" / "museum" / "base.yaml")
UNIFIED = str(ROOT / "scenarios" / "unified_framework.yaml")
DETENTE = [sys.executable, "-c", "from detente.cli import main; main()"]
TWICE = """
import os, signal, sys, time
from detente import cli

def slow(arguments):
    try:
        os.kill(os.getpid(), signal.SIGINT)
    except KeyboardInterrupt:
        os.kill(os.getpid(), signal.SIGINT)  # while it tidies up
        print("tidy")
        return cli._interrupted()

cli.run = slow
cli.main()
"""


def ended(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    command = [*DETENTE, *arguments]
    return subprocess.run(command, text=True, check=False, stderr=subprocess.PIPE, **options)  # type: ignore[call-overload, no-any-return]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
@pytest.mark.parametrize("arguments", [["show", UNIFIED, "ties"], ["show", UNIFIED, "--json"], ["validate", SMALL]])
def test_a_full_disk_is_said_in_words(arguments: list[str]) -> None:
    with open("/dev/full", "w") as full:
        done = ended(*arguments, stdout=full)
    assert done.returncode == 2
    assert "no space left" in done.stderr.lower()
    assert len(done.stderr.splitlines()) == 1


def test_a_reader_that_leaves_is_no_fault() -> None:
    with subprocess.Popen([*DETENTE, "show", UNIFIED, "ties"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as one:
        assert one.stdout is not None
        assert one.stderr is not None
        one.stdout.readline()
        one.stdout.close()
        assert one.stderr.read() == b""
        assert one.wait() == 0


@pytest.mark.skipif(os.name != "posix", reason="signals of this kind are sent on POSIX systems")
def test_pressed_twice_it_still_tidies_up_and_exits_130() -> None:
    done = subprocess.run([sys.executable, "-c", TWICE], capture_output=True, text=True, check=False)
    assert done.returncode == 130
    assert "tidy" in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["validate", "show", "run", "rerun", "explain"])
def test_help_names_the_exit_codes(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([command, "--help"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "Exit codes: 0" in out
    assert "2 " in out.partition("Exit codes")[2]
    assert "--json" in out


def test_help_and_completion_wait_for_no_arrays() -> None:
    script = "import sys; from detente.cli import app; bad = {'numpy', 'numba', 'xarray', 'mesa', 'matplotlib'}"
    done = ended_script(f"{script}; sys.exit(len(bad & set(sys.modules)))")
    assert done == 0


def ended_script(script: str) -> int:
    return subprocess.run([sys.executable, "-c", script], check=False).returncode
