"""Many points of many scenarios: packages of levers at points of a design, in many futures, resumable and labelled.

A sweep file is read and checked (`building`), points are designed (`designs`) and planned (`plan`), blocks of runs are
worked off by processes that may die (`pool`, `cluster`), kept in a journal (`journal`) and laid down in shards whose
bytes depend on nothing but the plan (`shards`).
"""

from detente.sweeps.opening import SweepResult, open_sweep
from detente.sweeps.running import sweep
from detente.sweeps.sweep import Sweep, read_sweep

__all__ = ["Sweep", "SweepResult", "open_sweep", "read_sweep", "sweep"]
