"""All figures by name: what each shows, what it needs, which options it takes, and how it is drawn from results."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from detente.figures import recipes
from detente.figures.attribution import attribution
from detente.figures.blocs import blocs
from detente.figures.camps import camps
from detente.figures.contrasts import contrasts
from detente.figures.drivers import drivers
from detente.figures.dyads import dyads
from detente.figures.endings import ending
from detente.figures.heat_map import heat_map
from detente.figures.history import fans, skills
from detente.figures.history_fit import checks, informed
from detente.figures.mapping import lacking_places, region_map
from detente.figures.material import ALONE
from detente.figures.matrix import matrix
from detente.figures.network import network
from detente.figures.policies import policies
from detente.figures.postures import lacking_postures, postures
from detente.figures.recipes import Choice, Drawn
from detente.figures.response import response
from detente.figures.sweep_recipes import draw_drivers, draw_heat_maps, draw_packages, draw_responses
from detente.figures.timeline import timeline
from detente.figures.waterfall import waterfall

if TYPE_CHECKING:
    from detente.figures.material import Material
    from detente.figures.tables import Tidy

DYADS, ALIGNMENT, REFERENCE, RUNS, REPLAY = "a variable of two states", "alignment", "a reference", "runs", "a replay"
POSTURES, PLACES, SWEEP = "postures", "known places", "a sweep"


class Kind(NamedTuple):
    """A kind of figure.

    `function` draws it on axes; `draw` makes whole figures from results; `options` are those of `of`, `observer`,
    `target`, `at` that it takes; `replays` says that the model runs again, `slow` that this takes long.
    """

    function: Callable[..., Any]
    draw: Callable[[Material, Choice], Drawn]
    needs: tuple[str, ...]
    options: tuple[str, ...]
    about: str
    replays: bool = False
    slow: bool = False

    def lacking(self, material: Material) -> str:
        """Return in words what the results lack for this figure and how to get it, or nothing."""
        if REFERENCE in self.needs and material.reference_data is None:
            return "the result has no reference to compare with: the scenario has no lever in force and names none"
        recorded = material.variables
        if material.data.sizes.get("observer", 2) < 2 and {ALIGNMENT, DYADS} & set(self.needs):
            return ALONE
        if ALIGNMENT in self.needs and "alignment" not in recorded:
            return (
                f"alignment was not recorded; run the scenario again with --record {','.join((*recorded, 'alignment'))}"
            )
        if DYADS in self.needs and not recorded:
            return "only indicators were recorded; run the scenario again with --record trust"
        if POSTURES in self.needs and "posture" not in material.data:
            return lacking_postures(material)
        return lacking_places(material) if PLACES in self.needs else ""


class SweepKind(NamedTuple):
    """A kind of figure of a sweep: `function` draws it on axes, `draw` makes whole figures; `options` as of Kind."""

    function: Callable[..., Any]
    draw: Callable[[Tidy, Choice], Drawn]
    options: tuple[str, ...]
    about: str
    needs: tuple[str, ...] = (SWEEP,)


FIGURES: dict[str, Kind] = {
    "contrasts": Kind(contrasts, recipes.draw_contrasts, (REFERENCE,), (), "indicators beside the reference"),
    "matrix": Kind(matrix, recipes.draw_matrix, (DYADS,), ("of", "at"), "what every state holds towards every other, at a date"),
    "dyads": Kind(dyads, recipes.draw_dyads, (DYADS,), ("of", "observer", "target"), "ties over time, with fans"),
    "network": Kind(network, recipes.draw_network, (ALIGNMENT,), ("at",), "who is aligned with whom, and what changed it"),
    "map": Kind(region_map, recipes.draw_map, (DYADS, PLACES), ("of", "at"), "ties on a map, and what changed them"),
    "camps": Kind(camps, recipes.draw_camps, (ALIGNMENT,), ("at",), "who stands with whom, then and now, and how sure"),
    "postures": Kind(postures, recipes.draw_postures, (POSTURES,), ("observer",), "postures of states over time"),
    "endings": Kind(
        ending, recipes.draw_endings, (RUNS,), ("of", "observer", "target", "at"), "how runs end, and whether in two groups"
    ),
    "policies": Kind(policies, recipes.draw_policies, (REFERENCE,), (), "outcomes in every set of assumptions, side by side"),
    "blocs": Kind(blocs, recipes.draw_blocs, (ALIGNMENT,), ("at",), "which blocs are stable, by landscape theory"),
    "timeline": Kind(timeline, recipes.draw_timeline, (RUNS,), (), "levers with their consent, and shocks"),
    "waterfall": Kind(
        waterfall, recipes.draw_waterfall, (REPLAY,), ("of", "observer", "target"), "what moved a tie, from the ledger", True
    ),
    "attribution": Kind(
        attribution, recipes.draw_attribution, (REFERENCE, REPLAY), ("of",), "what each lever adds to a difference", True, True
    ),
}  # fmt: skip

SWEEP_FIGURES: dict[str, SweepKind] = {
    "response": SweepKind(response, draw_responses, ("of",), "an outcome against each factor, a curve per package"),
    "heat_map": SweepKind(heat_map, draw_heat_maps, ("of",), "an outcome over two factors, with contours"),
    "drivers": SweepKind(drivers, draw_drivers, ("of",), "which factors move an outcome most"),
    "policies": SweepKind(policies, draw_packages, (), "outcomes of each package in every future, side by side"),
}
"""What is drawn from the table of a sweep (see `detente.figures.tidy`), by name."""

HISTORY_FIGURES: dict[str, tuple[Callable[..., Any], str]] = {
    "fans": (fans, "predicted series as fans, with surveys seen and later ones"),
    "skills": (skills, "skill against every rival, with 90 % intervals"),
    "informed": (informed, "what surveys told of each unknown: prior and posterior"),
    "checks": (checks, "prior and posterior predictive checks"),
}
"""What is drawn of hindcasts and calibrations (`detente.history`), by name: the function and what it shows."""
