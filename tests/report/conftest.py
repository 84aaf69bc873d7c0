"""Results that the tests of reports look at; each is run once."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from odd_names import HOSTILE

import detente
from detente.cli import run
from detente.report import result_page, run_brief, sweep_brief
from detente.report.brief import Brief
from detente.store.folders import file_digest
from detente.store.manifest import sealed

SMALL = Path(__file__).parents[1] / "museum" / "base.yaml"


def made(folder: Path, scenario: Path, *options: str) -> Path:
    assert run(["run", str(scenario), "--out", str(folder), "-q", *options]) == 0
    return folder


@pytest.fixture(scope="session")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("reports")


@pytest.fixture(scope="session")
def small(room: Path) -> Path:
    """Forty-eight runs of three invented states in twenty-four sets, beside the same without levers."""
    return made(room / "small", SMALL, "--runs", "48", "--record", "trust,alignment")


@pytest.fixture(scope="session")
def variant(room: Path) -> Path:
    """The same runs of a variant."""
    return made(room / "variant", SMALL, "--runs", "48", "--variant", "no_cbm")


@pytest.fixture(scope="session")
def idle(room: Path) -> Path:
    """Runs without levers, and so without a reference; nothing but indicators was recorded."""
    return made(room / "idle", SMALL, "--runs", "8", "--set", "levers.*.level=0", "--record", "indicators")


@pytest.fixture(scope="session")
def one(room: Path) -> Path:
    """A single run."""
    return made(room / "one", SMALL, "--runs", "1")


@pytest.fixture(scope="session")
def hostile(room: Path) -> Path:
    """Names that would be HTML, scripts, quotes, right to left, or Chinese."""
    text = SMALL.read_text("utf-8")
    for plain, name in HOSTILE.items():
        assert plain in text
        text = text.replace(plain, name)
    path = room / "hostile.yaml"
    path.write_text(text, "utf-8")
    return made(room / "hostile", path, "--runs", "20")


@pytest.fixture(scope="session")
def page(small: Path) -> str:
    """The page on the small result."""
    return result_page(run_brief(detente.open_result(small)))


@pytest.fixture(scope="session")
def hostile_page(hostile: Path) -> str:
    return result_page(run_brief(detente.open_result(hostile)))


@pytest.fixture
def older(small: Path, tmp_path: Path) -> Path:
    """The small result as an older version of detente would have written it."""
    folder = Path(shutil.copytree(small, tmp_path / "older"))
    path = folder / "manifest.json"
    manifest = {**json.loads(path.read_text("utf-8")), "detente": "0.2.0"}
    manifest["files"] = {name: file_digest(folder / name) for name in manifest["files"]}
    path.write_text(json.dumps(sealed(manifest)), "utf-8")
    return folder


@pytest.fixture(scope="session")
def swept(room: Path) -> detente.sweeps.SweepResult:  # type: ignore[name-defined]
    """Three packages at nine points of two factors, in twelve futures."""
    packages = {"none": {"levers.*.level": 0}, "both": {}, "line": {"levers.cbm.level": 0}}
    factors = {
        "grievance": {"path": "parameters.grievance_scale", "range": [0.5, 1.5], "levels": 3},
        "trusted": {"path": "ties.trust.*.ARN", "range": [0.2, 0.6], "levels": 3},
    }
    return detente.sweep(
        SMALL, room / "swept", packages=packages, factors=factors, design={"kind": "grid"}, futures=12, replicates=2,
    )  # fmt: skip


@pytest.fixture(scope="session")
def swept_brief(swept: detente.sweeps.SweepResult) -> Brief:  # type: ignore[name-defined]
    return sweep_brief(swept)


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str], str]:
    """Return a function that writes a page and returns its address."""

    def write(text: str) -> str:
        path = tmp_path / "page.html"
        path.write_text(text, "utf-8")
        return path.as_uri()

    return write
