"""`detente calibrate`: a scenario under dated events fitted to surveys; what they say of its numbers, and the sample kept."""

from __future__ import annotations

from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple

from detente.cli.faults import print_json
from detente.cli.history_options import (
    arm_of,
    check_counts,
    check_out,
    check_tables,
    fitting,
    month,
)
from detente.cli.progress import announce_compilation, working
from detente.errors import Fault, ScenarioError

if TYPE_CHECKING:
    from detente.history.hindcasting import Inputs
    from detente.history.posterior import Posterior
    from detente.history.unknowns import Unknown


class Request(NamedTuple):
    """What the command line asked for."""

    file: Path
    surveys: tuple[Path, ...]
    events: Path | None
    until: str | None
    out: Path | None
    particles: int | None
    seed: int | None
    workers: int | None
    variant: str | None
    overrides: tuple[str, ...]
    arm: str
    as_json: bool
    quiet: bool


class Calibrated(NamedTuple):
    """What a calibration found: the sample, what was fitted, the seconds it took."""

    posterior: Posterior
    unknowns: tuple[Unknown, ...]
    seconds: float


def calibrate_file(request: Request) -> None:
    """Fit, keep and tell; raise `ScenarioError` with the faults of all options and files, or `UsageError`."""
    quiet = request.quiet or request.as_json
    with working("reading scenario, surveys and events", quiet=quiet):
        inputs = _inputs(request)
    announce_compilation(quiet=quiet)
    found = _fitted(request, inputs, quiet)
    from detente.history.posterior import save

    assert request.out is not None
    save(request.out, found.posterior, found.unknowns)
    if request.as_json:
        print_json(plain(found, request.out))
    elif not request.quiet:
        from detente.cli.calibrate_words import print_calibration

        print_calibration(found, request.out)


def _inputs(request: Request) -> Inputs:
    """Return everything read; raise `ScenarioError` with all faults."""
    faults: list[Fault] = []
    until = month("--until", request.until, faults)
    check_tables(request.surveys, request.events, faults)
    check_out(request.out, (request.file, *request.surveys, request.events), faults)
    check_counts(request.particles, request.workers, faults)
    arm = arm_of(request.arm, faults)
    if until is None or request.events is None or not request.surveys:
        raise ScenarioError(faults)
    from detente.history.inputs import read_inputs

    return read_inputs(request.file, request.surveys, request.events, until, arm, request.variant, request.overrides,
                       more=faults)  # fmt: skip


def _fitted(request: Request, inputs: Inputs, quiet: bool) -> Calibrated:
    from detente.history.hindcasting import PARTICLES, calibrate, prepare

    start = monotonic()
    with fitting("calibrate", quiet=quiet) as progress:
        ready = prepare(inputs)
        posterior = calibrate(inputs, ready, request.particles or PARTICLES, request.seed, request.workers, progress)
    return Calibrated(posterior, ready.setup.unknowns, monotonic() - start)


def plain(found: Calibrated, out: Path) -> dict[str, Any]:
    """Return a calibration for JSON."""
    from detente.history.unknowns import followers

    unknowns = {
        one.name: {
            **found.posterior.manifest["unknowns"][one.name],
            "meaning": one.meaning,
            "set_by_it": followers(one),
        }
        for one in found.unknowns
    }
    return {"posterior": str(out), "seconds": round(found.seconds, 1), **found.posterior.manifest, "unknowns": unknowns}
