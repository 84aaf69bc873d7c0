"""Write a resolved scenario in as many files as the limit on their size asks for; together they read back as the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from detente.errors import UsageError
from detente.scenario.inheriting import DEPTH
from detente.scenario.scenario import Scenario
from detente.scenario.texts import LIMIT
from detente.scenario.writing import Dumper, to_yaml


def to_yaml_files(scenario: Scenario, stem: str) -> dict[str, str]:
    """Return file name -> text: `STEM.yaml`, and what it extends where one file cannot hold all ties of many states.

    Raises `UsageError` for a scenario that even all files of a chain cannot hold.
    """
    whole = to_yaml(scenario)
    if len(whole.encode()) <= LIMIT:
        return {f"{stem}.yaml": whole}
    data = scenario.resolved()
    ties = data.pop("ties")
    assert isinstance(ties, dict)
    contents = [data, *_filled(ties)]
    if len(contents) > DEPTH + 1:
        raise UsageError(f"a scenario of {len(scenario.states)} states is too large to be stored with its results")
    names = [f"{stem}.yaml", *(f"{stem}-ties-{number}.yaml" for number in range(1, len(contents)))]
    for content, below in zip(contents, names[1:], strict=False):
        content["extends"] = below
    return {name: _text(content) for name, content in zip(names, contents, strict=True)}


def _filled(ties: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield contents of files that each hold as many rows of ties as fit."""
    table: dict[str, Any] = {}
    size = 0
    for variable, rows in ties.items():
        for observer, row in rows.items():
            length = len(_text({variable: {observer: row}}).encode())
            if table and size + length > 0.9 * LIMIT:
                yield {"complete": True, "ties": table}
                table, size = {}, 0
            table.setdefault(variable, {})[observer] = row
            size += length
    yield {"complete": True, "ties": table}


def _text(data: dict[str, Any]) -> str:
    dumped = yaml.dump(data, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=4000, default_flow_style=None)  # type: ignore[call-overload]
    return str(dumped)
