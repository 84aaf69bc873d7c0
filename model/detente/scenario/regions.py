"""Resolves the region of a scenario: states, frameworks, ties, parameters, bibliography."""

from __future__ import annotations

from detente.scenario.catalogue_files import RANK, catalogue_file
from detente.scenario.context import Context, text
from detente.scenario.dates import parse_date
from detente.scenario.faults import listed, shown
from detente.scenario.names import name_complaint
from detente.scenario.pairs import PAIR_NAMES
from detente.scenario.positioned import Broken, Mapping, Node, Scalar, Sequence, child, entries
from detente.scenario.quantities import Declared, Quantity, read_sources, written
from detente.scenario.scenario import Framework, Source, State, TieTable
from detente.world.variables import INFINITY, Variable, initial, stance

SHARE = Declared("1", 0, 1)
BY_DEFAULT = "default of the variable"


def declared(variable: Variable) -> Declared:
    """Return unit and bounds of a variable."""
    return Declared(variable.unit, variable.low, variable.high)


def default(variable: Variable) -> Quantity:
    """Return the value a file may leave out."""
    return Quantity.point(variable.default or 0.0, variable.unit, BY_DEFAULT)


def read_states(context: Context) -> dict[str, State]:
    """Return the states by key, sorted."""
    table = child(context.tree, "states")
    bad = context.check_names("states")
    context.states = [name for name in context.states if name not in bad]
    if isinstance(table, Mapping) and len(table.items) < 2:
        context.note(table, "states", f"has {len(table.items)} states; two or more are needed", at_key=True)
    return {key: _state(context, key, node) for key, node in sorted(entries(table))}


def _state(context: Context, key: str, node: Node) -> State:
    kind = text(child(node, "kind"), "state")
    members_node = child(node, "members")
    members = context.group(members_node, f"states.{key}.members")
    if kind == "state" and members:
        context.note(members_node, f"states.{key}.members", "only a collective has members", at_key=True)
    if key in members:
        context.note(members_node, f"states.{key}.members", f"{key} cannot be its own member")
    quantities: dict[str, Quantity] = {}
    _check_issues(context, node, key)
    for variable in (*initial("state"), *map(stance, context.issues)):
        path = f"states.{key}.{variable.name}"
        found = child(node, *variable.name.split("."))
        if found is None and variable.default is not None:
            quantities[variable.name] = default(variable)
        quantity = context.quantity(found, declared(variable), path)
        if quantity is not None:
            quantities[variable.name] = quantity
    return State(key, text(child(node, "name"), key), kind, members, text(child(node, "posture")), quantities)


def _check_issues(context: Context, node: Node, key: str) -> None:
    """Note stances on what is no issue of the scenario, and issues without a stance."""
    table, path = child(node, "priorities"), f"states.{key}.priorities"
    stances = dict(entries(table))
    for issue, value in stances.items():
        if issue not in context.issues and context.issues:
            hint = context.faults.nearest(issue, context.issues) or f"; issues: {listed(context.issues)}"
            context.note(value, path, f"no issue {shown(issue)}{hint}", at_key=True)
    absent = [issue for issue in context.issues if issue not in stances]
    if absent and isinstance(table, Mapping):
        context.note(table, path, f"needs {listed(absent)}", at_key=True)


def read_issues(context: Context) -> tuple[str, ...]:
    """Return the issues, sorted; note names that no path could use, and one that is given twice."""
    node = child(context.tree, "issues")
    seen: set[str] = set()
    for item in node.items if isinstance(node, Sequence) else ():
        name = text(item)
        complaint = name_complaint(name) or (f"{shown(name)} is named twice" if name in seen else "")
        if complaint:
            context.note(item, "issues", complaint)
        seen.add(name)
    return context.issues


def read_frameworks(context: Context) -> dict[str, Framework]:
    """Return the frameworks by key, sorted."""
    context.check_names("frameworks")
    found: dict[str, Framework] = {}
    for key, node in sorted(entries(child(context.tree, "frameworks"))):
        path = f"frameworks.{key}"
        members_node = child(node, "members")
        members = context.group(members_node, f"{path}.members")
        commitment = context.quantity(child(node, "commitment"), SHARE, f"{path}.commitment")
        since_node = child(node, "since")
        since = parse_date(since_node.value) if isinstance(since_node, Scalar) and since_node.value else None
        source_node = child(node, "source")
        source = read_sources(source_node, f"{path}.source", context.sources, context.faults)
        kind = text(child(node, "kind"))
        if commitment is not None:
            found[key] = Framework(key, text(child(node, "name"), key), kind, members, commitment, since, source)
    return found


