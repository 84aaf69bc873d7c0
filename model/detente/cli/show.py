"""`detente show`: resolved values with their passports and where they were set."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.cli.faults import print_json, visible
from detente.errors import UsageError
from detente.scenario.positioned import Origin
from detente.scenario.quantities import Quantity
from detente.scenario.reading import read_scenario
from detente.scenario.scenario import Scenario

if TYPE_CHECKING:
    from detente.scenario.history import Step

Row = tuple[str, Quantity | Any, Origin]
NOWHERE = "no layer sets it: the program's default"


def show_scenario(
    file: Path, key: str | None, variant: str | None, overrides: list[str], *, as_json: bool, origin: bool = False
) -> None:
    """Print one value, all below a key, or an overview with the shares of standing; raise `UsageError` for a typo.

    With `origin`, print for each value what every layer says of it, from the catalogue to the command line.
    """
    scenario = read_scenario(file, variant, overrides)
    if key is None and not origin:
        from detente.cli.overview import overview, words

        print_json(overview(scenario)) if as_json else print(visible(words(scenario)))
        return
    rows = _rows(scenario, key)
    chains = _chains(scenario, rows, overrides) if origin else [[] for _ in rows]
    if as_json:
        print_json([_plain(row, chain if origin else None) for row, chain in zip(rows, chains, strict=True)])
        return
    if origin:
        lines = [line for row, chain in zip(rows, chains, strict=True) for line in (_head(row), *_aligned(chain))]
    else:
        lines = [_line(row, detailed=len(rows) == 1) for row in rows]
    print(visible("\n".join(lines)))


def _rows(scenario: Scenario, key: str | None) -> list[Row]:
    """Return facts and numbers of a key and all below it, or of the whole scenario; raise `UsageError` for a typo."""
    from detente.cli.facts import facts

    if key is None:
        return list(scenario.passports())
    found: list[Row] = [(name, value, scenario.origin(name)) for name, value in facts(scenario, key).items()]
    found += [row for row in scenario.passports() if row[0] == key or row[0].startswith(key + ".")]
    return found or [(key, _value(scenario.lookup(key)), scenario.origin(key))]


def _value(value: object) -> Any:
    """Return a quantity, or another value as plain data; raise `UsageError` for a part that has no value of its own."""
    if isinstance(value, Quantity | str | int | float | None):
        return value
    if isinstance(value, dict | tuple | list | set):
        return [str(item) for item in value]
    if hasattr(value, "key"):
        raise UsageError(f"'{value.key}' is a part, not a value; add one of its keys, such as .level")
    return str(value)


def _chains(scenario: Scenario, rows: list[Row], overrides: list[str]) -> list[list[Step]]:
    from detente.scenario.history import History

    history = History(scenario, overrides)
    return [history.of(key) for key, _, _ in rows]


def _aligned(chain: list[Step]) -> list[str]:
    """Return a line for what each layer says, in columns; > marks the value in use."""
    cells = [(step.origin.layer, _said(step.value)) for step in chain]
    first, second = (max((len(cell[k]) for cell in cells), default=0) for k in (0, 1))
    return [
        f"  {'>' if step.wins else ' '} {layer:<{first}}  {said:<{second}}  {step.origin}"
        for step, (layer, said) in zip(chain, cells, strict=True)
    ] or [f"    {NOWHERE}"]


def _told(step: Step) -> dict[str, Any]:
    """Return what a layer says as plain data."""
    place = step.origin
    return {"layer": place.layer, "value": step.value, "in_use": step.wins, "file": place.file,
            "line": place.line, "column": place.column}  # fmt: skip


def _said(value: Any) -> str:
    """Return what a layer says: the value, and whatever of the passport it sets beside."""
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    if not isinstance(value, dict):
        return str(value)
    beside = [
        f"{name} {_said(value[name])}" for name in ("range", "unit", "standing", "source", "known_by") if name in value
    ]
    rest = f" ({'; '.join(beside)})" if beside else ""
    return f"{value['value']}{rest}" if "value" in value else f"only{rest}"


def _plain(row: Row, chain: list[Step] | None) -> dict[str, Any]:
    key, q, origin = row
    place = {"set_by": origin.layer, "file": origin.file, "line": origin.line, "column": origin.column}
    layers = {} if chain is None else {"layers": [_told(step) for step in chain]}
    if not isinstance(q, Quantity):
        return {"key": key, "value": q, **place, **layers}
    return {
        "key": key, "value": q.value, "range": [q.low, q.high], "unit": q.unit, "standing": q.standing,
        "source": list(q.source), "reason": q.reason, "known_by": q.known_by, "distribution": q.distribution, **place, **layers,
    }  # fmt: skip


def _head(row: Row) -> str:
    """Return a key with its value, without where it was set."""
    key, q, _ = row
    return (
        f"{key} = {q.value:g}{'' if q.unit == '1' else f' {q.unit}'}"
        if isinstance(q, Quantity)
        else f"{key} = {_said(q)}"
    )


def _line(row: Row, *, detailed: bool) -> str:
    key, q, origin = row
    if not isinstance(q, Quantity):
        place = "(default)" if origin.layer == "default" else f"{origin.layer} {origin}"
        return f"{key} = {_said(q)}\n  set by    {place}" if detailed else f"{key} = {_said(q)}  ({place.strip('()')})"
    unit = "" if q.unit == "1" else f" {q.unit}"
    span = "fixed" if q.fixed else f"{q.low:g} to {q.high:g}, {q.distribution}"
    if not detailed:
        return f"{key} = {q.value:g}{unit}  ({span}; {q.standing}; {origin.layer} {origin})"
    source = f"\n  source    {', '.join(q.source)}" if q.source else ""
    reason = f"\n  reason    {q.reason}" if q.reason else ""
    known = f"\n  known by  {q.known_by}" if q.known_by else ""
    head = f"{key} = {q.value:g}{unit}\n  range     {span}\n  standing  {q.standing}"
    return f"{head}{source}{reason}{known}\n  set by    {origin.layer} {origin}"
