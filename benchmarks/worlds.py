"""The worlds that benchmarks run: the region's fifteen states with thirty levers in force, and invented ones of any size."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import combinations
from pathlib import Path

from detente.scenario import Quantity, Scenario, read_scenario
from detente.scenario.scenario import Lever, State, TieTable
from detente.world.arrays import GIVEN_DYADS
from detente.world.variables import VARIABLES

ROOT = Path(__file__).resolve().parents[1]
LEVERS = 30


def fifteen_states() -> Scenario:
    """Return the status quo without the collective actor, with thirty levers that everyone grants and can pay."""
    scenario = without(read_scenario(ROOT / "scenarios" / "unified_framework.yaml"), "ASEAN")
    names = sorted(scenario.states)
    cards = list({lever.card: lever for lever in scenario.levers.values()}.values())
    groups = list(combinations(names, 2))[::3][:LEVERS]
    return granted(
        replace(scenario, levers={f"lever{k:02}": _use(cards[k % len(cards)], k, groups[k]) for k in range(LEVERS)})
    )


def _use(pattern: Lever, k: int, members: tuple[str, ...]) -> Lever:
    return replace(pattern, key=f"lever{k:02}", members=members, first_step=0, last_step=80, when=None, condition="",
                   stages=((0, 1.0),), level=Quantity.point(0.5, "1", "benchmark"))  # fmt: skip


def granted(scenario: Scenario) -> Scenario:
    """Return the scenario with consent certain and budgets ample, so that every lever is in force."""
    parameters = {**scenario.parameters, "consent_base": Quantity.point(100.0, "logit", "benchmark")}
    states = {
        key: replace(state, quantities={**state.quantities, "budget": Quantity.point(1e6, "cost/year", "benchmark")})
        for key, state in scenario.states.items()
    }
    return replace(scenario, parameters=parameters, states=states)


def without(scenario: Scenario, name: str) -> Scenario:
    """Return the scenario without one state."""
    groups = {k: replace(f, members=tuple(m for m in f.members if m != name)) for k, f in scenario.frameworks.items()}
    return replace(
        scenario,
        states={key: state for key, state in scenario.states.items() if key != name},
        frameworks={key: group for key, group in groups.items() if len(group.members) > 1},
        ties={v: {pair: q for pair, q in table.items() if name not in pair} for v, table in scenario.ties.items()},
        bloc=tuple(member for member in scenario.bloc if member != name),
    )


def invented(n: int) -> Scenario:
    """Return a world of n invented states without levers or shocks, drawn from the ranges of the variables."""
    base = read_scenario(ROOT / "scenarios" / "status_quo.yaml")
    rng = random.Random(n)
    pattern = base.states["JPN"]
    names = [f"S{k:03}" for k in range(n)]
    states = {name: State(name, name, "state", (), "hedge", dict(pattern.quantities)) for name in names}
    ties: dict[str, TieTable] = {}
    for name in GIVEN_DYADS:
        variable = VARIABLES[name]
        high = min(variable.high, 5000.0)
        table: TieTable = {}
        for a, b in combinations(names, 2):
            table[a, b] = table[b, a] = Quantity.point(rng.uniform(variable.low, high), variable.unit, "benchmark")
        ties[name] = table
    return replace(
        base, states=states, ties=ties, frameworks={}, shocks={}, levers={}, focus=names[0], bloc=tuple(names[:5])
    )
