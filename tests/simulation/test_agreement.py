"""With default agents a Region is the kernel's run, bit for bit; so is one whose agents spell the kernel's rule out."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from detente.scenario import Scenario, read_scenario
from detente.simulation import Region, StateAgent

ROOT = Path(__file__).resolve().parents[2]
Alone = Callable[..., Any]


class SpelledOut(StateAgent):
    """The kernel's rule in plain Python."""

    def choose(self, other: str) -> int | str:
        if not self.reconsiders(other):
            return int(self.act[other])
        chances, die = self.propensity(other), self.draw(other)
        if die < chances["press"]:
            return "press"
        return "cooperate" if die >= 1 - chances["cooperate"] else "hold"


class Deferring(StateAgent):
    def choose(self, other: str) -> int | str:
        return super().choose(other)


def agree(region: Region, alone: Alone, steps: int) -> None:
    """Step a region and compare indicators of each step, levers, and the World at the end with the kernel's."""
    series, outcomes, room = alone(
        region.spec, region.seed, region.run_id, region.replicates, region.sampled, steps
    )  # fmt: skip
    for t in range(steps):
        region.step()
        assert tuple(region.indicators.values()) == tuple(series[t])
        assert np.array_equal(region.course.room.levers[1 - t % 2].astype(np.float32), outcomes[t])
    assert region.course.room.worlds[steps % 2].tobytes() == room.worlds[steps % 2].tobytes()


@pytest.mark.parametrize("agents", [StateAgent, SpelledOut, Deferring])
@pytest.mark.parametrize("run", [0, 1, 17])
def test_a_region_is_the_run_of_the_ensemble(small: Scenario, alone: Alone, run: int, agents: type[StateAgent]) -> None:
    agree(Region(small, rng=small.seed, run=run, agents=agents), alone, small.steps)


@pytest.mark.parametrize(("sampled", "replicates"), [(False, 2), (True, 1), (True, 5)])
def test_whatever_the_sampling(small: Scenario, alone: Alone, sampled: bool, replicates: int) -> None:
    agree(Region(small, rng=3, run=7, sampled=sampled, replicates=replicates), alone, 12)


@pytest.mark.parametrize("step", ["month", "year"])
def test_whatever_the_step(path: Path, alone: Alone, step: str) -> None:
    agree(Region(read_scenario(path, overrides=[f"step={step}"]), rng=2, agents=SpelledOut), alone, 10)


def test_the_levers_and_shocks_of_these_runs_do_something(small: Scenario) -> None:
    delivered, struck = 0.0, 0.0
    for run in (0, 1, 17):
        region = Region(small, rng=small.seed, run=run)
        while region.running:
            region.step()
            delivered = max(delivered, region.course.room.levers[:, 0].max())
            struck = max(struck, abs(region.course.room.hits).max())
    assert delivered > 0.1
    assert struck > 0.1


@pytest.mark.parametrize("run", [0, 4])
def test_in_east_asia_with_all_its_levers(alone: Alone, run: int) -> None:
    spec = read_scenario(ROOT / "scenarios" / "unified_framework.yaml")
    assert len(spec.states) == 16
    agree(Region(spec, rng=1, run=run, agents={"JPN": SpelledOut, "CHN": SpelledOut}), alone, 8)


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda region: pickle.loads(pickle.dumps(region))])
def test_a_copy_goes_on_as_the_original_does(small: Scenario, copied: Callable[[Region], Region]) -> None:
    region = Region(small, rng=1)
    for _ in range(9):
        region.step()
    other = copied(region)
    while region.running:
        region.step()
    assert other.elapsed == 9
    while other.running:
        other.step()
    assert region.indicators == other.indicators
    ours, theirs = region.datacollector.get_model_vars_dataframe(), other.datacollector.get_model_vars_dataframe()
    assert ours.equals(theirs)
    assert other.course.room.worlds.tobytes() == region.course.room.worlds.tobytes()
