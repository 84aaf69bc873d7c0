"""Synthetic surveys follow the measurement model, and a fit that agrees with it places its truths evenly."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from detente.history.driving import read_driven
from detente.history.events import read_events, renewals
from detente.history.fit import Problem, means, problem, values_of
from detente.history.measuring import covariance, errors
from detente.history.observations import Observations
from detente.history.paths import simulate, steps_until
from detente.history.synthetic import coverage, placed, recover, summary, synthetic_values, with_values
from detente.scenario.reading import Reading

HINDCAST = Path(__file__).parents[2] / "scenarios" / "hindcast" / "east_asia_2005.yaml"
EVENTS = """date,kind,initiator,targets,intensity
2005-04-02,history_controversy,CHN,JPN,3
2005-10-17,history_controversy,JPN,CHN;KOR,4
2006-07-05,missile_test,PRK,JPN;KOR,3
2006-10-08,summit,JPN,CHN,3
2007-09-26,leadership_change,JPN,JPN,2
"""
DYADS = [("JPN", "CHN"), ("CHN", "JPN"), ("KOR", "JPN")]


@pytest.fixture(scope="module")
def setup(tmp_path_factory: pytest.TempPathFactory) -> Problem:
    """Return a small problem: three dyads asked in five years, with two questions of one of them."""
    file = tmp_path_factory.mktemp("events") / "events.csv"
    file.write_text(EVENTS, encoding="utf-8")
    events = read_events(file, Reading(HINDCAST).scenario().states)
    scenario = read_driven(HINDCAST, events)
    rows = [(2005.5 + k, *dyad, "pew") for dyad in DYADS for k in range(5)]
    rows += [(2005.8 + k, "JPN", "CHN", "genron") for k in range(4)]
    columns = [np.array(column, float if k == 0 else object) for k, column in enumerate(zip(*rows, strict=True))]
    n = len(rows)
    entries = Observations(*columns, np.zeros(n, bool), np.full(n, 1000.0), np.full(n, -0.3))
    return problem(scenario, entries, renewals(events))


def test_synthetic_surveys_have_the_mean_and_covariance_of_the_measurement_model(setup: Problem) -> None:
    many = 250
    u = np.full((many, len(setup.unknowns)), 0.5)
    path, value = simulate(setup.ready, u[:1], steps_until(setup.ready, 2010.0))[0], values_of(setup, u)[0]
    drawn = synthetic_values(setup, u, np.random.default_rng(1))
    expected = covariance(setup.frame, value) + np.diag(errors(setup.frame, value))
    spread = np.sqrt(np.diag(expected))
    centre = means(setup, path, value, setup.seen, setup.at)
    assert np.abs((drawn.mean(axis=0) - centre) / spread).max() < 4.5 / np.sqrt(many)
    assert np.abs((np.cov(drawn.T) - expected) / np.outer(spread, spread)).max() < 4.5 * np.sqrt(2.0 / many)


def test_half_a_covariance_is_the_lower_half_of_the_whole(setup: Problem) -> None:
    value = values_of(setup, np.random.default_rng(3).random((1, len(setup.unknowns))))[0]
    whole, half = covariance(setup.frame, value), covariance(setup.frame, value, half=True)
    assert np.array_equal(np.tril(half), np.tril(whole))
    assert np.array_equal(whole, whole.T)


def test_a_study_is_the_same_on_any_number_of_workers(setup: Problem) -> None:
    one, two = (recover(setup, 2, 20, seed=4, workers=workers, most=1) for workers in (1, 2))
    assert all(np.array_equal(a, b) for a, b in zip(one[1:], two[1:], strict=True))
    assert one.truth.shape == one.rank.shape == (2, len(setup.unknowns))
    assert ((one.rank > 0) & (one.rank < 1)).all()
    table = summary(one).set_index("unknown")
    assert ((table.inside_90_low <= table.inside_90) & (table.inside_90 <= table.inside_90_high)).all()
    assert (table.inside_50 <= table.inside_90).all()


def test_other_values_leave_keys_and_errors_alone(setup: Problem) -> None:
    other = with_values(setup, setup.seen.value + 1.0)
    assert other.frame is setup.frame
    assert np.array_equal(other.seen.time, setup.seen.time)


@pytest.mark.parametrize(("narrow", "low", "high"), [(1.0, 0.87, 0.93), (0.4, 0.0, 0.6)])
def test_ranks_of_an_exact_posterior_are_even_and_those_of_a_narrow_one_are_not(
    narrow: float, low: float, high: float
) -> None:
    """Normal prior and error of variance 1 each: the posterior given y has mean y / 2 and variance 1 / 2 (closed form)."""
    rng = np.random.default_rng(5)
    truth = rng.standard_normal((2000, 1))
    seen = truth + rng.standard_normal((2000, 1))
    found = seen[:, None] / 2 + narrow * np.sqrt(0.5) * rng.standard_normal((2000, 40, 1))
    placing = placed(("one",), truth, found, np.ones(2000))
    share, least, most = coverage(np.abs(placing.rank[:, 0] - 0.5) <= 0.45)
    assert low < share < high
    assert least < share < most


def test_the_binomial_interval_of_a_coverage_is_clopper_and_pearsons() -> None:
    """All of n inside: the lower end is 0.05^(1/n) (Clopper & Pearson 1934)."""
    share, low, high = coverage(np.ones(10, bool))
    assert (share, high) == (1.0, 1.0)
    assert low == pytest.approx(0.05 ** (1 / 10))
