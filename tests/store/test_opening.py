"""A results folder is what was written, or it is refused in words; nobody sees a traceback, and nothing is lost."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

import detente
from detente.cli import run
from detente.errors import ResultError
from detente.store import read_manifest

Sign = Callable[..., None]
FILES = ("ensemble.nc", "scenario.yaml", "reference.yaml", "manifest.json")


def refusal(folder: Path) -> str:
    """Return the words with which a folder is refused."""
    with pytest.raises(ResultError) as caught:
        detente.open_result(folder)
    return str(caught.value)


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("file", FILES)
def test_a_missing_file_is_named(result: Path, file: str) -> None:
    (result / file).unlink()
    assert file in refusal(result)


@pytest.mark.parametrize("share", [0.0, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.998])
@pytest.mark.parametrize("file", FILES)
def test_a_file_cut_short_is_refused(result: Path, file: str, share: float) -> None:
    path = result / file
    path.write_bytes(path.read_bytes()[: int(share * path.stat().st_size)])
    assert file in refusal(result)


@pytest.mark.parametrize("share", [0.0, 0.003, 0.05, 0.2, 0.4, 0.6, 0.8, 0.95])
@pytest.mark.parametrize("file", FILES)
def test_one_changed_byte_is_noticed(result: Path, file: str, share: float) -> None:
    path = result / file
    data = bytearray(path.read_bytes())
    data[int(share * len(data))] ^= 0x01
    path.write_bytes(data)
    assert file in refusal(result)


@pytest.mark.parametrize("share", [0.0, 0.2, 0.5, 0.9, 0.999])
def test_a_cut_file_with_digests_put_right_is_refused_as_well(result: Path, share: float, sign: Sign) -> None:
    path = result / "ensemble.nc"
    path.write_bytes(path.read_bytes()[: int(share * path.stat().st_size)])
    sign(result)
    assert "netCDF" in refusal(result)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"format": 2}, "upgrade"),
        ({"format": 0, "detente": "0.0.1"}, "open it with detente 0.0.1"),
        ({"format": "1"}, "format"),
        ({"seed": 4}, "edited"),
        ({"runs": 16}, "edited"),
        ({"runs": 7}, "do not fit"),
        ({"runs": 0}, "do not fit"),
        ({"seed": -1}, "do not fit"),
        ({"seed": 3.0}, "do not fit"),
        ({"replicates": True}, "do not fit"),
        ({"detente": None}, "texts"),
        ({"scenario_digest": "0" * 64}, "another scenario"),
        ({"run": 8}, "no run 8"),
    ],
)
def test_a_manifest_that_says_otherwise_is_refused(
    result: Path, changes: dict[str, object], words: str, sign: Sign
) -> None:
    sign(result, **changes)
    assert words in refusal(result)


def test_an_edited_manifest_breaks_its_seal(result: Path) -> None:
    path = result / "manifest.json"
    path.write_text(path.read_text("utf-8").replace('"title": "', '"title": "Better: '), "utf-8")
    assert "seal" in refusal(result)


@pytest.mark.parametrize("name", ["../secret.txt", "/etc/hostname", "a\0b"])
def test_a_manifest_does_not_reach_outside_its_folder(result: Path, name: str) -> None:
    path = result / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**manifest, "files": {**manifest["files"], name: "0"}}), "utf-8")
    assert "no file of a results folder" in refusal(result)


@pytest.mark.parametrize("text", ["", "null", "[]", "{}", "[" * 100_000, '{"format": 1}', "\ufeff{", "9" * 5000, "nan"])
def test_whatever_stands_in_a_manifest_is_answered_in_words(result: Path, text: str) -> None:
    (result / "manifest.json").write_text(text, "utf-8")
    assert "manifest.json" in refusal(result)


def test_a_scenario_of_a_newer_version_is_refused_with_that_version(result: Path, sign: Sign) -> None:
    path = result / "scenario.yaml"
    path.write_text(path.read_text("utf-8").replace("schema: 1", "schema: 2"), "utf-8")
    sign(result, detente="9.9.9")
    words = refusal(result)
    assert "9.9.9" in words
    assert "newer" in words


def test_another_place_is_told_from_a_results_folder(result: Path, tmp_path: Path) -> None:
    assert "no such folder" in refusal(tmp_path / "nowhere")
    assert f"name its folder, {result}" in refusal(result / "ensemble.nc")
    assert "name one of them: small" in refusal(result.parent)
    (tmp_path / "empty").mkdir()
    assert "no manifest.json" in refusal(tmp_path / "empty")
    assert "cannot be read" in refusal(tmp_path / ("x" * 5000))


@pytest.mark.parametrize("file", ["manifest.json", "ensemble.nc"])
def test_an_unreadable_file_is_named(result: Path, file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def closing(method: str) -> None:
        whole = getattr(Path, method)

        def closed(path: Path, *arguments: object, **options: object) -> object:
            if path.name == file:
                raise PermissionError(13, "Permission denied")
            return whole(path, *arguments, **options)

        monkeypatch.setattr(Path, method, closed)

    closing("open")
    closing("read_text")
    words = refusal(result)
    assert file in words
    assert "permission denied" in words


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_in_place_of_a_file_is_not_waited_for(result: Path) -> None:
    (result / "ensemble.nc").unlink()
    os.mkfifo(result / "ensemble.nc")
    assert "missing" in refusal(result)


def test_figures_may_be_touched(result: Path) -> None:
    (result / "figures" / "drawing.png").write_bytes(b"drawn better")
    assert detente.open_result(result).manifest["runs"] == 8
    (result / "figures" / "drawing.png").unlink()
    assert detente.open_result(result).manifest["runs"] == 8


def test_a_result_of_the_first_version_has_no_seal_and_opens(result: Path) -> None:
    path = result / "manifest.json"
    later = ("seal", "kernel", "recorded", "reference_recorded")
    manifest = {key: value for key, value in read_manifest(result).items() if key not in later}
    path.write_text(json.dumps({**manifest, "detente": "0.1.0"}))
    assert detente.open_result(result).manifest["seed"] == 3


@pytest.mark.parametrize("command", [["rerun"], ["explain", "--of", "trust", "--from", "ARN", "--to", "BEL"]])
def test_commands_refuse_with_2_and_touch_nothing(
    result: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    data = (result / "ensemble.nc").read_bytes()
    (result / "ensemble.nc").write_bytes(data[:-1])
    before = everything(result)
    assert run([command[0], str(result), *command[1:]]) == 2
    captured = capsys.readouterr()
    assert "ensemble.nc" in captured.err
    assert "Traceback" not in captured.err
    assert everything(result) == before
