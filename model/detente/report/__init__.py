"""Reports as pages that stand alone: one file each, no script, no network; light and dark, on screen and on paper."""

from detente.report.claims import write_claims

__all__ = ["write_claims"]
