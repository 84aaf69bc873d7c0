"""Turn a resolved Scenario into the flat arrays the kernel runs on."""

from __future__ import annotations

from detente.assembly.program import Program, assemble

__all__ = ["Program", "assemble"]
