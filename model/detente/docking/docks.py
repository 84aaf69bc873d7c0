"""Every case by its id: which mechanism is run, at which level it can be met, and how; or why it is not run."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from detente.docking import arms, balance, conduct, influence, sides
from detente.landscapes.outcomes import chance_of

NUMERICAL, DISTRIBUTIONAL, RELATIONAL, CHECK = "numerical", "distributional", "relational", "check"
"""The three levels of docking; a check is reproduced by construction, or without a mechanism, and docks nothing."""
STANDARD_ERRORS = 4.0
FIXTURE = (
    "regression fixture: debatable codings of the reconstructed propensities were chosen so that the published outcome comes "
    "out; no evidence of skill"
)


class Found(NamedTuple):
    """What a case gave: numbers; what a rule comes to here, where the expected value is a rule and not a number.

    `errors` are the Monte Carlo standard errors of numbers that are drawn: these must come within four of them.
    """

    values: tuple[float, ...]
    expected: tuple[float, ...] | None = None
    errors: tuple[float, ...] = ()

    def tolerances(self, given: float) -> tuple[float, ...]:
        """Return how near each number must come."""
        if not any(self.errors):
            return (given,) * len(self.values)
        return tuple(STANDARD_ERRORS * error for error in self.errors)


class Dock(NamedTuple):
    """How a case is run: the module of the mechanism, the level it can be met at, the run, a remark."""

    mechanism: str
    level: str
    run: Callable[[], Found]
    remark: str = ""


def _one(value: float) -> Found:
    return Found((float(value),))


def _standards(index: int) -> Found:
    found = sides.standards("Sun", "ATT")
    minima, hit = found.minima, found.verdict.hits[0] if found.verdict is not None else None
    assert hit is not None
    return (
        _one(found.configurations), _one(len(minima)), Found(tuple(m.energy for m in minima), (-3828.9, -3828.9)),
        Found(tuple(float(m.basin) for m in minima), (128.0, 128.0)), _one(hit.share_of_size), _one(hit.chance),
    )[index]  # fmt: skip


def _nations(index: int) -> Found:
    found = sides.nations()
    best = found.verdict.best if found.verdict is not None else None
    assert best is not None
    return (
        _one(found.configurations), _one(len(found.minima)), _one(found.minima[0].basin), _one(found.minima[1].basin),
        _one(best.share_of_size), _one(chance_of(len(found.problem.actors), len(best.wrong), len(found.minima))),
    )[index]  # fmt: skip


def _null() -> Found:
    """Return how many configurations of the realist null are stable: strictly, and counting ties."""
    found = sides.null(False)
    return Found((float(found.strict), float(len(found.minima))), (209.0, 209.0))


def _powers() -> Found:
    return Found(tuple(minimum.energy for minimum in sides.null(True).minima))


def _antal(p: float, n: int, worlds: int, sweeps: float, limit: float) -> Found:
    shares = balance.triads(n, p, worlds, sweeps, seed=1)
    return Found((float(shares.mean()),), (limit,), (float(shares.std() / math.sqrt(worlds)),))


def _factions() -> Found:
    found, leading = balance.flow(balance.X0, 2.0, 4000), np.linalg.eigh(balance.X0)[1][:, -1]
    return _one(np.mean(np.sign(found) == np.sign(np.outer(leading, leading))))


def _triad_rule() -> Found:
    grid = np.array([(a, b, c) for a in (-1.0, 1.0) for b in (-1.0, 1.0) for c in (-1.0, 1.0)]).T
    return _one(np.mean(balance.pushed(grid[0].copy(), grid[1] * grid[2]) == grid[1] * grid[2]))


def _settling() -> Found:
    """Return the share of a grid of races that settle exactly where fatigue outweighs reaction."""
    grid = [
        (k, r, a, own)
        for k in (0.1, 0.4, 0.9)
        for r in (0.2, 0.6, 1.0)
        for a in (0.15, 0.5, 0.75)
        for own in (0.0, 0.7)
    ]
    clear = [case for case in grid if abs(case[0] ** 2 * case[1] / (case[2] ** 2 * (1 - 0.5 * case[3])) - 1.0) > 0.1]
    agreed = [found == wanted for found, wanted in (arms.settles(*case) for case in clear)]
    return Found((float(np.mean(agreed)),), (1.0,))


def _race() -> Found:
    found, printed = arms.race_1909(), arms.totals_1909()
    return _one(np.abs(found[1:] / printed[1:] - 1.0).max())


def _tit_for_tat() -> Found:
    meant, seen = conduct.noisy_play(0.2, 0.0, 40)
    (kind, error), (payoff, payoff_error) = conduct.kindness(seen), conduct.mean_payoff(meant)
    return Found((kind, payoff), None, (error, payoff_error))


def _generous() -> Found:
    errors = (0.01, 0.05, 0.2)
    found = [conduct.kindness(conduct.noisy_play(error, 1 / 3, 40)[1]) for error in errors]
    wanted = tuple((1 + e) / (1 + 4 * e) for e in errors)
    return Found(tuple(kind for kind, _ in found), wanted, tuple(error for _, error in found))


def _pairs() -> Found:
    bounds = (0.5, 0.4, 0.3, 0.2, 0.15, 0.1)
    found = tuple(np.mean([influence.met_in_pairs(e, 1000, 400, seed) for seed in range(5)]) for e in bounds)
    return Found(tuple(map(float, found)), tuple(float(math.floor(1 / (2 * e) + 1e-9)) for e in bounds))


def _random_starts() -> Found:
    starts = [np.random.default_rng(seed).random(625) for seed in range(3)]
    counts = [
        np.mean([influence.clusters(influence.bounded(x, e)[0], 1e-6).size for x in starts]) for e in (0.01, 0.15, 0.25)
    ]
    return Found(tuple(map(float, counts)))


DOCKS: dict[str, Dock] = {
    "V-UX-01": Dock("landscapes", NUMERICAL, lambda: _standards(0)),
    "V-UX-02": Dock("landscapes", NUMERICAL, lambda: _standards(1)),
    "V-UX-03": Dock("landscapes", NUMERICAL, lambda: _standards(2)),
    "V-UX-04": Dock("landscapes", NUMERICAL, lambda: _standards(3)),
    "V-UX-05": Dock("landscapes", NUMERICAL, lambda: _standards(4), "only IBM is wrong"),
    "D-UX-06": Dock("landscapes", NUMERICAL, lambda: _standards(5)),
    "V-AB-08": Dock("landscapes", NUMERICAL, lambda: _one(len(sides.null(True).minima))),
    "V-GP-01": Dock("landscapes", NUMERICAL, _powers),
    "V-AB-07": Dock("landscapes", RELATIONAL, _null,
                    "found: strictly, and counting the ties of two-decimal sizes; the published count lies between"),
    "V-AB-01": Dock("landscapes", NUMERICAL, lambda: _nations(0)),
    "V-AB-02": Dock("landscapes", CHECK, lambda: _nations(1), FIXTURE),
    "V-AB-03": Dock("landscapes", CHECK, lambda: _nations(2), FIXTURE),
    "V-AB-04": Dock("landscapes", CHECK, lambda: _nations(3), FIXTURE),
    "V-AB-05": Dock("landscapes", CHECK, lambda: _nations(4), FIXTURE),
    "V-AB-06": Dock("landscapes", NUMERICAL, lambda: _nations(5)),
    "V-AB-12": Dock("landscapes", NUMERICAL, lambda: _one(chance_of(17, 1))),
    "V-SB-01": Dock("alignment", NUMERICAL, lambda: _one(1 / balance.end_of(balance.refined(0.1)[0], 0.1)),
                    "limit: balance alone, far from the bounds, the step refined"),
    "V-SB-02": Dock("alignment", NUMERICAL, lambda: _one(balance.end_of(balance.refined(0.4)[0], 0.4)), "the same limit"),
    "V-SB-03": Dock("alignment", NUMERICAL, lambda: _one(balance.refined(0.4)[0][0, 1]), "the same limit"),
    "V-SB-04": Dock("alignment", DISTRIBUTIONAL, lambda: _one(balance.gaussian_end(800, seed=1)), "one draw of 800 states"),
    "D-SB-08": Dock("alignment", RELATIONAL, _factions, "two hostile camps"),
    "D-SB-09": Dock("alignment", RELATIONAL, _triad_rule, "the limit: balance overwhelms all else, one third state at a time"),
    "V-SB-05": Dock("alignment", DISTRIBUTIONAL, lambda: _antal(0.0, 32, 400, 8, 1 / (math.sqrt(3) + 1)),
                    "the order of moves is Antal's: one tie of one triad at a time"),
    "V-SB-06": Dock("alignment", DISTRIBUTIONAL, lambda: _antal(0.25, 32, 400, 8, 1 / (math.sqrt(1.5) + 1)), "likewise"),
    "V-SB-07": Dock("alignment", DISTRIBUTIONAL, lambda: _antal(0.6, 16, 100, 40, 1.0), "likewise; p = 0.6"),
    "V-RI-01": Dock("capability", CHECK, lambda: _one(arms.regression_1909()[0]), "of the printed totals; no mechanism is run"),
    "V-RI-02": Dock("capability", CHECK, lambda: _one(arms.regression_1909()[1]), "likewise"),
    "D-RI-05": Dock("capability", RELATIONAL, _race),
    "V-RI-03": Dock("capability", NUMERICAL, lambda: Found(tuple(map(float, arms.race_rest()))),
                    "limit: one domain, threat held at 1, reaction corrected for the step"),
    "V-RI-04": Dock("capability", RELATIONAL, _settling, "share of a grid of races that settle exactly where a b > k l"),
    "D-KT-01": Dock("threat", NUMERICAL, lambda: Found(tuple(float(arms.contest(e)[0, 1]) for e in (1.0, 2.0, 4.0, 8.0))),
                    "limit: no allies, no distance"),
    "V-KY-01": Dock("choice", NUMERICAL, lambda: _one(conduct.minimum_trust(4, 3, 2, 0)), "limit: no zero-sum view, no patience"),
    "D-KY-02": Dock("choice", NUMERICAL, lambda: Found(conduct.sharp_choice(0.02)),
                    "limit: trust alone, choice as sharp as allowed"),
    "D-KS-01": Dock("trust", RELATIONAL, lambda: Found((conduct.signalled(0.3, 1.0, 0.9), conduct.signalled(0.3, 1.5, 1.5))),
                    "who sends is Kydd's condition on costs; what the signal does to trust is the pass"),
    "D-BY-01": Dock("trust", NUMERICAL, lambda: _one(conduct.posterior(0.2, [4, 4, 0.25, 4])), "limit: mood that never forgets"),
    "V-IP-01": Dock("perception, trust, choice", DISTRIBUTIONAL, _tit_for_tat, "e = 0.2; limit: mood forgets all but the last act"),
    "V-IP-02": Dock("perception, trust, choice", DISTRIBUTIONAL, _generous, "e = 0.01, 0.05, 0.2; of acts as they are seen"),
    "V-DG-01": Dock("alignment (stances)", NUMERICAL, lambda: Found(tuple(map(float, influence.consensus_weights()))),
                    "limit: susceptibility 1"),
    "V-FJ-01": Dock("alignment (stances)", NUMERICAL, lambda: Found(tuple(map(float, influence.example_limit())))),
    "D-HK-01": Dock("alignment (stances)", NUMERICAL, lambda: Found(tuple(map(float, influence.reference_gap()))),
                    "limit: alignment 1 within the bound, -1 beyond"),
    "V-BC-02": Dock("alignment (stances)", DISTRIBUTIONAL, _random_starts, "mean of three random starts; the same limit"),
    "V-BC-01": Dock("alignment (stances)", DISTRIBUTIONAL, _pairs,
                    "mean of five runs of 1,000; eps = .5 .4 .3 .2 .15 .1; met in pairs"),
}  # fmt: skip

NOT_RUN: dict[str, str] = {
    "V-IP-03": "no mechanism chooses a generosity: it is a parameter here (the value is that of V-IP-02)",
    "V-IP-04": "a state answers the act it saw; no mechanism answers its own last payoff, as win-stay lose-shift does",
    "V-EP-01": "no mechanism represses a population; states are the actors",
    "V-SC-01": "a score of forecasts, not a mechanism",
    "V-SC-02": "a property of a baseline of forecasts, not a mechanism",
}
