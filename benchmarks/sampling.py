"""How many effective settings a sample holds: `python benchmarks/sampling.py`; needs no scenario and takes a minute.

Two made-up posteriors in 24 dimensions.  Effective: 1 / mean squared error of the mean, in true standard deviations.
"""

from __future__ import annotations

import argparse

import numpy as np
from scipy.special import ndtr, ndtri

from detente.history.sampling import sample

DIMENSIONS = 24


def targets() -> dict[str, object]:
    """Return log-likelihoods over positions in the prior: a normal one, and one bent with heavy tails; and the normal's terms."""
    rng = np.random.default_rng(0)
    turn = np.linalg.qr(rng.standard_normal((DIMENSIONS, DIMENSIONS)))[0]
    precision = turn * np.exp(rng.uniform(np.log(0.05), np.log(60.0), DIMENSIONS)) @ turn.T
    centre = 0.8 * rng.standard_normal(DIMENSIONS)

    def far(z: np.ndarray) -> np.ndarray:
        return np.einsum("ij,jk,ik->i", z, precision, z)

    def away(u: np.ndarray) -> np.ndarray:
        return ndtri(np.clip(u, 1e-9, 1.0 - 1e-9)) - centre

    def bent(u: np.ndarray) -> np.ndarray:
        z = away(u)
        z[:, ::2] += 0.4 * (z[:, 1::2] ** 2 - 0.5)
        return -15.0 * np.log1p(far(z) / 30.0) - 0.1 * far(z)

    return {"normal": lambda u: -0.5 * far(away(u)), "bent": bent, "terms": (precision, centre)}


def normal_truth(precision: np.ndarray, centre: np.ndarray) -> np.ndarray:
    """Return exact draws [200,000, d] of the normal posterior, as positions in the prior."""
    spread = np.linalg.inv(np.eye(DIMENSIONS) + precision)
    draws = np.random.default_rng(1).standard_normal((200_000, DIMENSIONS)) @ np.linalg.cholesky(spread).T
    return np.asarray(ndtr(draws + spread @ precision @ centre))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--particles", type=int, default=160)
    parser.add_argument("--repeats", type=int, default=12)
    options = parser.parse_args()
    known = targets()
    for name in ("normal", "bent"):
        likelihood = known[name]
        truth = (
            normal_truth(*known["terms"]) if name == "normal" else sample(likelihood, DIMENSIONS, 3000, 900, most=40).u
        )
        mean, spread = truth.mean(axis=0), truth.std(axis=0)
        for most in (8, 25):
            clouds = [sample(likelihood, DIMENSIONS, options.particles, k, most=most) for k in range(options.repeats)]
            error = np.mean([((one.u.mean(axis=0) - mean) / spread) ** 2 for one in clouds])
            histories = np.mean([one.histories for one in clouds])
            width = np.mean([one.u.std(axis=0) / spread for one in clouds])
            print(f"{name}, at most {most} moves: {histories:,.0f} histories, effective {1 / error:.0f},"
                  f" {1e4 / error / histories:.0f} per 10^4 histories, spread {width:.2f}")  # fmt: skip


if __name__ == "__main__":
    main()
