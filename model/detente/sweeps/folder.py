"""The folder of a sweep: begun as a whole, locked while it is worked on, refused when it holds another question.

manifest.json     design, seeds, versions, digests of everything, under a seal
design.parquet    the points, factors by name        plan.npz        the same for the program
scenarios.zip     every scenario that was run, resolved                sweep.yaml      the file as it was
journal.sqlite    what is done                       runs/ yearly/ arrays/ failures.parquet   the results
"""

from __future__ import annotations

import io
import json
import os
import socket
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from detente.errors import ResultError, UsageError
from detente.scenario.faults import listed
from detente.scenario.parts import to_yaml_files
from detente.store.folders import file_digest, whole_folder
from detente.store.manifest import SEAL, made_with, sealed
from detente.sweeps.journal import Journal
from detente.sweeps.plan import Plan
from detente.sweeps.question import SHOWN, differences, digest, scenario_differences
from detente.sweeps.shards import whole

MANIFEST, DESIGN, PLAN, SCENARIOS, FILE, LOCK = (
    "manifest.json", "design.parquet", "plan.npz", "scenarios.zip", "sweep.yaml", "lock"
)  # fmt: skip
KIND, FORMAT = "sweep", 1
EPOCH = (1980, 1, 1, 0, 0, 0)


def begin(folder: Path, plan: Plan, question: dict[str, Any], agents: list[str] | None = None) -> None:
    """Write the folder of a sweep that has no run yet: all of it, or nothing; `agents`: how to name them to `rerun`."""
    sweep = plan.sweep
    with whole_folder(folder) as room:
        try:
            _write_points(room, plan)
            (room / SCENARIOS).write_bytes(_zipped(plan))
            if sweep.text:
                (room / FILE).write_text(sweep.text, "utf-8")
            Journal(room).close()
            names = [name for name in (DESIGN, PLAN, SCENARIOS, FILE) if (room / name).exists()]
            manifest = {
                "kind": KIND, "format": FORMAT, "created": _now(), "title": sweep.title, "question_text": sweep.question,
                **made_with(), "status": "running", "runs": sweep.runs, "batch_runs": sweep.batch_runs,
                "packages": {name: p.scenario.title for name, p in sweep.packages.items()},
                "states": sorted(sweep.base.states), "years": [int(y) for y in plan.years], "seed": sweep.seed,
                "order": plan.order._asdict(), "agents": agents, "steps": sweep.base.steps, "question": question,
                "question_digest": digest(question), "files": {name: file_digest(room / name) for name in names},
                "structures": [{"label": s.label, "file": f"{k:04}.yaml", "digest": s.scenario.digest(),
                                "keys": {sweep.factors[f].name: list(v) for f, v in s.keys.items()}}
                               for k, s in enumerate(plan.built.listed)],
            }  # fmt: skip
            _write_manifest(room, manifest)
        except OSError as error:
            raise UsageError(f"cannot write results to {folder}: {error.strerror or error}") from None


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    whole(folder / MANIFEST, lambda path: path.write_text(json.dumps(sealed(manifest), indent=2) + "\n", "utf-8"))


def change_manifest(folder: Path, **changes: Any) -> dict[str, Any]:
    """Write the manifest with changes and return it."""
    manifest = {**read_manifest(folder), **changes}
    manifest.pop(SEAL, None)
    _write_manifest(folder, manifest)
    return manifest


def is_sweep(folder: Path) -> bool:
    """Return whether a folder says that it holds a sweep."""
    try:
        found = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(found, dict) and found.get("kind") == KIND


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a sweep's folder; raise `ResultError` where there is none, or it was edited."""
    path = folder / MANIFEST
    try:
        manifest = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ResultError(
            f"{folder} is no sweep: {MANIFEST} cannot be read ({(error.strerror or 'error').lower()})"
        ) from None
    except (ValueError, RecursionError):
        raise ResultError(f"{path} cannot be read as JSON; the folder is damaged") from None
    if not isinstance(manifest, dict) or manifest.get("kind") != KIND:
        raise ResultError(f"{folder} holds no sweep; `detente sweep FILE --out FOLDER` writes one")
    if manifest.get("format") != FORMAT:
        raise ResultError(f"{path}: format {manifest.get('format')!r} is not {FORMAT}; written by another detente")
    if sealed(manifest).get(SEAL) != manifest.get(SEAL):
        raise ResultError(f"{path} was edited: its content does not match its seal; undo the edit, or run again")
    return manifest


def check_files(folder: Path, manifest: dict[str, Any]) -> None:
    """Raise `ResultError` where a file that the sweep was begun with is not as it was."""
    for name, expected in manifest["files"].items():
        path = folder / name
        if not path.is_file() or file_digest(path) != expected:
            raise ResultError(f"{folder}: {name} is missing or not as it was written; run the sweep again elsewhere")


