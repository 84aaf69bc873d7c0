"""Symmetry: no state and no place in a file is special; what belongs to a pair is one number."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.mechanisms.consent import GRANTED
from detente.scenario import Scenario
from detente.world.arrays import DYADS
from laws.relabelling import Names, draws_carried_along, relabelled
from laws.running import OF_STATES, Kept, differing, distance, run
from laws.sketches import Sketch, sketches
from laws.worlds import QUIET, WILLING, bare, with_shocks, world

PAIRS = ("alignment", "channel", "interoperability", "claim", "know_how", "stage")
CLOSE = 1e-9
"""Sums over states run in the order of names, so other names round otherwise in the last bits; measured: below 1e-12."""


@settings(max_examples=60)
@given(sketches(levers=(1, 3), shocks=(1, 3)))
def test_what_belongs_to_a_pair_is_one_number(sketch: Sketch) -> None:
    """Alignment, contact, practice, claim, know-how and crisis of (i, j) and (j, i) are the same to the last bit, for ever."""
    kept = run(world(sketch))
    for name in PAIRS:
        assert np.array_equal(kept.of(name), np.swapaxes(kept.of(name), 2, 3)), name


def alike(scenario: Scenario) -> Scenario:
    """Return a world of two states in which both have all values of the first."""
    one, other = scenario.states.values()
    ties = {v: {pair: min(table.items())[1] for pair in table} for v, table in scenario.ties.items()}
    return replace(scenario, ties=ties, states={one.key: one, other.key: replace(one, key=other.key)})


@settings(max_examples=60)
@given(sketches(states=(2, 2), levers=(1, 3), shocks=(0, 0), forms=["pact"]))
def test_two_alike_stay_alike(sketch: Sketch) -> None:
    """Symmetric ties and symmetric levers stay symmetric for ever, to the last bit.

    Domain: nothing decided by lot (all review their postures at every step), since lots are keyed by name; two
    states, since sums over three are ordered by name; no conditions or rules, which may read one side only; no
    shocks, which mostly have two unlike sides (one that has not is the law below).
    """
    scenario = world(sketch, **(QUIET | WILLING | {"posture_review": 1000.0}))
    levers = {key: replace(x, when=None, condition="", rule=None, follows="") for key, x in scenario.levers.items()}
    kept = run(replace(alike(scenario), levers=levers), [0], sampled=False)
    for name in DYADS:
        assert np.array_equal(kept.of(name), np.swapaxes(kept.of(name), 2, 3)), name
    for name in OF_STATES:
        assert np.array_equal(kept.of(name)[..., 0], kept.of(name)[..., 1]), name


def assert_same_but_for_names(plain: Kept, moved: Kept, new: Names) -> None:
    """What was about an old name is now about its new one; the outcomes of levers are the same."""
    order = [moved.program.layout.names.index(new[name]) for name in plain.program.layout.names]
    for name in DYADS:
        assert distance(moved.of(name)[..., order, :][..., order], plain.of(name)) < CLOSE, name
    for name in OF_STATES:
        assert distance(moved.of(name)[..., order], plain.of(name)) < CLOSE, name
    assert distance(moved.record.series, plain.record.series) < CLOSE
    assert np.array_equal(moved.record.crises, plain.record.crises)
    for key in plain.program.lever_names:
        assert np.array_equal(moved.consent(key) == GRANTED, plain.consent(key) == GRANTED)
        assert distance(moved.delivered(key), plain.delivered(key)) < CLOSE


@settings(max_examples=80)
@given(sketches(steps=(4, 16), wild=False))
def test_swapping_two_states_swaps_their_results(sketch: Sketch) -> None:
    """No state has a type of its own: exchange all that two states are and hold, and their results are exchanged (1e-9).

    Values, ties, memberships, roles in levers, conditions and shocks are swapped, and with them the key of the draws;
    everything random stays on.  Of several who refuse, another may be the first by name: only its reason differs.
    """
    one, other = sketch.names[0], sketch.names[-1]
    new = {name: name for name in sketch.names} | {one: other, other: one}
    scenario = world(sketch)
    plain = run(scenario)
    with draws_carried_along(new):
        moved = run(relabelled(scenario, new))
    assert_same_but_for_names(plain, moved, new)


@settings(max_examples=80)
@given(sketches(steps=(4, 16), wild=False), st.permutations(["KRS", "ALW", "MEL", "ZAR", "XOR", "BIF"]))
def test_renaming_states_with_their_draws_renames_results(sketch: Sketch, fresh: list[str]) -> None:
    """Any other names in any other order give the same numbers (1e-9), once the draws follow the names."""
    new = dict(zip(sketch.names, fresh, strict=False))
    scenario = world(sketch)
    plain = run(scenario)
    with draws_carried_along(new):
        moved = run(relabelled(scenario, new))
    assert_same_but_for_names(plain, moved, new)


@settings(max_examples=60)
@given(sketches(steps=(4, 16), shocks=(0, 0), wild=False), st.permutations(["KRS", "ALW", "MEL", "ZAR", "XOR", "BIF"]))
def test_renaming_states_renames_results_where_nothing_is_drawn(sketch: Sketch, fresh: list[str]) -> None:
    """Where every chance is forced, names alone give the same numbers (1e-9): nothing but draws depends on a name."""
    new = dict(zip(sketch.names, fresh, strict=False))
    scenario = world(sketch, **(QUIET | WILLING | {"posture_review": 1000.0}))
    plain, moved = (run(x, [0], sampled=False) for x in (scenario, relabelled(scenario, new)))
    assert_same_but_for_names(plain, moved, new)


@settings(max_examples=20)
@given(sketches(wild=False, states=(4, 6), steps=(7, 12)))
def test_draws_do_depend_on_names(sketch: Sketch) -> None:
    """Other names alone are another lot: had names no part in the draws, the two laws above would say nothing."""
    new = {name: f"X{name}" for name in sketch.names}
    scenario = bare(world(sketch))
    plain, moved = run(scenario), run(relabelled(scenario, new))
    assert differing(plain, moved)


@settings(max_examples=60)
@given(sketches(levers=(1, 3), shocks=(1, 3)), st.integers(0, 2**32))
def test_the_order_of_everything_changes_no_bit(sketch: Sketch, seed: int) -> None:
    """States, ties, frameworks, parameters, levers and shocks in any order are the same world, to the last bit."""
    scenario, dice = world(sketch), Random(seed)

    def shuffled(table: dict) -> dict:  # type: ignore[type-arg]
        keys = list(table)
        dice.shuffle(keys)
        return {key: table[key] for key in keys}

    moved = replace(
        scenario, states=shuffled(scenario.states), parameters=shuffled(scenario.parameters),
        ties=shuffled({name: shuffled(table) for name, table in scenario.ties.items()}),
        frameworks=shuffled(scenario.frameworks), levers=shuffled(scenario.levers), shocks=shuffled(scenario.shocks),
    )  # fmt: skip
    assert not differing(run(scenario), run(moved))
    assert moved.digest() == scenario.digest()


def test_a_shock_without_an_originator_strikes_both_alike() -> None:
    """Two alike who are struck together stay alike, to the last bit."""
    sketch = Sketch(8, 2, "quarter", 8, shocks=("dated",))
    scenario = alike(world(sketch, **QUIET))
    (shock,) = scenario.shocks.values()
    influences = {name: ("among_on", quantity) for name, (_, quantity) in shock.influences.items() if name != "crisis"}
    struck = with_shocks(scenario, replace(shock, by=None, on=sketch.names, influences=influences))
    kept = run(struck, [0], sampled=False)
    assert kept.record.hits.any()
    for name in DYADS:
        assert np.array_equal(kept.of(name), np.swapaxes(kept.of(name), 2, 3)), name
