"""What a report on a sweep cannot say, and where its numbers come from."""

from __future__ import annotations

from typing import Any

from detente.report.brief import Points, Section
from detente.report.sweep_cells import Found
from detente.report.words import many, named


def sweep_limits(found: Found) -> Section:
    """Return the section on what cannot be said."""
    result = found.result
    scenario = result.scenario()
    items = [
        "It gives no probability that an event will occur. Shares are shares of points of the design and of futures in the model.",
        (
            f"The reference's theory is “{scenario.theory}”; unless a factor says otherwise, "
            "nothing here tells what a rival theory would give."
        ),
        (
            "Ties over time are not part of a sweep's report: run one point with everything "
            "recorded (“detente rerun SWEEP --point N”) and report on that."
        ),
    ]
    if not result.complete:
        items.append(
            f"The sweep is not complete ({result.runs} runs are there): what is missing may "
            "change the answer. “detente sweep FILE --resume” goes on."
        )
    if found.failed:
        items.append(f"{many(found.failed, 'run')} failed and are left out on both sides of a pair.")
    if not result.sampled:
        items.append(
            "All numbers that are no factors stood at their modes: nothing is said of how far the answer hangs on them."
        )
    return Section("limits", "What this report cannot say", (Points(tuple(items)),))


def sweep_terms(found: Found) -> tuple[tuple[str, str], ...]:
    """Return where the numbers come from, as terms and what they are."""
    manifest = found.result.manifest
    factors = "; ".join(f"{name} ({_path(one)})" for name, one in found.result.factors.items())
    digest = manifest.get("results_digest")
    return (
        ("Sweep", named(str(manifest["title"]))), ("Packages", named(", ".join(found.result.packages))),
        ("Reference", named(found.result.reference)),
        ("Factors", named(factors) or "none"), ("Seed", str(manifest["seed"])),
        ("Written", f"{manifest.get('created') or 'date not known'}, by detente {manifest['detente']}"),
        *([("Digest of results", str(digest))] if digest else []), ("Kernel", str(manifest.get("kernel") or "not known")),
        ("Results folder", named(found.result.folder.resolve().name)),
    )  # fmt: skip


def _path(factor: dict[str, Any]) -> str:
    """Return what a factor sets."""
    paths = factor.get("path") or "a key of the file"
    return ", ".join(paths) if isinstance(paths, list) else str(paths)
