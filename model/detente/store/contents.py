"""What a manifest has to say, and in which kinds of values: checked before anybody relies on it."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any

from detente.errors import ResultError
from detente.store.names import DATA, FORMAT, REFERENCE, SCENARIO

TEXTS = ("detente", "scenario_digest")
NUMBERS = ("seed", "runs", "replicates")
TEXTS_OR_NONE = ("title", "variant", "created", "kernel", "python", "platform", "reference_digest", "seal")
RECORDED = ("recorded", "reference_recorded")
NAMES = ("states", *RECORDED)
OF_A_REFERENCE = ("reference_recorded", "contrasts", "reasons")
DAMAGED = "the folder is damaged; run the scenario again"


def first_version(manifest: dict[str, Any]) -> bool:
    """Return whether detente 0.1 wrote a manifest: it gave no seal, and did not say what was recorded."""
    return bool(manifest["detente"].split(".")[:2] == ["0", "1"])


def check_format(path: Path, manifest: dict[str, Any]) -> None:
    """Raise `ResultError` where the format is another one, with the version that reads it."""
    found, writer = manifest["format"], manifest.get("detente", "an unknown version")
    if found == FORMAT and not isinstance(found, bool):
        return
    newer = isinstance(found, int) and found > FORMAT
    what = "upgrade detente" if newer else f"open it with detente {writer}"
    raise ResultError(f"{path}: format {found!r} is {'newer than' if newer else 'not'} {FORMAT}, "
                      f"written by detente {writer}; {what}")  # fmt: skip


def check_contents(path: Path, manifest: dict[str, Any]) -> None:
    """Raise `ResultError` where something is missing, of another kind, or does not fit the rest."""
    missing = [key for key in (*TEXTS, *NUMBERS, "files") if key not in manifest]
    if missing:
        raise ResultError(f"{path} lacks {', '.join(missing)}; {DAMAGED}")
    _check_numbers(path, manifest)
    _check_kinds(path, manifest)
    _check_files(path, manifest["files"])
    parts = [key for key in RECORDED if key == "recorded" or manifest.get("reference_digest") is not None]
    if any(manifest.get(key) is None for key in parts) and not first_version(manifest):
        raise ResultError(f"{path} lacks what was recorded, which detente {manifest['detente']} writes; {DAMAGED}")
    _check_reference(path, manifest)


def _check_numbers(path: Path, manifest: dict[str, Any]) -> None:
    numbers = [manifest[key] for key in NUMBERS]
    whole = all(isinstance(n, int) and not isinstance(n, bool) and n >= 0 for n in numbers)
    if not whole or numbers[1] < 1 or numbers[2] < 1 or numbers[1] % numbers[2]:
        raise ResultError(f"{path}: seed, runs and replicates do not fit each other; {DAMAGED}")
    only = manifest.get("run")
    if only is not None and (not isinstance(only, int) or isinstance(only, bool) or not 0 <= only < numbers[1]):
        raise ResultError(f"{path}: there is no run {only!r} among {numbers[1]}; {DAMAGED}")


def _check_kinds(path: Path, manifest: dict[str, Any]) -> None:
    if not all(isinstance(manifest[key], str) for key in TEXTS):
        raise ResultError(f"{path}: {' and '.join(TEXTS)} must be texts; {DAMAGED}")
    wrong = [key for key in TEXTS_OR_NONE if not isinstance(manifest.get(key), str | None)]
    if wrong:
        raise ResultError(f"{path}: {', '.join(wrong)} must be a text or null; {DAMAGED}")
    for key in NAMES:
        names = manifest.get(key)
        if names is not None and not (isinstance(names, list) and all(isinstance(name, str) for name in names)):
            raise ResultError(f"{path}: {key} must be a list of names; {DAMAGED}")
    packages = manifest.get("packages")
    if packages is not None and not (
        isinstance(packages, dict) and all(isinstance(one, str | None) for one in packages.values())
    ):
        raise ResultError(f"{path}: packages must be a table of names and versions; {DAMAGED}")


def _check_reference(path: Path, manifest: dict[str, Any]) -> None:
    """Raise `ResultError` where the manifest denies a reference that the folder or its own tables know of."""
    if manifest.get("reference_digest") is not None:
        return
    told = [key for key in OF_A_REFERENCE if manifest.get(key)]
    if REFERENCE in manifest["files"] or (path.parent / REFERENCE).exists():
        told.append(REFERENCE)
    if told:
        raise ResultError(f"{path} names no reference, yet there is one ({', '.join(told)}); {DAMAGED}")


def _check_files(path: Path, files: Any) -> None:
    if not isinstance(files, dict) or not {DATA, SCENARIO} <= set(files):
        raise ResultError(f"{path} does not list {DATA} and {SCENARIO}; {DAMAGED}")
    for name, digest in files.items():
        inside = PurePosixPath(name)
        if not isinstance(digest, str) or inside.is_absolute() or ".." in inside.parts or "\0" in name:
            raise ResultError(f"{path} lists {name!r}, which is no file of a results folder; {DAMAGED}")
