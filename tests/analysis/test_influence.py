"""Which assumptions a difference hangs on: planted ones are found, noise is called chance, draws are the kernel's own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import detente
from detente.analysis.causes import drawn
from detente.analysis.draws import drawn_numbers
from detente.analysis.influence import influences, marks
from detente.assembly import assemble

SMALL = Path(__file__).parents[1] / "museum" / "base.yaml"
KEYS = [f"k{k}" for k in range(60)]


def noise(seed: int, *shape: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=shape)


def test_a_planted_assumption_is_found_and_its_break_even() -> None:
    x = noise(1, 50, 60)
    found = influences(KEYS, x, 2.0 * (x[:, 7] - 0.4) + 0.2 * noise(2, 50))
    assert [row.key for row in found.clear] == ["k7"]
    first = found.rows[0]
    assert first.correlation > 0.9
    assert first.zero == pytest.approx(0.4, abs=0.05)
    assert first.lowest.mean < 0.0 < first.highest.mean
    assert first.lowest.sets == first.highest.sets == 16


def test_of_noise_hardly_anything_is_called_clear() -> None:
    """At most 5 of 100 studies of pure noise may name an assumption; of 60 studies more than 8 would be a fault (p < 0.01)."""
    named = sum(bool(influences(KEYS, noise(k, 40, 60), noise(1000 + k, 40)).clear) for k in range(60))
    assert named <= 8


def test_too_few_sets_and_what_does_not_vary_tell_nothing() -> None:
    assert influences(KEYS, noise(1, 9, 60), noise(2, 9)).rows == ()
    assert influences(KEYS, np.ones((20, 60)), noise(2, 20)).rows == ()
    assert influences(KEYS, noise(1, 20, 60), np.zeros(20)).rows == ()


def test_ranks_of_equal_values_are_shared() -> None:
    """Spearman's correlation with ties, as scipy has it."""
    from scipy.stats import spearmanr

    x = np.round(noise(3, 30, 5), 0)
    y = noise(4, 30)
    found = influences(KEYS[:5], x, y, most=5)
    for row in found.rows:
        assert row.correlation == pytest.approx(spearmanr(x[:, KEYS.index(row.key)], y).statistic)


def test_what_sets_the_worst_runs_apart() -> None:
    features = noise(5, 400, 6)
    worst = features[:, 2] + 0.3 * noise(6, 400) < -1.3
    found = marks(KEYS[:6], features, worst, 4)
    assert found[0].name == "k2"
    assert [mark.name for mark in found if mark.clear] == ["k2"]
    assert found[0].worst < found[0].others


def test_a_mark_that_whole_sets_share_is_no_more_than_chance() -> None:
    """Ten sets with one value each: that the worst runs all come from one of them says nothing."""
    sets = np.repeat(noise(7, 10), 40)
    worst = np.repeat(np.arange(10) == 3, 40)
    assert not any(mark.clear for mark in marks(["shared"], sets[:, None], worst, 40))


def test_numbers_drawn_are_those_of_the_kernel() -> None:
    program = assemble(detente.read_scenario(SMALL), 5)
    found = drawn_numbers(program, np.arange(4))
    assert len(set(found.keys)) == len(found.keys)
    assert np.ptp(found.values, axis=0).min() > 0.0
    for k, number in enumerate((0, 1, 2, 3)):
        whole = drawn(program, 3, 3 * number)
        for place, name in enumerate(program.parameter_names):
            if f"parameters.{name}" in found.keys:
                assert found.values[k, found.keys.index(f"parameters.{name}")] == whole[place]
    for key, quantity, column in zip(found.keys, found.quantities, found.values.T, strict=True):
        assert program.scenario.lookup(key) == quantity
        assert (quantity.low <= column).all()
        assert (column <= quantity.high).all()


def test_every_number_that_varies_is_among_them() -> None:
    """Shared draws count once: as many as the plan has different keys with a range."""
    program = assemble(detente.read_scenario(SMALL), 5)
    varied = program.plan.scalar_low < program.plan.scalar_high
    keys = {tuple(key) for key in program.plan.scalar_keys[varied]}
    assert len(drawn_numbers(program, np.arange(2)).keys) == len(keys)
