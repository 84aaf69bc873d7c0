"""Fills the dyads that no survey covers: a ridge model of logit trust, with its errors out of sample."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from derive.data import STATES, UNION, logit, mean, quantile, reference
from derive.frameworks import closeness
from derive.moment import now
from derive.record import claim, hostility, ideal_distance, opposed_side, rivals
from derive.surveys import Dyad

FEATURES = 7
# Chosen by the errors out of sample, which hardly change from half to twice these values.
SHRINK_SLOPE = 1.5  # prior precision of a slope (standard deviation 0.8 logit)
SHRINK_STATE = 6.0  # prior precision of a state's own offset (standard deviation 0.4 logit)
DATUM = 0.8  # standard deviation of a fresh datum around the model, logit


@cache
def democracy(state: str) -> float:
    """Return electoral democracy (2025: of 2023; V-Dem polyarchy, 0 to 1); of the European Union the mean of its members."""
    if state == "EU":
        return mean(democracy(member) for member in UNION)
    rows = [r for r in reference("state_attributes") if r["iso3"] == state and r["year"] == now().regime]
    return float(rows[0]["v2x_polyarchy"])


def features(dyad: Dyad) -> list[float]:
    """Return ties, distance of ideal points, hostility, claim, rivalry, sides, and democracy facing its absence.

    The last is a democratic public before an undemocratic government: it lowered every error out of sample.
    """
    return [
        closeness(*dyad), ideal_distance(*dyad), hostility(*dyad), claim(*dyad), float(rivals(*dyad)),
        float(opposed_side(*dyad)), democracy(dyad[0]) * (1 - democracy(dyad[1])),
    ]  # fmt: skip


def _row(dyad: Dyad) -> NDArray[np.float64]:
    """Return the design row: intercept, features, the observer's and the target's own offset."""
    who = [float(s == dyad[0]) for s in STATES]
    whom = [float(s == dyad[1]) for s in STATES]
    return np.array([1.0, *features(dyad), *who, *whom])


def fit(data: dict[Dyad, tuple[float, float]]) -> Callable[[Dyad], float]:
    """Return a predictor of logit trust fitted to {dyad: (share, standard deviation)} by ridge regression."""
    design = np.array([_row(d) for d in data])
    target = np.array([logit(share) for share, _ in data.values()])
    weight = np.array([1 / (DATUM**2 + spread**2) for _, spread in data.values()])
    penalty = np.array([0.01, *[SHRINK_SLOPE] * FEATURES, *[SHRINK_STATE] * (2 * len(STATES))])
    solution = np.linalg.solve((design.T * weight) @ design + np.diag(penalty), (design.T * weight) @ target)
    return lambda dyad: float(_row(dyad) @ solution)


class GapModel:
    """The fitted model and its residuals when a dyad, an observer or a target is left out."""

    def __init__(self, data: dict[Dyad, tuple[float, float]]) -> None:
        """Fit to the surveyed dyads and to every fold."""
        self.data = data
        self.predict = cache(fit(data))
        self.errors = {
            "dyad": self._folds(lambda d: (d,)),
            "observer": self._folds(lambda d: (d[0],)),
            "target": self._folds(lambda d: (d[1],)),
        }

    def strangers(self) -> list[float]:
        """Return the residuals with both states left out wherever they occur, as for a state never surveyed at all."""
        kept = {d: {k: v for k, v in self.data.items() if not set(d) & set(k)} for d in self.data}
        return [logit(self.data[d][0]) - fit(rest)(d) for d, rest in kept.items()]

    def _folds(self, group: Callable[[Dyad], tuple[object, ...]]) -> list[float]:
        errors = []
        for name in sorted({group(d) for d in self.data}, key=repr):
            model = fit({d: v for d, v in self.data.items() if group(d) != name})
            errors += [logit(v[0]) - model(d) for d, v in self.data.items() if group(d) == name]
        return errors

    def without(self, dyad: Dyad) -> float:
        """Return the logit trust predicted for a surveyed dyad by a fit that has not seen it."""
        return fit({d: v for d, v in self.data.items() if d != dyad})(dyad)

    def kind(self, dyad: Dyad) -> str:
        """Return which fold resembles the dyad: its observer or target was never surveyed, or only the dyad was not."""
        if all(d[0] != dyad[0] for d in self.data):
            return "observer"
        return "dyad" if any(d[1] == dyad[1] for d in self.data) else "target"

    def band(self, dyad: Dyad) -> tuple[float, float]:
        """Return the 5 and 95 per cent residuals out of sample for a dyad of this kind."""
        errors = self.errors[self.kind(dyad)]
        return quantile(errors, 0.05), quantile(errors, 0.95)

    def miss(self, fold: str) -> float:
        """Return the root mean square residual of one kind of fold, in logit."""
        errors = np.array(self.errors[fold])
        return float(np.sqrt(np.mean(errors**2)))
