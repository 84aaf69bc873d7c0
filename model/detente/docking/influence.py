"""Stances under influence alone: DeGroot, Friedkin and Johnsen, and confidence bounded by distance."""

from __future__ import annotations

import math

import numpy as np

from detente.docking.expected import rows_of
from detente.docking.passes import W, flat, parameters, zeros
from detente.mechanisms.alignment import heard, influence_weights, stances
from detente.world.arrays import Array

NEAR = 1e-12
MOST_STEPS = 500


def spread(weights: Array, start: Array, steps: int, **given: float) -> Array:
    """Return stances [5, n] after some years of listening to partners; `innate` is the start."""
    n = len(weights)
    p = parameters(**given)
    innate = np.zeros((5, W))
    innate[:, :n] = start
    now = innate.ravel().copy()
    for _ in range(steps):
        out, mean = zeros(5 * W), zeros(6 * W)
        heard(now, flat(weights), n, W, mean)
        stances(now, innate.ravel(), zeros(5 * W), mean, p, 1.0, n, W, out)
        now = out
    return now.reshape(5, W)[:, :n]


def example() -> tuple[Array, Array]:
    """Return the weights and the start (in hundreds) of Friedkin and Johnsen's four persons."""
    rows = rows_of("friedkin_johnsen_example")
    weights = np.array([[float(row[f"w{k}"]) for k in range(1, 5)] for row in rows])
    return weights, np.array([float(row["x0"]) / 100 for row in rows])


def example_limit() -> Array:
    """Return where the four persons end, in their units; own susceptibility 1 - w_ii is carried by row sums of weights."""
    weights, start = example()
    open_minded = 1 - np.diag(weights)
    found = spread(weights * open_minded[:, None], np.tile(start, (5, 1)), 300, susceptibility=1.0, influence_rate=1e12)
    return np.asarray(found[0] * 100)


def consensus_weights() -> Array:
    """Return the weights with which two listeners' starts enter their consensus (DeGroot), [2]."""
    weights = np.array([[0.5, 0.5], [0.25, 0.75]])
    starts = np.zeros((5, 2))
    starts[0, 0] = starts[1, 1] = 1.0
    return spread(weights, starts, 200, susceptibility=1.0, influence_rate=1e12)[:2, 0]


def bounded(start: Array, epsilon: float) -> tuple[Array, int]:
    """Return opinions at rest and the steps it took, where all listen to all within `epsilon` (Hegselmann & Krause 2002).

    Alignment is set to 1 within the bound and to -1 beyond, so that the region's own weights of partners are those of
    the model; the diagonal listens to itself.
    """
    n, width = start.size, -(-start.size // 8) * 8
    p = parameters(susceptibility=1.0, influence_rate=1e12)
    now = zeros(5 * width)
    now[:n] = start
    sums, weights, mean = zeros(width), zeros(width * width), zeros(6 * width)
    mask = np.zeros((width, width))
    mask[:n, :n] = 1.0
    for step in range(MOST_STEPS):
        near = np.abs(now[:width, None] - now[None, :width]) <= epsilon + NEAR
        influence_weights(
            np.where(near, 1.0, -1.0).ravel(), np.ones(width * width), mask.ravel(), n, width, sums, weights
        )
        heard(now, weights, n, width, mean)
        out = zeros(5 * width)
        stances(now, now, zeros(5 * width), mean, p, 1.0, n, width, out)
        if np.abs(out[:n] - now[:n]).max() < NEAR:
            return now[:n], step
        now = out
    return now[:n], MOST_STEPS


def clusters(opinions: Array, gap: float, least: int = 1) -> Array:
    """Return the means of groups of opinions that lie within `gap` of the next, of at least `least` members."""
    ordered = np.sort(opinions)
    groups = np.split(ordered, np.flatnonzero(np.diff(ordered) > gap) + 1)
    return np.array([group.mean() for group in groups if group.size >= least])


def reference_gap() -> tuple[int, float]:
    """Return how many of the deterministic vectors of Hegselmann & Krause come out (clusters, steps), and the widest gap."""
    right, widest = 0, 0.0
    for row in rows_of("hegselmann_krause_reference"):
        n, wanted = int(row["n_agents"]), np.array([float(x) for x in row["cluster_positions"].split()])
        opinions, steps = bounded(np.linspace(0.0, 1.0, n), float(row["epsilon"]))
        found = clusters(opinions, 1e-6)
        if found.size == wanted.size and steps == int(row["steps_to_fixed_point"]):
            right += 1
            widest = max(widest, float(np.abs(found - wanted).max()))
    return right, widest


def met_in_pairs(epsilon: float, agents: int, rounds: int, seed: int) -> int:
    """Return the major clusters after random pairs within `epsilon` met half-way again and again (Deffuant et al. 2000).

    All agents are paired anew each round; major: a cluster of a fiftieth of the agents or more.
    """
    rng = np.random.default_rng(seed)
    p = parameters(susceptibility=1.0, influence_rate=math.log(2.0))
    now = zeros(5 * agents)
    now[:agents] = rng.random(agents)
    for _ in range(rounds):
        partner, order = np.empty(agents, int), rng.permutation(agents)
        partner[order[::2]], partner[order[1::2]] = order[1::2], order[::2]
        other = now[partner]
        listens = (np.abs(other - now[:agents]) < epsilon).astype(float)
        mean, out = zeros(6 * agents), zeros(5 * agents)
        mean[:agents], mean[5 * agents :] = other * listens, listens
        stances(now, now, zeros(5 * agents), mean, p, 1.0, agents, agents, out)
        now = out
    return int(clusters(now[:agents], epsilon / 4, agents // 50).size)
