"""Nothing later than its fit enters a hindcast: by when each number of a scenario was known, and what was known too late.

A number was known by the day its passport states (`known_by`), else by the latest of its sources.  A judgement without a
source that says nothing was made by somebody who knew how things went on, so that no fit may use it.  What happened is
given to a hindcast: numbers that the events laid over it bring, and defaults of the program, are not asked.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from detente.errors import Fault, ScenarioError
from detente.scenario.dates import parse_date
from detente.scenario.faults import SHOWN
from detente.scenario.quantities import Quantity
from detente.scenario.regions import BY_DEFAULT
from detente.scenario.scenario import Scenario, Source

GIVEN = ("default", "events")
"""Layers whose numbers are not asked: defaults of variables, and events as they happened."""
REMEDY = "give a value that leans on earlier evidence alone, with known_by and a reason"


def known_by(quantity: Quantity, sources: dict[str, Source]) -> date | None:
    """Return the last day on which all that a number leans on was known, or None where nothing tells."""
    days = [_day(text) for text in _told(quantity, sources)]
    found = [day for day in days if day is not None]
    return max(found) if found and len(found) == len(days) else None


def check_known(scenario: Scenario, fit_until: date | str, given: Collection[str] = GIVEN) -> list[Fault]:
    """Return a fault for every number of a scenario that was known later than a fit ends, in the scenario's order.

    `fit_until` is a day, or a year or month as a file writes it (its last day counts).  `where` is the place in the file
    that set the value, `path` its dotted key.
    """
    last = parse_date(fit_until, last=True) if isinstance(fit_until, str) else fit_until
    faults = []
    for key, quantity, origin in scenario.passports():
        asked = origin.layer not in given and quantity.reason != BY_DEFAULT
        if asked and (complaint := _complaint(quantity, scenario.sources, last)):
            faults.append(Fault(str(origin), key, f"{complaint}; {REMEDY}"))
    return faults


def require_known(scenario: Scenario, fit_until: date | str, given: Collection[str] = GIVEN) -> None:
    """Raise `ScenarioError` with every number that was known later than a fit ends (twenty in full, the others counted)."""
    faults = check_known(scenario, fit_until, given)
    if len(faults) > SHOWN:
        faults = [*faults[:SHOWN], Fault("", "", f"and {len(faults) - SHOWN} further numbers known too late")]
    if faults:
        raise ScenarioError(faults)


def _complaint(quantity: Quantity, sources: dict[str, Source], last: date) -> str | None:
    """Return what is wrong with a number for a fit that ends on a day, or None."""
    day = known_by(quantity, sources)
    if day is None:
        silent = [key for key in quantity.source if not sources[key].known_by]
        if silent:
            return f"leans on {', '.join(silent)}, of which nothing tells by when it was known"
        return f"is {quantity.standing} and nothing tells by when it was known"
    if day > last:
        return f"{_leaning(quantity, sources, last)}; the fit ends on {last}"
    if quantity.known_by and not quantity.reason and (late := _later(quantity, sources, day)):
        return f"says known_by {quantity.known_by} though it leans on {late}, and gives no reason"
    return None


def _leaning(quantity: Quantity, sources: dict[str, Source], last: date) -> str:
    """Return in words what was known after a day."""
    if quantity.known_by:
        return f"was known by {quantity.known_by}"
    return f"leans on {_later(quantity, sources, last)}"


def _later(quantity: Quantity, sources: dict[str, Source], last: date) -> str:
    """Return the sources of a number that were known after a day, each with its year."""
    late = [sources[key] for key in quantity.source if (day := _day(sources[key].known_by)) is not None and day > last]
    return ", ".join(f"{source.key} (known by {source.known_by})" for source in late)


def _told(quantity: Quantity, sources: dict[str, Source]) -> list[str]:
    """Return the years or days that tell of a number: its own, else those of its sources."""
    return [quantity.known_by] if quantity.known_by else [sources[key].known_by for key in quantity.source]


def _day(text: str) -> date | None:
    return parse_date(text, last=True) if text else None
