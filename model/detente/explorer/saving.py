"""Writes what the sliders say as a scenario file that extends the opened one: whole or not at all, never over another."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from detente.errors import ScenarioError, UsageError
from detente.explorer.opened import Changes, Opened
from detente.scenario.inheriting import ROOT_NAME, inside, scenario_root
from detente.scenario.reading import read_scenario
from detente.scenario.scenario import Scenario
from detente.scenario.variants import read_reference
from detente.scenario.writing import derived_yaml
from detente.whole_files import write_new

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


@dataclass(frozen=True)
class Shelf:
    """The only folder into which anything is saved."""

    folder: Path
    opened: Opened

    def save(self, name: str, title: str, changes: Changes) -> list[str]:
        """Write NAME.yaml, and NAME_reference.yaml where the reference changes too; return the names of the files.

        They are read back first and must be what was shown, to the last number.  Raises `UsageError` and `ScenarioError`.
        """
        self.free(name, ".yaml")
        opened, pair = self.opened, self.opened.pair(changes)
        body = {"title": title or f"{pair.scenario.title}, {name}", "extends": self._way(opened.path)}
        files: dict[str, str] = {}
        beside = opened.body_beside(changes)
        if beside:
            files[f"{name}_reference.yaml"] = derived_yaml(
                f"What {name}.yaml is compared with.", {"extends": self._way(opened.path_beside), **beside}
            )
            body["reference"] = f"{name}_reference.yaml"
        body.update((key, value) for key, value in opened.body(changes).items() if key != "title" or not title)
        files[f"{name}.yaml"] = derived_yaml(f"Moved away from {opened.path.name} in the explorer.", body)
        self._write(files, lambda path: self._check(path, pair.scenario, pair.reference))
        return sorted(files)

    def free(self, name: str, ending: str) -> Path:
        """Return the path of a name with an ending; raise `UsageError` for a name that is not plain, or is taken."""
        if not NAME.fullmatch(name):
            raise UsageError(f"the name {name[:80]!r}: letters A to Z, digits, _ and - only, at most 64")
        found = self.folder / f"{name}{ending}"
        if found.exists() or found.is_symlink():
            raise UsageError(f"{found.name} is there already, and is not overwritten; name another")
        return found

    def _way(self, target: Path) -> str:
        """Return the relative path by which a file in the folder extends another."""
        return way(self.folder, target)

    def _write(self, files: dict[str, str], check: Any) -> None:
        written: list[Path] = []
        try:
            for name, text in files.items():
                write_new(self.folder / name, text.encode())
                written.append(self.folder / name)
            check(written[-1])
        except BaseException:
            for path in written:
                path.unlink(missing_ok=True)
            raise

    def _check(self, path: Path, scenario: Scenario, reference: Scenario) -> None:
        """Raise `UsageError` unless the file reads back as the scenario, and is compared with the same reference."""
        again = read_scenario(path)
        beside = read_reference(again)
        if not same(again, scenario) or (beside is not None and not same(beside, reference)):
            raise UsageError(f"{path.name} would not read back as what is shown; it was not saved")


def same(one: Scenario, other: Scenario) -> bool:
    """Return whether two scenarios give the same numbers, whatever they are called."""
    return replace(one, title="").digest() == replace(other, title="").digest()


def way(folder: Path, target: Path) -> str:
    """Return the relative path from a folder to a scenario file; raise `UsageError` where `extends` may not go."""
    text = Path(os.path.relpath(os.path.realpath(target), os.path.realpath(folder))).as_posix()
    beginning = folder / "new.yaml"
    if isinstance(inside(text, beginning, scenario_root(beginning)), str):
        root = scenario_root(target)
        within = " or a folder in it" if root.name == ROOT_NAME else ""
        raise UsageError(
            f"a file in {folder} cannot extend {target}: it would leave its own folder; save into {root}{within}"
        )
    return text


def shelf_of(opened: Opened, folder: Path | None) -> Shelf:
    """Return where to save: the folder that was named, else the current one, else that of the scenario."""
    if folder is not None:
        if not folder.is_dir():
            raise UsageError(f"--save-in: {folder} is no folder; make it first")
        way(folder, opened.path)
        return Shelf(folder, opened)
    for candidate in (Path.cwd(), opened.path.resolve().parent):
        try:
            way(candidate, opened.path)
            return Shelf(candidate, opened)
        except (UsageError, ScenarioError):
            continue
    return Shelf(opened.path.resolve().parent, opened)
