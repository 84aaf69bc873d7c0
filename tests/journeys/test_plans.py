"""What the shipped scenarios say they compare is what they compare, and their conditions and floors hold in every run."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import detente
from detente.scenario import Scenario, read_reference, read_scenario
from shipped import FILES

SCENARIOS = Path(__file__).parents[2] / "scenarios"
DEADLOCK = {"KOR": ("2027-04", "2028-12"), "CHN": ("2032-04", "2033-12")}


def shipped(name: str, variant: str | None = None) -> Scenario:
    return read_scenario(SCENARIOS / f"{name}.yaml", variant)


def working(scenario: Scenario) -> set[str]:
    """Return the levers that are not switched off."""
    return {key for key, lever in scenario.levers.items() if lever.level.high > 0.0}


def consent(ensemble: detente.Ensemble, lever: str) -> np.ndarray:
    """Return the outcome of consent by name: runs x steps."""
    names = ensemble.data["outcome"].values
    return np.asarray(names[ensemble.data["consent"].sel(lever=lever).values])


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_every_scenario_opens_with_a_comment_and_a_question(path: Path) -> None:
    scenario = read_scenario(path)
    assert path.read_text().startswith("# ")
    assert scenario.question.endswith("?")
    assert len(scenario.title) <= 40


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_no_scenario_is_its_own_reference(path: Path) -> None:
    """A reference is inherited, so a file that extends its own reference could end up beside itself."""
    scenario = read_scenario(path)
    reference = read_reference(scenario)
    same = reference is not None and (reference.levers, reference.shocks) == (scenario.levers, scenario.shocks)
    assert not same


def test_the_two_webs_differ_in_the_membership_of_china_alone() -> None:
    with_china, without = shipped("inclusive_web"), shipped("exclusive_web")
    for part in ("states", "ties", "frameworks", "parameters", "shocks"):
        assert getattr(with_china, part) == getattr(without, part), part
    assert with_china.levers.keys() == without.levers.keys()
    assert not [key for key in working(without) if "CHN" in without.levers[key].members]
    for key, lever in with_china.levers.items():
        other = without.levers[key]
        left = tuple(name for name in lever.members if name != "CHN")
        if len(left) > 1:
            assert (other.members, other.level, other.first_step) == (left, lever.level, lever.first_step), key
        else:
            assert key not in working(without), key


def test_reconciliation_is_all_that_reconcile_adds() -> None:
    scenario = shipped("reconcile")
    framework = read_reference(scenario)
    assert framework is not None
    assert scenario.shocks == framework.shocks
    added = scenario.levers.keys() - framework.levers.keys()
    assert {scenario.levers[key].card for key in added} == {"reconciliation"}
    assert {key: scenario.levers[key] for key in framework.levers} == framework.levers


def test_relapse_keeps_every_lever_of_the_framework() -> None:
    assert working(shipped("relapse")) == working(shipped("unified_framework"))


@pytest.mark.parametrize(
    ("name", "one", "other"),
    [
        ("transparency_and_exercises", "transparency_only", "exercises_only"),
        ("summits_and_working_groups", "summits_only", "groups_only"),
    ],
)
def test_the_cells_of_a_plan_two_by_two(name: str, one: str, other: str) -> None:
    first, second = working(shipped(name, one)), working(shipped(name, other))
    assert first
    assert second
    assert not first & second
    assert first | second == working(shipped(name))
    assert not working(shipped(name, "neither"))


def test_the_answers_to_strain_are_answers_to_the_same_strain() -> None:
    plain = shipped("alliance_strain")
    for name in ("refused", "partnerships", "autonomy", "all_answers"):
        assert shipped("alliance_strain", name).shocks == plain.shocks, name
    assert not working(shipped("alliance_strain", "refused"))
    used = {shock.card for shock in plain.shocks.values()}
    assert used >= {"ally_tariff", "spending_demand", "leadership_change"}


@pytest.fixture(scope="module")
def deadlock() -> dict[str | None, detente.Ensemble]:
    return {
        variant: detente.run(shipped("back_channel_deadlock", variant), runs=60, seed=1, record="channel")
        for variant in (None, "without")
    }


@pytest.mark.parametrize("other", ["KOR", "CHN"])
def test_a_deadlock_closes_formal_contact(deadlock: dict[str | None, detente.Ensemble], other: str) -> None:
    channel = deadlock["without"].data["channel"].sel(observer="JPN", target=other)
    during = channel.sel(time=slice(*DEADLOCK[other])).mean()
    assert float(during) < 0.5 * float(channel.sel(time=slice("2025", "2026")).mean())


@pytest.mark.parametrize(("other", "lever"), [("KOR", "back_channel_korea"), ("CHN", "back_channel_china")])
def test_a_back_channel_keeps_contact_in_a_deadlock(
    deadlock: dict[str | None, detente.Ensemble], other: str, lever: str
) -> None:
    """Claim S1-72.  Wherever it is delivered it is a floor (at least the low end of the card's); on average it helps."""
    kept = deadlock[None].data["channel"].sel(observer="JPN", target=other)
    alone = deadlock["without"].data["channel"].sel(observer="JPN", target=other)
    low = deadlock[None].scenario.levers[lever].influences["contact_floor"].low
    # `delivered` of a period is the level at its end; the channel moves by it in the same step.
    delivered = deadlock[None].data["delivered"].sel(lever=lever).values
    assert (kept.values[:, 1:] >= low * delivered - 1e-9).all()
    months = slice(*DEADLOCK[other])
    gain = (kept.sel(time=months) - alone.sel(time=months)).mean("time").values
    assert gain.mean() > 2 * gain.std(ddof=1) / np.sqrt(len(gain))


def test_talks_broken_off_are_a_reason_while_they_are(deadlock: dict[str | None, detente.Ensemble]) -> None:
    reasons = consent(deadlock["without"], "rescue_korea") == "talks broken off"
    steps = deadlock["without"].data["period"].values
    during = (steps >= np.datetime64("2027-01")) & (steps < np.datetime64("2029-01"))
    assert reasons[:, during].mean() > 2 * reasons[:, ~during].mean()


@pytest.fixture(scope="module")
def adaptive() -> dict[str | None, detente.Ensemble]:
    record = "tension,trust,channel"
    return {
        variant: detente.run(shipped("adaptive", variant), runs=60, seed=1, record=record)
        for variant in (None, "fixed")
    }


@pytest.mark.parametrize(
    ("lever", "observer", "target", "variable", "bound"),
    [
        ("rescue_korea", "KOR", "JPN", "trust", 0.4),
        ("rescue_china", "CHN", "JPN", "trust", 0.12),
        ("measures_china", "CHN", "JPN", "trust", 0.12),
        ("channel_korea", "JPN", "KOR", "channel", 0.5),
    ],
)
def test_levels_step_up_just_when_relations_worsen(
    adaptive: dict[str | None, detente.Ensemble], lever: str, observer: str, target: str, variable: str, bound: float
) -> None:
    """Of the calm and the alarmed level one is asked for in every step, by the state of the world before it."""
    data = adaptive[None].data
    pair = {"observer": observer, "target": target}
    worse = ((data["tension"].sel(pair) > 0) | (data[variable].sel(pair) < bound)).values[:, :-1]
    idle = "condition not met"
    assert np.array_equal(consent(adaptive[None], f"{lever}_alarm") == idle, ~worse)
    assert np.array_equal(consent(adaptive[None], f"{lever}_calm") == idle, worse)
    assert 0.02 < worse.mean() < 0.98


def test_the_fixed_plan_costs_about_as_much_as_the_adaptive_one(adaptive: dict[str | None, detente.Ensemble]) -> None:
    spent = {
        variant: sum(
            (consent(ensemble, key) == "granted").mean() * lever.level.value * lever.cost.value
            for key, lever in ensemble.scenario.levers.items()
        )
        for variant, ensemble in adaptive.items()
    }
    assert spent[None] == pytest.approx(spent["fixed"], rel=0.15)