def read_ties(context: Context) -> dict[str, TieTable]:
    """Return the ties: variable -> (observer, target) -> quantity, both orders for symmetric ones."""
    ties = child(context.tree, "ties")
    if ties is not None and not isinstance(ties, Mapping):
        return {}
    variables = (*initial("dyad"), *initial("pair"))
    return {v.name: _table(context, v, child(ties, v.name), ties) for v in variables}


def _table(context: Context, variable: Variable, node: Node | None, ties: Node | None) -> TieTable:
    found: TieTable = {}
    symmetric = variable.name in PAIR_NAMES
    seen: set[tuple[str, str]] = set()
    for observer, row in entries(node):
        known = _known(context, observer, row, f"ties.{variable.name}")
        for target, value in entries(row):
            path = f"ties.{variable.name}.{observer}"
            if not (_known(context, target, value, path) and known):
                continue
            seen.add((observer, target))
            quantity = context.quantity(value, declared(variable), f"{path}.{target}")
            if quantity is not None:
                found[observer, target] = quantity
                if symmetric:
                    found[target, observer] = quantity
    missing = [
        (i, j) for i in context.states for j in context.states
        if i != j and (i, j) not in seen and not (symmetric and i > j)
    ]  # fmt: skip
    if variable.default is not None:
        for pair in missing:
            found[pair] = default(variable)
            if symmetric:
                found[pair[::-1]] = found[pair]
    elif missing and isinstance(node, Mapping):
        _note_missing(context, variable.name, node, missing)
    return found


def _known(context: Context, name: str, node: Node, path: str) -> bool:
    """Return whether a key of a table of ties is a state; note it otherwise."""
    if name in context.states or not context.states:
        return name in context.states
    hint = context.faults.nearest(name, context.states) or f"; states: {listed(context.states)}"
    context.note(node, path, f"no state {shown(name)}{hint}", at_key=True)
    return False


def _note_missing(context: Context, name: str, node: Mapping, missing: list[tuple[str, str]]) -> None:
    """Name the missing pairs, but not those hidden behind a broken row."""
    rows = {key for key, row in node.items.items() if isinstance(row, Broken)}
    absent = [f"{i}-{j}" for i, j in missing if i not in rows and not (name in PAIR_NAMES and j in rows)]
    if absent:
        count = "1 pair is" if len(absent) == 1 else f"{len(absent)} pairs are"
        context.note(node, f"ties.{name}", f"{count} missing: {listed(absent, 6)}", at_key=True)


def read_parameters(context: Context) -> dict[str, Quantity]:
    """Return every parameter of the catalogue, as this scenario sets it."""
    found: dict[str, Quantity] = {}
    absent: list[str] = []
    known = catalogue_file("parameters.yaml").items
    for name, node in sorted(entries(child(context.tree, "parameters"))):
        if name not in known:
            hint = context.faults.nearest(name, known) or "; see the catalogue of parameters"
            context.note(node, "parameters", f"no parameter {shown(name)}{hint}", at_key=True)
            continue
        for key in ("bounds", "meaning"):
            own = child(node, key)
            if own is not None and own.layer.rank != RANK:
                message = "belongs to the catalogue; give value and range"
                context.note(own, f"parameters.{name}.{key}", message, at_key=True)
        if isinstance(node, Mapping) and "value" not in node.items:
            absent.append(name)
            continue
        limits = limits_of(known[name])
        quantity = context.quantity(node, limits, f"parameters.{name}")
        if quantity is not None:
            found[name] = quantity
    if absent:
        message = f"needs {listed(absent, 6)}: a complete file gives every parameter its value"
        context.note(child(context.tree, "complete") or context.tree, "parameters", message)
    return found


def limits_of(node: Node) -> Declared:
    """Return unit and bounds of a parameter as the catalogue declares them."""
    bounds, unit = child(node, "bounds"), child(node, "unit")
    limits = [item.value for item in bounds.items if isinstance(item, Scalar)] if isinstance(bounds, Sequence) else []
    low, high = limits if len(limits) == 2 else (-INFINITY, INFINITY)
    return Declared(unit.text if isinstance(unit, Scalar) else "1", low, high)


def read_sources_table(context: Context, used: set[str]) -> dict[str, Source]:
    """Return the entries of the bibliography that some number of the scenario cites."""
    return {
        key: Source(key, text(child(node, "citation")), text(child(node, "url")), written(child(node, "known_by")))
        for key, node in sorted(entries(child(context.tree, "sources")))
        if key in used
    }
