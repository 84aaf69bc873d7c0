"""Rates of shocks by hand: trend, doubt, restraint; impulses that last: access denied, capability."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from kernel import QUIET, Array, Kept, fixed, run, short

from detente.engine.shocks import USUAL, hazard
from detente.scenario import Scenario
from detente.world.arrays import DYADS, STATES
from detente.world.variables import DOMAINS

Write = Callable[[str], Scenario]
ARN, BEL, COR, DAL, ERS = range(5)
PASSPORT = "standing: assumed, reason: test"
CARDS = f"""cards:
  shocks:
    plain: {{title: P, evidence: none, rate: 2, influences: {{news: {{where: on->by, value: -0.1, unit: logit, {PASSPORT}}}}}}}
    doubted: {{title: D, evidence: none, rate: 2, influences: {{news: {{where: on->by, value: -0.1, unit: logit, {PASSPORT}}}}}, hazard: {{doubt: 1.5}}}}
    held: {{title: H, evidence: none, rate: 2, influences: {{news: {{where: on->by, value: -0.1, unit: logit, {PASSPORT}}}}}, hazard: {{restraint: 0.8}}}}
    stopped: {{title: S, evidence: none, rate: 3, influences: {{news: {{where: on->by, value: 0, unit: logit, {PASSPORT}}}}}, hazard: {{restraint: 10}}}}
    common: {{title: C, evidence: none, rate: 2, influences: {{trigger: {{where: among_on, value: 0.1, unit: "1", {PASSPORT}}}}}, hazard: {{doubt: 1.5, restraint: 0.8, claim: 1, threat: 1, tension: 1}}}}
    wall: {{title: W, evidence: none, rate: 2, influences: {{access_denial: {{where: by, value: 0.2, unit: "1", {PASSPORT}}}}}}}
    surge: {{title: U, evidence: none, rate: 2, influences: {{capability: {{where: by, value: 0.2, unit: log factor, {PASSPORT}}}}}}}
  levers:
    norms: {{title: N, form: pact, influences: {{restraint: -3}}, lag: 0, fade: 0, cost: 0, evidence: none}}
