"""What the shell completes: the names that files and results folders hold."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from detente.cli import run

ROOT = Path(__file__).parents[2]
UNIFIED = str(ROOT / "scenarios" / "unified_framework.yaml")
SMALL = str(ROOT / "tests" / "museum" / "base.yaml")


def completed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], line: str) -> list[str]:
    """Return what bash is offered for the last word of a line."""
    monkeypatch.setattr(sys, "argv", ["detente"])
    monkeypatch.setenv("_DETENTE_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.setenv("COMP_CWORD", str(len(line.split(" ")) - 1))
    run([])
    return capsys.readouterr().out.split()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("work")
    assert run(["run", SMALL, "--runs", "2", "--out", str(folder / "small"), "-q"]) == 0
    return folder


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("detente rer", ["rerun"]),
        (f"detente run {UNIFIED} --variant high", ["high_grievance"]),
        (f"detente run {UNIFIED} --set levers.measures_c", ["levers.measures_china.level="]),
        (f"detente run {UNIFIED} --set parameters.trust_half", ["parameters.trust_half_life="]),
        ("detente run x.yaml --record trust,tens", ["trust,tension"]),
        (f"detente show {UNIFIED} ties.grie", ["ties.grievance"]),
        ("detente run nowhere.yaml --variant x", []),
        ("detente rerun sm", ["small"]),
        ("detente explain small --of inte", ["intent", "interdependence", "interoperability"]),
        ("detente explain small --from ", ["ARN", "BEL", "COR"]),
        ("detente explain nowhere --from ", []),
    ],
)
def test_names_are_offered(
    line: str, offered: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    assert sorted(completed(monkeypatch, capsys, line)) == offered


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_a_script(shell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION", "1")
    program = "import sys; sys.argv[0] = 'detente'; from detente.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", program, "--show-completion", shell], capture_output=True, text=True,
                          check=False)  # fmt: skip
    assert done.returncode == 0
    assert "_DETENTE_COMPLETE" in done.stdout
