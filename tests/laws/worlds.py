"""Random small worlds: the scenario of a sketch, and the changes that laws compare."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from detente.scenario import Quantity, Scenario, read_scenario
from detente.scenario.catalogue_files import catalogue_file
from detente.scenario.dates import date_of
from detente.scenario.pairs import PAIR_NAMES
from detente.scenario.positioned import Mapping, Scalar, Sequence, child
from detente.scenario.scenario import Framework, Lever, Shock, Source, State, TieTable
from detente.world.variables import POSTURES, initial, stance
from laws.instruments import cards_of, lever, shock
from laws.sketches import ISSUES, Sketch

BASE = Path(__file__).parents[1] / "museum" / "base.yaml"
START = date(2025, 1, 1)
MOST = {"budget": 6.0}
KINDS = ("alliance", "partnership", "dialogue", "forum")
COUNTS = ("misreading_step",)
"""Parameters that count something: between whole numbers a reading is neither an act nor none (ODD 2 wants -1, 0 or 1)."""
QUIET = {
    "mood_noise": 0.0, "cooperate_base": -100.0, "cooperate_alignment": 0.0, "cooperate_commitment": 0.0,
    "cooperate_stake": 0.0, "choice_sharpness": 0.0, "press_base": -100.0, "press_threat": 0.0, "press_claim": 0.0,
    "press_grievance": 0.0, "press_crisis": 0.0, "crisis_onset_base": 0.0, "misperception_base": 0.0,
    "cooperate_common_threat": 0.0, "press_opportunity": 0.0, "cooperate_reciprocity": 0.0, "press_reciprocity": 0.0,
    "cooperate_contact": 0.0, "cooperate_image": 0.0, "press_image": 0.0, "posture_review": 0.0,
}  # fmt: skip
"""Nothing happens by chance: all states hold and keep their postures, no crisis, no misreading, no noise of mood."""
WILLING = {
    "consent_base": 100.0, "consent_grievance": 0.0, "consent_nationalism": 0.0, "consent_priorities": 0.0,
}  # fmt: skip
"""Whoever is asked for consent gives it."""


@cache
def catalogue() -> tuple[dict[str, Quantity], dict[str, Source], dict[str, tuple[float, float]]]:
    """Return the catalogue's parameters, the sources they cite, and their hard bounds."""
    base = read_scenario(BASE)
    bounds = {}
    for name, node in catalogue_file("parameters.yaml").items.items():
        ends = child(node, "bounds")
        assert isinstance(node, Mapping) and isinstance(ends, Sequence)
        low, high = (float(end.value) for end in ends.items if isinstance(end, Scalar))
        bounds[name] = low, high
    cited = {key for quantity in base.parameters.values() for key in quantity.source}
    return dict(base.parameters), {key: base.sources[key] for key in sorted(cited)}, bounds


def _parameter(sketch: Sketch, name: str) -> Quantity:
    """Return the catalogue's parameter, a point of its range, or in a wild world anything up to its hard bounds."""
    known, dice = catalogue()[0][name], sketch.dice("parameter", name)
    low, high = catalogue()[2][name]
    if sketch.wild and dice.random() < 0.5:
        ends = [low, high]
        value = dice.choice(
            ends if name in COUNTS else [*ends, dice.uniform(known.low, known.high), dice.uniform(low, high)]
        )
        return Quantity.point(value, known.unit, "invented")
    if dice.random() < 0.5:
        return known
    return Quantity.point(dice.within(known.low, known.high), known.unit, "invented")


def _state(sketch: Sketch, key: str) -> State:
    dice = sketch.dice("state", key)
    found = {
        v.name: dice.quantity(v.low, MOST.get(v.name, min(v.high, 2.0)), v.unit)
        for v in (*initial("state"), *map(stance, ISSUES))
    }
    return State(key, f"Land {key}", "state", (), dice.choice(POSTURES[1:]), found)


def _ties(sketch: Sketch) -> dict[str, TieTable]:
    tables: dict[str, TieTable] = {}
    for v in (*initial("dyad"), *initial("pair")):
        table = tables.setdefault(v.name, {})
        for i in sketch.names:
            for j in sketch.names:
                if i < j or (i != j and v.of == "dyad"):
                    table[i, j] = sketch.dice("tie", v.name, i, j).quantity(v.low, v.high, v.unit)
                    if v.name in PAIR_NAMES:
                        table[j, i] = table[i, j]
    return tables


def _frameworks(sketch: Sketch) -> dict[str, Framework]:
    found = {}
    for key in ("old_pact", "trade_round", "wide_forum"):
        dice = sketch.dice("framework", key)
        if dice.random() < 0.7:
            members = dice.some(sketch.names, 2)
            found[key] = Framework(key, key, dice.choice(KINDS), members, dice.quantity(0.0, 1.0, "1"))
    return found


def world(sketch: Sketch, **fixed: float) -> Scenario:
    """Return the scenario of a sketch, some parameters fixed at one point."""
    levers = {f"lever_{k}": lever(sketch, f"lever_{k}", form) for k, form in enumerate(sketch.levers)}
    shocks = {f"shock_{k}": shock(sketch, f"shock_{k}", kind) for k, kind in enumerate(sketch.shocks)}
    parameters, sources, _ = catalogue()
    drawn = {name: _parameter(sketch, name) for name in parameters}
    used = {key for quantity in drawn.values() for key in quantity.source}
    scenario = Scenario(
        title="A random world", question="Does the law hold?", about="", start=START,
        end=date_of(sketch.steps, START, sketch.step) - timedelta(days=1), step=sketch.step, steps=sketch.steps,
        runs=4, replicates=2, seed=sketch.seed, focus=sketch.names[0], bloc=sketch.names[:2], issues=ISSUES,
        states={name: _state(sketch, name) for name in sketch.names},
        frameworks=_frameworks(sketch), ties=_ties(sketch), parameters=drawn, levers=levers, shocks=shocks,
        sources={key: sources[key] for key in sorted(used)}, cards=cards_of(levers, shocks), theory=sketch.theory,
    )  # fmt: skip
    return fixed_at(scenario, **fixed)


def fixed_at(scenario: Scenario, **values: float) -> Scenario:
    """Return the scenario with these parameters at one point."""
    parameters = dict(scenario.parameters)
    for name, value in values.items():
        parameters[name] = Quantity.point(value, parameters[name].unit, "set by a law")
    return replace(scenario, parameters=parameters)


def with_levers(scenario: Scenario, *levers: Lever) -> Scenario:
    """Return the scenario with exactly these levers."""
    found = {x.key: x for x in levers}
    return replace(scenario, levers=found, cards=cards_of(found, scenario.shocks))


def with_shocks(scenario: Scenario, *shocks: Shock) -> Scenario:
    """Return the scenario with exactly these shocks."""
    found = {x.key: x for x in shocks}
    return replace(scenario, shocks=found, cards=cards_of(scenario.levers, found))


def bare(scenario: Scenario) -> Scenario:
    """Return the scenario without levers and shocks."""
    return with_shocks(with_levers(scenario))


def shortened(scenario: Scenario, steps: int) -> Scenario:
    """Return the first steps of a scenario."""
    shocks = {k: replace(x, steps=tuple(t for t in x.steps if t < steps)) for k, x in scenario.shocks.items()}
    return replace(scenario, steps=steps, shocks=shocks)


def point(value: float, unit: str = "1") -> Quantity:
    """Return a number without uncertainty."""
    return Quantity.point(value, unit, "set by a law")
