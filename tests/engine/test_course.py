"""The course of runs: rest at the start, refinement of steps, agreement of step lengths, Monte Carlo error, extremes."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from kernel import QUIET, Array, Kept, fixed, read, run, short, without

from detente.scenario import Quantity, Scenario
from detente.world.arrays import BLOCKS, DYADS, STATES
from detente.world.variables import VARIABLES

OFF = ~np.eye(5, dtype=bool)
STEPS = {"year": 1, "quarter": 4, "month": 12}


@pytest.fixture(scope="module")
def bare() -> Scenario:
    return without(read())


# --- rest ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", STEPS)
def test_the_start_is_a_rest_point(step: str) -> None:
    """No lever, no shock, no noise, no acts to talk of: after ten years nothing has moved by more than 1e-9.

    At rest are all variables of a World, bit for bit but for rounding; grievance, which only fades, is set to 0.
    """
    scenario = fixed(without(read(f"step={step}")), **(QUIET | {"posture_review": 1000.0, "grievance_scale": 0.0}))
    kept = run(scenario, [0], sampled=False)
    short = run(replace(scenario, steps=1), [0], sampled=False)
    start = short.room.flat[0]
    assert np.abs(kept.last - start).max() < 1e-9
    assert kept.full("trust")[OFF].min() > 0.1


def test_the_first_world_is_the_given_one(bare: Scenario) -> None:
    """Without common errors the run starts at the values of the file (1e-12), on the mode of each."""
    first = run(replace(bare, steps=1), [0], sampled=False)
    names = first.program.layout.names
    flat = first.room.worlds[0]
    for variable in ("trust", "grievance", "intent", "credibility", "interdependence", "alignment", "channel"):
        found = flat[variable].reshape(16, 16)
        for (a, b), quantity in bare.ties[variable].items():
            value = found[names.index(a), names.index(b)]
            assert value == pytest.approx(quantity.value, abs=2e-6 if variable == "credibility" else 1e-9)


def test_what_is_expected_at_the_start_moves_nobody_on_average(bare: Scenario) -> None:
    """With chances of acts held fixed, news averages to nothing: mean mood stays where it was (4 standard errors of 2,000 runs)."""
    silent = ("cooperate_alignment", "cooperate_grievance", "cooperate_nationalism", "cooperate_stake", "cooperate_fear",
              "press_threat", "press_claim", "press_grievance", "press_stake", "press_crisis")  # fmt: skip
    scenario = fixed(bare, **dict.fromkeys(silent, 0.0), choice_sharpness=0.0, crisis_onset_base=0.0,
                     misperception_contact=0.0, misperception_practice=0.0, grievance_friction=0.0, anchor_follow=0.0)  # fmt: skip
    kept = run(replace(scenario, steps=8), range(2000), sampled=False)
    mood = kept.record.worlds[:, :, DYADS.index("mood")][..., OFF].astype(float)
    drift = mood[:, -1] - mood[:, 0]
    se = drift.std(0) / math.sqrt(len(drift))
    assert np.abs(drift.mean(0) / se).max() < 4.0


# --- steps ---------------------------------------------------------------------------------------------------------


def test_years_quarters_and_months_converge_without_chance() -> None:
    """Step refinement of the whole kernel, levers delivered and noise off: first order, so that year and quarter

    lie apart from the month as 1 - 1/12 to 1/4 - 1/12, that is 5.5 to 1 (3.5 to 8 allowed).
    """
    ends: dict[str, Kept] = {}
    for step in STEPS:
        scenario = fixed(read(f"step={step}"), **QUIET, consent_base=100.0, crisis_onset_threat=0.0)
        ends[step] = run(replace(scenario, shocks={}), [0], sampled=False)
    for name in (
        "mood",
        "credibility",
        "alignment",
        "intent",
        "threat",
        "interdependence",
        "interoperability",
        "channel",
    ):
        year, quarter, month = (ends[step].full(name)[OFF] for step in STEPS)
        gap, small = np.abs(year - month).max(), np.abs(quarter - month).max()
        assert small <= gap < 0.12, name
        if gap > 1e-3:
            assert 3.5 < gap / small < 8.0, f"{name}: {gap / small}"


def moments(kept: Kept, variable: str) -> tuple[Array, Array]:
    """Return mean over runs of every dyad, and the mean standard deviation, after five and after ten years."""
    per = STEPS[kept.program.scenario.step]
    found = kept.record.worlds[:, [5 * per, 10 * per], DYADS.index(variable)][..., OFF].astype(float)
    return found.mean(0), found.std(0).mean(1)


LENGTHS = [
    ({}, 0.06, 0.28, "as given"),
    ({"misperception_base": 0.0, "crisis_onset_base": 0.0}, 0.06, 0.25, "no act misread, no crises"),
]


@pytest.mark.parametrize(("given", "quarterly", "yearly", "case"), LENGTHS, ids=[x[3] for x in LENGTHS])
def test_step_lengths_agree_in_mean_and_variance(
    given: dict[str, float], quarterly: float, yearly: float, case: str
) -> None:
    """Docking of step lengths: means agree; a yearly step spreads somewhat wider, since an act lasts at least a step.

    Measured over 1,500 runs: means of trust, grievance and threat lie within 0.01 (year) and 0.006 (quarter) of the
    month; standard deviations exceed the month's by 0 to 1.5 % (quarter) and 13 to 20 % (year).  Tolerances: 4
    standard errors plus 0.006 for means, as stated in the table for standard deviations.
    """
    runs = 800
    found = {step: run(fixed(without(read(f"step={step}")), **given), range(runs), sampled=False) for step in STEPS}
    for variable in ("trust", "grievance", "threat"):
        mean, sd = moments(found["month"], variable)
        for step, allowed in (("quarter", quarterly), ("year", yearly)):
            other_mean, other_sd = moments(found[step], variable)
            room = 4 * math.sqrt(2 / runs) * float(max(sd.max(), other_sd.max())) + 0.006
            assert np.abs(other_mean - mean).max() < room, (variable, step)
            assert np.all(other_sd / sd < 1 + allowed), (variable, step, other_sd / sd)
            assert np.all(other_sd / sd > 0.93), (variable, step, other_sd / sd)


def test_time_in_crisis_knows_no_step_length(bare: Scenario) -> None:
    """Crises tick by the month whatever the step: pair-years in crisis agree within 4 standard errors and 3 %.

    Feedback is off, so that rates stay those of the start.  (Onsets are counted at the ends of steps: a crisis
    that comes and goes within a step is not counted, and their number is not compared.)
    """
    still = dict.fromkeys(
        ("crisis_onset_threat", "crisis_onset_pressure", "crisis_onset_grievance", "crisis_escalation_nationalism",
         "crisis_escalation_misperception", "crisis_resolution_contact"), 0.0,
    )  # fmt: skip
    years = {}
    for step, per in STEPS.items():
        kept = run(fixed(without(read(f"step={step}")), **still, crisis_onset_base=0.1), range(1000), sampled=False)
        years[step] = kept.record.crises[:, 2] / per
    month = years["month"]
    for step in ("quarter", "year"):
        room = 4 * math.sqrt((years[step].var() + month.var()) / 1000) + 0.03 * month.mean()
        assert years[step].mean() == pytest.approx(month.mean(), abs=room), step


# --- Monte Carlo ---------------------------------------------------------------------------------------------------


def test_the_error_of_a_mean_falls_with_the_root_of_runs() -> None:
    """The spread of means of 4, 16 and 64 runs halves each time (ratio 2 within 25 %, 3.5 errors of 150 means)."""
    trust = run(short(read(), 8), range(9600), replicates=1, worlds=False).record.series[:, -1, 0]
    spreads = [trust.reshape(-1, size).mean(1).std(ddof=1) for size in (4, 16, 64)]
    assert spreads[0] / spreads[1] == pytest.approx(2.0, rel=0.25)
    assert spreads[1] / spreads[2] == pytest.approx(2.0, rel=0.25)
    assert spreads[0] == pytest.approx(trust.std(ddof=1) / 2, rel=0.05)


def test_runs_are_independent_of_their_neighbours() -> None:
    """Neighbouring run ids with the same assumptions share no luck (correlation within 4 / sqrt(n))."""
    trust = run(short(read(), 8), range(1600), sampled=False, worlds=False).record.series[:, -1, 0]
    for gap in (1, 2, 10):
        assert abs(np.corrcoef(trust[:-gap], trust[gap:])[0, 1]) < 4 / math.sqrt(1600)


def test_drawn_assumptions_fill_their_ranges() -> None:
    """Every parameter is drawn inside its range around its mean; its triangle's mean within 5 standard errors."""
    program = run(short(read(), 1), [0]).program
    draws = []
    for k in range(400):
        draws.append(run(program, [k], replicates=1).room.scalars.copy())
    found, plan = np.array(draws), program.plan
    assert np.all((found >= plan.scalar_low) & (found <= plan.scalar_high))
    width = plan.scalar_high - plan.scalar_low
    free = (width > 0) & ~plan.scalar_flat
    mean = (plan.scalar_low + plan.scalar_mode + plan.scalar_high) / 3
    gap = np.abs(found.mean(0) - mean)[free] / (found.std(0)[free] / math.sqrt(len(found)))
    assert gap.max() < 5.0
    names = np.array(program.parameter_names)[free[: len(program.parameter_names)]]
    picked = found[:, : len(program.parameter_names)][:, free[: len(program.parameter_names)]]
    correlation = np.corrcoef(picked.T) - np.eye(len(names))
    assert np.abs(correlation).max() < 5.5 / math.sqrt(len(found)), "parameters are drawn independently"


