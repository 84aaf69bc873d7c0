"""Results on disk: a folder with one netCDF file, the resolved scenario, a manifest and figures.

A folder appears under its final name only when it is whole; every file's sha256 stands in the manifest, and a folder
that does not match its manifest is refused with words.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.errors import ResultError, UsageError
from detente.scenario.reading import read_scenario
from detente.scenario.scenario import Scenario
from detente.scenario.writing import to_yaml
from detente.world.arrays import Array

if TYPE_CHECKING:
    import xarray

    from detente.ensemble import Ensemble

FORMAT = 1
KEPT_BITS = 11
DATA, SCENARIO, REFERENCE, MANIFEST = "ensemble.nc", "scenario.yaml", "reference.yaml", "manifest.json"
PACKAGES = ("numpy", "numba", "llvmlite", "xarray", "h5netcdf", "mesa", "pydantic", "pyyaml")


@dataclass(frozen=True)
class Result:
    """An opened results folder; `data` and `reference_data` are lazy Datasets."""

    folder: Path
    manifest: dict[str, Any]
    scenario: Scenario
    reference: Scenario | None

    @property
    def data(self) -> xarray.Dataset:
        """Return the scenario's Dataset, read as it is used."""
        return _open(self.folder / DATA, None)

    @property
    def reference_data(self) -> xarray.Dataset | None:
        """Return the reference's Dataset, or None where the run had no reference."""
        return _open(self.folder / DATA, "reference") if self.reference is not None else None


def folder_name(scenario: Scenario, seed: int, runs: int) -> str:
    """Return a safe name that says what a results folder holds: title slug, content hash, seed and runs."""
    stem = scenario.path.stem if scenario.path is not None else scenario.title
    words = f"{stem}-{scenario.variant}" if scenario.variant else stem
    slug = re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")[:60] or "scenario"
    return f"{slug}-{scenario.digest()[:8]}-seed{seed}-runs{runs}"


def check_target(final: Path) -> None:
    """Raise `UsageError` unless `final` is free, empty, or a results folder that holds nothing of the user's own."""
    if final.is_symlink():
        raise UsageError(f"{final} is a link; name a folder with --out")
    if not final.exists() or (final.is_dir() and not any(final.iterdir())):
        return
    try:
        known = {*read_manifest(final)["files"], MANIFEST}
    except ResultError:
        raise UsageError(f"{final} exists and is no results folder; name another with --out") from None
    found = {path.relative_to(final).as_posix() for path in final.rglob("*") if not path.is_dir()}
    if found - known:
        own = ", ".join(sorted(found - known)[:3])
        raise UsageError(f"{final} also holds files that are no results ({own}); name another folder with --out")


@contextmanager
def whole_folder(final: Path) -> Iterator[Path]:
    """Yield a temporary folder beside `final`; on success it takes the final name in one step, else it vanishes."""
    try:
        final.parent.mkdir(parents=True, exist_ok=True)
        room = Path(tempfile.mkdtemp(prefix=f".{final.name}.", dir=final.parent))
    except OSError as error:
        raise UsageError(f"cannot write results to {final.parent}: {error.strerror}") from None
    try:
        yield room
        os.chmod(room, 0o755)
        old = final.with_name(f".{final.name}.old-{os.getpid()}")
        if final.exists():
            os.replace(final, old)
        os.replace(room, final)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(room, ignore_errors=True)


