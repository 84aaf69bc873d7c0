"""What a calibration costs, and our sampler beside pyABC: `python benchmarks/calibration.py`.

Cost: processor time of the parts of one history, histories per second on one and two workers, and what 10^5 take;
`--histories 100000` measures them.  `--rival N` fits N synthetic surveys of known truth by both samplers (`pip install
pyabc` first), pyABC with as many histories as ours took: same simulator, same prior, same surveys; pyABC sees them as the
distance between observed and simulated surveys, ours by their likelihood.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # two workers, one thread of linear algebra each

import numpy as np
from scipy.linalg import cholesky

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "scenarios" / "hindcast" / "data"
BLOCK = 64
POPULATION = 200
"""Of pyABC: weighted samples need more particles than ours."""


def processor_time(work: Callable[[], object], repeats: int) -> tuple[float, float]:
    """Return the least and the median processor time in ms per history of a block of them, after a first call unmeasured."""
    work()
    found = []
    for _ in range(repeats):
        begun = time.process_time()
        work()
        found.append(1000.0 * (time.process_time() - begun) / BLOCK)
    return min(found), float(np.median(found))


def parts(setup: Any, repeats: int) -> None:
    from detente.history.fit import log_likelihoods, means, values_of
    from detente.history.measuring import covariance, errors
    from detente.history.paths import simulate, steps_until

    u = np.random.default_rng(1).random((BLOCK, len(setup.unknowns)))
    steps = steps_until(setup.ready, float(setup.seen.time.max()))
    paths, values = simulate(setup.ready, u, steps), values_of(setup, u)
    whole = covariance(setup.frame, values[0]) + np.diag(errors(setup.frame, values[0]))
    work = {
        f"simulation, {steps} quarters": lambda: simulate(setup.ready, u, steps),
        "covariance": lambda: [covariance(setup.frame, one, half=True) for one in values],
        "Cholesky factor": lambda: [cholesky(whole, lower=True, check_finite=False) for _ in values],
        "means": lambda: [
            means(setup, path, one, setup.seen, setup.at) for path, one in zip(paths, values, strict=True)
        ],
        "whole likelihood": lambda: log_likelihoods(setup, u, 1),
    }
    print(f"{len(setup.at)} survey values, {len(setup.unknowns)} unknowns; processor time per history, ms,")
    print(f"least (median) of {repeats} blocks of {BLOCK}")
    for name, one in work.items():
        least, middle = processor_time(one, repeats)
        print(f"  {name:<26} {least:5.2f} ({middle:.2f})")


def rates(setup: Any, histories: int) -> None:
    from detente.history.fit import log_likelihoods

    u = np.random.default_rng(2).random((histories, len(setup.unknowns)))
    for workers in (1, 2):
        begun, used = time.perf_counter(), time.process_time()
        log_likelihoods(setup, u, workers)
        wall, busy = time.perf_counter() - begun, time.process_time() - used
        print(
            f"{histories:,} histories, {workers} worker(s), load {os.getloadavg()[0]:.1f}: {wall:.1f} s, processor {busy:.1f} s"
        )
        share = 1e5 / histories / 60.0
        print(f"  {histories / wall:.0f} a second; 10^5 take {wall * share:.1f} min, processor {busy * share:.1f} min")


class Spent(Exception):
    """No more histories."""


def by_pyabc(setup: Any, histories: int, population: int, seed: int) -> tuple[np.ndarray, np.ndarray, int]:
    """Return a weighted sample of positions by ABC-SMC with simulated surveys, and the histories it took."""
    import logging

    import pyabc
    from pyabc.sampler import SingleCoreSampler

    from detente.history.synthetic import synthetic_values

    logging.getLogger("ABC").setLevel(logging.ERROR)
    names, rng, made = [one.name for one in setup.unknowns], np.random.default_rng(seed), [0]
    np.random.seed(seed)  # pyABC draws from numpy's global generator

    def simulated(parameters: Any) -> dict[str, np.ndarray]:
        if made[0] == histories:
            raise Spent
        made[0] += 1
        return {"values": synthetic_values(setup, np.array([[parameters[name] for name in names]]), rng)[0]}

    prior = pyabc.Distribution(**{name: pyabc.RV("uniform", 0, 1) for name in names})
    abc = pyabc.ABCSMC(
        simulated, prior, pyabc.PNormDistance(p=2), population_size=population, sampler=SingleCoreSampler()
    )
    abc.new("sqlite://", {"values": setup.seen.value})
    with contextlib.suppress(Spent):
        abc.run()
    frame, weight = abc.history.get_distribution()  # of the last generation that was finished
    return frame[names].to_numpy(), np.asarray(weight), made[0]


def score(u: np.ndarray, weight: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Return error of the mean, inside 50 %, inside 90 % and contraction of variance, [4, unknowns]."""
    rank = ((u < truth) * weight[:, None]).sum(axis=0)
    mean = weight @ u
    spread = weight @ (u - mean) ** 2
    return np.array([mean - truth, np.abs(rank - 0.5) <= 0.25, np.abs(rank - 0.5) <= 0.45, 1.0 - 12.0 * spread])


