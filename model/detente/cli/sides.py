"""What a word on the command line stands for: a scenario file, one of its variants (FILE:VARIANT), a results folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from detente.errors import DetenteError, Fault, ScenarioError, UsageError
from detente.scenario.names import NAME
from detente.scenario.reading import read_scenario
from detente.scenario.scenario import Scenario

if TYPE_CHECKING:
    from detente.analysis.paired import Side
    from detente.store import Result


class Named(NamedTuple):
    """One side as it was named; `result` is the opened folder where it is one."""

    text: str
    scenario: Scenario
    result: Result | None = None

    @property
    def variant(self) -> str | None:
        """Return the variant's name (a stored scenario is resolved, and only its manifest knows)."""
        return self.scenario.variant if self.result is None else self.result.manifest.get("variant")

    @property
    def title(self) -> str:
        """Return title and variant."""
        return self.scenario.title + (f" [{self.variant}]" if self.variant else "")

    def plain(self) -> dict[str, Any]:
        """Return the side as plain data."""
        kind = "results" if self.result is not None else "file"
        found = {kind: self.text, "title": self.scenario.title, "variant": self.variant}
        return {**found, "digest": self.scenario.digest()}


def read_sides(texts: Sequence[str], overrides: Sequence[str]) -> list[Named]:
    """Return all sides; raise `ScenarioError` or `UsageError` with the faults of all of them."""
    found: list[Named] = []
    faults: list[Fault] = []
    exceptions: list[DetenteError] = []
    for text in texts:
        try:
            found.append(_read(text, overrides))
        except ScenarioError as error:
            faults += error.faults
        except DetenteError as error:
            faults.append(Fault("", "", str(error)))
            exceptions.append(error)
    if overrides and len(found) == len(texts) and all(side.result is not None for side in found):
        faults.append(Fault("", "", "--set changes scenario files, and these are results folders; leave it out"))
    if faults:
        raise exceptions[0] if exceptions and len(faults) == 1 else ScenarioError(list(dict.fromkeys(faults)))
    return found


def _read(text: str, overrides: Sequence[str]) -> Named:
    path, variant = Path(text), None
    if path.is_dir():
        from detente.store import open_result

        result = open_result(path)
        if result.only is not None:
            raise UsageError(f"{text} holds the replay of one run; name the results folder it was replayed from")
        return Named(text, result.scenario, result)
    file, colon, name = text.rpartition(":")
    if colon and not path.exists() and (NAME.fullmatch(name) or not name):
        if Path(file).is_dir():
            raise UsageError(f"{text}: a results folder has no variants; name a scenario file, or the folder alone")
        if not name:
            raise UsageError(f"{text}: a variant is to follow the colon (FILE:VARIANT)")
        path, variant = Path(file), name
    return Named(text, read_scenario(path, variant, overrides))


def stored_side(result: Result) -> Side:
    """Return the numbers of a results folder as a side of a comparison."""
    from detente import store

    return store.stored_side(result)
