"""What can be moved: every lever's level and first year, and every assumption with a range, by the path a file sets it with."""

from __future__ import annotations

from typing import Any

from detente.scenario import keys
from detente.scenario.dates import date_of, parse_date
from detente.scenario.meanings import EVIDENCE
from detente.scenario.positioned import Scalar, child, entries
from detente.scenario.quantities import Quantity
from detente.scenario.scenario import Lever, Scenario
from detente.scenario.shape import split_path
from detente.world.variables import THEORIES

GROUPS = {
    "parameters": "parameters of the model", "levers": "effects of levers", "shocks": "shocks", "cards": "effects of levers",
    "states": "states", "ties": "ties", "frameworks": "frameworks",
}  # fmt: skip


def path_of(key: str, scenario: Scenario) -> str:
    """Return the path by which a number is set everywhere it is used: a card's number for all levers that stand on it."""
    parts = split_path(key)
    if parts[0] == "levers" and parts[2] == "influences" and child(scenario.tree, *parts) is None:
        return ".".join(("cards", "levers", scenario.levers[parts[1]].card, *parts[2:]))
    return keys.settable(key, scenario)


def sliders(scenario: Scenario) -> dict[str, Any]:
    """Return levers, assumptions and theory as plain data: each with its path, value, range, unit, standing, source, label."""
    assumptions: dict[str, dict[str, Any]] = {}
    for key, quantity in keys.quantities(scenario):
        path = path_of(key, scenario)
        if (
            not quantity.fixed
            and path not in assumptions
            and not (key.startswith("levers.") and key.endswith(".level"))
        ):
            assumptions[path] = _assumption(key, path, quantity, scenario)
    return {
        "levers": [_lever(lever, scenario) for lever in scenario.levers.values()],
        "assumptions": list(assumptions.values()),
        "theory": {"path": "theory", "value": scenario.theory, "choices": list(THEORIES)},
    }


def _lever(lever: Lever, scenario: Scenario) -> dict[str, Any]:
    """Return one lever: level 0 to 1, and first year within the horizon."""
    names = [scenario.states[key].name for key in lever.members]
    who = ", ".join(names) if lever.form == "pact" else f"{names[0]} → {', '.join(names[1:]) or 'all'}"
    level = lever.level
    return {
        "key": lever.key, "title": lever.title, "who": who, "form": lever.form, "card": lever.card,
        "evidence": EVIDENCE.get(lever.evidence, lever.evidence), "weak": lever.evidence in ("none", "weak"),
        "when": lever.condition, "follows": lever.follows,
        "level": {"path": f"levers.{lever.key}.level", "value": level.value, "low": 0.0, "high": 1.0,
                  "range": None if level.fixed else [level.low, level.high], **_passport(level, scenario)},
        "from": {"path": f"levers.{lever.key}.from", **_first_year(lever, scenario)},
    }  # fmt: skip


def _first_year(lever: Lever, scenario: Scenario) -> dict[str, Any]:
    """Return in which year the lever begins and may begin: not before its first stage, whose dates stay as they are."""
    node = child(scenario.tree, "levers", lever.key, "stages")
    staged = [parse_date(value.value) for _, value in entries(node) if isinstance(value, Scalar)]
    earliest = min(staged, default=scenario.start)
    first = date_of(lever.first_step, scenario.start, scenario.step).year
    last = date_of(lever.last_step - 1, scenario.start, scenario.step).year
    low = earliest.year + ((earliest.month, earliest.day) > (1, 1)) if staged else scenario.start.year
    return {"value": first, "low": min(low, first), "high": max(first, last), "staged": bool(staged)}


def _assumption(key: str, path: str, quantity: Quantity, scenario: Scenario) -> dict[str, Any]:
    return {
        "path": path, "value": quantity.value, "low": quantity.low, "high": quantity.high,
        **_passport(quantity, scenario), **_label(split_path(key), path, scenario),
    }  # fmt: skip


def _passport(quantity: Quantity, scenario: Scenario) -> dict[str, Any]:
    cited = [scenario.sources[key].citation if key in scenario.sources else key for key in quantity.source]
    return {
        "unit": quantity.unit, "standing": quantity.standing, "sources": cited, "reason": quantity.reason,
        "distribution": quantity.distribution,
    }  # fmt: skip


def _label(parts: tuple[str, ...], path: str, scenario: Scenario) -> dict[str, str]:
    """Return what a number is called, what it means where that is said, and the group it is listed in."""
    group, rest = GROUPS[parts[0]], [part.replace("_", " ").replace(".", ", ") for part in parts[2:]]
    meaning = ""
    if parts[0] == "parameters":
        node = child(scenario.tree, *parts, "meaning")
        name, meaning = _words(parts[1]), str(node.value) if isinstance(node, Scalar) else ""
    elif parts[0] == "ties":
        observer, target = (scenario.states[key].name for key in parts[2:])
        name = f"{_words(parts[1])}: {observer} → {target}"
    elif parts[0] == "states":
        name = f"{scenario.states[parts[1]].name}: {', '.join(rest)}"
    elif parts[0] == "frameworks":
        name = f"{scenario.frameworks[parts[1]].name}: commitment"
    else:
        use: Any = getattr(scenario, parts[0])[parts[1]]
        rest = [part for part in rest if part != "influences"]
        name = f"{_card_title(path, scenario) or use.title}: {', '.join(rest)}"
    return {"label": name, "meaning": meaning, "group": group}


def _card_title(path: str, scenario: Scenario) -> str:
    """Return the title of the card that a path sets a number of, or nothing where it is the number of one use."""
    if not path.startswith("cards."):
        return ""
    node = child(scenario.tree, *split_path(path)[:3], "title")
    return str(node.value) if isinstance(node, Scalar) else ""


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()
