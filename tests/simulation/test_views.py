"""States are read by name: live, read-only, with the nearest name for a typing mistake."""

from __future__ import annotations

import copy
import math
from pathlib import Path
from typing import Any

import pytest

from detente.errors import UsageError
from detente.scenario import Scenario, read_scenario
from detente.simulation import Reading, Region, StateAgent, UnknownName
from detente.world.variables import DOMAINS, POSTURES, VARIABLES

TOWARDS = ("trust", "alignment", "grievance", "threat", "intent", "credibility", "interdependence", "channel",
           "claim", "know_how", "tension", "act")  # fmt: skip


@pytest.fixture
def region(small: Scenario) -> Region:
    return Region(small, rng=1, sampled=False)


def test_names_titles_and_order(region: Region) -> None:
    assert [state.name for state in region.agents] == ["ARN", "BEL", "COR"]
    assert region["ARN"].title == "Arnland"
    assert region.state("ARN") is region["ARN"]
    assert repr(region["ARN"]) == "StateAgent('ARN')"
    assert repr(region) == "Region('Three invented states', rng=1, run=0, date=2025-01-01)"


@pytest.mark.parametrize("name", TOWARDS)
def test_views_are_floats_within_bounds(region: Region, name: str) -> None:
    for _ in range(3):
        region.step()
    for state in region.agents:
        view = getattr(state, name)
        assert list(view) == [other for other in ("ARN", "BEL", "COR") if other != state.name]
        assert all(type(value) is float for value in view.values())
        assert all(VARIABLES[name].low <= value <= VARIABLES[name].high for value in view.values())


def test_views_show_what_the_scenario_gives(region: Region, small: Scenario) -> None:
    arn = region["ARN"]
    assert arn.trust["BEL"] == pytest.approx(0.5, abs=0.01)
    assert arn.alignment["COR"] == region["COR"].alignment["ARN"] == -0.4
    assert region["COR"].grievance["ARN"] == pytest.approx(0.7)
    assert arn.credibility["BEL"] == pytest.approx(0.6)
    assert arn.nationalism == 0.3
    assert dict(arn.capability) == {d: small.states["ARN"][f"capability.{d}"].value for d in DOMAINS}
    assert dict(arn.priorities) == {i: small.states["ARN"][f"priorities.{i}"].value for i in small.issues}
    assert 0 <= arn.doubt <= 1
    assert arn.trusting == pytest.approx((arn.trust["BEL"] + arn.trust["COR"]) / 2)
    assert arn.trusted == pytest.approx((region["BEL"].trust["ARN"] + region["COR"].trust["ARN"]) / 2)


def test_a_view_is_live_and_a_dict_keeps_the_moment(region: Region) -> None:
    view = region["ARN"].trust
    kept = dict(view)
    copied = copy.deepcopy(view)
    region.step()
    assert dict(view) != kept == copied
    assert isinstance(view, Reading)
    assert repr(view).startswith("{BEL: 0.")


def test_trust_in_oneself_is_not_a_number_and_no_key(region: Region) -> None:
    arn = region["ARN"]
    assert math.isnan(arn.trust["ARN"])
    assert "ARN" not in arn.trust
    assert len(arn.trust) == 2


@pytest.mark.parametrize(
    "attribute", [*TOWARDS, "nationalism", "doubt", "posture", "burden", "access_denial", "capability", "priorities"]
)
def test_nothing_can_be_set(region: Region, attribute: str) -> None:
    with pytest.raises(AttributeError):
        setattr(region["ARN"], attribute, 1.0)
    with pytest.raises(TypeError):
        region["ARN"].trust["BEL"] = 1.0  # type: ignore[index]


@pytest.mark.parametrize("error", [UnknownName, KeyError, UsageError])
def test_a_typing_mistake_is_told_the_nearest_name(region: Region, error: type[Exception]) -> None:
    with pytest.raises(error) as caught:
        region["ARN"].trust["BLE"]
    assert str(caught.value) == "no other state is called 'BLE'; did you mean 'BEL'?"
    with pytest.raises(error, match=r"no state is called 'arn'; did you mean 'ARN'\?"):
        region["arn"]


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda arn: arn.trust["Narnia"], "no other state is called 'Narnia'; known are BEL, COR"),
        (lambda arn: arn.capability["ciber"], "no domain is called 'ciber'; did you mean 'cyber'?"),
        (lambda arn: arn.priorities["chine"], "no issue is called 'chine'; did you mean 'china'?"),
        (lambda arn: arn.propensity("CRO"), "no other state is called 'CRO'; did you mean 'COR'?"),
        (lambda arn: arn.perceived("ARN"), "no other state is called 'ARN'"),
        (lambda arn: arn.trust[1], "no other state is called 1; known are BEL, COR"),
        (lambda arn: arn.model["x" * 200], "no state is called 'xxx"),
    ],
)
def test_every_name_is_checked(region: Region, ask: Any, message: str) -> None:
    with pytest.raises(UnknownName) as caught:
        ask(region["ARN"])
    assert str(caught.value).startswith(message)


def test_views_explain_themselves() -> None:
    assert type(vars(StateAgent)["trust"]).__doc__
    assert "trusts" in str(vars(StateAgent)["trust"].__doc__)
    assert StateAgent.trust.__doc__ == VARIABLES["trust"].meaning


def test_posture_burden_and_access_denied(small: Scenario) -> None:
    """The rule each state weighs by, by name; shares of an alliance; and how far others are kept out."""
    region = Region(small, rng=1, sampled=False)
    assert {state.name: state.posture for state in region.agents} == {k: x.posture for k, x in small.states.items()}
    assert {state.access_denial for state in region.agents} == {0.0}
    allies = {m for group in small.frameworks.values() if group.kind == "alliance" for m in group.members}
    for state in region.agents:
        assert (state.burden < 1.0) == (state.name in allies)
        assert 0.0 < state.burden <= 1.0


def test_posture_is_read_live(path: Path) -> None:
    """What the World holds is what is shown, at every step of a run in which postures change."""
    restless = ["parameters.posture_review=1000", "parameters.posture_inertia=0.01", "states.COR.access_denial=0.4"]
    region = Region(read_scenario(path, overrides=restless), rng=3)
    seen = set()
    while region.running:
        region.step()
        for state in region.agents:
            assert POSTURES.index(state.posture) == region.course.world("posture")[state.row]
            assert state.burden == region.course.world("burden")[state.row]
            seen.add((state.name, state.posture))
        assert region["COR"].access_denial == 0.4
    assert len(seen) > 3, "some posture has changed"
