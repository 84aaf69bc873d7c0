"""Resolves time and size of a scenario: start, end, step, runs; refuses what could never be computed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from detente.scenario.context import Context, text, whole
from detente.scenario.dates import MONTHS, parse_date, step_of
from detente.scenario.inheriting import inside, scenario_root
from detente.scenario.positioned import Node, Scalar, child, entries

NEWEST_SCHEMA = 1
MOST_STEPS = 100_000
# One state pair for one step of one run, measured in order of magnitude on one core; two cores share the work.
SECONDS_EACH = 2e-8
MOST_SECONDS = 86_400.0


@dataclass(frozen=True, slots=True)
class Horizon:
    """First and last day, length of a step, and how many steps there are."""

    start: date
    end: date
    step: str
    steps: int


def read_horizon(context: Context) -> Horizon | None:
    """Return the horizon, or None after noting what is wrong with it."""
    nodes = [child(context.tree, key) for key in ("start", "end", "step")]
    start_node, end_node, step_node = nodes
    step = text(step_node)
    if not isinstance(start_node, Scalar) or not isinstance(end_node, Scalar) or step not in MONTHS:
        return None
    start, end = parse_date(start_node.value), parse_date(end_node.value, last=True)
    if end <= start:
        context.note(end_node, "end", f"{end} is not after the start, {start}")
        return None
    steps = step_of(end, start, step) + 1
    return Horizon(start, end, step, steps)


def read_sizes(context: Context, horizon: Horizon | None) -> tuple[int, int, int]:
    """Return runs, replicates and seed; note sizes that do not divide or that no machine would finish."""
    runs, replicates = whole(child(context.tree, "runs"), 500), whole(child(context.tree, "replicates"), 10)
    runs_node = child(context.tree, "runs") or child(context.tree, "replicates")
    if runs % max(replicates, 1):
        context.note(runs_node, "runs", f"{runs} runs are not a multiple of {replicates} replicates")
    if horizon is not None:
        _check_size(context, horizon, runs, runs_node)
    return runs, replicates, whole(child(context.tree, "seed"), 1)


def _check_size(context: Context, horizon: Horizon, runs: int, runs_node: Node | None) -> None:
    states = len(context.states)
    seconds = SECONDS_EACH * horizon.steps * runs * max(states, 1) ** 2 / 2
    cost = f"{horizon.steps:,} steps x {states} states x {runs:,} runs, about {_duration(seconds)} on two cores"
    if horizon.steps > MOST_STEPS:
        context.note(child(context.tree, "end"), "end", f"{cost}; at most {MOST_STEPS:,} steps are allowed")
    elif seconds > MOST_SECONDS:
        context.note(runs_node, "runs", f"{cost}; at most a day is allowed")


def _duration(seconds: float) -> str:
    for size, name in ((86_400 * 365, "years"), (86_400, "days"), (3_600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds / size:,.0f} {name}"
    return "a minute or two"


def check_schema(context: Context) -> None:
    """Note a file that was written for a newer program."""
    node = child(context.tree, "schema")
    if whole(node, 1) > NEWEST_SCHEMA:
        context.note(node, "schema", f"{whole(node, 1)} is newer than this program ({NEWEST_SCHEMA}); upgrade")


def find_reference(context: Context, own: Path) -> str | None:
    """Return the reference: a variant's name, or the path of a file inside the scenario folder."""
    node = child(context.tree, "reference")
    name = text(node)
    variants = dict(entries(child(context.tree, "variants")))
    if not name or node is None or name in variants:
        return name or None
    if not name.endswith((".yaml", ".yml")):
        hint = context.faults.nearest(name, variants) or "; a path ends in .yaml"
        context.note(node, "reference", f"no variant {name!r}{hint}")
        return None
    path = Path(node.layer.file)
    target = inside(name, path, scenario_root(path))
    if isinstance(target, str):
        context.note(node, "reference", target)
        return None
    if target.resolve() == own.resolve():
        message = "a scenario cannot be its own reference; name another file or a variant, or null for the same without levers"
        context.note(node, "reference", message)
        return None
    return str(target)
