"""What a calibration and a hindcast are made from: files in, checked together, cut at the fit date, with digests."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from detente.errors import Fault, ScenarioError
from detente.history.driving import drive
from detente.history.events import Events, read_events
from detente.history.fit_dates import Fit
from detente.history.gathering import tried
from detente.history.kept import calibration, digest_of_events, digest_of_surveys
from detente.history.known import require_known
from detente.history.requests import keys_after, requested
from detente.history.surveys import SurveyTable, read_surveys
from detente.scenario.event_kinds import read_event_kinds
from detente.scenario.reading import Reading
from detente.scenario.scenario import Scenario
from detente.version import __version__

LEAST = 30
"""The fewest survey values that are fitted."""
Arm = Callable[[Events, date], Events]
"""Changes the events after a day: what a forecast is told of them."""


class Inputs(NamedTuple):
    """Everything read: the driven scenario, surveys up to the fit date, all events, digests, and what is asked for.

    `later` are all surveys, of which nothing but keys may be used; `requests` is None where nothing is to be predicted.
    """

    scenario: Scenario
    surveys: SurveyTable
    later: SurveyTable
    events: Events
    fit: Fit
    manifest: dict[str, Any]
    requests: pd.DataFrame | None = None


def read_inputs(
    path: Path, surveys: Sequence[Path], events: Path, fit: Fit, arm: Arm | None = None, variant: str | None = None,
    overrides: Sequence[str] = (), until: Fit | None = None, request: Path | None = None, more: Sequence[Fault] = (),
) -> Inputs:  # fmt: skip
    """Read and check everything; raise `ScenarioError` with the faults of all files at once, after those of `more`.

    `until` is the last month to be predicted; events after it do not count, nor those before the scenario starts.
    """
    faults = list(more)
    cards = sorted({kind.card for kind in read_event_kinds().kinds.values() if kind.card})
    reading = tried(lambda: Reading(path, overrides, cards=cards), faults)
    plain = None if reading is None else tried(lambda: reading.scenario(variant), faults)
    faults += [] if plain is None else _dates(plain, fit, until)
    whole = tried(lambda: read_surveys(*surveys), faults)
    known = None if whole is None else whole.until(*fit)
    faults += [] if known is None else _many(known, fit, surveys)
    found = tried(lambda: read_events(events, None if plain is None else plain.states), faults)
    asked = None
    if request is not None and until is not None:
        codes = None if plain is None or whole is None else _codes(plain, whole)
        asked = tried(lambda: requested(request, fit, until, codes), faults)
    if faults or reading is None or plain is None or whole is None or known is None or found is None:
        raise ScenarioError(faults)
    if until is not None and asked is None:
        asked = keys_after(whole, fit, until)
    inside = found.within(plain.start, last_day(until or fit))
    told = inside if arm is None else arm(inside, last_day(fit))
    scenario = drive(reading, told, variant)
    require_known(scenario, str(fit))
    manifest = {
        "fit_until": str(fit), "scenario": path.name, "variant": variant, "set": list(overrides),
        "scenario_digest": plain.digest(), "calibration": calibration(), "version": __version__,
        "surveys": {"files": [one.name for one in surveys], "values": len(known.frame), "digest": digest_of_surveys(known)},
        "events": {"file": events.name, "used": len(told.listed), "outside_dates": len(found.listed) - len(inside.listed),
                   "left_out": found.left_out, "digest": digest_of_events(told.until(last_day(fit)))},
    }  # fmt: skip
    return Inputs(scenario, known, whole, told, fit, manifest, asked)


def last_day(month: Fit) -> date:
    """Return the last day of a month."""
    year, number = month
    return date(year + number // 12, number % 12 + 1, 1) - date.resolution


def _dates(scenario: Scenario, fit: Fit, until: Fit | None) -> list[Fault]:
    """Return what is wrong where the dates do not follow one another within the scenario."""
    faults = []
    first, last = (scenario.start.year, scenario.start.month), (scenario.end.year, scenario.end.month)
    if not first < tuple(fit) <= last:
        words = f"found {fit}; it lies outside the scenario, which runs from {scenario.start} to {scenario.end}"
        faults.append(Fault("--until" if until is None else "--fit-until", "", words))
    if until is not None and tuple(until) > last:
        words = f"found {until}; the scenario ends on {scenario.end}; --set end={until[0]}-12-31 moves its end"
        faults.append(Fault("--predict-until", "", words))
    if until is not None and tuple(until) <= tuple(fit):
        faults.append(Fault("--predict-until", "", f"found {until}; a month after the fit date {fit} is needed"))
    return faults


def _many(known: SurveyTable, fit: Fit, files: Sequence[Path]) -> list[Fault]:
    """Return a fault where there are too few values to fit anything."""
    if len(known.frame) >= LEAST:
        return []
    where = " + ".join(str(path) for path in files)
    return [
        Fault(where, "", f"found {len(known.frame)} values up to {fit}; at least {LEAST} are needed to fit anything")
    ]


def _codes(scenario: Scenario, surveys: SurveyTable) -> Collection[str]:
    """Return the codes that a request may name: a state outside the scenario is answered by what surveys say alone."""
    frame = surveys.frame
    return {*scenario.states, *read_event_kinds().outside, *frame["observer"], *frame["target"]}
