"""`detente show`: resolved values with their passports and where they were set."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from detente.cli.faults import visible
from detente.errors import UsageError
from detente.scenario.positioned import Origin
from detente.scenario.quantities import Quantity
from detente.scenario.reading import read_scenario
from detente.scenario.scenario import Scenario

Row = tuple[str, Quantity, Origin]


def show_scenario(file: Path, key: str | None, variant: str | None, overrides: list[str], *, as_json: bool) -> None:
    """Print one value, all below a key, or an overview with the shares of standing; raise `UsageError` for a typo."""
    scenario = read_scenario(file, variant, overrides)
    if key is None:
        print(json.dumps(_overview(scenario), indent=2) if as_json else visible(_words(scenario)))
        return
    rows = [row for row in scenario.passports() if row[0] == key or row[0].startswith(key + ".")] or _single(
        scenario, key
    )
    if as_json:
        print(json.dumps([_plain(row) for row in rows] if rows else {key: _text(scenario.lookup(key))}, indent=2))
    elif rows:
        print(visible("\n".join(_line(row, detailed=len(rows) == 1) for row in rows)))
    else:
        origin = scenario.origin(key)
        print(visible(f"{key} = {_text(scenario.lookup(key))}\n  set by {origin.layer} {origin}"))


def _single(scenario: Scenario, key: str) -> list[Row]:
    """Return a quantity that has another spelling in the list of all (the other order of a pair), or nothing."""
    found = scenario.lookup(key)
    return [(key, found, scenario.origin(key))] if isinstance(found, Quantity) else []


def _text(value: object) -> Any:
    if isinstance(value, dict | tuple | list | set):
        return f"{len(value)} entries: {', '.join(str(v) for v in list(value)[:20])}"
    if isinstance(value, str | int | float | None):
        return value
    if hasattr(value, "key"):
        raise UsageError(f"'{value.key}' is a part, not a value; add one of its keys, such as .level")
    return str(value)


def _plain(row: Row) -> dict[str, Any]:
    key, q, origin = row
    return {
        "key": key, "value": q.value, "range": [q.low, q.high], "unit": q.unit, "standing": q.standing,
        "source": list(q.source), "reason": q.reason, "distribution": q.distribution,
        "set_by": origin.layer, "file": origin.file, "line": origin.line, "column": origin.column,
    }  # fmt: skip


def _line(row: Row, *, detailed: bool) -> str:
    key, q, origin = row
    unit = "" if q.unit == "1" else f" {q.unit}"
    span = "fixed" if q.fixed else f"{q.low:g} to {q.high:g}, {q.distribution}"
    if not detailed:
        return f"{key} = {q.value:g}{unit}  ({span}; {q.standing}; {origin.layer} {origin})"
    source = f"\n  source    {', '.join(q.source)}" if q.source else ""
    reason = f"\n  reason    {q.reason}" if q.reason else ""
    head = f"{key} = {q.value:g}{unit}\n  range     {span}\n  standing  {q.standing}"
    return f"{head}{source}{reason}\n  set by    {origin.layer} {origin}"


def _overview(scenario: Scenario) -> dict[str, Any]:
    return {
        "title": scenario.title, "question": scenario.question, "about": scenario.about, "variant": scenario.variant,
        "start": scenario.start.isoformat(), "end": scenario.end.isoformat(), "step": scenario.step,
        "runs": scenario.runs, "replicates": scenario.replicates, "seed": scenario.seed, "focus": scenario.focus,
        "bloc": list(scenario.bloc), "states": {k: s.name for k, s in scenario.states.items()},
        "levers": {k: lever.title for k, lever in scenario.levers.items()},
        "shocks": {k: shock.title for k, shock in scenario.shocks.items()},
        "variants": list(scenario.variants), "standing": scenario.standing_shares(),
        "assumed": _assumed(scenario), "digest": scenario.digest(),
    }  # fmt: skip


def _assumed(scenario: Scenario) -> dict[str, int]:
    """Return how many numbers are assumed, by the part of the scenario they stand in."""
    counts: dict[str, int] = {}
    for key, quantity, _ in scenario.passports():
        if quantity.standing == "assumed":
            part = ".".join(key.split(".")[: 2 if key.startswith("ties") else 1])
            counts[part] = counts.get(part, 0) + 1
    return counts


def _words(scenario: Scenario) -> str:
    o = _overview(scenario)
    standing = ", ".join(f"{share:.0%} {name}" for name, share in o["standing"].items())
    lines = [o["title"], f"  {o['question']}" if o["question"] else ""]
    lines.append(f"  {o['start']} to {o['end']}, step {o['step']}; focus {o['focus']}; bloc {', '.join(o['bloc'])}")
    for part in ("states", "levers", "shocks"):
        lines.append(f"  {part}: {', '.join(f'{k} ({v})' for k, v in o[part].items()) or 'none'}")
    lines.append(f"  variants: {', '.join(o['variants']) or 'none'}")
    lines.append(
        f"  numbers: {standing}; assumed by part: {', '.join(f'{k} {v}' for k, v in sorted(o['assumed'].items()))}"
    )
    lines.append("  look closer: detente show FILE KEY, for instance ties.trust, parameters, levers")
    return "\n".join(line for line in lines if line)
