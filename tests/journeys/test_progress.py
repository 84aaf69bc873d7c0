"""Progress: a bar on a terminal, a few lines in a log, silence when asked."""

from __future__ import annotations

import sys

import pytest

from detente.cli.progress import Lines, progress_bar, working
from detente.progressing import Cell, in_notebook


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


class Handle:
    """A cell's output that remembers what it was given."""

    def __init__(self, shown: list[str]) -> None:
        self.shown = shown

    def update(self, html: object) -> None:
        self.shown.append(html.data)  # type: ignore[attr-defined]


@pytest.fixture
def notebook(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Stand in for a notebook; return the list of what its cell shows."""
    import IPython
    import IPython.display

    shown: list[str] = []

    def display(html: object, display_id: bool) -> Handle:
        handle = Handle(shown)
        handle.update(html)
        return handle

    monkeypatch.setattr(IPython, "get_ipython", lambda: type("Shell", (), {"kernel": object()})())
    monkeypatch.setattr(IPython.display, "display", display)
    return shown


def test_a_notebook_sees_one_line_that_is_written_anew(notebook: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    cell = Cell(10, "<b>Work</b>", "runs", clock)
    for _ in range(10):
        clock.now += 0.15
        cell.tick(1)
    cell.close()
    assert len(notebook) == 5  # every 0.3 seconds, and the end
    assert 'value="2" max="10"' in notebook[0]
    assert "10 runs in 1.5 s" in notebook[-1]
    assert all("<b>" not in html and "&lt;b&gt;Work" in html for html in notebook)
    with progress_bar(2, "Work", quiet=False) as tick:
        tick(2)
    assert "2 runs in" in notebook[-1]
    assert capsys.readouterr().err == ""


def test_a_terminal_with_ipython_is_no_notebook(monkeypatch: pytest.MonkeyPatch) -> None:
    import IPython

    monkeypatch.setattr(IPython, "get_ipython", lambda: object())
    assert not in_notebook()
    monkeypatch.setattr(IPython, "get_ipython", lambda: None)
    assert not in_notebook()