def rival(setup: Any, studies: int, particles: int, seed: int) -> None:
    from detente.history.synthetic import fitted, synthetic_values, with_values

    rng = np.random.default_rng(seed)
    truths = rng.random((studies, len(setup.unknowns)))
    found: dict[str, list[np.ndarray]] = {"ours": [], "pyABC": [], "prior": []}
    for k, (truth, values) in enumerate(zip(truths, synthetic_values(setup, truths, rng), strict=True)):
        one = with_values(setup, values)
        begun = time.process_time()
        cloud = fitted(one, particles, seed + k, 1)
        ours = time.process_time() - begun
        found["ours"].append(score(cloud.u, np.full(particles, 1.0 / particles), truth))
        u, weight, made = by_pyabc(one, cloud.histories, POPULATION, seed + k)
        theirs = time.process_time() - begun - ours
        found["pyABC"].append(score(u, weight, truth))
        found["prior"].append(score(rng.random((4000, len(truth))), np.full(4000, 1 / 4000), truth))
        print(
            f"study {k + 1}: {cloud.histories:,} and {made:,} histories, processor {ours:.0f} and {theirs:.0f} s",
            flush=True,
        )
        tell(found)


def tell(found: dict[str, list[np.ndarray]]) -> None:
    for name, scores in found.items():
        table = np.array(scores)
        errors, half, most, contraction = (table[:, k] for k in range(4))
        inside = f"inside 50 % {half.mean():.2f}, inside 90 % {most.mean():.2f}"
        error = np.sqrt(np.mean(errors**2))
        print(
            f"  {name:<6} error of the mean {error:.3f}, {inside}, contraction {contraction.mean():.2f} (n = {half.size})"
        )


def main() -> None:
    from detente.history.fit_dates import parse_fit
    from detente.history.hindcasting import prepare, read_inputs

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenario", type=Path, default=ROOT / "scenarios" / "hindcast" / "east_asia_2005.yaml")
    parser.add_argument("--surveys", type=Path, nargs="+", default=[DATA / "trust_surveys.csv"])
    parser.add_argument("--events", type=Path, default=DATA / "events.csv")
    parser.add_argument("--until", default="2018-12")
    parser.add_argument("--repeats", type=int, default=9)
    parser.add_argument("--histories", type=int, default=2000)
    parser.add_argument("--rival", type=int, default=0, help="synthetic surveys to fit by both samplers")
    parser.add_argument("--particles", type=int, default=64)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    setup = prepare(read_inputs(options.scenario, options.surveys, options.events, parse_fit(options.until))).setup
    if options.rival:
        rival(setup, options.rival, options.particles, options.seed)
    else:
        parts(setup, options.repeats)
        rates(setup, options.histories)


if __name__ == "__main__":
    main()
