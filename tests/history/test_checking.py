"""Predictive checks: surveys that the model makes up have its own means and spreads, and its own surveys pass."""

from __future__ import annotations

import numpy as np
import pytest
from quarrels import small_problem

from detente.history.checking import LEAST, predictive_checks, replicates, series_of
from detente.history.fit import means, values_of
from detente.history.measuring import covariance, errors
from detente.history.paths import simulate, steps_until


def test_replicates_have_the_means_and_the_covariance_of_the_measurement_model() -> None:
    setup, many = small_problem(), 3000
    u = np.full((many, len(setup.unknowns)), 0.5)
    made = replicates(setup, u, np.random.default_rng(5))
    (value,) = values_of(setup, u[:1])
    path = simulate(setup.ready, u[:1], steps_until(setup.ready, float(setup.seen.time.max())))[0]
    matrix = covariance(setup.frame, value) + np.diag(errors(setup.frame, value))
    deviation = np.sqrt(np.diag(matrix))
    assert made.mean(axis=0) == pytest.approx(
        means(setup, path, value, setup.seen, setup.at), abs=4 * deviation.max() / many**0.5
    )
    assert np.abs(np.cov(made.T) - matrix).max() < 8 * deviation.max() ** 2 / many**0.5


def test_surveys_that_the_model_made_are_no_surprise_to_it() -> None:
    setup = small_problem()
    rng = np.random.default_rng(2)
    u = rng.random((60, len(setup.unknowns)))
    own = setup.seen._replace(value=replicates(setup, u[:1], rng)[0])
    found = predictive_checks(setup._replace(seen=own), u, 3, many=60)
    assert all(0.0 < one.share_below() < 1.0 for one in found if one.name != "share of falls")
    wild = own._replace(value=20.0 * own.value)
    wilder = predictive_checks(setup._replace(seen=wild), u, 3, many=60)
    assert {one.name: one.share_below() for one in wilder}["spread of a series"] == 1.0


def test_a_series_counts_from_four_waves_on_and_is_put_in_order_of_time() -> None:
    seen = small_problem().seen
    turned = seen.chosen(np.arange(15)[::-1])
    assert [list(turned.time[at]) for at in series_of(turned)] == [[2009.5, 2010.5, 2011.5, 2012.5, 2013.5]] * 3
    assert series_of(seen.chosen(np.arange(LEAST - 1))) == []
