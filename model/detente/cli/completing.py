"""What the shell may complete: names that files and results folders hold.  Quick and silent: no arrays, no faults."""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import typer

from detente.errors import DetenteError

GROUPS = ("states", "frameworks", "levers", "shocks", "parameters")
NUMBER_OF = {"levers": ".level", "shocks": ".size", "parameters": "", "frameworks": ".commitment"}


def variants(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return the variants of the scenario file on the line."""
    return _fitting(_names(ctx, "variants"), incomplete)


def keys(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return keys of the scenario file on the line, for `show`."""
    ties = [f"ties.{name}" for name in _tables(ctx, "ties")]
    return _fitting(
        [*GROUPS, *(f"{group}.{name}" for group in GROUPS for name in _names(ctx, group)), *ties], incomplete
    )


def overrides(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return paths of numbers that `--set` may change, with the sign that follows them."""
    found = [f"{group}.{name}{end}=" for group, end in NUMBER_OF.items() for name in _names(ctx, group)]
    return _fitting([*found, "levers.*.level="], incomplete)


def results(incomplete: str) -> list[str]:
    """Return results folders: those below what has been typed, and those in `results`."""
    typed = Path(incomplete) if incomplete else Path()
    rooms = {typed.parent if incomplete and not incomplete.endswith("/") else typed, Path("results")}
    return _fitting(sorted({str(folder) for room in rooms for folder in _results_in(room)}), incomplete)


def observers(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return the states of the results folder on the line."""
    return _fitting(_manifest(ctx).get("states", []), incomplete)


def variables(incomplete: str) -> list[str]:
    """Return the variables of ties."""
    from detente.world.variables import VARIABLES

    return _fitting([name for name, variable in VARIABLES.items() if variable.of in ("dyad", "pair")], incomplete)


def records(incomplete: str) -> list[str]:
    """Return what `--record` takes: words, or variables after the last comma."""
    before, comma, last = incomplete.rpartition(",")
    words = [] if comma else ["indicators", "all"]
    return [f"{before}{comma}{name}" for name in [*words, *variables("")] if name.startswith(last)]


def _fitting(names: Iterable[str], incomplete: str) -> list[str]:
    return [name for name in names if name.startswith(incomplete)]


def _names(ctx: typer.Context, group: str) -> list[str]:
    """Return the names in a group of the scenario file on the line, its ancestors' among them."""
    found = set(_tables(ctx, group))
    if group == "parameters":
        from detente.scenario.catalogue_files import catalogue_file

        found |= set(catalogue_file("parameters.yaml").items)
    return sorted(found)


def _tables(ctx: typer.Context, group: str) -> Iterator[str]:
    from detente.scenario.faults import Faults
    from detente.scenario.inheriting import load_chain
    from detente.scenario.positioned import child, entries

    file = ctx.params.get("file") or next((word for word in _line() if word.endswith((".yaml", ".yml"))), None)
    if file is None:
        return
    try:
        for link in load_chain(Path(file), Faults()):
            yield from (name for name, _ in entries(child(link.tree, group)))
    except (DetenteError, OSError):
        return  # what cannot be read completes to nothing; running it will say why


def _line() -> list[str]:
    """Return the words on the line: an option that still lacks its value hides the arguments from the parser."""
    try:
        return shlex.split(os.environ.get("_TYPER_COMPLETE_ARGS") or os.environ.get("COMP_WORDS", ""))
    except ValueError:  # a quote is still open
        return []


def _is_result(folder: Path) -> bool:
    return (folder / "manifest.json").is_file()


def _results_in(room: Path) -> list[Path]:
    try:
        return [folder for folder in room.iterdir() if not folder.name.startswith(".") and _is_result(folder)]
    except OSError:
        return []


def _manifest(ctx: typer.Context) -> dict[str, Any]:
    named = ctx.params.get("result") or next((word for word in _line() if _is_result(Path(word))), ".")
    try:
        found = json.loads((Path(named) / "manifest.json").read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
