"""Laws of the fit: covariances, conditioning, priors, the sampler against closed forms, order and workers."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from driven import EVENTS, files, polls
from hypothesis import given, settings
from hypothesis import strategies as st
from polls import survey_text

from detente.history.fit import log_likelihoods, predict
from detente.history.fit_dates import parse_fit
from detente.history.hindcasting import Inputs, calibrate, hindcast, prepare, read_inputs
from detente.history.measuring import covariance, errors, frame
from detente.history.observations import Observations
from detente.history.posterior import positions
from detente.history.sampling import sample
from detente.history.unknowns import measurement, quantile
from detente.scenario import Quantity
from detente.world.arrays import Array

SHARES = st.floats(0.0, 1.0)


def entries(times: list[float], seed: int) -> Observations:
    """Return entries of random dyads and questions at the given times."""
    rng, n = np.random.default_rng(seed), len(times)
    names = [
        np.array(rng.choice(pool, n), object) for pool in (["A", "B"], ["C", "D", "E"], ["pew", "genron", "other"])
    ]
    time = np.array(times)
    return Observations(time, *names, time > 2010.0, np.full(n, 1000.0), rng.normal(0.0, 1.0, n))  # type: ignore[call-arg]


def values(u: list[float]) -> dict[str, float]:
    """Return the numbers of the measurement model at positions in their priors."""
    return {one.name: float(quantile(one.prior, np.array([x]))[0]) for one, x in zip(measurement(), u, strict=True)}


@given(
    st.lists(st.floats(2005.0, 2025.0), min_size=2, max_size=12),
    st.lists(SHARES, min_size=len(measurement()), max_size=len(measurement())),
    st.integers(0, 99),
)
@settings(max_examples=60, deadline=None)
def test_covariances_are_positive_definite_whatever_the_unknowns(times: list[float], u: list[float], seed: int) -> None:
    renewals = [(date(2009, 6, 1), "C", 4), (date(2012, 1, 1), "C", 2), (date(2012, 1, 1), "D", 5)]
    common, value = frame(entries(times, seed), renewals), values(u)
    matrix = covariance(common, value)
    assert np.array_equal(matrix, matrix.T)
    assert np.linalg.eigvalsh(matrix).min() > -1e-9 * matrix.max()
    assert np.linalg.eigvalsh(matrix + np.diag(errors(common, value))).min() > 0.0
    assert np.array_equal(np.tril(covariance(common, value, half=True)), np.tril(matrix))


@given(st.floats(-2, 2), st.floats(0, 1), st.floats(0, 1), st.lists(SHARES, min_size=1, max_size=20))
def test_quantiles_and_positions_are_inverse(low: float, before: float, after: float, u: list[float]) -> None:
    prior = Quantity(low + before, low, low + before + after + 1e-3, "1", "assumed", (), "")
    there = quantile(prior, np.array(u))
    assert ((prior.low <= there) & (there <= prior.high)).all()
    assert (np.diff(quantile(prior, np.sort(u))) >= -1e-12).all()
    assert positions(prior, there) == pytest.approx(np.array(u), abs=1e-5)


def test_the_sampler_recovers_a_normal_posterior_and_its_evidence() -> None:
    """Standard normal prior, y = z + normal error in each dimension: mean, variance and evidence are known in closed form."""
    from scipy.special import ndtri

    y, error = np.array([1.5, -0.5, 0.0]), 0.5

    def likelihood(u: Array) -> Array:
        left = (y - ndtri(u)) / error
        return -0.5 * (left**2).sum(axis=1) - 3 * np.log(error * np.sqrt(2 * np.pi))

    cloud = sample(likelihood, 3, 2000, 5)
    z, variance = ndtri(cloud.u), 1.0 + error**2
    assert z.mean(axis=0) == pytest.approx(y / variance, abs=0.06)
    assert z.var(axis=0) == pytest.approx(np.full(3, error**2 / variance), rel=0.12)
    evidence = -0.5 * (y**2).sum() / variance - 1.5 * np.log(2 * np.pi * variance)
    assert cloud.evidence == pytest.approx(evidence, abs=0.15)
    again = sample(likelihood, 3, 50, 5)
    assert np.array_equal(again.u, sample(likelihood, 3, 50, 5).u) and not np.array_equal(
        again.u, sample(likelihood, 3, 50, 6).u
    )


def test_without_any_likelihood_the_sample_is_the_prior() -> None:
    cloud = sample(lambda u: np.zeros(len(u)), 2, 500, 1)
    assert (cloud.evidence, cloud.stages) == (0.0, 1)
    assert np.quantile(cloud.u, [0.1, 0.5, 0.9]) == pytest.approx([0.1, 0.5, 0.9], abs=0.04)


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Inputs:
    return read(tmp_path_factory.mktemp("whole"))


def read(folder: Path, surveys: str | None = None, events: str | None = None) -> Inputs:
    """Return the small problem, with tables as text in place of its own."""
    scenario, _, polled, _, happened = files(folder)
    for path, text in ((polled, surveys), (happened, events)):
        if text is not None:
            Path(path).write_text(text)
    return read_inputs(Path(scenario), [Path(polled)], Path(happened), parse_fit("2012-12"), until=parse_fit("2015-12"))


def shuffled(text: str, seed: int) -> str:
    head, *rows = text.splitlines()
    random.Random(seed).shuffle(rows)
    return "\n".join([head, *rows]) + "\n"


def test_the_order_of_rows_changes_no_number(inputs: Inputs, tmp_path: Path) -> None:
    other = read(tmp_path, shuffled(survey_text(polls()), 1), shuffled(EVENTS, 2))
    assert other.manifest == inputs.manifest
    ready, again = prepare(inputs), prepare(other)
    u = np.random.default_rng(1).random((3, len(ready.setup.unknowns)))
    assert np.array_equal(log_likelihoods(ready.setup, u), log_likelihoods(again.setup, u))
    assert ready.requests.equals(again.requests)
    assert ready.asked is not None and again.asked is not None
    one, two = predict(ready.setup, u, ready.asked), predict(again.setup, u, again.asked)
    assert np.array_equal(one[0], two[0]) and np.array_equal(one[1], two[1])


def test_workers_change_no_number(inputs: Inputs) -> None:
    ready = prepare(inputs)
    alone, many = (calibrate(inputs, ready, 12, workers=workers, most=2) for workers in (1, 3))
    assert np.array_equal(alone.u, many.u) and alone.manifest == many.manifest
    assert hindcast(ready, alone).equals(hindcast(ready, many))


def test_a_survey_asked_for_again_comes_back_up_to_its_error(inputs: Inputs) -> None:
    setup = prepare(inputs).setup
    u = np.full((1, len(setup.unknowns)), 0.5)
    again = setup.seen.chosen(np.arange(5))
    mean, spread = predict(setup, u, again)
    value = {one.name: float(quantile(one.prior, np.array([0.5]))[0]) for one in setup.unknowns}
    own = np.sqrt(errors(setup.frame, value)[:5])
    assert (np.abs(mean[0] - again.value) < 2.5 * own).all()
    assert (spread[0] < 1.45 * own).all() and (spread[0] > own * 0.99).all()


def test_far_from_every_survey_a_forecast_is_as_wide_as_its_prior(inputs: Inputs) -> None:
    setup = prepare(inputs).setup
    u = np.full((1, len(setup.unknowns)), 0.5)
    near = setup.seen.chosen(np.array([0]))
    strange = near._replace(**{name: np.array(["x"], object) for name in ("observer", "target", "question")})
    value = {one.name: float(quantile(one.prior, np.array([0.5]))[0]) for one in setup.unknowns}
    whole = frame(strange, ())
    _, spread = predict(setup, u, strange)
    assert spread[0, 0] ** 2 == pytest.approx(float((covariance(whole, value)[0, 0] + errors(whole, value))[0]))
    assert spread[0, 0] > 2.0 * predict(setup, u, near)[1][0, 0]
