"""Differential: the compiled kernel, the same passes driven agent by agent, and the second version in plain Python."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.scenario import Scenario
from detente.simulation import Region, StateAgent
from detente.world.arrays import DYADS
from laws.running import OF_STATES, Kept, distance, run
from laws.sketches import Sketch, sketches
from laws.worlds import world
from oracle.indicators import INDICATORS
from oracle.model import OracleRegion

SHOWN = ("trust", "grievance", "trigger", "intent", "threat", "credibility", "interdependence", "misperception", "act",
         "alignment", "channel", "interoperability", "claim", "know_how", "stage")  # fmt: skip
WITHIN = {"grievance_ceiling": 0.5, "balance": 0.06, "susceptibility": 0.6, "size_exponent": 1.0}
"""Where rounding decides nothing: see the law on wild worlds."""


class Answering(StateAgent):
    """A state that chooses as the kernel would, but in Python."""

    def choose(self, other: str) -> object:
        """Return the kernel's own choice, agent by agent."""
        return super().choose(other)


@settings(max_examples=60)
@given(sketches(), st.integers(0, 9))
def test_the_kernel_and_its_agents_agree_to_the_bit(sketch: Sketch, one: int) -> None:
    """A Region whose states choose in Python is at every step, to the last bit, the run of the ensemble."""
    scenario = world(sketch)
    kept = run(scenario, [one])
    region = Region(scenario, rng=scenario.seed, run=one, agents=Answering)
    n = sketch.states
    for t in range(sketch.steps + 1):
        if t:
            region.step()
        for name in DYADS:
            assert np.array_equal(region.course.world(name).reshape(16, 16)[:n, :n], kept.of(name)[0, t]), (name, t)


def oracles(scenario: Scenario, one: int) -> Iterator[OracleRegion]:
    """Yield the second version at the start and after each step."""
    oracle = OracleRegion(scenario, scenario.seed, one, replicates=scenario.replicates)
    yield oracle
    for _ in range(scenario.steps):
        oracle.step()
        yield oracle


def assert_agree(kept: Kept, scenario: Scenario, one: int) -> None:
    """Every variable, indicator and lever agrees to 1e-9 at every step."""
    keys = sorted(scenario.states)
    for t, oracle in enumerate(oracles(scenario, one)):
        states = [oracle.states[key] for key in keys]
        for name in SHOWN:
            found = np.array([[getattr(x, name)[j] if x.key != j else 0.0 for j in keys] for x in states])
            assert distance(kept.of(name)[0, t], found) < 1e-9, (name, t)
        for name in OF_STATES:
            whole, _, part = name.partition(".")
            found = np.array([getattr(x, whole)[part] if part else getattr(x, whole) for x in states])
            assert distance(kept.of(name)[0, t], found) < 1e-9, (name, t)
        if t:
            found = np.array([oracle.indicators[name] for name in INDICATORS])
            assert distance(kept.record.series[0, t - 1], found) < 1e-9, t
            assert [shock.events for shock in oracle.shocks] == kept.record.events[0, t - 1].tolist()


@settings(max_examples=150)
@given(sketches(wild=False), st.integers(0, 9))
def test_the_kernel_and_the_description_agree(sketch: Sketch, one: int) -> None:
    """The kernel and the version written from ODD.md alone walk the same course in any world, every form and step (1e-9)."""
    scenario = world(sketch)
    assert_agree(run(scenario, [one]), scenario, one)


@settings(max_examples=80)
@given(sketches(wild=True), st.integers(0, 9))
def test_the_kernel_and_the_description_agree_in_wild_worlds(sketch: Sketch, one: int) -> None:
    """So they do with parameters up to their hard bounds, but for four at which rounding decides.

    A `grievance_ceiling` of 1 leaves trust undefined; `balance` far beyond its range grows last bits by its own size;
    with `susceptibility` 1, and where a violent shock (`size_exponent`) takes all contact but the last bit, weights of
    influence are the ratio of last bits.
    """
    scenario = world(sketch, **WITHIN)
    assert_agree(run(scenario, [one]), scenario, one)
