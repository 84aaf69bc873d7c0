"""Passes that decide: what a month does to a crisis and counts, and why a participant withholds consent."""

from __future__ import annotations

import math

import numpy as np
import pytest
from passes import parameters

from detente.mechanisms.consent import (
    GRIEVANCE,
    NATIONALISM,
    PRIORITIES,
    REASONS,
    TALKS,
    THREAT,
    TRUST,
    agreement,
)
from detente.mechanisms.crisis import month
from detente.mechanisms.theories import CONSTRUCTIVIST, LIBERAL, MIXED, REALIST

# --- a month of crises ----------------------------------------------------------------------------------------------

BEGIN, UP, LEAVE = 0.1, 0.2, 0.5


def moved(stage: float, draw: float, mask: float = 1.0) -> tuple[float, int, int]:
    """Return the stage of a pair (standing twice in the array) a month later, and the counts of begun and ended."""
    both = np.full(2, stage)
    begun, ended = month(*(np.full(2, x) for x in (BEGIN, UP, LEAVE, draw, mask)), both)
    assert both[0] == both[1]
    return float(both[0]), begun, ended


@pytest.mark.parametrize(
    ("stage", "draw", "after", "begun", "ended"),
    [
        (0, 0.09, 1, 1, 0), (0, BEGIN, 0, 0, 0), (0, 0.3, 0, 0, 0), (0, 0.9, 0, 0, 0),
        (1, 0.19, 2, 0, 0), (1, UP, 0, 0, 1), (1, 0.49, 0, 0, 1), (1, LEAVE, 1, 0, 0),
        (2, 0.0, 3, 0, 0), (2, 0.3, 1, 0, 0), (3, 0.1, 4, 0, 0), (3, 0.4, 2, 0, 0), (3, 0.8, 3, 0, 0),
        (4, 0.1, 4, 0, 0), (4, 0.3, 3, 0, 0), (4, 0.6, 4, 0, 0),
    ],
)  # fmt: skip
def test_a_month_of_a_pair(stage: float, draw: float, after: float, begun: int, ended: int) -> None:
    """From calm to stage 1 below `begin`; else up below `up`, down below `leave`, and never beyond four."""
    assert moved(stage, draw) == (after, begun, ended)
    assert moved(stage, draw, mask=0.0)[0] == 0.0


def test_many_pairs_are_counted_once_each() -> None:
    stage = np.array([0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 2.0, 2.0])
    draw = np.array([0.05, 0.05, 0.05, 0.05, 0.3, 0.3, 0.3, 0.3])
    parts = [np.full(8, x) for x in (BEGIN, UP, LEAVE)]
    assert month(*parts, draw, np.ones(8), stage) == (2, 1)
    assert stage.tolist() == [1, 1, 1, 1, 0, 0, 1, 1]


# --- consent --------------------------------------------------------------------------------------------------------

WEIGHTS = {
    "consent_base": 0.3, "consent_trust": 2.0, "consent_threat": 1.5, "consent_latitude": 0.7, "consent_grievance": 1.2,
    "consent_nationalism": 0.9, "consent_priorities": 1.1, "consent_contact": 0.8,
}  # fmt: skip
AVERAGE = np.array([0.5, 0.3, 0.2, 0.4, 0.25])
USUAL = {
    "trust": 0.5,
    "threat": 0.3,
    "active": 0.2,
    "nationalism": 0.4,
    "distance": 0.25,
    "latitude": 0.6,
    "contact": 0.0,
}


def asked(theory: int = MIXED, **over: float) -> tuple[float, int]:
    """Return the chance that a participant agrees and the reason against; all else as the average of the region."""
    x = USUAL | over
    chance, reason = agreement(*x.values(), AVERAGE, theory, parameters(**WEIGHTS))
    return float(chance), int(reason)


@pytest.mark.parametrize(
    ("name", "weight"),
    [
        ("trust", 2.0),
        ("threat", 1.5),
        ("active", -1.2),
        ("nationalism", -0.9),
        ("distance", -1.1),
        ("latitude", 0.7),
        ("contact", 0.8),
    ],
)
def test_every_term_of_consent_moves_its_log_odds(name: str, weight: float) -> None:
    usual, _ = asked()
    log_odds = 0.3 + 2 * 0.5 + 1.5 * 0.3 + 0.7 * 0.6 - 1.2 * 0.2 - 0.9 * 0.4 - 1.1 * 0.25
    assert math.log(usual / (1 - usual)) == pytest.approx(log_odds, abs=1e-10)
    more, _ = asked(**{name: USUAL[name] + 0.1})
    assert math.log(more / (1 - more)) == pytest.approx(log_odds + 0.1 * weight, abs=1e-10)


