"""A small driven problem for the tests of fits: four events, and three views of China over five years."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np

from detente.history.driving import drive
from detente.history.events import Event, Events
from detente.history.fit import Problem, problem
from detente.history.observations import Observations
from detente.scenario import Scenario
from detente.scenario.event_kinds import read_event_kinds
from detente.scenario.reading import Reading

TOP = Path(__file__).parents[2] / "scenarios" / "hindcast" / "east_asia_2005.yaml"
HAPPENED = Events((
    Event(date(2010, 9, 7), "territorial_incident", "CHN", ("JPN",), 3),
    Event(date(2011, 5, 21), "summit", "JPN", ("CHN", "KOR"), 3),
    Event(date(2012, 12, 26), "leadership_change", "JPN", ("CHN", "KOR"), 4),
    Event(date(2014, 3, 18), "distant_war", "RUS", ("JPN", "CHN", "USA"), 4),
))  # fmt: skip


@cache
def driven_scenario() -> Scenario:
    """Return the region of 2005 with the events laid over it."""
    cards = sorted({kind.card for kind in read_event_kinds().kinds.values() if kind.card})
    return drive(Reading(TOP, (), cards=cards), HAPPENED)


@cache
def small_problem() -> Problem:
    """Return the problem of fitting it to falling views of China in three states, 2009-13."""
    time = np.tile(np.arange(2009.5, 2014.5), 3)
    observer = np.repeat(np.array(["JPN", "USA", "KOR"], object), 5)
    target, question = np.full(15, "CHN", object), np.full(15, "pew", object)
    value = np.linspace(0.2, -1.0, 15)
    entries = Observations(time, observer, target, question, np.zeros(15, bool), np.full(15, 1000.0), value)
    return problem(replace(driven_scenario(), steps=40), entries, [(date(2012, 12, 26), "JPN", 4)])
