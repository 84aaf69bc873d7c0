"""detente: a strategic scenario simulator of states with trust, alignment and grievance under policy levers.

Everything is imported when it is first used, so that `import detente` and the command line start at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from detente.version import __version__

_PUBLIC = {
    "read_scenario": "detente.scenario",
    "read_reference": "detente.scenario",
    "Scenario": "detente.scenario",
    "run": "detente.ensemble",
    "Ensemble": "detente.ensemble",
    "Region": "detente.simulation",
    "StateAgent": "detente.simulation",
    "attribute": "detente.analysis",
    "Attribution": "detente.analysis",
    "blocs": "detente.analysis",
    "contrast": "detente.analysis",
    "landscape": "detente.landscapes",
    "Landscape": "detente.landscapes",
    "paths": "detente.analysis",
    "threshold": "detente.analysis",
    "explain": "detente.analysis",
    "open_result": "detente.store",
    "rerun": "detente.store",
    "save_result": "detente.store",
    "sweep": "detente.sweeps",
    "Sweep": "detente.sweeps",
    "read_sweep": "detente.sweeps",
    "open_sweep": "detente.sweeps",
    "ScenarioError": "detente.errors",
    "DetenteError": "detente.errors",
}

if TYPE_CHECKING:
    from detente.analysis import Attribution as Attribution
    from detente.analysis import attribute as attribute
    from detente.analysis import blocs as blocs
    from detente.analysis import contrast as contrast
    from detente.analysis import explain as explain
    from detente.analysis import paths as paths
    from detente.analysis import threshold as threshold
    from detente.ensemble import Ensemble, run
    from detente.errors import DetenteError, ScenarioError
    from detente.landscapes import Landscape, landscape
    from detente.scenario import Scenario, read_reference, read_scenario
    from detente.simulation import Region, StateAgent
    from detente.store import open_result, rerun, save_result
    from detente.sweeps import Sweep as Sweep
    from detente.sweeps import open_sweep as open_sweep
    from detente.sweeps import read_sweep as read_sweep
    from detente.sweeps import sweep as sweep

__all__ = [
    "Attribution",
    "DetenteError",
    "Ensemble",
    "Landscape",
    "Region",
    "Scenario",
    "ScenarioError",
    "StateAgent",
    "Sweep",
    "__version__",
    "attribute",
    "blocs",
    "contrast",
    "explain",
    "landscape",
    "open_result",
    "open_sweep",
    "paths",
    "read_reference",
    "read_scenario",
    "read_sweep",
    "rerun",
    "run",
    "save_result",
    "sweep",
    "threshold",
]


def __getattr__(name: str) -> Any:
    """Import a public name from its module on first use."""
    if name not in _PUBLIC:
        raise AttributeError(f"module 'detente' has no attribute {name!r}")
    return getattr(import_module(_PUBLIC[name]), name)


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted(__all__)
