"""Progress: a bar on a terminal, a few lines in a log, silence when asked."""

from __future__ import annotations

import sys

import pytest

from detente.cli.progress import Lines, progress_bar, working


class Clock:
    """A clock that is set by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def logged(capsys: pytest.CaptureFixture[str], seconds: float, each: float) -> list[str]:
    """Return the lines of a log of work that finishes one run every `each` seconds."""
    clock = Clock()
    lines = Lines(round(seconds / each), "Work", "runs", clock)
    while clock.now + each / 2 < seconds:
        clock.now += each
        lines.tick(1)
    lines.close()
    return capsys.readouterr().err.splitlines()


def test_what_is_quick_leaves_no_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert logged(capsys, 0.9, 0.1) == []


@pytest.mark.parametrize(("seconds", "most"), [(10, 6), (60, 8), (3600, 70)])
def test_a_log_is_sparse_and_ends_with_the_whole(seconds: float, most: int, capsys: pytest.CaptureFixture[str]) -> None:
    found = logged(capsys, seconds, 0.5)
    assert 2 <= len(found) <= most
    assert found[-1] == f"Work: {2 * seconds} runs in {seconds} s"


def test_the_time_left_is_that_of_the_pace(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    lines = Lines(100, "Work", "runs", clock)
    clock.now = 40.0  # compiling
    lines.tick(10)
    clock.now = 50.0
    lines.tick(10)
    first, second = capsys.readouterr().err.splitlines()
    assert "left" not in first
    assert second.endswith("about 80 s left")


def test_silence_and_a_log_without_control_characters(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for quiet in (True, False):
        with progress_bar(2, "Work", quiet=quiet) as tick, working("drawing", quiet=quiet):
            tick(2)
    assert capsys.readouterr().err == "drawing ...\n"


def test_a_terminal_sees_a_bar(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with progress_bar(2, "Work [bold]", quiet=False) as tick:
        tick(2)
    err = capsys.readouterr().err
    assert "Work [bold]" in err
    assert "2/2" in err
    monkeypatch.setenv("TERM", "dumb")
    with working("drawing", quiet=False):
        pass
    assert capsys.readouterr().err == "drawing ...\n"
