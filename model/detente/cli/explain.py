"""`detente explain`: replay runs of a result with the ledger on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from detente.cli.faults import print_json, visible
from detente.cli.progress import announce_compilation, working
from detente.errors import ResultError, UsageError

if TYPE_CHECKING:
    from detente.analysis import Explanation
    from detente.store import Result

SMALL = 5e-6


def explain_result(
    folder: Path, of: str, observer: str, target: str | None, runs: int, only: int | None, *, as_json: bool
) -> None:
    """Print the bookings of one variable of one dyad; raise `ResultError` or `UsageError`."""
    from detente.store import open_result, stale

    result = open_result(folder)
    from detente.analysis import explain
    from detente.assembly import assemble

    if reason := stale(result):
        raise ResultError(f"{folder}: {reason}")
    ids = _chosen(result, runs, only)
    announce_compilation(quiet=as_json)
    program = assemble(result.scenario, int(result.manifest["seed"]))
    with working("replaying with the ledger on (compiles once, some twenty seconds)", quiet=as_json):
        found = explain(program, int(result.manifest["replicates"]), ids, of, observer, target)
    if as_json:
        plain = {"variable": of, "from": observer, "to": target, "runs": ids, "start": found.start, "end": found.end}
        bookings = {str(cause): float(amount) for cause, amount in found.totals.items()}
        print_json({**plain, "change": found.end - found.start, "bookings": bookings})
        return
    print(visible("\n".join(_words(found, result))))


def _chosen(result: Result, runs: int, only: int | None) -> list[int]:
    """Return the runs to replay: the one asked for, the one there is, or `runs` of them spread over all."""
    available = int(result.manifest["runs"])
    if only is not None and (only >= available or result.only not in (None, only)):
        known = f"run {result.only} alone" if result.only is not None else f"runs 0 to {available - 1}"
        raise UsageError(f"--run: found {only}; the result has {known}")
    only = result.only if only is None else only
    return [only] if only is not None else list(range(0, available, max(1, available // runs)))[:runs]


def _words(found: Explanation, result: Result) -> list[str]:
    scenario, ids = result.scenario, found.runs
    many = f"run {ids[0]}" if len(ids) == 1 else f"mean of {len(ids)} runs"
    named = {name: state.name for name, state in scenario.states.items()}
    lines = [
        f"{found.subject(named)}, {scenario.start} to {scenario.end}, {many}",
        f"  start {found.start:8.4f}", f"  end   {found.end:8.4f}", f"  change{found.end - found.start:+9.4f} =",
    ]  # fmt: skip
    seen = {cause: float(amount) for cause, amount in found.totals.items()}
    lines += [f"    {amount:+9.4f}  {cause}" for cause, amount in seen.items() if abs(amount) >= SMALL]
    rest = sum(amount for amount in seen.values() if abs(amount) < SMALL)
    return [*lines, f"    {rest:+9.4f}  all smaller ones", f"  sum   {sum(seen.values()):+9.4f}"]
