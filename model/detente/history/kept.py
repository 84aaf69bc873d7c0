"""A posterior kept in a file: is it of these inputs?  By digests of what was fitted to what, never by names."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from detente.errors import ResultError
from detente.history.events import Events
from detente.history.posterior import Posterior, load
from detente.history.surveys import SurveyTable
from detente.history.unknowns import Unknown
from detente.scenario.catalogue_files import catalogue_file
from detente.scenario.positioned import plain

VERSION = 2
"""Raised whenever a change of the code lets the same inputs mean another posterior."""
FILES = ("calibration.yaml", "event_kinds.yaml")
COMPARED = {
    "fit_until": ("fit_until",), "scenario": ("scenario_digest",), "surveys up to the fit date": ("surveys", "digest"),
    "events up to the fit date": ("events", "digest"), "version of the calibration": ("calibration", "version"),
    "priors and kinds of events": ("calibration", "digest"),
}  # fmt: skip


def digest(content: bytes) -> str:
    """Return a short sha256."""
    return hashlib.sha256(content).hexdigest()[:16]


def digest_of_surveys(table: SurveyTable) -> str:
    """Return a digest of the values a fit may see, in order of keys."""
    columns = ["observer", "target", "year", "month", "measure", "value_percent"]
    return digest(table.frame[columns].to_csv(index=False, lineterminator="\n").encode())


def digest_of_events(events: Events) -> str:
    """Return a digest of events in order of time."""
    lines = (f"{e.day},{e.kind},{e.initiator},{';'.join(e.targets)},{e.intensity}" for e in events.listed)
    return digest("\n".join(lines).encode())


@cache
def calibration() -> dict[str, Any]:
    """Return version and digest of the calibration: of its priors, and of what kinds of events mean."""
    content = json.dumps([plain(catalogue_file(name)) for name in FILES], sort_keys=True)
    return {"version": VERSION, "digest": digest(content.encode())}


def differences(kept: dict[str, Any], wanted: dict[str, Any]) -> list[str]:
    """Return what a kept sample was fitted to and these inputs are not, in words."""
    found = []
    for name, path in COMPARED.items():
        there, here = _at(kept, path), _at(wanted, path)
        if there != here:
            found.append(f"{name} (there {there}, here {here})")
    return found


def _at(tree: Any, path: Sequence[str]) -> Any:
    for name in path:
        tree = tree.get(name) if isinstance(tree, dict) else None
    return tree


def require_kept(path: Path, manifest: dict[str, Any], unknowns: Sequence[Unknown]) -> Posterior:
    """Return the sample of a file; raise `ResultError` with all that differs where it is of other inputs."""
    posterior = load(path, unknowns)
    if other := differences(posterior.manifest, manifest):
        raise ResultError(f"{path}: was fitted to other inputs; what differs: {'; '.join(other)}")
    return posterior


def find_kept(folder: Path, manifest: dict[str, Any], unknowns: Sequence[Unknown]) -> tuple[Path, Posterior] | None:
    """Return the first sample in a folder (in order of names) that was fitted to these inputs, or None."""
    for beside in sorted(folder.glob("*.csv.json")):
        path = beside.with_suffix("")
        try:
            kept = json.loads(beside.read_text(encoding="utf-8"))
            if _at(kept, ("what",)) == "posterior" and not differences(kept, manifest):
                return path, load(path, unknowns)
        except (OSError, ValueError, RecursionError, ResultError):
            continue
    return None
