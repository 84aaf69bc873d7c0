"""Many runs of one scenario: in blocks, over threads, into labelled arrays."""

from detente.ensemble.ensemble import Ensemble, run
from detente.ensemble.recording import Recording

__all__ = ["Ensemble", "Recording", "run"]
