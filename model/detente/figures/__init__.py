"""Draw results with matplotlib; each figure is a function of results that takes `ax=`."""

from detente.figures.contrasts import contrasts
from detente.figures.dyads import dyad, dyads
from detente.figures.matrix import matrix
from detente.figures.overview import draw_all, overview

__all__ = ["contrasts", "draw_all", "dyad", "dyads", "matrix", "overview"]
