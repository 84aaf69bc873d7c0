"""Dates of a scenario and the steps they fall into."""

from __future__ import annotations

import calendar
import re
from datetime import date

MONTHS = {"month": 1, "quarter": 3, "year": 12}
DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
NEEDED = "a date is needed: 2027, 2027-09 or 2027-09-15"


def parse_date(value: object, *, last: bool = False) -> date:
    """Return the first day (or with `last` the last day) of a year, month or day; raise ValueError with the reason."""
    match = DATE.fullmatch(str(value)) if isinstance(value, str | int) and not isinstance(value, bool) else None
    if match is None:
        raise ValueError(NEEDED)
    year, month = int(match[1]), int(match[2] or (12 if last else 1))
    if not year >= 1 or not 1 <= month <= 12:
        raise ValueError(f"there is no such month; {NEEDED}")
    days = calendar.monthrange(year, month)[1]
    day = int(match[3] or (days if last else 1))
    if not 1 <= day <= days:
        raise ValueError(f"there is no such day, the month has {days}; {NEEDED}")
    return date(year, month, day)


def step_of(day: date, start: date, step: str) -> int:
    """Return the number of the step (from 0) into which a day falls; negative before the start."""
    months = (day.year - start.year) * 12 + day.month - start.month
    if day.day < start.day and day.day < calendar.monthrange(day.year, day.month)[1]:
        months -= 1
    return months // MONTHS[step]


def date_of(number: int, start: date, step: str) -> date:
    """Return the first day of a step (from 0)."""
    months = start.year * 12 + start.month - 1 + number * MONTHS[step]
    year, month = divmod(months, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))
