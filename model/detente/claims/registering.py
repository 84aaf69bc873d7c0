"""The register of claim files: their digest, appended with date and reason before anything is run, and never rewritten."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path

from detente.claims.content import Registration
from detente.claims.shapes import Shapes
from detente.errors import UsageError
from detente.scenario.positioned import Mapping
from detente.whole_files import write_whole

REGISTRATIONS = "registrations.yaml"
HEAD = """\
# When which state of the claim files was registered, and why.  Append-only: `detente claims --register --reason "..."`.
# The digest covers every other file of this folder.
registrations:
"""


def digest_of(folder: Path) -> str:
    """Return the sha256 over names and contents of all claim files of a folder, registrations apart."""
    total = hashlib.sha256()
    for path in sorted(folder.glob("*.yaml")):
        if path.name != REGISTRATIONS:
            content = path.read_bytes().replace(b"\r\n", b"\n")
            total.update(f"{path.name} {len(content)}\n".encode())
            total.update(content)
    return total.hexdigest()


def read_registrations(shapes: Shapes, tree: Mapping | None) -> tuple[Registration, ...]:
    """Return the registrations in order."""
    table = shapes.table(tree, "", ("registrations",), ("registrations",))
    found = []
    for k, node in enumerate(shapes.items(table.get("registrations"), "registrations")):
        path = f"registrations[{k}]"
        row = shapes.table(node, path, Registration._fields, Registration._fields)
        found.append(Registration(*(shapes.text(row.get(key), f"{path}.{key}") for key in Registration._fields)))
    return tuple(found)


def register(folder: Path, registrations: tuple[Registration, ...], reason: str) -> Registration:
    """Append the present state of the claim files to the register; raise `UsageError` if it is the registered one."""
    reason = " ".join(reason.split())
    if not reason:
        raise UsageError("--register needs --reason: why these claims are registered, or why they changed")
    digest = digest_of(folder)
    if registrations and registrations[-1].digest == digest:
        raise UsageError(
            f"these claim files are registered already ({registrations[-1].date}: {registrations[-1].reason})"
        )
    added = Registration(date.today().isoformat(), digest, reason)
    path = folder / REGISTRATIONS
    before = path.read_text("utf-8") if registrations else HEAD
    fields = ", ".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in added._asdict().items())
    write_whole(path, f"{before.rstrip()}\n  - {{{fields}}}\n".encode())
    return added


def standing_of(digest: str, registrations: tuple[Registration, ...]) -> str:
    """Return in words how the claim files stand to the register."""
    if not registrations:
        return "not registered: nothing was fixed in advance"
    last = registrations[-1]
    if last.digest == digest:
        return (
            f"as registered on {last.date} ({last.reason}); registration {len(registrations)} of {len(registrations)}"
        )
    for k, earlier in enumerate(registrations, 1):
        if earlier.digest == digest:
            return f"as registered on {earlier.date}, since replaced; registration {k} of {len(registrations)}"
    return f"changed since the registration of {last.date}: margins and directions were not fixed in advance"


def is_registered(digest: str, registrations: tuple[Registration, ...]) -> bool:
    """Return whether the claim files are those of the latest registration."""
    return bool(registrations) and registrations[-1].digest == digest