@pytest.mark.parametrize(
    ("over", "reason"),
    [
        ({"trust": 0.2}, TRUST), ({"active": 0.9}, GRIEVANCE), ({"nationalism": 0.9}, NATIONALISM), ({"distance": 0.9}, PRIORITIES),
        ({"threat": 0.1}, THREAT), ({}, TRUST), ({"trust": 0.3, "active": 0.5}, TRUST), ({"trust": 0.3, "active": 0.6}, GRIEVANCE),
        ({"active": 0.5, "nationalism": 0.7}, GRIEVANCE), ({"active": 0.5, "nationalism": 0.9}, NATIONALISM),
        ({"nationalism": 0.7, "distance": 0.45}, NATIONALISM), ({"nationalism": 0.7, "distance": 0.55}, PRIORITIES),
        ({"distance": 0.45, "threat": 0.2}, PRIORITIES), ({"distance": 0.45, "threat": 0.1}, THREAT),
        ({"contact": -0.4}, TALKS), ({"contact": 0.4}, TRUST), ({"contact": -0.3, "trust": 0.35}, TRUST),
        ({"contact": -0.4, "trust": 0.35}, TALKS), ({"contact": -0.4, "threat": 0.05}, THREAT),
    ],
)  # fmt: skip
def test_the_reason_is_the_term_that_falls_furthest_short(over: dict[str, float], reason: int) -> None:
    """Shortfalls are weighed as in the log odds; where nothing falls short, trust is named."""
    assert asked(**over)[1] == reason
    assert reason in range(TRUST, TALKS + 1)
    assert REASONS[TRUST : TALKS + 1] == (
        "low trust", "active grievance", "nationalism", "distant priorities", "no common threat", "talks broken off",
    )  # fmt: skip


COUNTS = {
    MIXED: ("trust", "threat", "active", "nationalism", "distance", "latitude", "contact"),
    REALIST: ("threat", "distance", "latitude"),
    LIBERAL: ("trust", "distance", "latitude", "contact"),
    CONSTRUCTIVIST: ("trust", "active", "nationalism", "latitude"),
}
"""Which terms count under which theory."""
SIGNED = {"trust": 2.0, "threat": 1.5, "active": -1.2, "nationalism": -0.9, "distance": -1.1, "latitude": 0.7,
          "contact": 0.8}  # fmt: skip
LOWER = {"trust": 0.2, "threat": 0.0, "active": 0.9, "nationalism": 0.9, "distance": 0.9, "contact": -0.4}
"""Where each term falls short, and is named if it counts."""
NAMED = {"trust": TRUST, "threat": THREAT, "active": GRIEVANCE, "nationalism": NATIONALISM, "distance": PRIORITIES,
         "contact": TALKS}  # fmt: skip


@pytest.mark.parametrize("theory", COUNTS)
def test_under_a_theory_only_its_terms_count(theory: int) -> None:
    """Terms that count enter with their weights; those that do not change no bit of the chance, whatever their value."""
    log_odds = 0.3 + sum(SIGNED[name] * USUAL[name] for name in COUNTS[theory])
    usual, _ = asked(theory)
    assert math.log(usual / (1 - usual)) == pytest.approx(log_odds, abs=1e-10)
    for name in USUAL:
        for value in (USUAL[name] - 0.1, USUAL[name] + 0.1, 1.0):
            found, _ = asked(theory, **{name: value})
            moved = SIGNED[name] * (value - USUAL[name]) if name in COUNTS[theory] else 0.0
            assert math.log(found / (1 - found)) == pytest.approx(log_odds + moved, abs=1e-10)
            assert (found == usual) == (moved == 0.0)


@pytest.mark.parametrize("theory", COUNTS)
@pytest.mark.parametrize("name", LOWER)
def test_a_term_that_does_not_count_is_no_reason(theory: int, name: str) -> None:
    """A shortfall is named under the theories that know the term; where nothing falls short, the first that counts is."""
    _, reason = asked(theory, **{name: LOWER[name]})
    first = PRIORITIES if theory == REALIST else TRUST
    assert reason == (NAMED[name] if name in COUNTS[theory] else first)
