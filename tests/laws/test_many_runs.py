"""Many runs: a run is what it is by its seed and number, alone or in company, and means of many settle."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import detente
from laws.running import differing, run
from laws.sketches import FORMS, Sketch, sketches
from laws.worlds import fixed_at, world

LIVELY = Sketch(0, 4, "quarter", 6, levers=FORMS, shocks=("random", "dated"))


@settings(max_examples=60)
@given(sketches(), st.lists(st.integers(0, 30), min_size=1, max_size=6))
def test_a_run_is_the_same_in_any_company(sketch: Sketch, ids: list[int]) -> None:
    """Any runs in any order, some twice, are to the last bit the runs made one by one."""
    program = run(world(sketch), [0]).program
    together = run(program, ids)
    for place, one in enumerate(ids):
        alone = run(program, [one])
        for name in ("summary", "series", "worlds", "state_worlds", "outcomes", "crises", "events", "hits"):
            assert np.array_equal(getattr(together.record, name)[place], getattr(alone.record, name)[0]), name


@settings(max_examples=20)
@given(sketches(steps=(2, 6)), st.integers(1, 4))
def test_workers_change_no_bit(sketch: Sketch, workers: int) -> None:
    """An ensemble is the same for any number of threads, and its runs are the kernel's own."""
    scenario = world(sketch)
    one = detente.run(scenario, 24, record="all", workers=1)
    other = detente.run(scenario, 24, record="all", workers=workers)
    assert one.data.equals(other.data)
    assert np.array_equal(one.summary, run(scenario, range(24)).record.summary)


@settings(max_examples=30)
@given(sketches(steps=(2, 6)), st.lists(st.floats(0.2, 1.0), min_size=2, max_size=5))
def test_a_point_among_many_is_the_point_alone(sketch: Sketch, points: list[float]) -> None:
    """A point of a sweep is to the last bit the same point run alone, and a point given twice agrees with itself."""
    scenario = world(sketch)
    swept = [run(fixed_at(scenario, trust_good_news=x)) for x in (*points, points[0])]
    assert not differing(swept[0], swept[-1])
    for x, found in reversed(list(zip(points, swept, strict=False))):
        assert not differing(run(fixed_at(world(sketch), trust_good_news=x)), found)


@settings(max_examples=30)
@given(sketches(steps=(2, 6)), st.floats(0.2, 1.0), st.floats(0.2, 1.0))
def test_points_share_their_luck(sketch: Sketch, one: float, other: float) -> None:
    """Two points of a sweep draw the same lots: shocks that do not depend on the course strike in the same steps of both."""
    scenario = world(sketch)
    steady = replace(scenario, shocks={key: replace(x, hazard={}) for key, x in scenario.shocks.items()})
    a, b = (run(fixed_at(steady, trust_good_news=x)) for x in (one, other))
    assert np.array_equal(a.record.events, b.record.events)
    assert np.array_equal(a.of("trust")[:, 0], b.of("trust")[:, 0])


@pytest.mark.parametrize("indicator", range(12))
def test_the_error_of_a_mean_falls_with_the_root_of_runs(indicator: int) -> None:
    """Means of 4, 16 and 64 runs scatter half as much each time, for every indicator (25 %, 3.5 errors of 150 means)."""
    found = lively_series()[:, indicator]
    assert found.std() > 0.0
    spreads = [found.reshape(-1, size).mean(1).std(ddof=1) for size in (4, 16, 64)]
    assert spreads[0] / spreads[1] == pytest.approx(2.0, rel=0.25)
    assert spreads[1] / spreads[2] == pytest.approx(2.0, rel=0.25)
    assert spreads[0] == pytest.approx(found.std(ddof=1) / 2, rel=4 / math.sqrt(2 * 2400))


_SERIES: list[np.ndarray] = []  # type: ignore[type-arg]


def lively_series() -> np.ndarray:  # type: ignore[type-arg]
    """Return the indicators [runs, 12] of the last step of 9,600 runs, each with assumptions of its own."""
    if not _SERIES:
        _SERIES.append(run(world(LIVELY), range(9600), replicates=1).record.series[:, -1])
    return _SERIES[0]
