"""A state that chooses for itself: ten lines of Python change what happens; what it returns is checked."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from detente.errors import UsageError
from detente.scenario import Scenario
from detente.simulation import Region, StateAgent


class Grudger(StateAgent):
    """Cooperates until it has seen the other press, and presses ever after."""

    def __init__(self, model: Region, name: str):
        super().__init__(model, name)
        self.resented: set[str] = set()

    def choose(self, other: str) -> str:
        if self.perceived(other) == -1:
            self.resented.add(other)
        return "press" if other in self.resented else "cooperate"


class Constant(StateAgent):
    answer: Any = "cooperate"

    def choose(self, other: str) -> Any:
        return self.answer


def run(region: Region, steps: int = 20) -> Region:
    for _ in range(steps):
        region.step()
    return region


def test_a_grudger_changes_what_happens(small: Scenario) -> None:
    usual, other = run(Region(small, rng=1)), run(Region(small, rng=1, agents={"ARN": Grudger}))
    grudger = other["ARN"]
    assert isinstance(grudger, Grudger)
    assert {grudger.act[name] for name in grudger.resented} == {-1.0}
    assert {grudger.act[name] for name in grudger.act if name not in grudger.resented} <= {1.0}
    assert usual.indicators != other.indicators
    assert type(other["BEL"]) is StateAgent


@pytest.mark.parametrize(
    ("answer", "act"),
    [("cooperate", 1), ("hold", 0), ("press", -1), (1, 1), (0, 0), (-1, -1), (1.0, 1), (np.float64(-1), -1)],
)
def test_every_act_may_be_said_in_words_or_numbers(small: Scenario, answer: object, act: float) -> None:
    class Answering(Constant):
        pass

    Answering.answer = answer
    region = run(Region(small, rng=1, agents=Answering), 1)
    assert {value for state in region.agents for value in state.act.values()} == {act}


@pytest.mark.parametrize("answer", [None, True, np.bool_(True), "attack", 2, 0.5, float("nan"), [1], np.ones(2)])
def test_anything_else_is_refused_by_name(small: Scenario, answer: object) -> None:
    class Answering(Constant):
        pass

    Answering.answer = answer
    region = Region(small, rng=1, agents={"COR": Answering})
    with pytest.raises(UsageError, match=r"COR: choose\('ARN'\) of Answering returned .*'cooperate', 'hold', 'press'"):
        region.step()


def test_after_a_failed_step_the_region_says_so_instead_of_standing_still(small: Scenario) -> None:
    class Broken(Constant):
        answer = None

    region = Region(small, rng=1, agents={"COR": Broken})
    with pytest.raises(UsageError, match="COR"):
        region.step()
    for _ in range(2):
        with pytest.raises(UsageError, match="failed half-way; make a new Region"):
            region.step()


def test_everyone_decides_on_the_same_past(small: Scenario) -> None:
    seen: list[float] = []

    class Watching(StateAgent):
        def choose(self, other: str) -> str:
            seen.append(self.model[other].act[self.name])
            return "press" if self.elapsed_is_even else "cooperate"

        @property
        def elapsed_is_even(self) -> bool:
            return self.model.elapsed % 2 == 0

    region = Region(small, rng=1, agents=Watching)
    region.step()
    seen.clear()
    region.step()
    assert set(seen) == {-1.0}
    assert {value for state in region.agents for value in state.act.values()} == {1.0}


def test_the_order_of_the_agents_does_not_matter(small: Scenario) -> None:
    one, other = Region(small, rng=1, agents=Grudger), Region(small, rng=1, agents=Grudger)
    other.agents.shuffle(inplace=True)
    assert run(one).indicators == run(other).indicators


def test_one_agent_may_be_given_another_method_while_it_runs(small: Scenario) -> None:
    region = run(Region(small, rng=1), 1)
    region["ARN"].choose = lambda other: "press"
    run(region, 1)
    assert set(region["ARN"].act.values()) == {-1.0}


def test_an_agent_removed_leaves_its_choices_to_the_kernel(small: Scenario) -> None:
    region = Region(small, rng=1, agents={"ARN": Constant})
    region["ARN"].remove()
    assert len(region.agents) == 2
    assert run(region).indicators == run(Region(small, rng=1)).indicators


def test_what_a_chooser_can_read(small: Scenario) -> None:
    told: list[tuple[float, ...]] = []

    class Telling(StateAgent):
        def choose(self, other: str) -> int | str:
            chances = self.propensity(other)
            assert set(chances) == {"cooperate", "hold", "press"}
            told.append((*chances.values(), self.perceived(other), self.draw(other), self.reconsiders(other)))
            return super().choose(other)

    region = run(Region(small, rng=1, agents={"BEL": Telling}), 40)
    table = np.array(told)
    assert table.shape == (80, 6)
    assert np.allclose(table[:, :3].sum(axis=1), 1)
    assert ((table[:, :3] > 0) & (table[:, :3] < 1)).all()
    assert set(table[:, 3]) <= {-1.0, 0.0, 1.0}
    assert ((table[:, 4] > 0) & (table[:, 4] < 1)).all()
    assert 0 < table[:, 5].mean() < 1
    assert region["BEL"].model is region


def test_before_the_first_decision_there_is_nothing_to_perceive(small: Scenario) -> None:
    state = Region(small, rng=1)["ARN"]
    assert np.isnan(state.perceived("BEL"))
    assert np.isnan(state.draw("BEL"))
    assert not state.reconsiders("BEL")
    assert state.choose("BEL") == state.act["BEL"]
    assert sum(state.propensity("BEL").values()) == pytest.approx(1)


def test_between_steps_choose_tells_the_latest_decision(small: Scenario) -> None:
    region = run(Region(small, rng=1), 5)
    assert all(state.choose(other) == state.act[other] for state in region.agents for other in state.act)