# --- extremes ------------------------------------------------------------------------------------------------------


def at_end(scenario: Scenario, pick: Any) -> Scenario:
    """Return the scenario with every parameter, level, rate, size and influence at the end that `pick` takes of low, high."""

    def end(q: Quantity) -> Quantity:
        return Quantity.point(pick(q.low, q.high), q.unit, "an end of its range")

    levers = {
        key: replace(
            lever, level=end(lever.level), lag=end(lever.lag), fade=end(lever.fade), cost=end(lever.cost),
            influences={k: end(q) for k, q in lever.influences.items()},
            side_effects={k: end(q) for k, q in lever.side_effects.items()},
        )
        for key, lever in scenario.levers.items()
    }  # fmt: skip
    shocks = {
        key: replace(
            shock, size=end(shock.size), rate=None if shock.rate is None else end(shock.rate),
            influences={k: (where, end(q)) for k, (where, q) in shock.influences.items()},
            hazard={k: end(q) for k, q in shock.hazard.items()},
        )
        for key, shock in scenario.shocks.items()
    }  # fmt: skip
    return replace(
        scenario, parameters={k: end(q) for k, q in scenario.parameters.items()}, levers=levers, shocks=shocks,
        ties={k: {pair: end(q) for pair, q in table.items()} for k, table in scenario.ties.items()},
    )  # fmt: skip


