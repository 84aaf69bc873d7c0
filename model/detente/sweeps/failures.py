"""The table of failed runs: which, how, why, and the command that makes exactly that run again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.sweeps.journal import Journal
from detente.sweeps.plan import Plan
from detente.sweeps.shards import whole
from detente.sweeps.work import STATUS

if TYPE_CHECKING:
    import pandas

FILE = "failures.parquet"


def failure_table(plan: Plan, journal: Journal) -> pandas.DataFrame:
    """Return one row for each failed run, in the order of runs."""
    import pandas

    rows: list[dict[str, Any]] = []
    names = list(plan.sweep.packages)
    for failure in journal.failures():
        labels = plan.labels(failure.place, failure.place + 1)
        rows.append({
            "run": failure.place, "package": names[int(labels.package[0])], "point": int(labels.point[0]),
            "future": int(labels.future[0]), "replicate": int(labels.replicate[0]), "status": STATUS[failure.status],
            "error": failure.error, "traceback": failure.trace, "again": f"detente rerun RESULT --run {failure.place}",
        })  # fmt: skip
    columns = ["run", "package", "point", "future", "replicate", "status", "error", "traceback", "again"]
    return pandas.DataFrame(rows, columns=columns)


def write_failures(out: Path, plan: Plan, journal: Journal) -> None:
    """Write the table of failures, or take away an old one where nothing failed."""
    table = failure_table(plan, journal)
    if len(table):
        whole(out / FILE, lambda path: table.to_parquet(path, engine="pyarrow", index=False, compression="zstd"))
    else:
        (out / FILE).unlink(missing_ok=True)
