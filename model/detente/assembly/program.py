"""The Program: one scenario under one seed, as the kernel runs it, with the names to read its results by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from detente.assembly.given import given_dyads, given_states
from detente.assembly.layout import Layout, dyad_hashes, hashes_of, layout_of, mask_of
from detente.assembly.rows import Row, hazard_scalars, lever_dyads, lever_rows, postfix_code, shock_rows, sparse
from detente.assembly.scalars import Collector, parameter_type
from detente.compiled import process_key
from detente.engine.start import ALLIANCE, PARTNERSHIP
from detente.scenario.scenario import Lever, Scenario
from detente.world.arrays import PROCESSES, Array, Plan, Room, make_room, region_type
from detente.world.variables import MOST_ISSUES, POSTURES, THEORIES


@dataclass(frozen=True)
class Program:
    """A scenario ready to run: the kernel's Region and Plan, sizes, and the rows behind levers and shocks."""

    scenario: Scenario
    seed: int
    layout: Layout
    region: Array
    plan: Plan
    parameter_names: tuple[str, ...]
    record_type: Any
    lever_names: tuple[str, ...]
    shock_names: tuple[str, ...]
    lever_rows: tuple[Row, ...]
    shock_rows: tuple[Row, ...]
    months: int
    focus: int

    @property
    def pad(self) -> tuple[int, ...]:
        """Return the tuple whose length tells the kernel the padded width."""
        return (0,) * self.layout.width

    def room(self) -> Room:
        """Return working memory for one thread."""
        levers, shocks = len(self.lever_names), len(self.shock_names)
        hits, scalars = self.plan.hit_shock.size, self.plan.scalar_low.size
        return make_room(self.layout.width, levers, shocks, hits, scalars, self.record_type)


def assemble(scenario: Scenario, seed: int | None = None) -> Program:
    """Return the Program of a scenario; `seed` (any integer) defaults to the scenario's own."""
    seed = scenario.seed if seed is None else seed
    layout = layout_of(tuple(scenario.states))
    names = tuple(sorted(scenario.parameters))
    collector = Collector()
    for name in names:
        collector.add(f"parameter.{name}", scenario.parameters[name])
    levers = list(lever_rows(scenario, layout, collector))
    shocks = list(shock_rows(scenario, layout, collector))
    parts = {
        "years": scenario.start.year + (scenario.start.month - 1) / 12 + scenario.dt * np.arange(scenario.steps),
        **_levers(scenario, layout, seed, collector, levers),
        **_rules(scenario, layout),
        **_promises(scenario, layout, collector),
        **_shocks(scenario, layout, seed, collector, shocks),
        "shock_towards": _towards(scenario, collector),
        **_frameworks(scenario, layout, collector),
    }
    scalars = collector.arrays(seed)
    for field in ("low", "mode", "high", "flat", "keys"):
        parts[f"scalar_{field}"] = getattr(scalars, field)
    return Program(
        scenario, seed, layout, _region(scenario, layout, seed), Plan(**parts), names, parameter_type(names),
        tuple(sorted(scenario.levers)), tuple(sorted(scenario.shocks)), tuple(levers), tuple(shocks),
        max(1, round(12 * scenario.dt)), layout.state(scenario.focus),
    )  # fmt: skip


def _region(scenario: Scenario, layout: Layout, seed: int) -> Array:
    """Return the record (one row) of what depends on states, ties and seed only."""
    n, w = len(layout.names), layout.width
    found = np.zeros(1, region_type(w))
    region = found[0]
    region["first"], region["second"], region["lower"], region["upper"] = dyad_hashes(layout)
    region["mask"] = mask_of(layout)
    region["state_hash"][:n] = region["second"][:n]
    region["posture"][:n] = [POSTURES.index(scenario.states[name].posture) for name in layout.names]
    for name in scenario.bloc:
        region["bloc"][layout.state(name)] = 1
    inside = (region["bloc"] > 0).astype(float)
    region["bloc_pairs"] = np.outer(inside, inside).ravel() * region["mask"]
    for kind, given in (("dyad", given_dyads(scenario, layout, seed)), ("state", given_states(scenario, layout, seed))):
        for field, array in zip(("low", "mode", "high", "flat", "keys"), given, strict=True):
            region[f"{kind}_{field}"] = array
    region["issues"] = len(scenario.issues)
    region["theory"] = THEORIES.index(scenario.theory)
    region["issue_hash"][: len(scenario.issues)] = hashes_of(scenario.issues, "issues")
    region["process_keys"] = np.array([process_key(seed, name) for name in PROCESSES], np.uint64)
    return found


def _frameworks(scenario: Scenario, layout: Layout, collector: Collector) -> dict[str, Array]:
    """Return the frameworks' commitments (indices of scalars), the dyads each binds, and what help it brings."""
    scalars, targets, starts, kinds = [], [], [0], []
    for key in sorted(scenario.frameworks):
        framework = scenario.frameworks[key]
        scalars.append(collector.add(f"commitment.{key}", framework.commitment))
        targets += [layout.dyad(a, b) for a in framework.members for b in framework.members if a != b]
        starts.append(len(targets))
        kinds.append({"alliance": ALLIANCE, "partnership": PARTNERSHIP}.get(framework.kind, 0))
    names = ("framework_scalar", "framework_start", "framework_target", "framework_kind")
    parts = (scalars, starts, targets, kinds)
    return {name: np.array(values, np.int64) for name, values in zip(names, parts, strict=True)}