def _write_points(room: Path, plan: Plan) -> None:
    import pyarrow
    from pyarrow import parquet

    table = pyarrow.Table.from_pandas(plan.sweep.table.reset_index())
    parquet.write_table(table, room / DESIGN, compression="zstd")
    np.savez_compressed(room / PLAN, points=plan.sweep.points, structure=plan.built.of)


def _zipped(plan: Plan) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for k, structure in enumerate(plan.built.listed):
            for name, text in to_yaml_files(structure.scenario, f"{k:04}").items():
                archive.writestr(zipfile.ZipInfo(name, EPOCH), text, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def check_target(folder: Path, question: dict[str, Any], plan: Plan, *, resume: bool) -> bool:
    """Return whether the folder already holds this sweep (False: it is free); raise `UsageError` otherwise, with reasons."""
    if folder.is_symlink():
        raise UsageError(f"{folder} is a link; name a folder with --out")
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        if resume and not folder.exists():
            raise UsageError(f"{folder}: there is nothing to resume; leave --resume out to begin")
        return False
    if not is_sweep(folder):
        raise UsageError(f"{folder} exists and holds no sweep; name another folder with --out")
    manifest = read_manifest(folder)
    if manifest["question_digest"] != digest(question):
        apart = differences(manifest["question"], question)
        apart = _explained(folder, manifest, plan, apart)
        raise UsageError(f"{folder} holds another sweep, and stays as it is: {'; '.join(apart[:SHOWN])}"
                         f"{f'; and {len(apart) - SHOWN} more' if len(apart) > SHOWN else ''}. "
                         "Name another folder with --out, or undo the change")  # fmt: skip
    if not resume:
        state = "complete" if manifest["status"] == "complete" else "not yet complete; go on with --resume"
        raise UsageError(f"{folder} holds this very sweep already, {state}")
    return True


def _explained(folder: Path, manifest: dict[str, Any], plan: Plan, apart: list[str]) -> list[str]:
    """Return the differences with those of changed scenarios spelled out."""
    stored = {one["label"]: one for one in manifest["structures"]}
    told: dict[str, None] = {}
    for structure in plan.built.listed:
        one = stored.get(structure.label)
        if one is not None and one["digest"] != structure.scenario.digest():
            words = scenario_differences(stored_scenario(folder, one["file"]), structure.scenario)
            told.update(dict.fromkeys(words or [f"the scenario of {structure.label} differs"]))
    rest = [words for words in apart if not (words.startswith("scenarios.") and words.endswith("differs"))]
    return [*told, *rest]


def stored_scenario(folder: Path, file: str) -> Any:
    """Return a scenario that a sweep's folder holds; raise `ResultError` where it cannot be read."""
    import tempfile

    from detente.errors import ScenarioError
    from detente.scenario.reading import read_scenario

    stem = file.removesuffix(".yaml")
    try:
        with tempfile.TemporaryDirectory() as room, zipfile.ZipFile(folder / SCENARIOS) as archive:
            for name in archive.namelist():
                if name == file or (name.startswith(f"{stem}-ties-") and "/" not in name):
                    (Path(room) / name).write_bytes(archive.read(name))
            return read_scenario(Path(room) / file)
    except (OSError, KeyError, zipfile.BadZipFile, ScenarioError) as error:
        raise ResultError(f"{folder}: scenario {file} cannot be read ({error})") from None


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder for this process; raise `UsageError` naming who holds it already.  A dead holder holds nothing."""
    import fcntl

    path = folder / LOCK
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            who = os.read(handle, 300).decode(errors="replace")
            raise UsageError(
                f"{folder} is being worked on by {who or 'another process'}; wait for it, or end it"
            ) from None
        os.ftruncate(handle, 0)
        os.write(handle, f"process {os.getpid()} on {socket.gethostname()} since {_now()}".encode())
        yield
    finally:
        os.close(handle)  # the file stays: taking it away would let two others each hold a lock of its name


def sweep_leftovers(folder: Path, kept: set[str]) -> list[str]:
    """Remove files that a killed writer left, and parts that nobody knows; return their names."""
    gone = []
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        stray = path.name.startswith(".") or (name.startswith("parts/") and name not in kept)
        if path.is_file() and stray and (path.name.endswith(".part") or name.startswith("parts/")):
            path.unlink(missing_ok=True)
            gone.append(name)
    return gone


def damage(folder: Path, files: dict[str, str]) -> list[str]:
    """Return the names of files that are missing or not as they were written."""
    return [
        name
        for name, expected in files.items()
        if not (folder / name).is_file() or file_digest(folder / name) != expected
    ]


def shown_damage(names: list[str]) -> str:
    """Return damaged files for a message."""
    return listed(names, 4)
