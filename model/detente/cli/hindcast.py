"""`detente hindcast`: surveys up to a date and events beyond it in, a predictive distribution per survey asked for out."""

from __future__ import annotations

from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple

from detente.cli.faults import print_json, visible
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
    import pandas as pd

    from detente.history.hindcasting import Inputs, Prepared
    from detente.history.posterior import Posterior

PARTICLES, MOVES = 200, 8
"""Of a fit on the way to a forecast: smaller than a calibration of its own."""


class Request(NamedTuple):
    """What the command line asked for."""

    file: Path
    surveys: tuple[Path, ...]
    events: Path | None
    fit_until: str | None
    predict_until: str | None
    wanted: Path | None
    out: Path | None
    posterior: Path | None
    particles: int | None
    seed: int | None
    workers: int | None
    variant: str | None
    overrides: tuple[str, ...]
    arm: str
    as_json: bool
    quiet: bool


def hindcast_file(request: Request) -> None:
    """Predict and write; raise `ScenarioError` with the faults of all options and files, `ResultError` or `UsageError`."""
    quiet = request.quiet or request.as_json
    with working("reading scenario, surveys and events", quiet=quiet):
        inputs = _inputs(request)
    announce_compilation(quiet=quiet)
    from detente.history.hindcasting import hindcast, prepare

    start = monotonic()
    ready = prepare(inputs)
    posterior, source = _posterior(request, inputs, ready, quiet)
    table = hindcast(ready, posterior)
    assert request.out is not None
    manifest = _write(request.out, table, inputs, posterior, source, request)
    if request.as_json:
        print_json({"predictions": str(request.out), **manifest})
    elif not request.quiet:
        from detente.cli.hindcast_words import lines

        print(visible("\n".join(lines(inputs, manifest, table, request.out, monotonic() - start))))


def _inputs(request: Request) -> Inputs:
    """Return everything read; raise `ScenarioError` with all faults."""
    faults: list[Fault] = []
    fit = month("--fit-until", request.fit_until, faults)
    until = month("--predict-until", request.predict_until, faults)
    check_tables(request.surveys, request.events, faults)
    read = (request.file, *request.surveys, request.events, request.wanted, request.posterior)
    check_out(request.out, read, faults)
    check_counts(request.particles, request.workers, faults)
    arm = arm_of(request.arm, faults)
    if request.posterior is not None and (request.particles is not None or request.seed is not None):
        faults.append(Fault("--posterior", "", "is a sample already; --particles and --seed are of a new fit"))
    if fit is None or until is None or request.events is None or not request.surveys:
        raise ScenarioError(faults)
    from detente.history.inputs import read_inputs

    return read_inputs(request.file, request.surveys, request.events, fit, arm, request.variant, request.overrides, until,
                       request.wanted, faults)  # fmt: skip


def _posterior(request: Request, inputs: Inputs, ready: Prepared, quiet: bool) -> tuple[Posterior, dict[str, Any]]:
    """Return a posterior sample, and where it comes from: the file asked for, one kept beside the scenario, or a fit."""
    from detente.history.hindcasting import calibrate
    from detente.history.kept import find_kept, require_kept

    if request.posterior is not None:
        sample = require_kept(request.posterior, inputs.manifest, ready.setup.unknowns)
        return sample, _source("kept", sample, request.posterior.name)
    if request.particles is None and request.seed is None:
        found = find_kept(request.file.parent, inputs.manifest, ready.setup.unknowns)
        if found is not None:
            return found[1], _source("kept", found[1], found[0].name)
    with fitting("fit", quiet=quiet) as progress:
        sample = calibrate(
            inputs, ready, request.particles or PARTICLES, request.seed, request.workers, progress, MOVES
        )
    return sample, _source("fitted", sample, None)


def _source(how: str, sample: Posterior, file: str | None) -> dict[str, Any]:
    names = ("seed", "particles", "most", "histories", "log_evidence")
    return {"how": how, "file": file, **{name: sample.manifest[name] for name in names},
            "at_prior": sample.manifest.get("at_prior", [])}  # fmt: skip


def _write(
    out: Path, table: pd.DataFrame, inputs: Inputs, posterior: Posterior, source: dict[str, Any], request: Request
) -> dict[str, Any]:
    """Write predictions and their manifest; return the manifest.

    Nothing in it depends on later surveys, not even the names of the files in which they stand.
    """
    from detente.history.manifests import write_with_manifest
    from detente.history.requests import written

    surveys = {name: value for name, value in inputs.manifest["surveys"].items() if name != "files"}
    manifest = {
        "what": "predictions", **inputs.manifest, "surveys": surveys, "predict_until": request.predict_until,
        "request": None if request.wanted is None else request.wanted.name, "arm": request.arm, "rows": len(table),
        "posterior": source,
    }  # fmt: skip
    write_with_manifest(out, written(table).to_csv(index=False, float_format="%.4f", lineterminator="\n"), manifest)
    return manifest
