"""What a JSON Schema says of single values: dates, units and bounds of numbers, and what a passport must hold."""

from __future__ import annotations

from typing import Any

from detente.scenario.cards import COST, LOG_RATE, RATE, YEARS
from detente.scenario.levers import ANNOUNCED, LEVEL
from detente.scenario.quantities import Declared
from detente.scenario.regions import SHARE, declared
from detente.scenario.shocks import SIZE, TREND
from detente.world.variables import CHANNELS, HAZARDS, IMPULSES, INFINITY, initial

Schema = dict[str, Any]
NOTHING: Schema = {"type": "null"}
DAY: Schema = {"type": "string", "pattern": r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"}
DATE: Schema = {"anyOf": [DAY, {"type": "integer", "minimum": 1, "maximum": 9999}]}
TEXT: Schema = {"type": "string"}
SIMPLE: dict[str, Schema] = {
    "anything": {},
    "text": TEXT,
    "title": {"type": "string", "minLength": 1},
    "number": {"type": "number"},
    "share": {"type": "number", "minimum": 0, "maximum": 1},
    "truth": {"type": "boolean"},
    "date": DATE,
    "optional date": {"anyOf": [*DATE["anyOf"], NOTHING]},
    "optional dates": {"anyOf": [*DATE["anyOf"], {"type": "array", "items": DATE, "minItems": 1}, NOTHING]},
    "optional names": {"anyOf": [TEXT, {"type": "array", "items": TEXT, "minItems": 1}, NOTHING]},
}
NUMBERS: dict[tuple[str, str], Declared] = {
    ("LeverCard", "lag"): YEARS, ("LeverCard", "fade"): YEARS, ("LeverCard", "cost"): COST,
    ("ShockCard", "rate"): RATE, ("ShockUse", "rate"): RATE, ("ShockUse", "size"): SIZE,
    ("ShockUse", "trend"): TREND, ("LeverUse", "level"): LEVEL, ("LeverUse", "announced"): ANNOUNCED,
    ("Framework", "commitment"): SHARE,
    **{("State", v.name): declared(v) for v in initial("state")},
    **{("Capability", v.name.partition(".")[2]): declared(v) for v in initial("state") if "." in v.name},
    **{("Ties", v.name): declared(v) for of in ("dyad", "pair") for v in initial(of)},
}  # fmt: skip
KEYED = {
    tuple(CHANNELS): {name: Declared(*channel[1:]) for name, channel in CHANNELS.items()},
    tuple(IMPULSES): {name: Declared(*impulse[1:]) for name, impulse in IMPULSES.items()},
    HAZARDS: dict.fromkeys(HAZARDS, LOG_RATE),
}
_SOURCED: Schema = {"properties": {"standing": {"enum": ["measured", "derived"]}}, "required": ["standing"]}
PASSPORT_RULES: list[Schema] = [
    {"if": _SOURCED, "then": {"required": ["source"], "properties": {"source": {"minItems": 1}}}},
    {"if": {"required": ["range"], "not": _SOURCED}, "then": {"required": ["reason"]}},
]


def limited(number: Declared) -> Schema:
    """Return what unit and bounds say of the keys of a passport."""
    item = {"type": "number", **bounds(number)}
    units: list[Any] = [number.unit, 1] if number.unit == "1" else [number.unit]
    return {
        "value": {"anyOf": [item, NOTHING]},
        "range": {"anyOf": [{"type": "array", "items": item}, NOTHING]},
        "unit": {"enum": [*units, None]},
    }


def bounds(number: Declared) -> Schema:
    """Return the hard bounds of a number."""
    found = {"minimum": number.low, "maximum": number.high}
    return {key: limit for key, limit in found.items() if abs(limit) != INFINITY}


def span(number: Declared) -> str:
    """Return the hard bounds of a number in words."""
    return f"{number.low:g} to {number.high:g}" if number.high != INFINITY else f"at least {number.low:g}"
