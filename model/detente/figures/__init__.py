"""Draw results with matplotlib; each figure is a function of results that takes `ax=`."""

from detente.figures.attribution import attribution
from detente.figures.blocs import blocs
from detente.figures.contrasts import contrasts
from detente.figures.dyads import dyad, dyads
from detente.figures.material import Material, material_of
from detente.figures.matrix import matrix
from detente.figures.network import network
from detente.figures.overview import draw_all, overview
from detente.figures.recipes import Choice
from detente.figures.registry import FIGURES
from detente.figures.saving import save
from detente.figures.timeline import timeline
from detente.figures.waterfall import waterfall

__all__ = [
    "FIGURES",
    "Choice",
    "Material",
    "attribution",
    "blocs",
    "contrasts",
    "draw_all",
    "dyad",
    "dyads",
    "material_of",
    "matrix",
    "network",
    "overview",
    "save",
    "timeline",
    "waterfall",
]
