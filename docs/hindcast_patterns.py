"""What each mechanism does to the patterns: a few statistics of the driven model, with it and without."""

from __future__ import annotations

from datetime import date
from functools import cache

import numpy as np
from hindcast_tables import markdown
from make_hindcast import EVENTS, SCENARIO

from detente.assembly import assemble
from detente.ensemble.ensemble import run_ids
from detente.ensemble.recording import recording_of
from detente.history.ablations import ABLATIONS, Ablation, ablated, without
from detente.history.driving import drive
from detente.history.events import Event, Events, read_events
from detente.history.observations import logit
from detente.scenario.event_kinds import read_event_kinds
from detente.scenario.reading import Reading

SETTINGS, START, LAST = 48, 2005, date(2018, 12, 31)
QUARREL = Events((Event(date(2006, 2, 1), "territorial_incident", "CHN", ("JPN",), 5),))
HEAD = ["without", "years to half recovery after one severe incident", "Japan about China, 2013 to 2018, logit",
        "won back by 2018: China about Japan", "Japan about China", "Korea about Japan, 2011 to 2013, logit"]  # fmt: skip


@cache
def reading() -> Reading:
    """Return the scenario file, ready for events."""
    cards = sorted({kind.card for kind in read_event_kinds().kinds.values() if kind.card})
    return Reading(SCENARIO, (), cards=cards)


def moods(events: Events, one: Ablation) -> dict[tuple[str, str], np.ndarray]:
    """Return logit trust [settings, steps] of the dyads looked at, over settings drawn from the priors."""
    told = without(one)(events, LAST) if one.tables else events
    program = assemble(ablated(drive(reading(), told), one), 1)
    record = run_ids(program, np.arange(SETTINGS), 1, recording_of(("trust",), ()), sampled=True)
    names = list(program.layout.names)
    worlds = record.worlds.reshape(SETTINGS, record.worlds.shape[1], len(names), len(names)).astype(float)
    pairs = (("JPN", "CHN"), ("CHN", "JPN"), ("KOR", "JPN"))
    return {(a, b): logit(worlds[:, :, names.index(a), names.index(b)]) for a, b in pairs}


def step(year: float) -> int:
    """Return the step at which a year begins."""
    return round((year - START) * 4)


def statistics(events: Events, one: Ablation) -> list[str]:
    """Return the medians over settings, as text."""
    found, quiet = moods(events, one), moods(Events(()), one)["JPN", "CHN"]
    moved = (moods(QUARREL, one)["JPN", "CHN"] - quiet)[:, step(2006.25) :]
    half = [int(np.argmax(row[row.argmin() :] > 0.5 * row.min())) / 4 for row in moved if row.min() < -0.01]
    back = [won_back(found[pair]) for pair in (("CHN", "JPN"), ("JPN", "CHN"))]
    japan, korea = found["JPN", "CHN"], found["KOR", "JPN"]
    waited = f"{np.median(half):.1f}" if half else "no fall"
    return [waited, f"{np.median(japan[:, step(2018)] - japan[:, step(2013)]):+.2f}", *back,
            f"{np.median(korea[:, step(2013)] - korea[:, step(2011.5)]):+.2f}"]  # fmt: skip


def won_back(mood: np.ndarray) -> str:
    """Return the median share won back by 2018 of what was lost from 2010 to the low of 2012-14."""
    low = mood[:, step(2012) : step(2015)].min(axis=1)
    lost = mood[:, step(2010.5)] - low
    fell = lost > 0.05
    return f"{np.median((mood[fell, step(2018.75)] - low[fell]) / lost[fell]):.0%}" if fell.any() else "no fall"


def patterns_table() -> str:
    """Return the statistics with everything, and without each mechanism that acts in the simulation."""
    events = read_events(EVENTS, reading().scenario(None).states).until(LAST)
    of_model = [one for one in ABLATIONS if one.tables or one.parameters or not one.by_side]
    rows = [[one.title or "(nothing)", *statistics(events, one)] for one in (Ablation("", ""), *of_model)]
    return markdown(HEAD, rows)


if __name__ == "__main__":
    print(patterns_table())
