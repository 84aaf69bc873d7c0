"""Sequential Monte Carlo over the unknowns: from the prior to the posterior by raising the likelihood step by step.

Particles live in the unit cube of cumulative prior probability, moved on the normal scale.  Each stage raises the power
of the likelihood until the effective sample size falls to half, resamples, and moves every particle (Del Moral, Doucet &
Jasra 2006; adaptive powers as in Jasra et al. 2011) by preconditioned Crank-Nicolson steps of a t distribution with the
cloud's own centre and covariance (Cotter et al. 2013; with heavy tails Kamatani 2018): in twenty dimensions, and where the
posterior is nearly normal, they go further than a random walk.  docs/calibration_recovery.md has the comparison.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy.special import ndtr, ndtri

from detente.world.arrays import Array

ESS_SHARE = 0.5
FEWEST, MOST = 12, 25
REMEMBERED = 0.5
"""Particles are moved until they remember less than this of where they were (mean correlation), within these bounds."""
STRIDE, TAILS = 0.5, 20.0
"""Where strides begin in each stage, and degrees of freedom of the distribution that moves keep."""
EDGE = 1e-6
Likelihood = Callable[[Array], Array]
Progress = Callable[[float, int], None]
"""Called with the power reached (0..1) and the number of simulated histories so far."""


class Cloud(NamedTuple):
    """Equally weighted particles `u` [N, d] in 0..1, their log-likelihoods, and how they were come by.

    `evidence` is the log marginal likelihood; `accepted` the share of moves accepted in the last stage.
    """

    u: Array
    log_likelihood: Array
    evidence: float
    histories: int
    stages: int
    accepted: float


def sample(
    likelihood: Likelihood,
    dimensions: int,
    particles: int,
    seed: int,
    progress: Progress | None = None,
    most: int = MOST,
) -> Cloud:
    """Return a sample of the posterior; the same seed gives the same sample, on any number of workers."""
    rng = np.random.Generator(np.random.Philox(seed))
    z = ndtri(_start(rng, particles, dimensions))
    log_l, power, evidence, stages, histories, accepted = likelihood(ndtr(z)), 0.0, 0.0, 0, particles, 1.0
    while power < 1.0:
        step = _next_power(log_l, power)
        weights, gained = _weights(log_l, step - power)
        evidence, power, stages = evidence + gained, step, stages + 1
        chosen = _resampled(rng, weights)
        z, log_l = z[chosen], log_l[chosen]
        z, log_l, accepted, many = _moved(rng, likelihood, z, log_l, power, most)
        histories += many
        if progress is not None:
            progress(power, histories)
    return Cloud(ndtr(z), log_l, evidence, histories, stages, accepted)


def _start(rng: np.random.Generator, particles: int, dimensions: int) -> Array:
    """Return a Latin hypercube: every marginal is covered evenly."""
    ranks = np.argsort(rng.random((particles, dimensions)), axis=0)
    return np.clip((ranks + rng.random((particles, dimensions))) / particles, EDGE, 1.0 - EDGE)


def _weights(log_l: Array, rise: float) -> tuple[Array, float]:
    scaled = rise * log_l
    top = scaled.max()
    raw = np.exp(scaled - top)
    return raw / raw.sum(), float(top + np.log(raw.mean()))


def _next_power(log_l: Array, power: float) -> float:
    """Return the power at which the effective sample size is the wanted share, at most 1."""

    def size(to: float) -> float:
        weights, _ = _weights(log_l, to - power)
        return float(1.0 / (weights**2).sum() / len(weights))

    if size(1.0) >= ESS_SHARE:
        return 1.0
    low, high = power, 1.0
    for _ in range(50):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if size(middle) >= ESS_SHARE else (low, middle)
    return max(low, power + 1e-9)


def _resampled(rng: np.random.Generator, weights: Array) -> Array:
    """Return systematic resampling: each particle about as often as its weight says."""
    places = (rng.random() + np.arange(len(weights))) / len(weights)
    return np.minimum(np.searchsorted(np.cumsum(weights), places), len(weights) - 1)


def _moved(
    rng: np.random.Generator, likelihood: Likelihood, z: Array, log_l: Array, power: float, most: int
) -> tuple[Array, Array, float, int]:
    """Return the particles after Metropolis moves, whose stride follows the share accepted, and how many there were.

    A move keeps the cloud's own t distribution: centre + sqrt(1 - stride^2) (z - centre) + stride x a draw from it.
    """
    d = z.shape[1]
    centre, root = z.mean(axis=0), np.linalg.cholesky(np.cov(z.T).reshape(d, d) + 1e-6 * np.eye(d))

    def against(x: Array) -> tuple[Array, Array]:
        """Return squared distances from the cloud's centre, and log prior less log density of the t distribution."""
        far = (np.linalg.solve(root, (x - centre).T) ** 2).sum(axis=0)
        return far, 0.5 * (d + TAILS) * np.log1p(far / TAILS) - 0.5 * (x**2).sum(axis=1)

    stride, start, kept, made = STRIDE, z, 0.0, 0
    far, ratio = against(z)
    while made < most and (made < FEWEST or _memory(start, z) > REMEMBERED):
        size = stride / np.sqrt(rng.gamma(0.5 * (d + TAILS), 2.0 / (TAILS + far)))
        drawn = size[:, None] * (rng.standard_normal(z.shape) @ root.T)
        proposed = centre + np.sqrt(1.0 - stride**2) * (z - centre) + drawn
        fresh = likelihood(ndtr(np.clip(proposed, -5.0, 5.0)))
        there, other = against(proposed)
        taken = np.log(rng.random(len(z))) < power * (fresh - log_l) + other - ratio
        z, log_l = np.where(taken[:, None], proposed, z), np.where(taken, fresh, log_l)
        far, ratio = np.where(taken, there, far), np.where(taken, other, ratio)
        kept, made = float(taken.mean()), made + 1
        stride = min(stride * float(np.exp(np.clip(2.0 * (kept - 0.25), -0.7, 0.7))), 0.99)
    return z, log_l, kept, made * len(z)


def _memory(before: Array, after: Array) -> float:
    """Return the mean correlation of the particles' places with those before, over the dimensions."""
    one, two = before - before.mean(axis=0), after - after.mean(axis=0)
    spread = np.sqrt((one**2).sum(axis=0) * (two**2).sum(axis=0))
    return float(np.mean((one * two).sum(axis=0) / np.maximum(spread, 1e-12)))
