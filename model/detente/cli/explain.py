"""`detente explain`: replay runs of a result with the ledger on."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from detente.cli.progress import announce_compilation
from detente.errors import ResultError, UsageError


def explain_result(
    folder: Path, of: str, observer: str, target: str, runs: int, only: int | None, *, as_json: bool
) -> None:
    """Print the bookings of one variable of one dyad; raise `ResultError` or `UsageError`."""
    from detente.store import open_result

    result = open_result(folder)
    from detente.analysis import explain
    from detente.assembly import assemble
    from detente.version import __version__

    if result.manifest["detente"] != __version__:
        raise ResultError(
            f"{folder} was written by detente {result.manifest['detente']}; this is {__version__}, whose runs may differ"
        )
    available = int(result.manifest["runs"])
    if only is not None and only >= available:
        raise UsageError(f"--run: found {only}; the result has runs 0 to {available - 1}")
    ids = [only] if only is not None else list(range(0, available, max(1, available // runs)))[:runs]
    announce_compilation(quiet=as_json)
    if not as_json:
        print("replaying with the ledger on (compiles once, some twenty seconds) ...", file=sys.stderr, flush=True)
    program = assemble(result.scenario, int(result.manifest["seed"]))
    found = explain(program, int(result.manifest["replicates"]), ids, of, observer, target)
    if as_json:
        plain = {"variable": of, "from": observer, "to": target, "runs": ids, "start": found.start, "end": found.end}
        bookings = {str(cause): float(amount) for cause, amount in found.totals.items()}
        print(json.dumps({**plain, "change": found.end - found.start, "bookings": bookings}, indent=2))
        return
    names = result.scenario.states
    many = f"run {ids[0]}" if len(ids) == 1 else f"mean of {len(ids)} runs"
    print(
        f"{of} of {names[observer].name} in {names[target].name}, {result.scenario.start} to {result.scenario.end}, {many}"
    )
    print(f"  start {found.start:8.4f}\n  end   {found.end:8.4f}\n  change{found.end - found.start:+9.4f} =")
    for cause, amount in found.totals.items():
        if abs(amount) >= 5e-6:
            print(f"    {amount:+9.4f}  {cause}")
    rest = sum(float(v) for v in found.totals if abs(v) < 5e-6)
    print(f"    {rest:+9.4f}  all smaller ones\n  sum   {float(found.totals.sum()):+9.4f}")
