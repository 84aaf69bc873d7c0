"""New leaders: where they lean, what ties their hands, and how stances follow; eased claims; broken-off talks."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from kernel import Kept, fixed, run

from detente.mechanisms.consent import GRANTED, TALKS
from detente.scenario import Scenario
from detente.world.arrays import DYADS

CARDS = """cards:
  shocks:
    change: {title: Change of leaders, evidence: none, rate: 0.2, influences: {orientation: {where: by, value: 0.2, unit: "1", standing: assumed, reason: test}}}
    shut: {title: Deadlock, evidence: none, rate: 0.2, influences: {contact_loss: {where: between, value: 5, unit: log factor, standing: assumed, reason: test}}}
"""  # noqa: E501
Write = Callable[[str], Scenario]
ISSUES = 5
BREAK = -math.expm1(-0.6)
"""What is left of a break of size 3 and effect 0.2."""


def elected(only: Write, towards: str = "", more: str = "", **values: float) -> Scenario:
    """Return the five states with a change of leaders in COR at the second step, and nothing else going on."""
    use = f"shocks:\n  election: {{shock: change, by: COR, at: 2025-04, size: 3{towards}}}\n{more}"
    return fixed(only(CARDS + use), size_exponent=1.0, **values)


def leaning(kept: Kept, state: int) -> np.ndarray:
    return kept.full("leaning").reshape(ISSUES, 16)[:, state]


def test_stated_directions_and_free_hands(only: Write) -> None:
    """Without dependence new leaders stand 1 - e^-(size x effect) away where it is said, and nowhere else."""
    scenario = elected(only, ", towards: {china: -1, economy: 0.5}", orientation_dependence=0.0)
    kept = run(scenario, sampled=False)
    found = dict(zip(scenario.issues, leaning(kept, 2), strict=True))
    wanted = {**dict.fromkeys(scenario.issues, 0.0), "china": -BREAK, "economy": 0.5 * BREAK}
    assert found == pytest.approx(wanted, rel=1e-12)
    assert not leaning(kept, 0).any(), "other states keep their leaders"


def test_trade_with_one_partner_ties_hands(only: Write) -> None:
    """Under full dependence the leaning is cut by the trade with the largest partner, on every issue alike."""
    free, bound = (run(elected(only, orientation_dependence=x), sampled=False) for x in (0.0, 1.0))
    trade = np.asarray(free.record.worlds[0, 1, DYADS.index("interdependence"), 2]).max()
    assert leaning(bound, 2) == pytest.approx(leaning(free, 2) * (1.0 - trade), rel=1e-6)


def test_drawn_directions_are_uniform(only: Write) -> None:
    """Docking level: distributional.  Drawn directions fill -1..1 evenly (4 standard errors of 1,000 draws)."""
    scenario = elected(only, orientation_dependence=0.0)
    drawn = np.array([leaning(run(scenario, [r], sampled=False, worlds=False), 2) for r in range(200)]) / BREAK
    assert np.abs(drawn).max() <= 1.0
    assert drawn.mean() == pytest.approx(0.0, abs=4 / math.sqrt(3 * drawn.size))
    assert (drawn**2).mean() == pytest.approx(1 / 3, abs=4 * math.sqrt(4 / 45 / drawn.size))


def test_the_next_leaders_replace_the_last(only: Write) -> None:
    again = "  later: {shock: change, by: COR, at: 2027-04, size: 3, towards: {economy: 1}}\n"
    scenario = elected(only, more=again, orientation_dependence=0.0)
    found = dict(zip(scenario.issues, leaning(run(scenario, sampled=False), 2), strict=True))
    assert found == pytest.approx({**dict.fromkeys(scenario.issues, 0.0), "economy": BREAK}, rel=1e-12)


def test_stances_follow_slowly(only: Write) -> None:
    """A state that listens to nobody closes 1 - e^(-rate years) of the gap to what its leaders want."""
    scenario = elected(
        only, ", towards: {economy: -1}", orientation_dependence=0.0, susceptibility=0.0, influence_rate=0.5
    )
    kept = run(scenario, sampled=False)
    start = scenario.states["COR"]["priorities.economy"].value
    years = (scenario.steps - 1) * scenario.dt
    now = kept.full("priorities").reshape(ISSUES, 16)[scenario.issues.index("economy"), 2]
    assert now == pytest.approx(start - BREAK * -math.expm1(-0.5 * years), rel=1e-9)


def test_an_eased_claim_comes_back(only: Write) -> None:
    """Easing lowers the claim of its pair only, as the formula says step by step, and neglect revives it."""
    use = "levers: {work: {lever: confidence_building, among: [ARN, COR], until: 2027, influences: {claim_easing: 0.5}}}\n"
    scenario = fixed(only(use), consent_base=50.0, claim_half_life=2.0)
    kept = run(scenario, sampled=False)
    path = np.asarray(kept.record.worlds[0, :, DYADS.index("claim")], float)
    easing = 0.5 * 0.25 * np.asarray(kept.record.outcomes[0, :, 0, 0])
    wanted = [0.7]
    for e in easing:
        wanted.append(wanted[-1] + (0.7 - wanted[-1]) * (1 - 2 ** (-0.25 / 2)) - wanted[-1] * e / (1 + e))
    assert path[:, 0, 2] == pytest.approx(wanted, rel=1e-6)
    assert np.array_equal(path[:, 0, 2], path[:, 2, 0])
    assert (path[:, 1, 4] == path[0, 1, 4]).all()
    assert min(wanted) + 0.05 < wanted[-1]


def test_broken_talks_stall_consent_for_that_reason(only: Write) -> None:
    """With all weight on contact, a pact asks in vain while the channel is shut, and gives that as the reason."""
    uses = "levers: {pact: {lever: trilateral_cooperation, among: [ARN, BEL], level: 1}}\n"
    uses += "shocks: {deadlock: {shock: shut, by: ARN, on: BEL, at: 2026-01, size: 3}}\n"
    names = ("trust", "threat", "grievance", "nationalism", "priorities", "latitude")
    weights = {f"consent_{name}": 0.0 for name in names}
    scenario = fixed(only(CARDS + uses), **weights, consent_base=4.0, consent_contact=50.0, consent_review=1000.0,
                     contact_half_life=2.0)  # fmt: skip
    outcome = run(scenario, range(20), sampled=False).record.outcomes[:, :, 1, 0]
    assert (outcome[:, :4] == GRANTED).mean() > 0.8
    assert (outcome[:, 5] == TALKS).all()
