"""All figures by name: what each shows, what it needs, which options it takes, and how it is drawn from results."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from detente.figures import recipes
from detente.figures.attribution import attribution
from detente.figures.blocs import blocs
from detente.figures.contrasts import contrasts
from detente.figures.dyads import dyads
from detente.figures.matrix import matrix
from detente.figures.network import network
from detente.figures.recipes import Choice, Drawn
from detente.figures.timeline import timeline
from detente.figures.waterfall import waterfall

if TYPE_CHECKING:
    from detente.figures.material import Material

DYADS, ALIGNMENT, REFERENCE, RUNS, REPLAY = "a variable of two states", "alignment", "a reference", "runs", "a replay"


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
        if ALIGNMENT in self.needs and "alignment" not in recorded:
            return (
                f"alignment was not recorded; run the scenario again with --record {','.join((*recorded, 'alignment'))}"
            )
        if DYADS in self.needs and not recorded:
            return "only indicators were recorded; run the scenario again with --record trust"
        return ""


FIGURES: dict[str, Kind] = {
    "contrasts": Kind(contrasts, recipes.draw_contrasts, (REFERENCE,), (), "indicators beside the reference"),
    "matrix": Kind(matrix, recipes.draw_matrix, (DYADS,), ("of", "at"), "what every state holds towards every other, at a date"),
    "dyads": Kind(dyads, recipes.draw_dyads, (DYADS,), ("of", "observer", "target"), "ties over time, with fans"),
    "network": Kind(network, recipes.draw_network, (ALIGNMENT,), ("at",), "who is aligned with whom, and what changed it"),
    "blocs": Kind(blocs, recipes.draw_blocs, (ALIGNMENT,), ("at",), "which blocs are stable, by landscape theory"),
    "timeline": Kind(timeline, recipes.draw_timeline, (RUNS,), (), "levers with their consent, and shocks"),
    "waterfall": Kind(
        waterfall, recipes.draw_waterfall, (REPLAY,), ("of", "observer", "target"), "what moved a tie, from the ledger", True
    ),
    "attribution": Kind(
        attribution, recipes.draw_attribution, (REFERENCE, REPLAY), ("of",), "what each lever adds to a difference", True, True
    ),
}  # fmt: skip