def assert_sound(kept: Kept) -> None:
    """Everything kept is finite; every variable lies within its bounds; pairs are symmetric."""
    for name in ("summary", "series", "worlds", "state_worlds", "outcomes", "hits"):
        assert np.isfinite(getattr(kept.record, name)).all(), name
    assert np.isfinite(kept.last).all()
    worlds = kept.record.worlds
    for name in DYADS:
        found = worlds[:, :, DYADS.index(name)]
        if name in VARIABLES:
            assert found.min() >= VARIABLES[name].low - 1e-6, name
            assert found.max() <= VARIABLES[name].high + 1e-6, name
            if VARIABLES[name].of == "pair":
                assert np.array_equal(found, np.swapaxes(found, 2, 3)), name
        if name not in ("kept", "broken"):
            assert not found[..., ~OFF].any(), f"{name}: the diagonal stays zero"
    assert set(np.unique(worlds[:, :, DYADS.index("stage")])) <= {0.0, 1.0, 2.0, 3.0, 4.0}
    assert np.array_equal(worlds[:, :, DYADS.index("stage")], np.swapaxes(worlds[:, :, DYADS.index("stage")], 2, 3))
    for k, name in enumerate(STATES):
        found = kept.record.state_worlds[:, :, k]
        assert VARIABLES[name].low <= found.min() <= found.max() <= VARIABLES[name].high, name
    capability = np.concatenate([kept.full(name) for name in ("capability", "planned")])
    assert capability.min() >= 0.0


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("end", ["low", "high"])
def test_all_at_one_end_runs_finite(step: str, end: str) -> None:
    kept = run(at_end(read(f"step={step}"), min if end == "low" else max), range(6), sampled=False)
    assert_sound(kept)


@pytest.mark.parametrize("seed", range(6))
def test_random_corners_run_finite(seed: int) -> None:
    """Each number at one of its ends, by lot; 4 runs, quarterly, with nothing but corners."""
    rng = np.random.default_rng(seed)
    kept = run(at_end(read(), lambda low, high: low if rng.random() < 0.5 else high), range(4), sampled=False)
    assert_sound(kept)


def test_drawn_worlds_are_sound() -> None:
    assert_sound(run(read(), range(60), replicates=1))
    for name in (*STATES, *BLOCKS):
        assert name in run(short(read(), 1), [0]).room.worlds.dtype.names
