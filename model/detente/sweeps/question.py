"""What a sweep asks, as plain data: by it a folder knows whether it holds this sweep, and what is otherwise if not."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from detente.scenario import keys
from detente.scenario.scenario import Scenario
from detente.store.manifest import made_with
from detente.sweeps.plan import Plan
from detente.world.arrays import Array

SHOWN = 8
IGNORED = ("tree", "origins", "path", "variant", "variants", "reference", "cards", "sources", "runs", "replicates", "seed",
           "title", "question", "about")  # fmt: skip


def question_of(plan: Plan, agents: str | None) -> dict[str, Any]:
    """Return everything that decides the bytes of the results, in words and digests."""
    sweep, made = plan.sweep, made_with()
    return {
        "packages": list(sweep.packages),
        "reference": sweep.reference,
        "factors": {f.name: _factor(f) for f in sweep.factors},
        "design": {k: v for k, v in sweep.design._asdict().items() if v is not None},
        "points": len(sweep.points),
        "points_sha256": _sha(sweep.points),
        "futures": sweep.futures,
        "replicates": sweep.replicates,
        "seed": sweep.seed,
        "record": list(sweep.record),
        "stop": None if sweep.stop is None else vars(sweep.stop),
        "scenarios": {s.label: s.scenario.digest() for s in plan.built.listed},
        "structure_sha256": _sha(plan.built.of),
        "agents": agents,
        "shard_runs": plan.shard_runs,
        "kernel": made["kernel"],
        "detente": made["detente"],
        "pyarrow": made_with_tables(),
    }


def made_with_tables() -> str:
    """Return the version of the library that writes the tables: their bytes depend on it."""
    import pyarrow

    return str(pyarrow.__version__)


def _factor(factor: Any) -> dict[str, Any]:
    values = {"values": list(factor.values)} if factor.values is not None else {"range": [factor.low, factor.high]}
    return {"path": list(factor.paths), **values, "distribution": factor.distribution, "unit": factor.unit}


def _sha(array: Array) -> str:
    return hashlib.sha256(array.tobytes() + repr((array.shape, array.dtype.str)).encode()).hexdigest()


def digest(question: Mapping[str, Any]) -> str:
    """Return the sha256 of a question."""
    return hashlib.sha256(json.dumps(question, sort_keys=True).encode()).hexdigest()


def differences(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Return what is otherwise between two questions, in words, scenarios by their labels only."""
    found: list[str] = []
    before, after = json.loads(json.dumps(then)), json.loads(json.dumps(now))
    for key in dict.fromkeys([*before, *after]):
        one, other = before.get(key), after.get(key)
        if one == other:
            continue
        if isinstance(one, dict) and isinstance(other, dict):
            found += [_said(f"{key}.{k}", one.get(k), other.get(k)) for k in dict.fromkeys([*one, *other])
                      if one.get(k) != other.get(k)]  # fmt: skip
        else:
            found.append(_said(key, one, other))
    return found


def _said(key: str, one: Any, other: Any) -> str:
    if key.endswith("sha256") or key.startswith("scenarios.") or key == "kernel":
        return f"{key} differs" if one and other else f"{key} is {'new' if other else 'gone'}"
    return f"{key} was {_short(one)}, is {_short(other)}"


def _short(value: Any) -> str:
    text = json.dumps(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def scenario_differences(then: Scenario, now: Scenario) -> list[str]:
    """Return the numbers and fields in which two scenarios differ, by dotted key, in words."""
    before, after = dict(keys.quantities(then)), dict(keys.quantities(now))
    found = []
    for key in dict.fromkeys([*before, *after]):
        one, other = before.get(key), after.get(key)
        if one is None or other is None:
            found.append(f"{key} is {'new' if one is None else 'gone'}")
        elif (one.value, one.low, one.high, one.distribution) != (
            other.value,
            other.low,
            other.high,
            other.distribution,
        ):
            found.append(f"{key} was {_span(one)}, is {_span(other)}")
    for name in Scenario.__dataclass_fields__:
        if name not in IGNORED and name not in ("states", "frameworks", "ties", "parameters", "levers", "shocks"):
            one, other = getattr(then, name), getattr(now, name)
            if one != other:
                found.append(f"{name} was {one}, is {other}")
    return found or _of_uses(then, now)


def _span(quantity: Any) -> str:
    return f"{quantity.value:g} [{quantity.low:g}, {quantity.high:g}]"


def _of_uses(then: Scenario, now: Scenario) -> list[str]:
    """Return the levers, shocks, states and frameworks that differ in something other than numbers."""
    found = []
    for group in ("levers", "shocks", "states", "frameworks"):
        before, after = getattr(then, group), getattr(now, group)
        for key in dict.fromkeys([*before, *after]):
            one, other = before.get(key), after.get(key)
            fields = () if one is None or other is None else one.__dataclass_fields__
            found += [f"{group}.{key}.{f} was {getattr(one, f)}, is {getattr(other, f)}" for f in fields
                      if f != "quantities" and getattr(one, f) != getattr(other, f)]  # fmt: skip
    return found
