"""`detente rerun` of a sweep: one point with everything recorded, or one run by its number, held against what is stored."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from detente.cli.faults import print_json, visible
from detente.cli.progress import announce_compilation, working
from detente.errors import UsageError

if TYPE_CHECKING:
    from detente.sweeps import SweepResult

SAME, FAILED, DIFFERS = 0, 3, 4


class Which(NamedTuple):
    """What the command line asked for."""

    folder: Path
    run: int | None
    point: int | None
    package: str | None
    record: str | None
    out: Path | None
    agents: tuple[str, ...]
    workers: int | None
    as_json: bool
    quiet: bool


def rerun_sweep(which: Which) -> int:
    """Run a point or one run again; return 0 when it is as stored, 4 when not, 3 when the run fails (again)."""
    from detente.sweeps import open_sweep

    result = open_sweep(which.folder)
    if (which.run is None) == (which.point is None):
        raise UsageError(
            "a sweep is run again by one --point or one --run (its number in the tables); give one of them"
        )
    announce_compilation(quiet=which.quiet or which.as_json)
    return _one_run(which, result) if which.run is not None else _one_point(which, result)


def _one_run(which: Which, result: SweepResult) -> int:
    """Make one run again, as a Mesa model where states chose for themselves; print why it failed if it does."""
    place = where(result, which.run or 0)
    code, said, values = _made(which, result, place)
    stored = _stored(result, place)
    if code == SAME and stored is not None and values != stored:
        code, said = DIFFERS, "not as stored"
    call = (f"detente.open_sweep({str(result.folder)!r}).region({place['package']!r}, {place['point']}, {place['future']}, "
            f"{place['replicate']})")  # fmt: skip
    if which.as_json:
        print_json({"run": which.run, **place, "exit": code, "said": said, "indicators": values, "mesa": call})
    elif not which.quiet:
        print(visible(f"run {which.run} of {result.folder}: {place}\n{said}\nLook inside with Mesa: {call}"))
    return code


def where(result: SweepResult, run: int) -> dict[str, Any]:
    """Return package, point, future and replicate of a run by its number; raise `UsageError` where there is none."""
    total = result.order.batch * (
        result.manifest.get("batches") or result.shape[2] * result.shape[3] // result.order.cell
    )
    if not 0 <= run < total:
        raise UsageError(f"--run: found {run}; the sweep has runs 0 to {total - 1}")
    labels = result.order.labels(run, run + 1)
    names = {name: int(getattr(labels, name)[0]) for name in ("point", "future", "replicate")}
    return {"package": result.packages[int(labels.package[0])], **names}


def _made(which: Which, result: SweepResult, place: dict[str, Any]) -> tuple[int, str, dict[str, float] | None]:
    from detente.sweeps.agents import from_words

    if result.manifest.get("agents") and not which.agents:
        raise UsageError(
            f"states chose for themselves in this sweep: add --agents {' --agents '.join(result.manifest['agents'])}"
        )
    agents = from_words(list(which.agents)) if which.agents else None
    try:
        values = summed(result.region(**place, agents=agents))
    except Exception as error:  # whatever the run does is what was asked for
        return FAILED, "".join(traceback.format_exception(error)), None
    finite = all(value - value == 0.0 for value in values.values())
    return (SAME, "the same, bit for bit", values) if finite else (FAILED, "stopped being finite", None)


def summed(region: Any) -> dict[str, float]:
    """Run a Mesa model to its end and return the mean of each indicator over the steps, as the kernel sums them."""
    region.datacollector = None
    total: dict[str, float] = {}
    steps = 0
    while region.running and not region.course.ended:
        region.step()
        steps += 1
        total = {name: total.get(name, 0.0) + value for name, value in region.indicators.items()}
    return {name: value / steps for name, value in total.items()}


def _stored(result: SweepResult, place: dict[str, Any]) -> dict[str, float] | None:
    from detente.world.outcomes import INDICATORS

    one = result.data.sel(
        package=place["package"], point=place["point"], future=place["future"], replicate=place["replicate"]
    )
    if str(one["status"].to_numpy()) != "ok":
        return None
    return {name: float(one[name]) for name in INDICATORS}


def _one_point(which: Which, result: SweepResult) -> int:
    """Run a point again in every package (or one), with everything recorded, and compare the means with the stored."""
    if result.manifest.get("agents"):
        raise UsageError("states chose for themselves in this sweep: name one --run and --agents")
    names = result.packages if which.package is None else [which.package]
    rows: list[dict[str, Any]] = []
    same = True
    for name in names:
        with working(f"point {which.point} of {name}", quiet=which.quiet or which.as_json):
            ensemble = result.replay(name, which.point or 0, record=which.record or "all", workers=which.workers)
            alike = _as_stored(result, name, which.point or 0, ensemble.summary)
            same &= alike
            folder = _saved(which, name, ensemble)
        rows.append({"package": name, "same": alike, "written": folder})
    if which.as_json:
        print_json({"point": which.point, "packages": rows, "same": same})
    elif not which.quiet:
        told = [f"{row['package']}: {'the same, bit for bit' if row['same'] else 'not as stored'}"
                f"{', written to ' + row['written'] if row['written'] else ''}" for row in rows]  # fmt: skip
        call = f"detente.open_sweep({str(result.folder)!r}).region({names[0]!r}, {which.point})"
        print(visible("\n".join([f"point {which.point} of {result.folder}", *told, f"Look inside with Mesa: {call}"])))
    return SAME if same else DIFFERS


def _as_stored(result: SweepResult, package: str, point: int, summary: Any) -> bool:
    import numpy as np

    from detente.world.outcomes import INDICATORS

    one = result.data.sel(package=package, point=point)
    stored = np.stack([one[name].to_numpy().ravel() for name in INDICATORS], axis=1)
    known = np.isfinite(stored).all(axis=1)
    return bool(np.array_equal(stored[known], summary[known]))


def _saved(which: Which, package: str, ensemble: Any) -> str:
    if which.out is None:
        return ""
    from detente.store import save_result

    folder = which.out if which.package is not None else which.out / package
    return str(save_result(folder, ensemble))
