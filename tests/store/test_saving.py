"""What is written: rounded once, cut for reading, whole or not at all, and of any size a scenario may have."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import h5py
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import detente
from detente.errors import UsageError
from detente.scenario import parts
from detente.store import read_manifest, rounded


@given(st.lists(st.floats(width=32, allow_nan=True, allow_infinity=True), min_size=1, max_size=20))
def test_rounding_is_small_and_done_once(values: list[float]) -> None:
    numbers = np.array(values, np.float32)
    once = rounded(numbers)
    assert rounded(once).tobytes() == once.tobytes()
    normal = np.isfinite(numbers) & np.isfinite(once) & (np.abs(numbers) > 1e-30)
    assert (np.abs(once[normal] - numbers[normal]) <= 2.0**-12 * np.abs(numbers[normal])).all()


def test_the_course_of_one_dyad_lies_together(pristine: Path) -> None:
    with h5py.File(pristine / "ensemble.nc", "r") as file:
        chunks, shape = file["trust"].chunks, file["trust"].shape
    assert chunks == (shape[0], shape[1], 1, 1)


def test_the_manifest_says_with_what(pristine: Path) -> None:
    manifest = read_manifest(pristine)
    assert manifest["states"] == ["ARN", "BEL", "COR"]
    assert manifest["packages"]["numpy"] == np.__version__
    assert len(manifest["kernel"]) == 16
    assert "NaN" not in json.dumps(manifest)


def test_a_scenario_too_large_for_one_file_is_stored_in_several(
    tmp_path: Path, ensembles: tuple[detente.Ensemble, detente.Ensemble], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "LIMIT", 3000)
    folder = detente.save_result(tmp_path / "r", *ensembles)
    names = {path.name for path in folder.iterdir()}
    assert {"scenario.yaml", "scenario-ties-1.yaml", "reference-ties-1.yaml"} <= names
    opened = detente.open_result(folder)
    assert opened.scenario.digest() == ensembles[0].scenario.digest()
    (folder / "scenario-ties-1.yaml").unlink()
    with pytest.raises(detente.DetenteError, match="scenario-ties-1"):
        detente.open_result(folder)


def test_a_scenario_too_large_for_any_number_of_files_is_refused(
    tmp_path: Path, ensembles: tuple[detente.Ensemble, detente.Ensemble], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "LIMIT", 100)
    with pytest.raises(UsageError, match="too large"):
        detente.save_result(tmp_path / "r", *ensembles)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_the_old_result(
    result: Path, ensembles: tuple[detente.Ensemble, detente.Ensemble], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (result / "manifest.json").read_bytes()

    def full(room: Path) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(UsageError, match="No space left"):
        detente.save_result(result, *ensembles, full)
    assert (result / "manifest.json").read_bytes() == before
    assert [path.name for path in result.parent.iterdir()] == ["small"]


def test_a_disk_that_is_too_small_is_said_before_anything_is_written(
    tmp_path: Path, ensembles: tuple[detente.Ensemble, detente.Ensemble], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file library ends the whole program on a full disk, so the room is looked at first."""
    monkeypatch.setattr("detente.store.saving.shutil.disk_usage", lambda _: SimpleNamespace(free=2**20))
    with pytest.raises(UsageError, match=r"no space left on the device; up to \d+ MiB are needed, 1 MiB are free"):
        detente.save_result(tmp_path / "r", *ensembles)
    assert list(tmp_path.iterdir()) == []
