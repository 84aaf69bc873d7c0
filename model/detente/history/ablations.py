"""Ablations: a calibration and its forecast without one mechanism, to see what is lost.

An ablation takes events away, fixes numbers of the scenario, or holds an unknown of the fit at one value; all else is
fitted anew.  A number fixed here is no claim about what was known, so that it is put in after that was checked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

import numpy as np

from detente.history.events import Events
from detente.history.fit import Problem, log_likelihoods
from detente.history.hindcasting import Arm
from detente.history.posterior import positions
from detente.history.sampling import MOST, Progress, sample
from detente.scenario.event_kinds import read_event_kinds
from detente.scenario.quantities import Quantity
from detente.scenario.scenario import Scenario
from detente.world.arrays import Array

EDGE = 1e-6


class Ablation(NamedTuple):
    """What is taken away: `tables` of events, `parameters` fixed, unknowns `held` (in their units), or how bystanders feel."""

    key: str
    title: str
    tables: tuple[str, ...] = ()
    parameters: Mapping[str, float] = {}
    held: Mapping[str, float] = {}
    by_side: bool = True


ABLATIONS = (
    Ablation("no_events", "no events at all (changes of leaders too)", ("shocks", "levers", "")),
    Ablation("no_shocks", "no shocks (levers and leaders stay)", ("shocks",)),
    Ablation("no_levers", "no levers (shocks and leaders stay)", ("levers",)),
    Ablation("no_habituation", "no habituation to repeated shocks", parameters={"habituation": 0.0}),
    Ablation("no_grievance", "no grievance in trust", parameters={"grievance_friction": 0.0, "grievance_ceiling": 0.0}),
    Ablation("one_speed", "one speed: no slow anchor", parameters={"anchor_follow": 0.0}),
    Ablation("no_negativity", "bad news weighs as good news", parameters={"negativity": 1.0}),
    Ablation("no_mirror", "a quarrel sours one side only", held={"returned": 0.0}),
    Ablation("no_sides", "distant events felt alike by all", by_side=False),
    Ablation("no_renewal", "moods outlive leaders", held={"renewal": 0.0}),
    Ablation("no_common_mood", "no mood common to a target or an observer", held={"target_sd": 0.0, "observer_sd": 0.0}),
    Ablation("short_memory", "unexplained mood forgotten at a half-life of one year", held={"half_life": 1.0}),
)  # fmt: skip
"""All ablations; each names the mechanism in words of its own."""


def without(ablation: Ablation) -> Arm:
    """Return the arm that leaves out the events of an ablation, before and after the fit date."""
    kinds = read_event_kinds().kinds

    def arm(events: Events, _: date) -> Events:
        kept = tuple(event for event in events.listed if kinds[event.kind].table not in ablation.tables)
        return Events(kept, events.left_out)

    return arm


def ablated(scenario: Scenario, ablation: Ablation) -> Scenario:
    """Return a driven scenario with the numbers of an ablation fixed."""
    fixed = {name: _point(scenario.parameters[name], value) for name, value in ablation.parameters.items()}
    found = replace(scenario, parameters={**scenario.parameters, **fixed})
    return found if ablation.by_side else _felt_alike(found)


def _felt_alike(scenario: Scenario) -> Scenario:
    """Return a driven scenario in which every bystander feels an event at its own intensity."""
    kinds = {name for name, kind in read_event_kinds().kinds.items() if kind.by_side}
    shocks = {
        key: replace(shock, size=_point(shock.size, float(key.rsplit("_", 1)[-1])))
        if any(key.startswith(f"{name}_") for name in kinds) else shock
        for key, shock in scenario.shocks.items()
    }  # fmt: skip
    return replace(scenario, shocks=shocks)


def _point(known: Quantity, value: float) -> Quantity:
    return Quantity.point(value, known.unit, "taken away to see what is lost")


def sample_held(
    setup: Problem, held: Mapping[str, float], particles: int, seed: int, most: int = MOST,
    workers: int | None = None, progress: Progress | None = None,
) -> tuple[Array, float]:  # fmt: skip
    """Return positions [N, unknowns] of a posterior sample with some unknowns held at a value, and the log evidence."""
    whole = held_positions(setup, held)
    free = np.flatnonzero(np.isnan(whole))

    def filled(part: Array) -> Array:
        out = np.tile(whole, (len(part), 1))
        out[:, free] = part
        return out

    cloud = sample(lambda u: log_likelihoods(setup, filled(u), workers), len(free), particles, seed, progress, most)
    return filled(cloud.u), cloud.evidence


def held_positions(setup: Problem, held: Mapping[str, float]) -> Array:
    """Return the position of every unknown that is held, NaN where it is free; names that no event brings are passed over."""
    at: Sequence[float] = [
        float(np.clip(positions(one.prior, np.array([held[one.name]]))[0], EDGE, 1.0 - EDGE))
        if one.name in held else np.nan
        for one in setup.unknowns
    ]  # fmt: skip
    return np.array(at)
