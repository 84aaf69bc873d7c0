"""What results say: paired contrasts, reasons found by switching levers off, and the ledger of a change."""

from detente.analysis.ledger import Explanation, explain
from detente.analysis.paired import Contrast, contrast
from detente.analysis.reasons import reasons

__all__ = ["Contrast", "Explanation", "contrast", "explain", "reasons"]
