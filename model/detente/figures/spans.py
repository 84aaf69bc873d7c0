"""The rows of a timeline: each lever's window and consent, each shock's dates or frequency."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from detente.figures.style import short
from detente.mechanisms.consent import GRANTED, TALKS
from detente.scenario.dates import date_of
from detente.world.arrays import Array

if TYPE_CHECKING:
    from detente.figures.material import Material
    from detente.scenario.scenario import Lever, Scenario, Shock


@dataclass(frozen=True)
class Span:
    """One row: `start, end` in days of matplotlib, `shares` of runs with consent per step of the window (levers),
    `stages` (day, multiplier), `marks` (days of shocks), `value` the number that stands at the right as words.
    """

    name: str
    label: str
    start: float
    end: float
    shares: Array
    stages: tuple[tuple[float, float], ...]
    marks: Array
    dated: bool
    value: float
    number: str


def lever_spans(material: Material) -> list[Span]:
    """Return the levers' rows, by first step and name."""
    levers = sorted(material.scenario.levers.values(), key=lambda lever: (lever.first_step, lever.key))
    return [_lever(material, lever) for lever in levers]


def shock_spans(material: Material) -> list[Span]:
    """Return the shocks' rows: dated ones first."""
    shocks = sorted(material.scenario.shocks.values(), key=lambda shock: (shock.rate is not None, shock.key))
    return [_shock(material, shock) for shock in shocks]


def _lever(material: Material, lever: Lever) -> Span:
    scenario = material.scenario
    first, last = max(lever.first_step, 0), min(lever.last_step, scenario.steps)
    shares, value, number = _consent(material, lever, first, last)
    if lever.form == "unilateral":  # nobody is asked: only budget or a condition can stop it
        number, value = "not needed" + (f"; ran {number}" if number != "not recorded" else ""), float("nan")
    stages = (
        tuple((_day(scenario, max(step, first)), part) for step, part in lever.stages) if len(lever.stages) > 1 else ()
    )
    members = " ".join(short(material.code(name), 8) for name in lever.members)
    level = (
        f"level {lever.level.value:g}" if lever.level.high > 0.0 else "switched off" if lever.idle else "announced only"
    )
    name = short(lever.key.replace("_", " "), 26)
    label = f"{name}, {level}\n{members if len(members) <= 32 else f'{len(lever.members)} states'}"
    return Span(
        name, label, _day(scenario, first), _day(scenario, last), shares, stages, np.zeros(0), False, value, number
    )


def _consent(material: Material, lever: Lever, first: int, last: int) -> tuple[Array, float, str]:
    """Return the share of runs with consent per step of the window, over all, and in words with its 5-95 % range."""
    data = material.data
    if "consent" not in data and "consent_outcomes" not in data:  # a result of an early version
        return np.full(1, 0.0), float("nan"), "not recorded"
    if "consent" not in data:  # only what was counted over all runs and steps is known
        counts = data["consent_outcomes"].sel(lever=lever.key).to_numpy()
        asked = int(counts[GRANTED : TALKS + 1].sum())
        share = float(counts[1]) / asked if asked else float("nan")
        return np.full(1, np.nan_to_num(share)), share, f"{share:.0%}" if asked else "never asked"
    outcomes = np.asarray(data["consent"].sel(lever=lever.key))[:, first:last]
    held, tried = outcomes == GRANTED, outcomes >= GRANTED
    if lever.form != "unilateral":  # of that nobody is asked; of others only answers count
        tried &= outcomes <= TALKS
    shares = held.mean(axis=0) if outcomes.size else np.zeros(1)
    if not tried.any():
        return shares, float("nan"), "never asked"
    sets = -(-material.runs // material.replicates)
    grouped = [part.reshape(sets, -1).sum(axis=1) for part in (held, tried)]
    by_set = grouped[0] / np.maximum(grouped[1], 1)
    share = float(held.sum() / tried.sum())
    return shares, share, f"{share:.0%}{_interval(by_set, '.0%')}"


def _shock(material: Material, shock: Shock) -> Span:
    scenario = material.scenario
    dated = shock.rate is None
    years = scenario.steps * scenario.dt
    if dated:
        marks, value, number = np.array([_day(scenario, step) for step in shock.steps]), len(shock.steps) / years, ""
        number = f"{len(shock.steps)} in all"
    elif "shock_events" in material.data:
        events = material.data["shock_events"].sel(shock=shock.key).to_numpy()
        a_year = events.sum(axis=1) / years
        marks = np.array([_day(scenario, int(step)) for step in np.flatnonzero(events[0])])
        value = float(a_year.mean())
        number = f"{value:.2g}{_interval(a_year, '.2g')}"
    else:
        value = float(shock.rate.value) if shock.rate is not None else float("nan")
        marks, number = np.zeros(0), f"{value:.2g} (base rate)"
    sides = (
        [*([shock.by] if shock.by else []), "→", *shock.on] if shock.by and shock.on else [shock.by or "", *shock.on]
    )
    who = " ".join(short(material.code(side) if side in scenario.states else side, 8) for side in sides if side)
    name = short(shock.key.replace("_", " "), 30)
    label = f"{name}, size {shock.size.value:g}\n{who if len(who) <= 36 else f'{len(shock.on)} states'}"
    start, end = _day(scenario, 0), _day(scenario, scenario.steps)
    return Span(name, label, start, end, np.zeros(0), (), marks, dated, value, number)


def _interval(values: Array, form: str) -> str:
    """Return the 5 to 95 per cent range in words, or nothing where there are too few values to tell."""
    from detente.analysis.paired import FEWEST_SETS

    if values.size < FEWEST_SETS:
        return ""
    low, high = (format(value, form) for value in np.quantile(values, (0.05, 0.95)))
    return f" ({low} to {high})" if low != high else ""


def _day(scenario: Scenario, step: int) -> float:
    from matplotlib.dates import date2num

    return float(date2num(date_of(step, scenario.start, scenario.step)))
