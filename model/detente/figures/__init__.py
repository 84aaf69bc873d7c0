"""Draw results with matplotlib; each figure is a function of results that takes `ax=`."""

from typing import TYPE_CHECKING

from detente.figures.attribution import attribution
from detente.figures.blocs import blocs
from detente.figures.camps import camps
from detente.figures.claims import shares
from detente.figures.contrasts import contrasts
from detente.figures.drivers import drivers
from detente.figures.dyads import dyad, dyads
from detente.figures.endings import ending, endings
from detente.figures.heat_map import heat_map
from detente.figures.history import fan, fans, skills
from detente.figures.history_fit import check, checks, informed
from detente.figures.hypothesis import by_state, effect, flip_map
from detente.figures.mapping import region_map
from detente.figures.material import Material, material_of
from detente.figures.matrix import matrix
from detente.figures.network import network
from detente.figures.overview import draw_all, overview
from detente.figures.policies import policies
from detente.figures.postures import postures
from detente.figures.recipes import Choice
from detente.figures.registry import FIGURES, HISTORY_FIGURES, SWEEP_FIGURES
from detente.figures.response import response
from detente.figures.saving import save, svg_text
from detente.figures.tables import Tidy, tidy
from detente.figures.timeline import timeline
from detente.figures.waterfall import waterfall

if TYPE_CHECKING:
    from matplotlib.axes import Axes as Axes
    from matplotlib.figure import Figure as Figure

__all__ = [
    "FIGURES",
    "HISTORY_FIGURES",
    "SWEEP_FIGURES",
    "Choice",
    "Material",
    "Tidy",
    "attribution",
    "blocs",
    "by_state",
    "camps",
    "check",
    "checks",
    "contrasts",
    "draw_all",
    "drivers",
    "dyad",
    "dyads",
    "effect",
    "ending",
    "endings",
    "fan",
    "fans",
    "flip_map",
    "heat_map",
    "informed",
    "material_of",
    "matrix",
    "network",
    "overview",
    "policies",
    "postures",
    "region_map",
    "response",
    "save",
    "shares",
    "skills",
    "svg_text",
    "tidy",
    "timeline",
    "waterfall",
]
