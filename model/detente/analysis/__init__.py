"""What results say: paired contrasts, shares of a difference, reasons found by switching levers off, the ledger."""

from detente.analysis.attribution import Attribution, Share, attribute
from detente.analysis.blocs import blocs
from detente.analysis.ledger import Explanation, explain
from detente.analysis.paired import Contrast, contrast
from detente.analysis.paths import paths
from detente.analysis.reasons import reasons
from detente.analysis.thresholds import Threshold, threshold

__all__ = [
    "Attribution",
    "Contrast",
    "Explanation",
    "Share",
    "Threshold",
    "attribute",
    "blocs",
    "contrast",
    "explain",
    "paths",
    "reasons",
    "threshold",
]
