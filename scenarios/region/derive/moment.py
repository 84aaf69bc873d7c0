"""The moment at whose opening a region is described: what each table is read for, and up to which year.

One process writes one region: `open_at` comes before anything is derived.
"""

from __future__ import annotations

from typing import NamedTuple, TypeVar


class Moment(NamedTuple):
    """The years that bound every table; nothing later than `known_by` is read but where a field says so."""

    start: float
    known_by: int  # last year of what the tables and judgements tell; 0: not written into passports
    surveys: tuple[int, int]  # years whose readings open the run
    aged: tuple[int, int]  # years of the older readings of rule T4
    opinions: int  # first year of the Pew readings that tell how many have no opinion
    order: tuple[str, ...]  # questions in order of precedence; none: the usual order
    votes: tuple[int, int]
    material: str  # capability and spending
    size: str  # gross domestic product
    regime: str  # electoral democracy
    spending: tuple[str, str]  # growth of spending
    exercises: tuple[int, int]
    shocks_from: int  # first year of dated shocks in the record; before it, militarised disputes
    rivalries: int  # the year in which a rivalry must be open
    trade: int  # last year of tables of trade
    nearest: bool  # of two readings the nearer in time, rather than the last before the start
    few: float  # factor on the spread between questions where few dyads were asked two


OPENINGS = {
    2025: Moment(
        2025.0, 0, (2024, 9999), (2006, 2018), 2011, (), (2022, 2024), "2022", "2019", "2023", ("2010", "2020"),
        (2006, 2010), 2015, 2020, 9999, False, 1.0,
    ),
    2005: Moment(
        2005.0, 2004, (2002, 2006), (0, -1), 0,
        ("cabinet_affinity", "pew_favourable", "pew_favourable_pub", "genron_favourable"),
        (2002, 2004), "2004", "2004", "2004", ("1994", "2004"), (2000, 2004), 2005, 2004, 2006, True, 1.5,
    ),
}  # fmt: skip
_CHOSEN: list[int] = []

T = TypeVar("T")


def open_at(year: int) -> None:
    """Choose the moment for this process; a second, different choice raises RuntimeError, as results are cached."""
    if _CHOSEN and _CHOSEN[0] != year:
        raise RuntimeError(f"this process describes {_CHOSEN[0]} already")
    _CHOSEN[:] = [year]


def now() -> Moment:
    """Return the chosen moment; where none was chosen, the opening of 2025."""
    return OPENINGS[_CHOSEN[0] if _CHOSEN else 2025]


def pick(at_2025: T, at_2005: T) -> T:
    """Return the judgement that belongs to the chosen moment."""
    return at_2005 if now().start == 2005.0 else at_2025
