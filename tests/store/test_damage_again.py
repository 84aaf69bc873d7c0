"""More ways to damage a result: each is refused in words, or found by a rerun; and an old result is never lost."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pytest

import detente
from detente.cli import run
from detente.cli.completing import results
from detente.errors import ResultError, UsageError
from detente.figures.saving import enter
from detente.store import read_manifest, whole_folder

Sign = Callable[..., None]


def refusal(folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Return the words with which Python and the command line refuse a folder."""
    with pytest.raises(ResultError) as caught:
        detente.open_result(folder)
    capsys.readouterr()
    for command in (["rerun", str(folder)], ["plot", str(folder)], ["compare", str(folder), str(folder)]):
        assert run(command) == 2
        assert "Traceback" not in capsys.readouterr().err
    return str(caught.value)


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("after", [0, 1], ids=["before", "after"])
def test_a_break_between_the_two_renamings_leaves_the_old_result(
    result: Path, error: BaseException, after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The break comes at the first renaming once it is done, or at the second before it is."""
    whole, calls = os.replace, []

    def broken(source: Path, target: Path) -> None:
        calls.append(source)
        if len(calls) == 1 + after:
            if not after:
                whole(source, target)
            raise error
        whole(source, target)

    before = (result / "manifest.json").read_bytes()
    monkeypatch.setattr(os, "replace", broken)
    with pytest.raises((UsageError, KeyboardInterrupt)), whole_folder(result) as room:
        (room / "new").write_text("new")
    assert (result / "manifest.json").read_bytes() == before
    assert [path.name for path in result.parent.iterdir()] == [result.name]


def test_a_break_after_the_last_renaming_leaves_the_new_result(result: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = os.replace

    def broken(source: Path, target: Path) -> None:
        whole(source, target)
        if target == result:
            raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", broken)
    with pytest.raises(KeyboardInterrupt), whole_folder(result) as room:
        (room / "new").write_text("new")
    assert [path.name for path in result.iterdir()] == ["new"]
    assert [path.name for path in result.parent.iterdir()] == [result.name]


def test_hidden_folders_are_offered_by_nobody(result: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result.rename(result.with_name(".small.old"))
    monkeypatch.chdir(result.parent)
    assert results("") == results(".") == []
    with pytest.raises(ResultError) as caught:
        detente.open_result(result.parent)
    assert ".small" not in str(caught.value).partition("manifest.json")[2]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        *(({"packages": value}, "packages must be a table") for value in ([], ["numpy"], "numpy", 7, {"numpy": 2})),
        *(({"variant": value}, "variant must be a text") for value in (7, ["a"], {}, True)),
        ({"kernel": 7, "title": []}, "title, kernel must be a text"),
        ({"reference_digest": 7}, "reference_digest must be a text"),
        ({"states": "ARN"}, "states must be a list"),
        ({"recorded": "trust"}, "recorded must be a list"),
        ({"recorded": [1]}, "recorded must be a list"),
        ({"recorded": None}, "lacks what was recorded"),
        ({"reference_recorded": None}, "lacks what was recorded"),
        ({"recorded": ["indicator_mean", "trust"]}, "was not recorded"),
    ],
)
def test_values_of_another_kind_are_refused(
    result: Path, changes: dict[str, object], words: str, sign: Sign, capsys: pytest.CaptureFixture[str]
) -> None:
    sign(result, **changes)
    assert words in refusal(result, capsys)


def again(file: h5py.File, name: str, values: np.ndarray, dims: tuple[str, ...]) -> None:
    """Put other values in the place of a variable, along other dimensions."""
    del file[name]
    file[name] = values
    for k, dim in enumerate(dims):
        if f"/{dim}" in file:
            file[name].dims[k].attach_scale(file[f"/{dim}"])


DAMAGES: dict[str, tuple[Callable[[h5py.File], object], str]] = {
    "gone": (lambda file: file.pop("indicator_mean"), "lacks indicator_mean"),
    "gone from the reference": (lambda file: file.pop("reference/indicator_mean"), "lacks indicator_mean"),
    "too short": (lambda file: again(file, "indicator_mean", np.zeros((3, 12)), ()), "indicator_mean"),
    "a line": (lambda file: again(file, "indicator_mean", np.zeros(8), ("run",)), "lies along run"),
    "one number": (lambda file: again(file, "indicator_mean", np.float64(1), ()), "lies along nothing"),
    "turned": (lambda file: again(file, "indicator_mean", np.zeros((12, 8)), ("indicator", "run")), "lies along"),
    "whole numbers": (
        lambda file: again(file, "indicator_mean", np.zeros((8, 12), int), ("run", "indicator")),
        "no fin",
    ),
    "no number": (lambda file: file["indicator_mean"].__setitem__((1, 2), np.nan), "no finite number"),
    "without end": (lambda file: file["reference/indicator_mean"].__setitem__((1, 2), np.inf), "no finite number"),
    "trust along two": (lambda file: again(file, "trust", np.zeros((8, 12)), ("run", "indicator")), "trust lies along"),
    "another state": (lambda file: file["observer"].__setitem__(0, "XXX"), "labels of observer"),
    "a recorded variable gone": (lambda file: file.pop("trust"), "lacks trust, which was recorded"),
    "one of the reference gone": (lambda file: file.pop("reference/crises"), "lacks crises, which was recorded"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_other_arrays_than_were_written_are_refused(
    result: Path, damage: str, sign: Sign, capsys: pytest.CaptureFixture[str]
) -> None:
    harm, words = DAMAGES[damage]
    with h5py.File(result / "ensemble.nc", "r+") as file:
        harm(file)
    sign(result)
    assert words in refusal(result, capsys)


def without_seal(folder: Path, **changes: object) -> None:
    path = folder / "manifest.json"
    manifest = {**json.loads(path.read_text("utf-8")), **changes}
    path.write_text(json.dumps({key: value for key, value in manifest.items() if key != "seal"}), "utf-8")


@pytest.mark.parametrize("version", [None, "0.2.0", "0.10.0", "1.0", "0.1", ""])
@pytest.mark.parametrize("seal", [{}, {"seal": None}], ids=["none", "null"])
def test_only_the_first_version_may_lack_a_seal(result: Path, version: str | None, seal: dict[str, None]) -> None:
    without_seal(result, title="Better", **({} if version is None else {"detente": version}))
    path = result / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **seal}), "utf-8")
    if version == "0.1":
        assert detente.open_result(result).manifest["seal"] is None
        return
    with pytest.raises(ResultError, match="lacks its seal"):
        detente.open_result(result)


def test_a_new_figure_seals_nothing_that_had_no_seal(result: Path) -> None:
    figure = result / "figures" / "new.png"
    figure.write_bytes(b"new")
    enter(result, [figure])
    assert len(read_manifest(result)["seal"]) == 64
    without_seal(result, detente="0.1.0")
    enter(result, [figure])
    assert not json.loads((result / "manifest.json").read_text("utf-8")).get("seal")
    assert "figures/new.png" in read_manifest(result)["files"]


@pytest.mark.parametrize(
    ("gone", "changes", "words"),
    [
        ((), {}, "reference_recorded, reference.yaml"),
        ((), {"reference_recorded": None}, "reference.yaml"),
        (("listed",), {"reference_recorded": None}, "reference.yaml"),
        (("listed", "reference.yaml"), {"reference_recorded": None}, "ensemble.nc holds one"),
        (("listed", "reference.yaml"), {"reference_recorded": None, "contrasts": [{}]}, "contrasts"),
    ],
)
def test_a_reference_is_not_denied(
    result: Path, gone: tuple[str, ...], changes: dict[str, object], words: str, sign: Sign,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    manifest = json.loads((result / "manifest.json").read_text("utf-8"))
    if "listed" in gone:
        changes = {**changes, "files": {name: "" for name in manifest["files"] if name != "reference.yaml"}}
    if "reference.yaml" in gone:
        (result / "reference.yaml").unlink()
    sign(result, reference_digest=None, **changes)
    assert words in refusal(result, capsys)
