"""Reports as pages that stand alone: one file each, no network; light and dark, on screen and on paper."""

from detente.report.claims import write_claims
from detente.report.result_page import result_page, write_report
from detente.report.run_brief import run_brief
from detente.report.sweep_brief import sweep_brief

__all__ = ["result_page", "run_brief", "sweep_brief", "write_claims", "write_report"]
