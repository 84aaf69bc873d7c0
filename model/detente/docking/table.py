"""Run the cases and say of each which level it meets."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from detente.docking.docks import DOCKS, NOT_RUN
from detente.docking.expected import Expected, expected
from detente.errors import UsageError
from detente.scenario.faults import listed, nearest


class Docked(NamedTuple):
    """One case: what was expected and found, and the level met (empty: not met, or not run; then `remark` says why).

    `met` is None for a case that is not run; `tolerances` are how near
    the numbers found must come, `errors` their Monte Carlo errors where they are drawn.
    """

    id: str
    mechanism: str
    model: str
    case: str
    quantity: str
    expected: str
    found: str
    tolerances: tuple[float, ...]
    errors: tuple[float, ...]
    level: str
    met: bool | None
    remark: str
    status: str
    source: str


def dock(ids: Iterable[str] = (), progress: Callable[[int], None] | None = None) -> list[Docked]:
    """Return all cases, or those named (or whose id starts so), run; raise `UsageError` for an unknown one."""
    rows = []
    for name in chosen(ids):
        rows.append(_docked(expected()[name]))
        if progress is not None:
            progress(1)
    return rows


def chosen(ids: Iterable[str]) -> list[str]:
    """Return the ids of the cases that are named, in the order of the table; raise `UsageError` for an unknown name."""
    wanted, known = list(ids), [*DOCKS, *NOT_RUN]
    strange = [name for name in wanted if not any(one.startswith(name) for one in known)]
    if strange:
        told = "\n".join(f"no case '{name}'{nearest(name, known)}" for name in strange)
        raise UsageError(f"{told} (known: {listed(known, 60)})")
    return [one for one in known if not wanted or any(one.startswith(name) for name in wanted)]


def _docked(row: Expected) -> Docked:
    if row.id in NOT_RUN:
        return Docked(row.id, "-", row.model, row.case, row.quantity, row.value, "-", (), (), "", None, NOT_RUN[row.id],
                      row.status, row.source)  # fmt: skip
    one = DOCKS[row.id]
    found = one.run()
    wanted, tolerances = found.expected or row.numbers, found.tolerances(row.tolerance)
    met = len(wanted) == len(found.values) and all(
        abs(a - b) <= most for a, b, most in zip(found.values, wanted, tolerances, strict=True)
    )
    written = numbers(wanted) if row.is_number else f"{row.value}: {numbers(wanted)}"
    return Docked(row.id, one.mechanism, row.model, row.case, row.quantity, written, numbers(found.values), tolerances,
                  found.errors, one.level if met else "", met, one.remark, row.status, row.source)  # fmt: skip


def numbers(values: Iterable[float]) -> str:
    """Return numbers for people, separated by semicolons."""
    return "; ".join(f"{value:.8g}" for value in values)