def _schedule(lever: Lever, steps: int) -> Array:
    """Return the multiplier of a lever's level at each step: its stage while in force, else 0."""
    out = np.zeros(steps)
    for first, multiplier in lever.stages:
        out[max(first, 0) :] = multiplier
    out[: max(lever.first_step, 0)] = 0.0
    out[min(lever.last_step, steps) :] = 0.0
    return out


def _levers(scenario: Scenario, layout: Layout, seed: int, collector: Collector, rows: list[Row]) -> dict[str, Array]:
    """Return the levers' arrays: numbers, schedules, members, sparse rows."""
    levers = [scenario.levers[key] for key in sorted(scenario.levers)]
    numbers, members, asked, pays, starts = [], [], [], [], [0]
    for lever in levers:
        timing = [(name, getattr(lever, name)) for name in ("lag", "fade", "cost")]
        numbers.append([*(collector.add(f"lever.{lever.card}.{name}", q) for name, q in timing),
                        collector.add(f"level.{lever.key}", lever.level)])  # fmt: skip
        for k, member in enumerate(lever.members):
            members.append(layout.state(member))
            asked.append(lever.form == "pact" or (lever.form == "offer" and k > 0))
            pays.append(lever.form == "pact" or k == 0)
        starts.append(len(members))
    names = ("row_lever", "row_scalar", "row_channel", "row_kind", "row_start", "row_target")
    return {
        **dict(zip(names, sparse(rows), strict=True)),
        "lever_keys": np.array([process_key(seed, f"consent.{x.key}") for x in levers], np.uint64).reshape(-1, 2),
        "lever_scalars": np.array(numbers, np.int64).reshape(-1, 4),
        "lever_level": np.array([_schedule(x, scenario.steps) for x in levers]).reshape(-1, scenario.steps),
        "lever_members": np.array(members, np.int64),
        "lever_start": np.array(starts, np.int64),
        "lever_asked": np.array(asked, np.bool_),
        "lever_pays": np.array(pays, np.bool_),
        "lever_pledge": np.array(["credibility" in x.influences for x in levers], np.bool_),
    }


def _rules(scenario: Scenario, layout: Layout) -> dict[str, Array]:
    """Return the levers' conditions (`when`) and rules (`follows`) as postfix programs over the World."""
    found: dict[str, Array] = {}
    for name, field in (("code", "when"), ("rule", "rule")):
        code: list[int] = []
        value: list[float] = []
        starts = [0]
        for key in sorted(scenario.levers):
            ops, operands = postfix_code(getattr(scenario.levers[key], field), layout, scenario.issues)
            code += ops
            value += operands
            starts.append(len(code))
        found[f"{name}_start"] = np.array(starts, np.int64)
        found[name], found[f"{name}_value"] = np.array(code, np.int64), np.array(value, np.float64)
    return found


def _promises(scenario: Scenario, layout: Layout, collector: Collector) -> dict[str, Array]:
    """Return the scalar of what each lever announces (-1: nothing), and the dyads (hearer, promiser) that hear it."""
    scalars: list[int] = []
    targets: list[int] = []
    starts = [0]
    for key in sorted(scenario.levers):
        lever = scenario.levers[key]
        if lever.announced is None:
            scalars.append(-1)
        else:
            scalars.append(collector.add(f"announced.{key}", lever.announced))
            targets += lever_dyads(lever, "goodwill", layout)
        starts.append(len(targets))
    names, parts = ("lever_announced", "talk_start", "talk_target"), (scalars, starts, targets)
    return {name: np.array(values, np.int64) for name, values in zip(names, parts, strict=True)}


def _towards(scenario: Scenario, collector: Collector) -> Array:
    """Return the scalar of each direction that a change of leaders states, [S, 5]; -1 where it is drawn."""
    out = np.full((len(scenario.shocks), MOST_ISSUES), -1, np.int64)
    for s, key in enumerate(sorted(scenario.shocks)):
        towards = scenario.shocks[key].towards
        for m, issue in enumerate(scenario.issues if towards else ()):
            out[s, m] = collector.add(f"towards.{key}.{issue}", towards.get(issue, 0.0))
    return out


def _shocks(scenario: Scenario, layout: Layout, seed: int, collector: Collector, rows: list[Row]) -> dict[str, Array]:
    """Return the shocks' arrays: numbers, schedules, pairs for hazards, sparse rows."""
    shocks = [scenario.shocks[key] for key in sorted(scenario.shocks)]
    numbers = [hazard_scalars(shock, shock.key, collector) for shock in shocks]
    events = np.zeros((len(shocks), scenario.steps))
    pairs = []
    for s, shock in enumerate(shocks):
        for t in shock.steps:
            events[s, t] += 1.0
        by = layout.state(shock.by) if shock.by is not None else -1
        pairs += [[s, by if by >= 0 else layout.state(on), layout.state(on)] for on in shock.on]
    names = ("hit_shock", "hit_scalar", "hit_impulse", "hit_kind", "hit_start", "hit_target")
    return {
        **dict(zip(names, sparse(rows), strict=True)),
        "shock_keys": np.array([process_key(seed, f"shock.{x.key}") for x in shocks], np.uint64).reshape(-1, 2),
        "shock_scalars": np.array(numbers, np.int64).reshape(-1, 9),
        "shock_by": np.array([-1 if x.by is None else layout.state(x.by) for x in shocks], np.int64),
        "shock_pair": np.array(pairs, np.int64).reshape(-1, 3),
        "shock_events": events,
    }
