"""Write results folders: all of it, or nothing."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.errors import UsageError
from detente.scenario.parts import to_yaml_files
from detente.scenario.scenario import Scenario
from detente.store.folders import check_target, file_digest, whole_folder
from detente.store.manifest import made_with, sealed
from detente.store.names import DATA, FIGURES, FORMAT, MANIFEST, REFERENCE, SCENARIO
from detente.store.packing import packed, write

if TYPE_CHECKING:
    import xarray

    from detente.ensemble import Ensemble

Part = tuple[Scenario, "xarray.Dataset"]
SPARE = 4 * 2**20
"""Bytes for what stands beside the numbers: scenarios, figures, manifest."""


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
    parts = [(one.scenario, packed(one)) for one in (ensemble, reference) if one is not None]
    about = {"seed": ensemble.seed, "runs": ensemble.runs, "replicates": ensemble.replicates}
    return _save(Path(final), parts, {**about, **(extra or {})}, draw)


def save_run(final: Path | str, run: int, runs: int, replicates: int, parts: list[Part]) -> Path:
    """Write the replay of one run of an ensemble of `runs` as a results folder, with every bit it was recorded with.

    `parts` holds the scenario with its Dataset, and the same of the reference where there is one.
    """
    about = {"seed": int(parts[0][1].attrs["seed"]), "runs": runs, "replicates": replicates, "run": run}
    return _save(Path(final), parts, about, None)


def _save(final: Path, parts: list[Part], about: dict[str, Any], draw: Callable[[Path], None] | None) -> Path:
    check_target(final)
    with whole_folder(final) as room:
        _check_space(room, parts)
        try:
            for (scenario, data), name, group in zip(parts, (SCENARIO, REFERENCE), (None, "reference"), strict=False):
                write(data, room / DATA, group)
                for file, text in to_yaml_files(scenario, name.removesuffix(".yaml")).items():
                    (room / file).write_text(text, "utf-8")
            if draw is not None:
                (room / FIGURES).mkdir()
                draw(room / FIGURES)
            manifest = sealed(_manifest(parts, room, about))
            (room / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")
        except OSError as error:
            raise UsageError(f"cannot write results to {final}: {error.strerror or error}") from None
    return final


def _check_space(room: Path, parts: list[Part]) -> None:
    """Raise `UsageError` where the disk may be too small: the library that writes the numbers does not survive a full one."""
    need, free = sum(data.nbytes for _, data in parts) + SPARE, shutil.disk_usage(room).free
    if free < need:
        raise UsageError(
            f"cannot write results to {room.parent}: no space left on the device; up to {need / 2**20:.0f} MiB are needed, "
            f"{free / 2**20:.0f} MiB are free; name another place, fewer runs, or record less"
        )


def _manifest(parts: list[Part], room: Path, about: dict[str, Any]) -> dict[str, Any]:
    scenarios = [scenario for scenario, _ in parts]
    recorded = [sorted(map(str, data.data_vars)) for _, data in parts]
    files = sorted(path for path in room.rglob("*") if path.is_file())
    return {
        "format": FORMAT,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "title": scenarios[0].title,
        "variant": scenarios[0].variant,
        "states": sorted(scenarios[0].states),
        **made_with(),
        "scenario_digest": scenarios[0].digest(),
        "reference_digest": scenarios[1].digest() if len(scenarios) > 1 else None,
        "recorded": recorded[0],
        "reference_recorded": recorded[1] if len(recorded) > 1 else None,
        **about,
        "files": {path.relative_to(room).as_posix(): file_digest(path) for path in files},
    }
