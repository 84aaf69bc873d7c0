"""Open a results folder, after making sure that it is what was written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.errors import ResultError, ScenarioError
from detente.scenario.reading import read_scenario
from detente.scenario.scenario import Scenario
from detente.store.folders import file_digest
from detente.store.manifest import read_manifest
from detente.store.names import DATA, FIGURES, REFERENCE, SCENARIO
from detente.store.numbers import check_numbers
from detente.store.packing import has_group, opened

if TYPE_CHECKING:
    import xarray


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
        return opened(self.folder / DATA, None)

    @property
    def reference_data(self) -> xarray.Dataset | None:
        """Return the reference's Dataset, or None where the run had no reference."""
        return opened(self.folder / DATA, "reference") if self.reference is not None else None

    @property
    def only(self) -> int | None:
        """Return the number of the run that a replay of a single run holds, or None for a whole ensemble."""
        found: int | None = self.manifest.get("run")
        return found


def open_result(folder: Path | str) -> Result:
    """Open a results folder; raise `ResultError` when it is missing, damaged, edited, or of another format.

    Figures may be missing or changed: they can be drawn again, and nothing is read from them.
    """
    folder = Path(folder)
    manifest = read_manifest(folder)
    for name, digest in manifest["files"].items():
        if not name.startswith(f"{FIGURES}/"):
            _check_file(folder, name, digest)
    scenario = _scenario(folder, SCENARIO, manifest, manifest["scenario_digest"])
    has_reference = manifest.get("reference_digest") is not None
    reference = _scenario(folder, REFERENCE, manifest, manifest["reference_digest"]) if has_reference else None
    result = Result(folder, manifest, scenario, reference)
    _check_data(result)
    return result


def _check_file(folder: Path, name: str, digest: str) -> None:
    """Raise `ResultError` where a file is not as it was written."""
    path = folder / name
    try:
        if not path.is_file():
            raise ResultError(f"{folder}: '{name}' is missing; put it back, or run the scenario again")
        found = file_digest(path)
    except OSError as error:
        raise ResultError(f"{path} cannot be read: {(error.strerror or 'an error').lower()}") from None
    if found != digest:
        raise ResultError(
            f"{folder}: '{name}' is not as it was written (sha256 differs): it is cut short, damaged or edited; "
            "put the original back, or run the scenario again"
        )


def _scenario(folder: Path, name: str, manifest: dict[str, Any], digest: str) -> Scenario:
    """Return a stored scenario; raise `ResultError` where this version reads it differently or not at all."""
    from detente.version import __version__

    writer = f"{folder}: '{name}' was written by detente {manifest['detente']}, and this is {__version__}"
    cure = f"open it with detente {manifest['detente']}, or run the scenario again"
    try:
        scenario = read_scenario(folder / name)
    except ScenarioError as error:
        more = f" and {len(error.faults) - 1} more" if len(error.faults) > 1 else ""
        raise ResultError(f"{writer}, which cannot read it ({error.faults[0]}{more}); {cure}") from None
    if scenario.digest() != digest:
        raise ResultError(f"{writer}, which reads it as another scenario; {cure}")
    return scenario


def _check_data(result: Result) -> None:
    """Raise `ResultError` where the numbers are not those of the runs that the manifest tells of."""
    manifest, path = result.manifest, result.folder / DATA
    size = (1 if result.only is not None else manifest["runs"], manifest["replicates"])
    with result.data as data:
        check_numbers(path, data, result.scenario, manifest["seed"], size, manifest.get("recorded"))
    other = result.reference_data
    if other is not None and result.reference is not None:
        with other as data:
            check_numbers(path, data, result.reference, manifest["seed"], size, manifest.get("reference_recorded"))
    elif has_group(path, "reference"):
        raise ResultError(f"{result.folder}: the manifest names no reference, yet {DATA} holds one; it was edited")
