"""Time: how far a step goes, where a run may be cut, how long it is."""

from __future__ import annotations

import math
import pickle
from dataclasses import dataclass, fields, replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from detente.scenario import Scenario
from detente.simulation import Region
from detente.world.arrays import DYADS
from laws.running import OF_STATES, run
from laws.sketches import Sketch, sketches
from laws.worlds import QUIET, WILLING, bare, shortened, world


@settings(max_examples=60)
@given(sketches(steps=(2, 16), levers=(0, 3), shocks=(0, 3)), st.data())
def test_a_longer_run_begins_with_the_shorter_one(sketch: Sketch, data: st.DataObject) -> None:
    """The first k steps of a run are the run of k steps, conditions, stages, windows and shocks and all, to the last bit."""
    steps = data.draw(st.integers(1, sketch.steps))
    whole = world(sketch)
    one, other = run(whole), run(shortened(whole, steps))
    for name in ("series", "outcomes", "events", "hits"):
        assert np.array_equal(getattr(one.record, name)[:, :steps], getattr(other.record, name)), name
    for name in ("worlds", "state_worlds"):
        assert np.array_equal(getattr(one.record, name)[:, : steps + 1], getattr(other.record, name)), name


@settings(max_examples=60)
@given(sketches(steps=(2, 12)), st.data())
def test_a_run_may_be_put_away_and_taken_up_again(sketch: Sketch, data: st.DataObject) -> None:
    """A Region saved as bytes after any step and loaded goes on to the last bit as if nothing had been; so does the original."""
    cut = data.draw(st.integers(0, sketch.steps))
    region = Region(world(sketch), rng=sketch.seed, run=1)
    region.datacollector = None
    for _ in range(cut):
        region.step()
    saved = pickle.dumps(region)
    straight = run(world(sketch), [1])
    for going_on in (region, pickle.loads(saved)):
        assert going_on.elapsed == cut
        while going_on.running and going_on.elapsed < sketch.steps:
            going_on.step()
        last = going_on.course.world("trust").reshape(16, 16)[: sketch.states, : sketch.states]
        assert np.array_equal(last, straight.of("trust")[0, -1])
        assert list(going_on.indicators.values()) == straight.record.series[0, -1].tolist()
        assert np.array_equal(going_on.course.room.levers[going_on.course.turn], straight.record.outcomes[0, -1])


@dataclass(frozen=True)
class Finer(Scenario):
    """A scenario whose year has any number of steps: files know only years, quarters and months."""

    parts: int = 1

    @property
    def dt(self) -> float:
        """Length of a step in years."""
        return 1 / self.parts


def finer(scenario: Scenario, parts: int, years: int) -> Finer:
    """Return the scenario at so many steps a year, its levers in force throughout, on no condition and no rule."""
    levers = {
        key: replace(x, first_step=0, last_step=years * parts, stages=((0, 1.0),), when=None, rule=None)
        for key, x in scenario.levers.items()
    }
    content = {f.name: getattr(scenario, f.name) for f in fields(scenario)}
    return Finer(**{**content, "levers": levers, "steps": years * parts}, parts=parts)


@settings(max_examples=40)
@given(sketches(levers=(1, 3), shocks=(0, 0), wild=False))
def test_halving_the_step_halves_the_error(sketch: Sketch) -> None:
    """Without lots a world of any levers converges at first order: dt, dt/2, dt/4 lie apart as 2 to 1 (1.8 to 2.2).

    The distance is over all variables together; in a single one errors of the first order may happen to cancel.
    """
    scenario = world(sketch, **QUIET, **WILLING)
    ends = [run(finer(scenario, parts, 2), [0], sampled=False) for parts in (32, 64, 128)]
    skipped = ("act", "reading", "read_of", "stage", "kept", "broken")
    names = [name for name in (*DYADS, *OF_STATES) if name not in skipped]
    year, half, quarter = (np.concatenate([kept.of(name)[0, -1].ravel() for name in names]) for kept in ends)
    ratio = np.linalg.norm(year - half) / max(float(np.linalg.norm(half - quarter)), 1e-300)
    assert 1.8 < ratio < 2.2


@pytest.mark.parametrize("step", ["month", "quarter", "year"])
def test_noise_of_mood_has_the_variance_of_its_years(step: str) -> None:
    """Noise knows no step: after t years mood varies by noise^2 h / (2 ln 2) (1 - 2^(-2t/h)), h its half-life.

    Tolerance: 4 standard errors of a variance over 4,000 runs (9 %).
    """
    half_life, noise, runs = 1.3, 0.5, 4000
    steps = {"month": 24, "quarter": 8, "year": 2}[step]
    fixed = {**QUIET, "mood_noise": noise, "trust_half_life": half_life, "anchor_follow": 0.0}
    kept = run(bare(world(Sketch(1, 2, step, steps), **fixed)), range(runs), sampled=False)
    found = kept.of("mood")[:, -1, [0, 1], [1, 0]].var(axis=0)
    expected = noise**2 * half_life / (2 * math.log(2)) * (1 - 2.0 ** (-2 * 2 / half_life))
    assert found == pytest.approx(expected, rel=4 * math.sqrt(2 / runs))


@settings(max_examples=60)
@given(sketches(steps=(4, 16), levers=(1, 3), shocks=(1, 3)), st.integers(1, 3))
def test_nothing_foresees(sketch: Sketch, late: int) -> None:
    """What is written of later steps changes no bit of earlier ones: levers that begin and shocks that strike after them."""
    scenario = world(sketch)
    assume(sketch.steps > late)
    first = sketch.steps - late
    levers = {
        key: replace(x, first_step=first, last_step=sketch.steps, stages=((first, 1.0),))
        for key, x in scenario.levers.items()
    }
    shocks = {key: replace(x, rate=None, steps=(first,)) for key, x in scenario.shocks.items()}
    later, never = run(replace(scenario, levers=levers, shocks=shocks)), run(bare(scenario))
    assert np.array_equal(later.record.worlds[:, : first + 1], never.record.worlds[:, : first + 1])
    assert np.array_equal(later.record.series[:, :first], never.record.series[:, :first])