"""  # noqa: E501


def struck(only: Write, shock: str, more: str = "", **values: float) -> Scenario:
    """Return the five states with this shock alone, of size 1 unless said; consent is certain."""
    shock = shock if "size:" in shock else f"{shock}, size: 1"
    return fixed(only(f"{CARDS}shocks: {{it: {{{shock}}}}}\n{more}"), **{**QUIET, "consent_base": 100.0, **values})


def rate(kept: Kept, years: float = 0.0, restraint: Array | None = None) -> float:
    """Return the rate of the shock in World 0 of a run, years after the start."""
    held = np.zeros(256) if restraint is None else restraint
    now, plan = kept.room.worlds[0], kept.program.plan
    return float(hazard(0, years, plan, kept.room.scalars, now, held, 16))


def begun(scenario: Scenario) -> Kept:
    return run(short(scenario, 1), [0], sampled=False)


# --- trend ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("trend", [0.3, -0.3, 0.0])
def test_a_trend_multiplies_the_rate_by_its_exponential(only: Write, trend: float) -> None:
    """rate e^(trend t), t in years since the start, whatever the step."""
    for step in ("month", "quarter", "year"):
        kept = begun(struck(only, f"shock: plain, by: COR, on: [ARN], rate: 2, trend: {trend}", f"step: {step}\n"))
        for years in (0.0, 0.25, 7.0):
            assert rate(kept, years) == pytest.approx(2 * math.exp(trend * years), rel=1e-11)


def test_no_trend_is_a_trend_of_zero(only: Write) -> None:
    plain, none = (
        run(struck(only, f"shock: plain, by: COR, on: [ARN], rate: 2{trend}"), range(10))
        for trend in ("", ", trend: 0")
    )
    assert np.array_equal(plain.record.events, none.record.events)
    assert np.array_equal(plain.last, none.last)


def test_events_come_at_the_rate_of_their_time(only: Write) -> None:
    """Docking level: distributional.  Events of a quarter are three months' chances 1 - e^(-rate / 12) at its own rate.

    What is usual stays that of the start.  Tolerance: 4 standard errors of 3,000 runs in each of 40 quarters, with one
    in 16,000 beyond.
    """
    scenario = struck(only, "shock: plain, by: COR, on: [ARN], rate: 2, trend: 0.2")
    kept = run(scenario, range(3000), sampled=False, worlds=False)
    chance = -np.expm1(-2 * np.exp(0.2 * 0.25 * np.arange(40)) / 12)
    error = np.sqrt(3 * chance * (1 - chance) / 3000)
    assert np.all(np.abs(kept.record.events[:, :, 0].mean(0) - 3 * chance) < 4 * error)
    assert kept.room.shocks[USUAL, 0] == pytest.approx(12 * chance[0], rel=1e-12)


# --- doubt and restraint --------------------------------------------------------------------------------------------


def test_doubt_of_those_it_is_on_raises_the_rate(only: Write) -> None:
    """2 e^(1.5 D), D the mean doubt of BEL and DAL: not that of the one it is by."""
    kept = begun(struck(only, "shock: doubted, by: ARN, on: [BEL, DAL], rate: 2"))
    doubt = kept.room.worlds[0]["doubt"]
    assert min(doubt[BEL], doubt[DAL]) > 0.1
    assert rate(kept) == pytest.approx(2 * math.exp(1.5 * (doubt[BEL] + doubt[DAL]) / 2), rel=1e-11)
    before = doubt[ARN].copy()
    doubt[ARN] += 0.3
    assert rate(kept) == pytest.approx(2 * math.exp(1.5 * (doubt[BEL] + doubt[DAL]) / 2), rel=1e-11)
    doubt[ARN] = before


def test_restraint_between_the_two_sides_moves_the_rate(only: Write) -> None:
    """2 e^(0.8 R), R the mean over (COR, ARN) and (COR, BEL) of the channel; other pairs do not count."""
    kept, held = begun(struck(only, "shock: held, by: COR, on: [ARN, BEL], rate: 2")), np.zeros(256)
    held[COR * 16 + ARN], held[COR * 16 + BEL] = -1.0, -0.4
    assert rate(kept, 0.0, held) == pytest.approx(2 * math.exp(0.8 * -0.7), rel=1e-11)
    other = held.copy()
    other[ARN * 16 + BEL], other[COR * 16 + DAL], other[ARN * 16 + COR] = -3.0, 2.0, 1.0
    assert rate(kept, 0.0, other) == rate(kept, 0.0, held)


def test_without_somebody_behind_it_only_doubt_and_trend_count(only: Write) -> None:
    """Among ARN and BEL, by nobody: the hazards of a relation to the one behind it fall away."""
    kept = begun(struck(only, "shock: common, on: [ARN, BEL], rate: 2, trend: 0.1"))
    doubt = kept.room.worlds[0]["doubt"]
    mean = (doubt[ARN] + doubt[BEL]) / 2
    assert mean > 0.1
    found = rate(kept, 5.0, -(1.0 - np.eye(16)).ravel())
    assert found == pytest.approx(2 * math.exp(1.5 * mean + 0.1 * 5.0), rel=1e-11)


def test_restraint_works_from_the_step_after(only: Write) -> None:
    """A norm of full force in the first step: shocks still strike in that step, and never after (rate 3 e^-30)."""
    norms = "levers: {pact: {lever: norms, among: [ARN, COR], level: 1}}\n"
    kept = run(
        struck(only, "shock: stopped, by: COR, on: [ARN], rate: 3", norms), range(400), sampled=False, worlds=False
    )
    events = kept.record.events[:, :, 0]
    chance = -math.expm1(-3 / 12)
    error = 4 * math.sqrt(3 * chance * (1 - chance) / 400)
    assert events[:, 0].mean() == pytest.approx(3 * chance, abs=error)
    assert not events[:, 1:].any()
    others = "levers: {pact: {lever: norms, among: [BEL, COR], level: 1}}\n"
    free = run(
        struck(only, "shock: stopped, by: COR, on: [ARN], rate: 3", others), range(400), sampled=False, worlds=False
    )
    assert free.record.events[:, 1:, 0].mean() == pytest.approx(3 * chance, abs=error)


# --- impulses that last ---------------------------------------------------------------------------------------------


def test_access_denied_takes_shares_of_what_is_left_and_stays(only: Write) -> None:
    """Each event closes 1 - e^-(size^a x effect) of what is open; between events nothing moves, for nobody else at all."""
    kept = run(struck(only, "shock: wall, by: COR, rate: 2, size: 1"), [4], sampled=False)
    found = kept.record.state_worlds[0, :, STATES.index("access_denial")].astype(float)
    events = np.asarray(kept.record.events[0, :, 0])
    assert 5 < events.sum() < 40
    assert found[:, COR] == pytest.approx(np.r_[0.0, 1 - np.exp(-0.2 * np.cumsum(events))], rel=1e-6, abs=1e-7)
    assert not np.delete(found, COR, axis=1).any()


def test_surges_beyond_the_usual_move_the_plan_for_good(only: Write) -> None:
    """Each event multiplies the plan of all five domains by e^0.2, and what is usual in the time divides it: for good."""
    kept = run(struck(only, "shock: surge, by: COR, rate: 2, size: 1", arms_reaction=0.0), [4], sampled=False)
    events = float(kept.record.events[0, :, 0].sum())
    assert events > 5
    start = run(short(kept.program.scenario, 1), [4], sampled=False).room.worlds[0]
    planned, began = kept.full("planned").reshape(5, 16), start["planned"].reshape(5, 16)
    factor = np.ones(16)
    usual = 12 * -math.expm1(-2 / 12)
    factor[COR] = math.exp(0.2 * (events - usual * kept.program.scenario.steps * 0.25))
    assert planned == pytest.approx(began * factor, rel=1e-9)
    built = kept.full("capability").reshape(5, 16)
    assert built == pytest.approx(began * factor, rel=1e-9), "at rest with its plan, capability moves as the plan does"
    assert len(built) == len(DOMAINS)


def test_surges_move_power_and_through_it_threat(only: Write) -> None:
    """COR's surge raises the threat that others feel from it, and burden of the allies of the one that surges."""
    text = "shock: surge, by: {who}, at: 2025-01, size: 4"
    plain = run(struck(only, "shock: surge, by: COR, rate: 0"), [0], sampled=False)
    for who, name in ((COR, "COR"), (DAL, "DAL")):
        kept = run(struck(only, text.format(who=name)), [0], sampled=False)
        others = [i for i in range(5) if i != who]
        threat = DYADS.index("threat")
        assert (kept.record.worlds[0, -1, threat][others, who] > plain.record.worlds[0, -1, threat][others, who]).all()
        burden = kept.record.state_worlds[0, -1, STATES.index("burden")]
        before = plain.record.state_worlds[0, -1, STATES.index("burden")]
        assert (burden[ARN] < before[ARN]) == (who == DAL)
        assert (burden[DAL] > before[DAL]) == (who == DAL)
