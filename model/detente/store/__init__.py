"""Results on disk: a folder with one netCDF file, the resolved scenario, a manifest and figures.

A folder appears under its final name only when it is whole; every file's sha256 stands in the manifest, and a folder
that does not match its manifest is refused with words.  What is stored is enough to run the same runs again.
"""

from detente.store.folders import check_target, file_digest, folder_name, whole_folder
from detente.store.manifest import read_manifest
from detente.store.models import model_of, stale
from detente.store.names import DATA, FORMAT, KEPT_BITS, MANIFEST, PACKAGES, REFERENCE, SCENARIO
from detente.store.opening import Result, open_result
from detente.store.packing import rounded
from detente.store.rerunning import Rerun, reproduce, rerun
from detente.store.saving import save_result, save_run
from detente.store.tables import stored_side

__all__ = [
    "DATA",
    "FORMAT",
    "KEPT_BITS",
    "MANIFEST",
    "PACKAGES",
    "REFERENCE",
    "SCENARIO",
    "Rerun",
    "Result",
    "check_target",
    "file_digest",
    "folder_name",
    "model_of",
    "open_result",
    "read_manifest",
    "reproduce",
    "rerun",
    "rounded",
    "save_result",
    "save_run",
    "stale",
    "stored_side",
    "whole_folder",
]
