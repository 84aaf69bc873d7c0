"""Every number and field of a scenario by its dotted key, and where it was set."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from detente.scenario.pairs import PAIR_NAMES
from detente.scenario.positioned import Mapping, Node, child, plain
from detente.scenario.quantities import Quantity
from detente.scenario.shape import split_path

if TYPE_CHECKING:
    from detente.scenario.scenario import Lever, Scenario, Shock, TieTable


IN_USES = {"levers": ("level", "announced", "influences"), "shocks": ("rate", "size", "trend", "towards")}
"""Numbers that a scenario gives where it uses a card; all others are the card's."""


def quantities(scenario: Scenario) -> Iterator[tuple[str, Quantity]]:
    """Yield dotted key and quantity of every number of a scenario, sorted within each group."""
    for name, state in sorted(scenario.states.items()):
        for variable, quantity in sorted(state.quantities.items()):
            yield f"states.{name}.{variable}", quantity
    for name, framework in sorted(scenario.frameworks.items()):
        yield f"frameworks.{name}.commitment", framework.commitment
    for variable, table in sorted(scenario.ties.items()):
        for (observer, target), quantity in sorted(each_pair_once(variable, table).items()):
            yield f"ties.{variable}.{observer}.{target}", quantity
    for name, quantity in sorted(scenario.parameters.items()):
        yield f"parameters.{name}", quantity
    for name, lever in sorted(scenario.levers.items()):
        for part, quantity in _of_lever(lever):
            yield f"levers.{name}.{part}", quantity
    for name, shock in sorted(scenario.shocks.items()):
        for part, quantity in _of_shock(shock):
            yield f"shocks.{name}.{part}", quantity


def each_pair_once(variable: str, table: TieTable) -> TieTable:
    """Return a table of ties without the second order of symmetric pairs."""
    if variable not in PAIR_NAMES:
        return table
    return {(one, other): quantity for (one, other), quantity in table.items() if one < other}


def _of_lever(lever: Lever) -> Iterator[tuple[str, Quantity]]:
    if lever.announced is not None:
        yield "announced", lever.announced
    yield from (("cost", lever.cost), ("fade", lever.fade), ("lag", lever.lag), ("level", lever.level))
    yield from ((f"influences.{name}", quantity) for name, quantity in sorted(lever.influences.items()))
    yield from ((f"side_effects.{name}", quantity) for name, quantity in sorted(lever.side_effects.items()))


def _of_shock(shock: Shock) -> Iterator[tuple[str, Quantity]]:
    yield from ((f"hazard.{name}", quantity) for name, quantity in sorted(shock.hazard.items()))
    yield from ((f"influences.{name}", quantity) for name, (_, quantity) in sorted(shock.influences.items()))
    yield from ((f"towards.{issue}", quantity) for issue, quantity in sorted(shock.towards.items()))
    if shock.rate is not None:
        yield "rate", shock.rate
    yield "size", shock.size
    if shock.trend is not None:
        yield "trend", shock.trend


def settable(key: str, scenario: Scenario) -> str:
    """Return the path by which a file sets a number: its own key, or that of the card a use has it from."""
    parts = split_path(key)
    if parts[0] not in ("levers", "shocks") or parts[2] in IN_USES[parts[0]]:
        return key
    use: Any = getattr(scenario, parts[0])[parts[1]]
    return ".".join(("cards", parts[0], use.card, *parts[2:]))


def _unordered(scenario: Scenario) -> Iterator[Quantity]:
    """Yield every number of a scenario, some more than once, in no order and without its key."""
    for state in scenario.states.values():
        yield from state.quantities.values()
    for table in scenario.ties.values():
        yield from table.values()
    yield from (framework.commitment for framework in scenario.frameworks.values())
    yield from scenario.parameters.values()
    yield from (quantity for lever in scenario.levers.values() for _, quantity in _of_lever(lever))
    yield from (quantity for shock in scenario.shocks.values() for _, quantity in _of_shock(shock))


def cited(scenario: Scenario) -> set[str]:
    """Return the source keys that the scenario's numbers, frameworks and cards cite."""
    found = {key for quantity in _unordered(scenario) for key in quantity.source}
    found.update(key for group in scenario.frameworks.values() for key in group.source)
    stack: list[Any] = [scenario.cards]
    while stack:
        for key, value in stack.pop().items():
            if key == "source":
                found.update(value)
            elif isinstance(value, dict):
                stack.append(value)
    return found


def lookup(scenario: Scenario, key: str) -> object | None:
    """Return what a dotted key names: a value of the scenario, else what the files say there, else None."""
    found = _field(scenario, key)
    if found is not None:
        return found
    node = child(scenario.tree, *split_path(key))
    return None if node is None else plain(node, key.rpartition(".")[2])


def _field(scenario: Scenario, key: str) -> object | None:
    group, _, rest = key.partition(".")
    if not rest:
        known = group in scenario.__dataclass_fields__ and group not in ("tree", "origins", "cards")
        return getattr(scenario, group) if known else getattr(scenario, "dt", None) if group == "dt" else None
    first, _, below = rest.partition(".")
    if group == "ties":
        observer, _, target = below.partition(".")
        return scenario.ties.get(first, {}).get((observer, target))
    if group not in ("states", "frameworks", "parameters", "levers", "shocks", "sources"):
        return None
    found: object | None = getattr(scenario, group).get(first)
    while below and found is not None:
        table = getattr(found, "quantities", None) or found
        if isinstance(table, dict) and below in table:
            found, below = table[below], ""
        else:
            step, _, below = below.partition(".")
            found = found.get(step) if isinstance(found, dict) else getattr(found, step.lstrip("_"), None)
    return found[1] if isinstance(found, tuple) and group == "shocks" and key.count(".influences.") else found


def origin_node(scenario: Scenario, key: str) -> Node | None:
    """Return the node that set the value of a dotted key, or None for defaults of the program."""
    node = scenario.origins.get(key)
    if node is None and key.startswith("ties."):
        parts = key.split(".")
        node = scenario.origins.get(".".join([*parts[:2], *parts[:1:-1]])) if parts[1] in PAIR_NAMES else None
    if node is None:
        node = child(scenario.tree, *split_path(key))
    if isinstance(node, Mapping) and "value" in node.items:
        return node.items["value"]
    return node
