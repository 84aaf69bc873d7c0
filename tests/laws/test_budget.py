"""Budgets: what a state spends on levers and what is left of its budget make up the budget, step by step."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from hypothesis import given, settings

from detente.mechanisms.consent import BUDGET, CONDITION, GRANTED, NOT_ASKED
from detente.scenario import Scenario
from detente.scenario.scenario import Lever
from laws.running import Kept, run
from laws.sketches import FORMS, Sketch, sketches
from laws.worlds import WILLING, point, world


def poor(scenario: Scenario) -> Scenario:
    """Return the scenario in which every budget is a quarter, so that it binds now and then."""
    states = {
        key: replace(x, quantities={**x.quantities, "budget": point(x["budget"].value / 4, "cost/year")})
        for key, x in scenario.states.items()
    }
    return replace(scenario, states=states)


def ruled(rule: str, kept: Kept, t: int) -> float:
    """Return what a rule says in a step of the first run: its text read as Python, on the recorded World."""
    names = kept.program.layout.names

    def reader(name: str) -> Callable[..., float]:
        return lambda *states: float(kept.of(name)[(0, t, *(names.index(state) for state in states))])

    words = set(re.findall(r"[a-z_]+(?=\()", rule))
    year = kept.program.scenario.start.year + t * kept.program.scenario.dt
    return float(eval(rule, {}, {**{word: reader(word) for word in words}, **{n: n for n in names}, "year": year}))


def wanted(lever: Lever, kept: Kept, t: int) -> float:
    """Return the level that a lever is to have in a step."""
    if not lever.first_step <= t < lever.last_step:
        return 0.0
    level = [multiplier for first, multiplier in lever.stages if first <= t][-1] * lever.level.value
    return level * min(max(ruled(lever.follows, kept, t), 0.0), 1.0) if lever.follows else level


def audit(kept: Kept, scenario: Scenario) -> int:
    """Check the books of the first run from its recorded outcomes; return how often a budget bound."""
    bound = 0
    for t in range(scenario.steps):
        left = {key: state["budget"].value for key, state in scenario.states.items()}
        spent = dict.fromkeys(left, 0.0)
        for key, lever in sorted(scenario.levers.items()):
            goal, outcome = wanted(lever, kept, t), kept.consent(key)[0, t]
            payers = lever.members if lever.form == "pact" else lever.members[:1]
            price = lever.cost.value * goal
            affordable = all(spent[i] + price <= left[i] for i in payers)
            assert (outcome == NOT_ASKED) == (goal <= 0.0)
            if outcome == BUDGET:
                assert not affordable
                bound += 1
            elif outcome not in (NOT_ASKED, CONDITION):
                assert affordable
            if outcome == GRANTED:
                for i in payers:
                    spent[i] += price
        for i, budget in left.items():
            assert 0.0 <= spent[i] <= budget
    return bound


@settings(max_examples=60)
@given(sketches(levers=(1, 6), steps=(1, 12)))
def test_nobody_spends_more_than_there_is(sketch: Sketch) -> None:
    """What granted levers cost is never more than the yearly budget, and none is refused for a budget that would do.

    Recomputed from the recorded outcomes alone: levers in order of name, the price of each paid by all parties of a
    pact or by the giver; budgets do not carry over, so each step stands for itself.
    """
    scenario = poor(world(sketch))
    audit(run(scenario, [0], sampled=False), scenario)


def test_budgets_do_bind_in_such_worlds() -> None:
    """The law above would hold of the rich; among these worlds budgets refuse levers, and others are paid."""
    found = []
    for seed in range(20):
        scenario = poor(world(Sketch(seed, 3, "quarter", 8, levers=FORMS + FORMS), **WILLING))
        kept = run(scenario, [0], sampled=False)
        found.append((audit(kept, scenario), int((kept.record.outcomes[:, :, 1] == GRANTED).sum())))
    assert sum(bound > 0 and granted > 0 for bound, granted in found) > 5
