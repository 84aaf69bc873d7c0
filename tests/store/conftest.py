"""A small result to damage, and a hand that puts its digests right again."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import detente
from detente.store.folders import file_digest
from detente.store.manifest import sealed

SMALL = Path(__file__).parents[1] / "museum" / "base.yaml"


@pytest.fixture(scope="session")
def ensembles() -> tuple[detente.Ensemble, detente.Ensemble]:
    scenario = detente.read_scenario(SMALL)
    reference = detente.read_reference(scenario)
    assert reference is not None
    return detente.run(scenario, 8, 3), detente.run(reference, 8, 3)


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory, ensembles: tuple[detente.Ensemble, detente.Ensemble]) -> Path:
    def draw(room: Path) -> None:
        (room / "drawing.png").write_bytes(b"drawn")

    return detente.save_result(tmp_path_factory.mktemp("results") / "small", *ensembles, draw)


@pytest.fixture
def result(pristine: Path, tmp_path: Path) -> Path:
    """Return a copy of the result, to be damaged."""
    return Path(shutil.copytree(pristine, tmp_path / "small"))


@pytest.fixture
def sign() -> Callable[..., None]:
    """Return a function that changes the manifest and puts all digests right, as a careful forger would."""

    def resign(folder: Path, **changes: object) -> None:
        path = folder / "manifest.json"
        manifest = {**json.loads(path.read_text("utf-8")), **changes}
        manifest["files"] = {name: file_digest(folder / name) for name in manifest["files"]}
        path.write_text(json.dumps(sealed(manifest)), "utf-8")

    return resign