def save_result(
    final: Path | str,
    ensemble: Ensemble,
    reference: Ensemble | None = None,
    draw: Callable[[Path], None] | None = None,
    extra: dict[str, Any] | None = None,
) -> Path:
    """Write a results folder and return its path; `draw` puts figures into the folder it is given.

    Raises `UsageError` when the folder exists and holds something else, or cannot be written.
    """
    final = Path(final)
    check_target(final)
    with whole_folder(final) as room:
        try:
            _write(ensemble, room / DATA, None)
            (room / SCENARIO).write_text(to_yaml(ensemble.scenario), "utf-8")
            if reference is not None:
                _write(reference, room / DATA, "reference")
                (room / REFERENCE).write_text(to_yaml(reference.scenario), "utf-8")
            if draw is not None:
                (room / "figures").mkdir()
                draw(room / "figures")
            manifest = _manifest(ensemble, reference, room, extra or {})
            (room / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")
        except OSError as error:
            raise UsageError(f"cannot write results to {final}: {error.strerror or error}") from None
    return final


def _write(ensemble: Ensemble, path: Path, group: str | None) -> None:
    data = ensemble.data
    for name in ensemble.recording.dyads:
        data[name].values = rounded(data[name].to_numpy())
        data[name].attrs["quantised"] = f"to {KEPT_BITS + 1} significant bits; replay a run for exact values"
    packed = {"zlib": True, "complevel": 1, "shuffle": True}
    encoding = {
        str(name): dict(packed) for name, array in data.data_vars.items() if array.dtype.kind in "fi" and array.size
    }
    data.to_netcdf(path, mode="a" if group else "w", group=group, engine="h5netcdf", encoding=encoding)


def rounded(values: Array) -> Array:
    """Return single-precision values rounded to 12 significant bits (about 1e-4 relative), so that they compress."""
    cut = 23 - KEPT_BITS
    bits = np.ascontiguousarray(values, np.float32).view(np.uint32)
    kept = (bits + np.uint32(1 << (cut - 1))) & np.uint32(0xFFFFFFFF << cut & 0xFFFFFFFF)
    return np.where(np.isfinite(values), kept.view(np.float32), values)


def _manifest(ensemble: Ensemble, reference: Ensemble | None, room: Path, extra: dict[str, Any]) -> dict[str, Any]:
    from detente.version import __version__

    files = sorted(path for path in room.rglob("*") if path.is_file())
    return {
        "format": FORMAT,
        "detente": __version__,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "title": ensemble.scenario.title,
        "variant": ensemble.scenario.variant,
        "seed": ensemble.seed,
        "runs": ensemble.runs,
        "replicates": ensemble.replicates,
        "scenario_digest": ensemble.scenario.digest(),
        "reference_digest": reference.scenario.digest() if reference is not None else None,
        "python": platform.python_version(),
        "platform": f"{platform.system()} {platform.machine()}",
        "packages": {name: _version(name) for name in PACKAGES},
        **extra,
        "files": {path.relative_to(room).as_posix(): file_digest(path) for path in files},
    }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def file_digest(path: Path) -> str:
    """Return the sha256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def open_result(folder: Path | str) -> Result:
    """Open a results folder; raise `ResultError` when it is missing, damaged, or of another format."""
    folder = Path(folder)
    manifest = read_manifest(folder)
    for name, digest in manifest["files"].items():
        path = folder / name
        if not path.is_file():
            raise ResultError(f"{folder}: '{name}' is missing; run the scenario again")
        if file_digest(path) != digest:
            raise ResultError(f"{folder}: '{name}' is not as it was written (sha256 differs); run the scenario again")
    scenario = read_scenario(folder / SCENARIO)
    reference = read_scenario(folder / REFERENCE) if (folder / REFERENCE).is_file() else None
    if scenario.digest() != manifest["scenario_digest"]:
        raise ResultError(f"{folder}: written by detente {manifest['detente']}; its scenario reads differently now")
    result = Result(folder, manifest, scenario, reference)
    with result.data as data:
        kept = (str(data.attrs["seed"]), data.sizes["run"], int(data.attrs["replicates"]))
    if kept != (str(manifest["seed"]), manifest["runs"], manifest["replicates"]):
        raise ResultError(f"{folder}: the manifest's seed, runs or replicates are not those of {DATA}; it was edited")
    return result


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a results folder, checked for what others rely on; raise `ResultError`."""
    path = folder / MANIFEST
    if not folder.is_dir():
        raise ResultError(f"{folder} is no folder; name a results folder that `detente run` wrote")
    if not path.is_file():
        raise ResultError(f"{folder} is no results folder: it has no {MANIFEST}")
    try:
        manifest = json.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, ValueError):
        raise ResultError(f"{path} cannot be read as JSON; the folder is damaged") from None
    needed = ("format", "detente", "seed", "runs", "replicates", "scenario_digest", "files")
    missing = [key for key in needed if not isinstance(manifest, dict) or key not in manifest]
    if missing:
        raise ResultError(f"{path} lacks {', '.join(missing)}; the folder is damaged")
    numbers = [manifest[key] for key in ("seed", "runs", "replicates")]
    whole = all(isinstance(n, int) and not isinstance(n, bool) for n in numbers)
    if (
        not whole
        or min(numbers) < 0
        or numbers[2] < 1
        or numbers[1] % numbers[2]
        or not isinstance(manifest["files"], dict)
    ):
        raise ResultError(f"{path}: seed, runs and replicates do not fit each other; the folder is damaged")
    if manifest["format"] != FORMAT:
        raise ResultError(
            f"{path}: format {manifest['format']} is not {FORMAT}; open it with detente {manifest['detente']}"
        )
    return manifest  # type: ignore[no-any-return]


def _open(path: Path, group: str | None) -> xarray.Dataset:
    import xarray

    return xarray.open_dataset(path, group=group, engine="h5netcdf")
