"""Which recorded instant a date means."""

from __future__ import annotations

import numpy as np

from detente.errors import UsageError
from detente.scenario.dates import parse_date
from detente.world.arrays import Array


def instant(times: Array, at: str | None) -> np.datetime64:
    """Return the recorded instant nearest to a date (default: the last); raise `UsageError` for a wrong date."""
    if at is None:
        return times[-1]  # type: ignore[no-any-return]
    try:
        day = parse_date(at)
    except ValueError as error:
        raise UsageError(f"--at: found '{at}'; {error}") from None
    first, last = (np.datetime_as_string(time, "D") for time in times[[0, -1]])
    if not first <= day.isoformat() <= last:
        raise UsageError(f"--at: {day} is outside the scenario, {first} to {last}")
    return times[np.abs(times - np.datetime64(day, "ns")).argmin()]  # type: ignore[no-any-return]
