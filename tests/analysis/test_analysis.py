"""Contrasts keep three uncertainties apart; reasons come from switching off; bookings add up to the change."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import detente
from detente.analysis.causes import OF_STATES
from detente.analysis.ledger import EXPLAINED
from detente.analysis.paired import contrasts, spread
from detente.analysis.reasons import reasons, stalls
from detente.errors import UsageError
from detente.scenario import Scenario, read_reference, read_scenario

ROOT = Path(__file__).parents[2]
FIVE = ROOT / "tests" / "data" / "five_states.yaml"


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return read_scenario(FIVE)


@pytest.fixture(scope="module")
def ensemble(scenario: Scenario) -> detente.Ensemble:
    return detente.run(scenario, runs=40, seed=2, replicates=4)


def test_spread_of_pure_noise_claims_no_more_than_set_means_show() -> None:
    """Means of 20 runs of noise with deviation 1 spread by 1/sqrt(20); the sign is as doubtful as that."""
    draws = np.random.default_rng(1).normal(0.1, 1.0, 20_000)
    mean, error, low, high, agreement = spread(draws, 20)
    assert mean == pytest.approx(0.1, abs=4 * error)
    assert error == pytest.approx(1 / np.sqrt(20_000), rel=0.1)
    assert high - low == pytest.approx(2 * 1.645 / np.sqrt(20), rel=0.1)
    assert agreement == pytest.approx(0.673, abs=0.05)


def test_a_rare_effect_is_not_called_certain() -> None:
    """One set in ten moves, the others only by noise: the sign is not said to hold in nearly all."""
    rng = np.random.default_rng(4)
    by_set = np.where(np.arange(200) % 10 == 0, 1.0, 0.0)
    *_, agreement = spread(np.repeat(by_set, 10) + rng.normal(0.0, 0.1, 2000), 10)
    assert agreement < 0.7


def test_spread_of_pure_assumptions_is_kept() -> None:
    by_set = np.repeat(np.random.default_rng(2).normal(1.0, 0.5, 1000), 5)
    mean, _, low, high, agreement = spread(by_set, 5)
    assert low == pytest.approx(1.0 - 1.645 * 0.5, abs=0.08)
    assert high == pytest.approx(1.0 + 1.645 * 0.5, abs=0.08)
    assert agreement == pytest.approx(0.977, abs=0.02)
    assert mean == pytest.approx(1.0, abs=0.06)


def test_spread_says_what_few_sets_cannot_tell() -> None:
    _, error, low, _, _ = spread(np.arange(6.0), 2)
    assert np.isfinite(error)
    assert np.isnan(low)
    assert np.isnan(spread(np.array([1.0]), 1)[1])


def test_a_scenario_against_itself_differs_by_exactly_nothing(ensemble: detente.Ensemble) -> None:
    for row in contrasts(ensemble, ensemble):
        assert row.difference == 0.0
        assert row.error == 0.0
        assert not row.clear


def test_contrast_is_a_table(ensemble: detente.Ensemble) -> None:
    reference = read_reference(ensemble.scenario)
    assert reference is not None
    table = detente.contrast(detente.run(reference, 40, 2, replicates=4), ensemble)
    assert {"reference", "scenario", "difference", "error", "low", "high", "agreement"} <= set(table.columns)
    assert len(table) == 12


def test_what_cannot_be_compared_is_refused_with_all_reasons(scenario: Scenario, ensemble: detente.Ensemble) -> None:
    other = detente.run(read_scenario(FIVE, None, ["step=year"]), runs=8, seed=5, replicates=4)
    with pytest.raises(UsageError, match=r"horizons differ.*seeds differ.*runs and replicates differ"):
        contrasts(other, ensemble)


def test_reasons_are_sorted_and_complete(ensemble: detente.Ensemble) -> None:
    found = reasons(ensemble)
    assert {reason.lever for reason in found} == set(ensemble.scenario.levers)
    sizes = [abs(reason.effect) for reason in found]
    assert sizes == sorted(sizes, reverse=True)


def test_stalls_are_shares(ensemble: detente.Ensemble) -> None:
    """Answers add up to 1; waiting for money or a condition is told apart; nobody answers for a unilateral lever."""
    for key, shares in stalls(ensemble).items():
        waits = {name: shares.pop(name) for name in ("budget", "condition not met")}
        assert all(0.0 <= share <= 1.0 for share in waits.values())
        assert sum(shares.values()) == pytest.approx(0.0 if key == "fleet" else 1.0)


@pytest.mark.parametrize("variable", EXPLAINED)
def test_bookings_add_up_to_the_change(ensemble: detente.Ensemble, variable: str) -> None:
    names = ensemble.program.layout.names
    towards = [(names[0], names[1]), (names[1], names[0]), (names[2], names[0])]
    for observer, target in [(name, None) for name in names] if variable in OF_STATES else towards:
        found = detente.explain(ensemble.program, 4, [0, 5, 11], variable, observer, target)
        assert float(found.totals.sum()) == pytest.approx(found.end - found.start, abs=1e-12)


def test_explained_trust_is_the_recorded_trust(ensemble: detente.Ensemble) -> None:
    names = ensemble.program.layout.names
    found = detente.explain(ensemble.program, 4, [3], "trust", names[0], names[1])
    path = ensemble.data["trust"].sel(run=3, observer=names[0], target=names[1]).to_numpy()
    booked = found.start + found.table.sum(axis=1).cumsum().to_numpy()
    assert booked == pytest.approx(path[1:], abs=1e-6)


def test_levers_and_shocks_are_named_in_bookings(ensemble: detente.Ensemble) -> None:
    names = ensemble.program.layout.names
    causes = {
        cause
        for observer in names
        for target in names
        if observer != target
        for cause in detente.explain(ensemble.program, 4, [0, 4], "trust", observer, target).totals.index
    }
    assert any(cause.startswith("lever ") for cause in causes)
    assert any(cause.startswith("shock ") for cause in causes)


def test_typos_are_answered_with_the_nearest_names(ensemble: detente.Ensemble) -> None:
    names = ensemble.program.layout.names
    with pytest.raises(UsageError, match=r"did you mean 'trust'"):
        detente.explain(ensemble.program, 4, [0], "trst", names[0], names[1])
    with pytest.raises(UsageError, match="towards itself"):
        detente.explain(ensemble.program, 4, [0], "trust", names[0], names[0])
    with pytest.raises(UsageError, match="nationalism is of one state; leave the target out"):
        detente.explain(ensemble.program, 4, [0], "nationalism", names[0], names[1])
    with pytest.raises(UsageError, match="trust is held towards another state; name the target"):
        detente.explain(ensemble.program, 4, [0], "trust", names[0])
