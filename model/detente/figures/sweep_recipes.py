"""How each figure of a sweep is made when nobody says more: which outcome, which factors, which packages."""

from __future__ import annotations

from itertools import combinations

from detente.errors import UsageError
from detente.figures.drivers import drivers
from detente.figures.heat_map import heat_map
from detente.figures.policies import policies
from detente.figures.recipes import Choice, Drawn
from detente.figures.response import response
from detente.figures.tables import Tidy
from detente.world.outcomes import INDICATORS

MOST = 6
"""More figures than this are not drawn unasked."""


def draw_responses(data: Tidy, choice: Choice) -> Drawn:
    """Draw the outcome against each factor: beside the reference as difference, where there is more than one package."""
    outcome = _outcome(data, choice)
    if not data.factors:
        raise UsageError("the sweep varies no factor: there is nothing to draw an answer to")
    several = len(data.packages) > 1
    return {
        f"{outcome}_response_{_stem(factor)}": response(data, factor, outcome, difference=several).figure  # type: ignore[misc]
        for factor in data.factors[:MOST]
    }


def draw_heat_maps(data: Tidy, choice: Choice) -> Drawn:
    """Draw the outcome over each two factors that are numbers, for every package beside the reference."""
    outcome = _outcome(data, choice)
    numbers = [factor for factor in data.factors if data.rows[factor].dtype.kind in "fiu"]
    if len(numbers) < 2:
        raise UsageError(
            "a heat map needs two factors that are numbers; the sweep varies " + (", ".join(numbers) or "none")
        )
    packages = data.packages[1:] or data.packages
    chosen = [(package, *two) for package in packages for two in combinations(numbers, 2)][:MOST]
    return {
        f"{outcome}_heat_map_{_stem(package)}_{_stem(x)}_{_stem(y)}": heat_map(data, x, y, outcome, package).figure  # type: ignore[misc]
        for package, x, y in chosen
    }


def draw_packages(data: Tidy, choice: Choice) -> Drawn:
    """Draw all packages against all futures."""
    return {"policies": policies(data).figure}  # type: ignore[dict-item]


def draw_drivers(data: Tidy, choice: Choice) -> Drawn:
    """Draw which factors move the outcome most, for every package beside the reference."""
    outcome = _outcome(data, choice)
    packages = (data.packages[1:] or data.packages)[:MOST]
    return {f"{outcome}_drivers_{_stem(package)}": drivers(data, outcome, package).figure for package in packages}  # type: ignore[misc]


def _outcome(data: Tidy, choice: Choice) -> str:
    """Return the outcome chosen, or the first indicator of the table."""
    return data.need(choice.of or next((name for name in INDICATORS if name in data.rows), "trust_in_focus"))


def _stem(name: str) -> str:
    return "".join(c if c.isalnum() else "_" for c in name.split(".")[-1]).strip("_") or "x"
